import { sheetText, verdictText } from '#domain/audit/fact-text';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import { digestOf } from '../audit';
import { copyText } from '../copy';
import { isoInstant, type Tx } from '../database';
import { RowCursor, type Row } from '../row-cursor';

/** A verdict or a sheet as it stands now. */
export interface RowsAsTheyStand {
  readonly siret: string;
  readonly batch: number;
  readonly sheet: number;
  readonly digest: string;
  /** Instants at which its sheets say they were recorded: that of the act, or they were changed. */
  readonly recordedAt: readonly string[];
  /** The company stands at the head of the SIRET everywhere. */
  readonly companyAgrees: boolean;
  readonly name: string;
}

const PROFILE =
  'p.sheet, p.siret, p.effective_from, p.source, p.calculated_at, p.feed_id, p.recorded_at, p.siren, p.code_risque, p.section, p.office, p.rate, p.line';
const PROFILE_WIDTH = 13;
const APPLIED = `v.verdict IN ('AUTO_UPDATED', 'UNCHANGED')`;

/** The sheets that a verdict let in are those its document brought for the establishment. */
const BROUGHT = `p.source = 'NOTIFIED' AND p.feed_id = v.feed_id AND p.siret = v.siret AND ${APPLIED}`;

/** Verdicts of the batches from `first` to `last` with their sheets, in the order in which an entry covers them. */
export async function* standingVerdicts(tx: Tx, first: number, last: number): AsyncGenerator<RowsAsTheyStand> {
  const query = `
    SELECT lpad(v.batch_id::text, 10, '0') || '/' || v.siret || '/' || lpad(v.feed_id::text, 19, '0') COLLATE "C",
           v.batch_id, v.siret, v.feed_id, v.verdict, v.reason, v.rule, v.effective_from, v.facts, v.siren, ${PROFILE}
    FROM verdict v LEFT JOIN rate_profile p ON ${BROUGHT}
    WHERE v.batch_id BETWEEN ${first} AND ${last} ORDER BY 1, p.sheet, p.position`;
  for await (const rows of groupsOf(tx, query)) yield verdictAsItStands(rows);
}

/** Sheets that no verdict let in, in order of number: declared, entered, published, or put there by hand. */
export async function* standingSheets(tx: Tx): AsyncGenerator<RowsAsTheyStand> {
  const query = `
    SELECT lpad(p.sheet::text, 19, '0') || '/' || p.siret COLLATE "C", ${PROFILE}
    FROM rate_profile p WHERE NOT EXISTS (SELECT 1 FROM verdict v WHERE ${BROUGHT})
    ORDER BY 1, p.position`;
  for await (const rows of groupsOf(tx, query)) {
    const profiles = rows.map((row) => row.slice(1));
    const number = Number(profiles[0]?.[0]);
    const siret = profiles[0]?.[1] ?? '';
    yield {
      siret,
      batch: 0,
      sheet: number,
      digest: digestOf(textOfSheet(profiles)),
      recordedAt: [...new Set(profiles.map(recordedAtOf))],
      companyAgrees: profiles.every(companyAgrees),
      name: `La feuille de taux n° ${number} du SIRET ${siret}`,
    };
  }
}

async function* groupsOf(tx: Tx, query: string): AsyncGenerator<readonly Row[]> {
  const cursor = new RowCursor(copyText(tx, query));
  for (let group = await cursor.nextGroup(); group !== null; group = await cursor.nextGroup()) yield group;
}

function verdictAsItStands(rows: readonly Row[]): RowsAsTheyStand {
  const [, batch, siret, feed, verdict, reason = null, rule, effectiveFrom = null, facts, siren = null] = rows[0] ?? [];
  const recorded = {
    siret: siret ?? '',
    feed: Number(feed),
    verdict: verdict ?? '',
    reason,
    rule: rule ?? '',
    effectiveFrom: effectiveFrom as LocalDate | null,
    facts: facts ?? '',
  };
  const profiles = rows.map((row) => row.slice(-PROFILE_WIDTH)).filter(([sheet]) => sheet !== null);
  const text = [verdictText(recorded), ...bySheet(profiles).map(textOfSheet)].join('\n');
  return {
    siret: recorded.siret,
    batch: Number(batch),
    sheet: Number(profiles[0]?.[0] ?? 0),
    digest: digestOf(text),
    recordedAt: [...new Set(profiles.map(recordedAtOf))],
    companyAgrees: (siren === null || siren === siret?.slice(0, 9)) && profiles.every(companyAgrees),
    name: `La décision sur le SIRET ${recorded.siret} dans le flux ${recorded.feed}, ou un de ses taux,`,
  };
}

function bySheet(profiles: readonly Row[]): readonly Row[][] {
  const sheets: Row[][] = [];
  for (const row of profiles) {
    const open = sheets.at(-1);
    if (open?.[0]?.[0] === row[0]) open?.push(row);
    else sheets.push([row]);
  }
  return sheets;
}

/** The text from which the digest was taken when the sheet was written. */
function textOfSheet(rows: readonly Row[]): string {
  const [sheet, siret, effectiveFrom, source, calculatedAt, feed] = rows[0] ?? [];
  return sheetText({
    sheet: Number(sheet),
    siret: siret ?? '',
    effectiveFrom: effectiveFrom as LocalDate,
    source: source ?? '',
    calculatedAt: (calculatedAt?.replace(' ', 'T') ?? null) as LocalMoment | null,
    feed: feed == null ? null : Number(feed),
    profiles: rows.map(([, , , , , , , , code, section = null, office, rate, line]) => ({
      code: code as RiskCode,
      section,
      office: office === 't',
      rate: Number(rate) as Rate,
      line: line == null ? null : Number(line),
    })),
  });
}

const recordedAtOf = (row: Row): string => isoInstant(row[6] ?? '');

const companyAgrees = (row: Row): boolean => row[7] === row[1]?.slice(0, 9);

/** An establishment of the batch that left traces elsewhere and has no verdict any more. */
export async function siretWithoutVerdict(
  tx: Tx,
  batch: number,
  sheets: { readonly from: number; readonly to: number } | null,
): Promise<string | null> {
  const [row] = await tx.query<{ siret: string }>(
    `SELECT t.siret FROM (
       SELECT siret, feed_id FROM rate_profile WHERE source = 'NOTIFIED' AND sheet BETWEEN $2 AND $3
       UNION SELECT siret, feed_id FROM set_aside WHERE status = 'OPEN'
       UNION SELECT siret, feed_id FROM refused_line WHERE siret IS NOT NULL
       UNION SELECT siret, feed_id FROM task WHERE feed_id IS NOT NULL) t
     WHERE t.feed_id IN (SELECT feed_id FROM verdict WHERE batch_id = $1 UNION SELECT id FROM feed WHERE batch_id = $1)
       AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.feed_id = t.feed_id AND v.siret = t.siret)
     ORDER BY t.siret LIMIT 1`,
    [batch, sheets?.from ?? 0, sheets?.to ?? 0],
  );
  return row?.siret ?? null;
}
