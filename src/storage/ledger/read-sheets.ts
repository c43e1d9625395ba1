import type { RateProfile } from '#domain/rates/profile';
import type { RateSheet, SheetSource } from '#domain/rates/sheet';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** A sheet as the ledger keeps it, with where each of its rates was read. */
export interface LedgerSheet extends RateSheet {
  /** The document that brought it; null when none did. */
  readonly feed: number | null;
  readonly profiles: readonly (RateProfile & { readonly line: number | null })[];
}

interface Row {
  readonly siret: Siret;
  readonly sheet: number;
  readonly effectiveFrom: LocalDate;
  readonly recordedAt: string;
  readonly calculatedAt: LocalMoment | null;
  readonly source: SheetSource;
  readonly feed: number | null;
  readonly code: RiskCode;
  readonly section: string | null;
  readonly office: boolean;
  readonly rate: Rate;
  readonly line: number | null;
}

const COLUMNS = `siret, sheet, effective_from AS "effectiveFrom", recorded_at AS "recordedAt", calculated_at AS "calculatedAt",
  source, feed_id AS feed, code_risque AS code, section, office, rate, line`;
const IN_ORDER = 'ORDER BY siret, sheet, position';

/** Every sheet ever recorded for an establishment, in order of recording. */
export async function sheetsOfEstablishment(tx: Tx, siret: Siret): Promise<readonly LedgerSheet[]> {
  return (await sheetsBetween(tx, siret, siret)).get(siret) ?? [];
}

/** The same for some establishments, in one read. */
export async function sheetsOfEstablishments(
  tx: Tx,
  sirets: readonly Siret[],
): Promise<ReadonlyMap<string, readonly LedgerSheet[]>> {
  return sheetsOf(
    await tx.query<Row>(`SELECT ${COLUMNS} FROM rate_profile WHERE siret = ANY($1) ${IN_ORDER}`, [sirets]),
  );
}

/** The same for all establishments from `first` to `last`, both included; one read whatever their number. */
export async function sheetsBetween(
  tx: Tx,
  first: Siret,
  last: Siret,
): Promise<ReadonlyMap<string, readonly LedgerSheet[]>> {
  return sheetsOf(
    await tx.query<Row>(`SELECT ${COLUMNS} FROM rate_profile WHERE siret BETWEEN $1 AND $2 ${IN_ORDER}`, [first, last]),
  );
}

function sheetsOf(rows: readonly Row[]): ReadonlyMap<string, readonly LedgerSheet[]> {
  const sheets = new Map<string, (LedgerSheet & { profiles: LedgerSheet['profiles'][number][] })[]>();
  for (const { siret, sheet, effectiveFrom, recordedAt, calculatedAt, source, feed, ...profile } of rows) {
    const own = sheets.get(siret) ?? [];
    sheets.set(siret, own);
    let current = own.at(-1);
    if (current?.number !== sheet) {
      current = { number: sheet, effectiveFrom, recordedAt, calculatedAt, source, feed, profiles: [] };
      own.push(current);
    }
    current.profiles.push(profile);
  }
  return sheets;
}
