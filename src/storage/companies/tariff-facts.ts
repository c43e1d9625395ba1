import { headcountOfHundredths, type Headcount } from '#domain/tariff/headcount';
import type { LocalDate } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** What decides how an establishment's rate is made, and what its company may owe; null where nobody has said it. */
export interface TariffFacts {
  /** Of the company, as retained for the tariff. */
  readonly headcount: Headcount | null;
  readonly postcode: string | null;
  /** Of the establishment. */
  readonly createdOn: LocalDate | null;
  readonly clientSince: LocalDate | null;
  /** Whether the company is enrolled for the compte AT/MP. */
  readonly atmpAccount: boolean | null;
}

interface Row extends Omit<TariffFacts, 'headcount'> {
  readonly hundredths: number | null;
}

/** Null for an establishment that nobody has brought in. */
export async function tariffFactsOf(tx: Tx, siret: Siret): Promise<TariffFacts | null> {
  const [row] = await tx.query<Row>(
    `SELECT c.headcount_hundredths AS hundredths, e.postcode, e.created_on AS "createdOn",
            c.client_since AS "clientSince", c.atmp_account AS "atmpAccount"
     FROM establishment e JOIN company c USING (siren) WHERE e.siret = $1`,
    [siret],
  );
  if (row === undefined) return null;
  const { hundredths, ...facts } = row;
  return { ...facts, headcount: hundredths === null ? null : headcountOfHundredths(hundredths) };
}
