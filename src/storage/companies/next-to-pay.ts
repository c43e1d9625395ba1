import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

export interface SetLimits {
  readonly establishments: number;
  readonly contracts: number;
}

/**
 * The next establishments of a company after one, in order of SIRET: as many as both limits allow, and at least one
 * while there is any, however many contracts it has.
 */
export async function nextToPay(
  tx: Tx,
  siren: Siren,
  after: Siret | null,
  { establishments, contracts }: SetLimits,
): Promise<readonly Siret[]> {
  const rows = await tx.query<{ siret: Siret }>(
    `SELECT siret FROM (
       SELECT e.siret, row_number() OVER before AS rank, sum(k.contracts) OVER before AS contracts
       FROM (SELECT siret FROM establishment WHERE siren = $1 AND siret > $2 ORDER BY siret LIMIT $3) e,
         LATERAL (SELECT count(*) AS contracts FROM contract WHERE siret = e.siret) k
       WINDOW before AS (ORDER BY e.siret)) s
     WHERE s.rank = 1 OR s.contracts <= $4 ORDER BY siret`,
    [siren, after ?? '', establishments, contracts],
  );
  return rows.map(({ siret }) => siret);
}
