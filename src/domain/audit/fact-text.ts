import type { RateProfile } from '../rates/profile';
import type { LocalDate, LocalMoment } from '../values/local-date';

/** A recorded sheet, as the ledger keeps it. */
export interface RecordedSheet {
  readonly sheet: number;
  readonly siret: string;
  readonly effectiveFrom: LocalDate;
  readonly source: string;
  readonly calculatedAt: LocalMoment | null;
  readonly feed: number | null;
  readonly profiles: readonly (RateProfile & { readonly line: number | null })[];
}

/** A recorded verdict, as the ledger keeps it. */
export interface RecordedVerdict {
  readonly siret: string;
  readonly feed: number;
  readonly verdict: string;
  readonly reason: string | null;
  readonly rule: string;
  readonly effectiveFrom: LocalDate | null;
  /** JSON, exactly as written. */
  readonly facts: string;
}

/**
 * The one text of a fact that its digest is taken from, when it is written and again when the journal is verified:
 * whatever is in it cannot be changed by hand unnoticed.
 */
export function sheetText(sheet: RecordedSheet): string {
  const { siret, effectiveFrom, source, calculatedAt, feed, profiles } = sheet;
  let text = `F|${siret}|${sheet.sheet}|${effectiveFrom}|${source}|${calculatedAt ?? ''}|${feed ?? ''}`;
  for (const { code, section, office, rate, line } of profiles) {
    text += `;${code}|${section ?? ''}|${office ? 'B' : ''}|${rate}|${line ?? ''}`;
  }
  return text;
}

export const verdictText = (v: RecordedVerdict): string =>
  `V|${v.siret}|${v.feed}|${v.verdict}|${v.reason ?? ''}|${v.rule}|${v.effectiveFrom ?? ''}|${v.facts}`;
