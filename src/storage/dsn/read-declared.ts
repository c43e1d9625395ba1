import type { DeclaredLine } from '#domain/affiliation/contract';
import type { Siret } from '#domain/values/siret';
import { bySiret } from '../by-siret';
import type { Tx } from '../database';

/** What the accepted DSN of each month says of each contract of these establishments, oldest first. */
export async function declaredLinesOfMany(
  tx: Tx,
  sirets: readonly Siret[],
): Promise<ReadonlyMap<Siret, readonly DeclaredLine[]>> {
  return bySiret(
    await tx.query<DeclaredLine & { readonly siret: Siret }>(
      `SELECT siret, matricule, number, period, regime, code_risque AS code, office, rate, base_cents AS base
       FROM declared_contract WHERE siret = ANY($1) AND NOT superseded ORDER BY siret, period, dsn_id, line`,
      [sirets],
    ),
  );
}
