import type { DeclaredLine } from '#domain/affiliation/contract';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** What the accepted DSN of each month says of each contract of an establishment, oldest first. */
export async function declaredLinesOf(tx: Tx, siret: Siret): Promise<DeclaredLine[]> {
  return tx.query<DeclaredLine>(
    `SELECT matricule, number, period, regime, code_risque AS code, office, rate, base_cents AS base
     FROM declared_contract WHERE siret = $1 AND NOT superseded ORDER BY period, dsn_id, line`,
    [siret],
  );
}
