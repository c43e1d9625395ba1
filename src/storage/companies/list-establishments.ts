import type { Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { matches } from '../tasks/month-filter';
import type { KnownEstablishment } from './read-establishment';

export interface EstablishmentsAsked {
  /** SIRENs to keep to; null = every company. */
  readonly companies: readonly string[] | null;
  /** A company's name, or the beginning of a SIREN or SIRET. */
  readonly search: string | null;
  /** The last SIRET of the page before. */
  readonly after: Siret | null;
}

/** Establishments in order of SIRET, so that those of a company stand together. */
export function listEstablishments(
  tx: Tx,
  { companies, search, after }: EstablishmentsAsked,
  count: number,
): Promise<KnownEstablishment[]> {
  const where = new Conditions();
  where
    .when(companies, (sirens) => `e.siren = ANY(${where.value(sirens)}::text[])`)
    .when(search, (text) => matches(where, text))
    .when(after, (siret) => `e.siret > ${where.value(siret)}`);
  return tx.query<KnownEstablishment>(
    `SELECT e.siret, e.siren, c.name, e.town, e.postcode FROM establishment e JOIN company c USING (siren)
     WHERE ${where.sql} ORDER BY e.siret LIMIT ${where.value(count)}`,
    where.parameters,
  );
}

/** The next SIRETs in their order: for work that goes through all of them, chunk by chunk. */
export async function establishmentsAfter(tx: Tx, after: string, count: number): Promise<Siret[]> {
  const rows = await tx.query<{ siret: Siret }>(
    'SELECT siret FROM establishment WHERE siret > $1 ORDER BY siret LIMIT $2',
    [after, count],
  );
  return rows.map(({ siret }) => siret);
}
