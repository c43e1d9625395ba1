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
  readonly contracts: CampaignDossier['contracts'];
  readonly renewal: TaskStatus | null;
  readonly held: Facts | null;
}

/** The next `count` establishments after `after` in order of SIRET, with all that a campaign asks about them. */
export async function nextDossiers(
  tx: Tx,
  { year, effectiveFrom }: CampaignYear,
  after: string,
  count: number,
): Promise<CampaignDossier[]> {
  const rows = await tx.query<Row>(
    `SELECT e.siret, e.siren, c.automation, c.client_since AS "clientSince", c.first_seen_on AS "firstSeenOn",
       CASE WHEN k.running IS NULL THEN 'UNKNOWN' WHEN k.running THEN 'OPEN' ELSE 'ENDED' END AS contracts,
       t.status AS renewal, h.facts AS held
     FROM (SELECT siret, siren FROM establishment WHERE siret > $1 ORDER BY siret LIMIT $2) e
     JOIN company c ON c.siren = e.siren
     LEFT JOIN LATERAL (
       SELECT bool_or(ended_on IS NULL OR ended_on >= $3::date) AS running FROM contract WHERE siret = e.siret) k ON true
     LEFT JOIN LATERAL (
       SELECT status FROM task WHERE siret = e.siret AND kind = 'ANNUAL_RENEWAL' AND cause = $4
       ORDER BY array_position(ARRAY['OPEN', 'DONE', 'SUPERSEDED'], status) LIMIT 1) t ON true
     LEFT JOIN LATERAL (
       SELECT facts FROM set_aside a WHERE a.siret = e.siret AND a.status = 'OPEN' AND a.cause = 'HELD'
         AND EXISTS (SELECT FROM json_array_elements(a.document->'lines') l WHERE l->>'effectiveFrom' = $3::date::text)
       ORDER BY id DESC LIMIT 1) h ON true
     ORDER BY e.siret`,
    [after, count, effectiveFrom, String(year)],
  );
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (first === undefined || last === undefined) return [];
  const sheets = await sheetsBetween(tx, first.siret, last.siret);
  return rows.map(({ automation, clientSince, firstSeenOn, ...row }) => ({
    ...row,
    company: { automation, clientSince, firstSeenOn },
    sheets: sheets.get(row.siret) ?? [],
  }));
}
