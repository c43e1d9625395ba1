import { sheetText, type RecordedSheet } from '#domain/audit/fact-text';
import type { RateProfile } from '#domain/rates/profile';
import type { SheetSource } from '#domain/rates/sheet';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import { digestOf } from '../audit';
import type { Tx } from '../database';
import { tellRates } from '../events/rate-events';
import { reserveSheets } from '../intake/batches';

export interface SheetToRecord {
  readonly siret: string;
  readonly siren: string;
  readonly effectiveFrom: LocalDate;
  readonly source: SheetSource;
  readonly calculatedAt: LocalMoment | null;
  /** The document that brings it; null when a person, a table or a DSN does. */
  readonly feed: number | null;
  /** Highest rate first, never empty; `line` is where each was read, null when nowhere. */
  readonly profiles: readonly (RateProfile & { readonly line: number | null })[];
}

/** Numbers given, without a gap from `from` to `to`, and what the audit entry of the act keeps of the sheets. */
export interface RecordedSheets {
  readonly from: number;
  readonly to: number;
  /** The number of each sheet, in the order in which they were given. */
  readonly numbers: readonly number[];
  /** Digests of the sheets, in order of SIRET then number: the `covers` of an entry whose body says `sheets: {from, to}`. */
  readonly covers: string;
}

/** Adds sheets to the ledger, numbered in order of SIRET and, within one, as given. Null when there is none. */
export async function recordSheets(
  tx: Tx,
  sheets: readonly SheetToRecord[],
  at: string,
): Promise<RecordedSheets | null> {
  if (sheets.length === 0) return null;
  const from = await reserveSheets(tx, sheets.length);
  const sorted = sheets
    .map((sheet, given) => ({ sheet, given }))
    .sort((a, b) => (a.sheet.siret === b.sheet.siret ? a.given - b.given : a.sheet.siret < b.sheet.siret ? -1 : 1));
  const numbers = new Array<number>(sheets.length);
  const numbered = sorted.map(({ sheet, given }, rank) => {
    const number = from + rank;
    numbers[given] = number;
    return { ...sheet, sheet: number };
  });
  await insertProfiles(tx, numbered, at);
  await tellRates(tx, RECORDED, at, [numbered.map(({ siret }) => siret), numbered.map(({ sheet }) => sheet)]);
  const covers = numbered.map((sheet) => digestOf(sheetText(sheet))).join('');
  return { from, to: from + sheets.length - 1, numbers, covers };
}

/** The sheets $2 of the establishments $1, one by one. */
const RECORDED = `SELECT DISTINCT p.siret, p.siren, p.sheet, p.effective_from, p.source, p.feed_id AS feed
  FROM unnest($1::text[], $2::bigint[]) AS r (siret, sheet) JOIN rate_profile p USING (siret, sheet)`;

async function insertProfiles(
  tx: Tx,
  sheets: readonly (RecordedSheet & { readonly siren: string })[],
  at: string,
): Promise<void> {
  const rows = sheets.flatMap(({ profiles, ...sheet }) =>
    profiles.map((profile, index) => ({ ...sheet, ...profile, position: index + 1 })),
  );
  await tx.query(
    `INSERT INTO rate_profile (sheet, recorded_at, calculated_at, feed_id, effective_from, rate, line, position, office,
       siret, siren, code_risque, section, source)
     SELECT sheet, $2, "calculatedAt", feed, "effectiveFrom", rate, line, position, office, siret, siren, code, section, source
     FROM json_to_recordset($1) AS r (sheet bigint, siret text, siren text, "effectiveFrom" date, source text,
       "calculatedAt" timestamp, feed bigint, position smallint, code text, section text, office boolean, rate integer, line integer)`,
    [JSON.stringify(rows), at],
  );
}
