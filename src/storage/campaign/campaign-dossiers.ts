import type { CampaignDossier } from '#domain/campaign/dossier';
import type { Facts } from '#domain/reconciliation/verdict';
import type { CampaignYear } from '#domain/reference/reference';
import type { TaskStatus } from '#domain/tasks/task';
import type { LocalDate } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { sheetsBetween } from '../ledger/read-sheets';

interface Row {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly automation: boolean | null;
  readonly clientSince: LocalDate | null;
  readonly firstSeenOn: LocalDate;
}

/**
 * The next `count` establishments after `after` in order of SIRET, with all that a campaign asks about them. Each table
 * is read once for the whole stretch: lookups row by row would hang on what the planner believes of tables that grow
 * while the campaign runs.
 */
export async function nextDossiers(
  tx: Tx,
  { year, effectiveFrom }: CampaignYear,
  after: string,
  count: number,
): Promise<CampaignDossier[]> {
  const rows = await tx.query<Row>(
    `SELECT e.siret, e.siren, c.automation, c.client_since AS "clientSince", c.first_seen_on AS "firstSeenOn"
     FROM (SELECT siret, siren FROM establishment WHERE siret > $1 ORDER BY siret LIMIT $2) e
     JOIN company c ON c.siren = e.siren ORDER BY e.siret`,
    [after, count],
  );
  const [first, last] = [rows[0]?.siret, rows[rows.length - 1]?.siret];
  if (first === undefined || last === undefined) return [];
  const contracts = await contractsBetween(tx, first, last, effectiveFrom);
  const renewals = await renewalsBetween(tx, first, last, year);
  const firstPayrolls = await firstPayrollsBetween(tx, first, last);
  const held = await heldBetween(tx, first, last, effectiveFrom);
  const sheets = await sheetsBetween(tx, first, last);
  return rows.map(({ siret, siren, ...company }) => ({
    siret,
    siren,
    company,
    contracts: contracts.get(siret) ?? 'UNKNOWN',
    sheets: sheets.get(siret) ?? [],
    renewal: renewals.get(siret) ?? null,
    firstPayroll: firstPayrolls.has(siret),
    held: held.get(siret) ?? null,
  }));
}

async function contractsBetween(
  tx: Tx,
  first: Siret,
  last: Siret,
  effectiveFrom: LocalDate,
): Promise<ReadonlyMap<string, CampaignDossier['contracts']>> {
  const rows = await tx.query<{ siret: Siret; running: boolean }>(
    `SELECT siret, bool_or(ended_on IS NULL OR ended_on >= $3::date) AS running
     FROM contract WHERE siret BETWEEN $1 AND $2 GROUP BY siret`,
    [first, last, effectiveFrom],
  );
  return new Map(rows.map(({ siret, running }) => [siret, running ? 'OPEN' : 'ENDED']));
}

/** Of several tasks of one year the open one speaks, then a done one. */
async function renewalsBetween(
  tx: Tx,
  first: Siret,
  last: Siret,
  year: number,
): Promise<ReadonlyMap<string, TaskStatus>> {
  const rows = await tx.query<{ siret: Siret; status: TaskStatus }>(
    `SELECT siret, status FROM task WHERE kind = 'ANNUAL_RENEWAL' AND cause = $3 AND siret BETWEEN $1 AND $2
     ORDER BY siret, array_position(ARRAY['OPEN', 'DONE', 'SUPERSEDED'], status) DESC`,
    [first, last, String(year)],
  );
  return new Map(rows.map(({ siret, status }) => [siret, status]));
}

async function firstPayrollsBetween(tx: Tx, first: Siret, last: Siret): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ siret: Siret }>(
    `SELECT siret FROM task WHERE kind = 'FIRST_PAYROLL' AND status = 'OPEN' AND siret BETWEEN $1 AND $2`,
    [first, last],
  );
  return new Set(rows.map(({ siret }) => siret));
}

/** Facts of the guard that holds back the latest document about that date. */
async function heldBetween(
  tx: Tx,
  first: Siret,
  last: Siret,
  effectiveFrom: LocalDate,
): Promise<ReadonlyMap<string, Facts>> {
  const rows = await tx.query<{ siret: Siret; facts: Facts }>(
    `SELECT siret, facts FROM set_aside a
     WHERE status = 'OPEN' AND cause = 'HELD' AND siret BETWEEN $1 AND $2
       AND EXISTS (SELECT FROM json_array_elements(a.document->'lines') l WHERE l->>'effectiveFrom' = $3)
     ORDER BY siret, id`,
    [first, last, effectiveFrom],
  );
  return new Map(rows.map(({ siret, facts }) => [siret, facts]));
}
