import type { LocalDate } from '#domain/values/local-date';
import type { Tx } from '../database';

/** The facts of an older month never undo those of a later one: contracts end and names change in the order of months. */
const AS_RECENT = (table: string): string => `${table}.as_of IS NULL OR ${table}.as_of <= excluded.as_of`;

/** A declaration that did not stand names people nobody may have named since: known, until any month that stands says more. */
const AS_OF = "CASE WHEN f.stands THEN f.period ELSE '' END";

/**
 * Creates or completes the companies, establishments, employees and contracts of the declarations just accepted. What
 * is seen for the first time is known since `seenOn`; nothing known before is removed.
 */
export async function mergeFacts(tx: Tx, seenOn: LocalDate): Promise<void> {
  await mergeEstablishments(tx, seenOn);
  await mergeEmployees(tx);
}

async function mergeEstablishments(tx: Tx, seenOn: LocalDate): Promise<void> {
  await tx.query(
    'INSERT INTO company (siren, first_seen_on) SELECT DISTINCT siren, $1::date FROM fresh_dsn ON CONFLICT DO NOTHING',
    [seenOn],
  );
  await tx.query(
    `INSERT INTO establishment (siret, siren, postcode, town, address, first_seen_on, as_of)
     SELECT DISTINCT ON (siret) siret, siren, postcode, town, address, $1::date, CASE WHEN stands THEN period ELSE '' END
     FROM fresh_dsn ORDER BY siret, stands DESC, period DESC, ordinal DESC
     ON CONFLICT (siret) DO UPDATE SET
       postcode = coalesce(excluded.postcode, establishment.postcode),
       town = coalesce(excluded.town, establishment.town),
       address = coalesce(excluded.address, establishment.address),
       as_of = excluded.as_of
     WHERE ${AS_RECENT('establishment')}`,
    [seenOn],
  );
}

async function mergeEmployees(tx: Tx): Promise<void> {
  await tx.query(
    `INSERT INTO employee (siren, matricule, last_name, first_name, as_of)
     SELECT DISTINCT ON (f.siren, c.matricule) f.siren, c.matricule, c.last_name, c.first_name, ${AS_OF}
     FROM incoming_contract c JOIN fresh_dsn f USING (ordinal)
     ORDER BY f.siren, c.matricule, f.stands DESC, f.period DESC, c.line DESC
     ON CONFLICT (siren, matricule) DO UPDATE SET
       last_name = coalesce(excluded.last_name, employee.last_name),
       first_name = coalesce(excluded.first_name, employee.first_name),
       as_of = excluded.as_of
     WHERE ${AS_RECENT('employee')}`,
  );
  // A contract's end is taken as the month tells it: absent again, the departure was cancelled (S21.G00.62.002 = 099).
  await tx.query(
    `INSERT INTO contract (siret, siren, matricule, number, started_on, ended_on, nature, job_title, pcs, regime, as_of)
     SELECT DISTINCT ON (f.siret, c.matricule, c.number) f.siret, f.siren, c.matricule, c.number, c.started_on,
       c.ended_on, c.nature, c.job_title, c.pcs, c.regime, ${AS_OF}
     FROM incoming_contract c JOIN fresh_dsn f USING (ordinal)
     ORDER BY f.siret, c.matricule, c.number, f.stands DESC, f.period DESC, c.started_on DESC, c.line DESC
     ON CONFLICT (siret, matricule, number) DO UPDATE SET
       started_on = excluded.started_on, ended_on = excluded.ended_on, nature = excluded.nature,
       job_title = excluded.job_title, pcs = excluded.pcs, regime = excluded.regime, as_of = excluded.as_of
     WHERE ${AS_RECENT('contract')}`,
  );
}
