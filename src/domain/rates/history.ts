import { addDays, type LocalDate } from '../values/local-date';
import { keyText, type ProfileKey } from './profile';
import { sameSheet } from './pairing';
import { sheetOn, type RateSheet } from './sheet';
import type { Reference } from '../reference/reference';
import type { Rate } from '../values/rate';

/** A stretch of days on which one sheet holds, as it is believed today. */
export interface Span<S extends RateSheet> {
  readonly from: LocalDate;
  /** Last day, null while no other sheet is known to follow. */
  readonly until: LocalDate | null;
  readonly sheet: S;
}

/** What held when, oldest first; sheets that never hold (superseded on their own date) are left out. */
export function spansOf<S extends RateSheet>(sheets: readonly S[]): readonly Span<S>[] {
  const starts = [...new Set(sheets.map(({ effectiveFrom }) => effectiveFrom))].sort();
  const held: { from: LocalDate; sheet: S }[] = [];
  for (const from of starts) {
    const sheet = sheetOn(sheets, from);
    if (sheet !== null && held.at(-1)?.sheet !== sheet) held.push({ from, sheet });
  }
  return held.map(({ from, sheet }, index) => {
    const next = held[index + 1]?.from;
    return { from, sheet, until: next === undefined ? null : addDays(next, -1) };
  });
}

/** Day since which the rates of the span at `index` have been what they are, through sheets that only confirm them. */
export function unchangedSince(spans: readonly Span<RateSheet>[], index: number): LocalDate | null {
  const span = spans[index];
  if (span === undefined) return null;
  const before = spans[index - 1];
  return before !== undefined && sameSheet(span.sheet.profiles, before.sheet.profiles)
    ? unchangedSince(spans, index - 1)
    : span.from;
}

/** One rate over time. */
export interface RateStep {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  readonly rate: Rate;
}

export interface RateSeries {
  readonly key: ProfileKey;
  /** Oldest first; a gap where the establishment had no rate of this key. */
  readonly steps: readonly RateStep[];
}

/** The same history key by key, as a chart draws it: the keys of the latest spans first. */
export function seriesOf(spans: readonly Span<RateSheet>[]): readonly RateSeries[] {
  const series = new Map<string, { key: ProfileKey; steps: RateStep[] }>();
  for (const { from, until, sheet } of spans) {
    for (const { rate, ...key } of sheet.profiles) {
      const own = series.get(keyText(key)) ?? { key, steps: [] };
      series.set(keyText(key), own);
      const last = own.steps.at(-1);
      const goesOn = last?.rate === rate && last.until !== null && addDays(last.until, 1) === from;
      if (goesOn) own.steps[own.steps.length - 1] = { ...last, until };
      else own.steps.push({ from, until, rate });
    }
  }
  return [...series.values()].reverse();
}

/** The collective rate of a code from one table to the next; a gap where a table has none. */
export function nationalSteps({ code, office }: ProfileKey, reference: Reference): readonly RateStep[] {
  const campaigns = reference.campaigns();
  return campaigns.flatMap(({ effectiveFrom: from }, index) => {
    const rate = reference.nationalRate(code, office, from);
    const next = campaigns[index + 1]?.effectiveFrom;
    return rate === null ? [] : [{ from, until: next === undefined ? null : addDays(next, -1), rate }];
  });
}
