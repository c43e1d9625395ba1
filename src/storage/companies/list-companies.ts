import type { LocalDate } from '#domain/values/local-date';
import type { Siren } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';

export interface CompanyOnFile {
  readonly siren: Siren;
  /** Null while no company file has said it. */
  readonly name: string | null;
  readonly clientSince: LocalDate | null;
  readonly establishments: number;
}

export interface CompaniesAsked {
  /** SIRENs to keep to; null = every company. */
  readonly companies: readonly string[] | null;
  /** The last SIREN of the page before. */
  readonly after: string | null;
}

/** Companies in order of SIREN; their establishments are counted for this page only. */
export function listCompanies(tx: Tx, { companies, after }: CompaniesAsked, count: number): Promise<CompanyOnFile[]> {
  const where = new Conditions();
  where
    .when(companies, (sirens) => `c.siren = ANY (${where.value(sirens)}::text[])`)
    .when(after, (siren) => `c.siren > ${where.value(siren)}`);
  return tx.query<CompanyOnFile>(
    `SELECT c.siren, c.name, c.client_since AS "clientSince",
            (SELECT count(*) FROM establishment e WHERE e.siren = c.siren) AS establishments
     FROM company c WHERE ${where.sql} ORDER BY c.siren LIMIT ${where.value(count)}`,
    where.parameters,
  );
}
