import { sheetText } from '#domain/audit/fact-text';
import { inProfileOrder, type RateProfile } from '#domain/rates/profile';
import type { SheetSource } from '#domain/rates/sheet';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import { digestOf } from '../audit';
import type { Tx } from '../database';

/** A sheet before it has a number. */
export interface SheetToRecord {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly effectiveFrom: LocalDate;
  readonly source: SheetSource;
  readonly calculatedAt: LocalMoment | null;
  readonly feed: number | null;
  /** Never empty; written with the highest rate first, whatever the order given. `line` is that of the document, if there is one. */
  readonly profiles: readonly (RateProfile & { readonly line: number | null })[];
}

/** What the audit entry of the same transaction says of them: `sheets: {from, to}` in its body, and its digests. */
export interface RecordedSheets {
  /** First and last sheet number, both included. */
  readonly from: number;
  readonly to: number;
  /** One digest per sheet, in order of number, hexadecimal. */
  readonly covers: string;
}

/** Records sheets, numbered in order of SIRET and, within one, in the order given. Null when there is none. */
export async function recordSheets(
  tx: Tx,
  sheets: readonly SheetToRecord[],
  recordedAt: string,
): Promise<RecordedSheets | null> {
  if (sheets.length === 0) return null;
  const [reserved] = await tx.query<{ first: number }>('SELECT reserve_sheets($1) AS first', [sheets.length]);
  if (reserved === undefined) throw new Error('reserve_sheets gave no row.');
  const numbered = [...sheets]
    .sort((a, b) => (a.siret === b.siret ? 0 : a.siret < b.siret ? -1 : 1))
    .map((sheet, index) => ({
      ...sheet,
      sheet: reserved.first + index,
      profiles: inProfileOrder(sheet.profiles),
    }));
  const rows = numbered.flatMap(({ profiles, ...sheet }) =>
    profiles.map((profile, index) => ({ ...sheet, ...profile, position: index + 1 })),
  );
  await tx.query(
    `INSERT INTO rate_profile (sheet, recorded_at, calculated_at, feed_id, effective_from, rate, line, position, office,
       siret, siren, code_risque, section, source)
     SELECT sheet, $2, "calculatedAt", feed, "effectiveFrom", rate, line, position, office, siret, siren, code, section, source
     FROM json_to_recordset($1) AS r (sheet bigint, "calculatedAt" timestamp, feed bigint, "effectiveFrom" date,
       rate integer, line integer, position smallint, office boolean, siret text, siren text, code text, section text, source text)`,
    [JSON.stringify(rows), recordedAt],
  );
  const covers = numbered.map((sheet) => digestOf(sheetText(sheet))).join('');
  return { from: reserved.first, to: reserved.first + numbered.length - 1, covers };
}
