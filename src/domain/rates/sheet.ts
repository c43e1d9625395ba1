import type { LocalDate, LocalMoment } from '../values/local-date';
import type { RateProfile } from './profile';

/** NOTIFIED by a feed, ENTERED by a person, PUBLISHED in the Journal officiel (D. 242-6-22), DECLARED in a DSN. */
export const SHEET_SOURCES = ['NOTIFIED', 'ENTERED', 'PUBLISHED', 'DECLARED'] as const;
export type SheetSource = (typeof SHEET_SOURCES)[number];

/** For people, after « le taux ». */
export const SOURCE_WORDS: Readonly<Record<SheetSource, string>> = {
  NOTIFIED: 'notifié par la caisse',
  ENTERED: 'saisi',
  PUBLISHED: 'publié au Journal officiel',
  DECLARED: 'déclaré en DSN',
};

/** All rates of one establishment that hold from a date. Never edited: a new one supersedes. */
export interface RateSheet {
  /** Place in the order of recording; a sequence, never the clock. */
  readonly number: number;
  readonly effectiveFrom: LocalDate;
  /** ISO instant at which the program came to believe it. */
  readonly recordedAt: string;
  readonly source: SheetSource;
  /** Highest rate first; never empty. */
  readonly profiles: readonly RateProfile[];
  /** `date_calcul` of the document that brought it; null for what no caisse calculated. */
  readonly calculatedAt: LocalMoment | null;
}

const STRENGTH: Record<SheetSource, number> = { NOTIFIED: 3, ENTERED: 3, PUBLISHED: 2, DECLARED: 1 };

/**
 * Whether `a` holds before `b` for a day that both have reached. What was declared only stands in until something
 * stronger reaches the day, whatever their dates (docs/decisions/0009); then the later date of effect, the stronger
 * source, the later number (rule 1).
 */
function outranks(a: RateSheet, b: RateSheet): boolean {
  const [declaredA, declaredB] = [a.source === 'DECLARED', b.source === 'DECLARED'];
  if (declaredA !== declaredB) return declaredB;
  if (a.effectiveFrom !== b.effectiveFrom) return a.effectiveFrom > b.effectiveFrom;
  if (STRENGTH[a.source] !== STRENGTH[b.source]) return STRENGTH[a.source] > STRENGTH[b.source];
  return a.number > b.number;
}

/** The sheet that holds on a day, among those believed at the ISO instant `knownAt` (inclusive) when one is given. */
export function sheetOn<S extends RateSheet>(sheets: readonly S[], day: LocalDate, knownAt?: string): S | null {
  let held: S | null = null;
  for (const sheet of sheets) {
    if (sheet.effectiveFrom > day || (knownAt !== undefined && isAfter(sheet.recordedAt, knownAt))) continue;
    if (held === null || outranks(sheet, held)) held = sheet;
  }
  return held;
}

/** Instants, not texts: `10:00Z`, `10:00:00.000Z` and `11:00+01:00` are the same one. */
const isAfter = (instant: string, other: string): boolean => Date.parse(instant) > Date.parse(other);

/** First day, after `day`, from which another sheet than a DECLARED one holds; null when none is known. */
export function nextChangeAfter(sheets: readonly RateSheet[], day: LocalDate): LocalDate | null {
  let next: LocalDate | null = null;
  for (const { effectiveFrom, source } of sheets) {
    if (source === 'DECLARED' || effectiveFrom <= day) continue;
    if (next === null || effectiveFrom < next) next = effectiveFrom;
  }
  return next;
}

export const isStrong = (source: SheetSource): boolean => source === 'NOTIFIED' || source === 'ENTERED';

/** A sheet as it would stand if it came after all that is on file; nothing is recorded. */
export const asIfRecorded = (
  sheet: Pick<RateSheet, 'effectiveFrom' | 'profiles' | 'source'>,
  onFile: readonly RateSheet[],
): RateSheet => ({
  ...sheet,
  number: Math.max(0, ...onFile.map(({ number }) => number)) + 1,
  recordedAt: `${sheet.effectiveFrom}T00:00:00.000Z`,
  calculatedAt: null,
});
