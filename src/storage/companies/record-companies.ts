import type { CompanyLine } from '#domain/companies/company-file';
import type { LocalDate } from '#domain/values/local-date';
import type { Tx } from '../database';

/** Creates or completes companies; what a line does not say keeps what was known. The last line about a company wins. */
export async function recordCompanies(tx: Tx, lines: readonly CompanyLine[], seenOn: LocalDate): Promise<void> {
  await tx.query(
    `INSERT INTO company (siren, name, headcount_hundredths, client_since, first_seen_on, automation, atmp_account)
     SELECT DISTINCT ON (siren) siren, name, "headcountHundredths", "clientSince", $2, automation, "atmpAccount"
     FROM json_to_recordset($1) AS r (line integer, siren text, name text, "headcountHundredths" integer,
       "clientSince" date, automation boolean, "atmpAccount" boolean)
     ORDER BY siren, line DESC
     ON CONFLICT (siren) DO UPDATE SET
       name = coalesce(excluded.name, company.name),
       headcount_hundredths = coalesce(excluded.headcount_hundredths, company.headcount_hundredths),
       client_since = coalesce(excluded.client_since, company.client_since),
       automation = coalesce(excluded.automation, company.automation),
       atmp_account = coalesce(excluded.atmp_account, company.atmp_account)`,
    [JSON.stringify(lines), seenOn],
  );
  const establishments = lines.flatMap(({ siren, line, establishment }) =>
    establishment === null ? [] : [{ ...establishment, siren, line }],
  );
  await tx.query(
    `INSERT INTO establishment (siret, siren, postcode, created_on, first_seen_on)
     SELECT DISTINCT ON (siret) siret, siren, postcode, "createdOn", $2
     FROM json_to_recordset($1) AS r (line integer, siret text, siren text, postcode text, "createdOn" date)
     ORDER BY siret, line DESC
     ON CONFLICT (siret) DO UPDATE SET
       postcode = coalesce(excluded.postcode, establishment.postcode),
       created_on = coalesce(excluded.created_on, establishment.created_on)`,
    [JSON.stringify(establishments), seenOn],
  );
}

/** Every known establishment of these companies, in order of SIRET. */
export async function establishmentsOf(tx: Tx, sirens: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ siret: string }>(
    'SELECT siret FROM establishment WHERE siren = ANY($1) ORDER BY siret',
    [sirens],
  );
  return rows.map(({ siret }) => siret);
}
