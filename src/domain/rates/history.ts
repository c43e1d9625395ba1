import { addDays, type LocalDate } from '../values/local-date';
import { keyText, type ProfileKey, type RateProfile } from './profile';
import { pairProfiles, sameSheet } from './pairing';
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
  /** The latest of its keys. */
  readonly key: ProfileKey;
  /** Oldest first; a gap where the establishment had no such rate. */
  readonly steps: readonly RateStep[];
}

interface OpenSeries {
  key: ProfileKey;
  readonly steps: RateStep[];
}

/**
 * The same history rate by rate, as a chart draws it: those of the latest span first, in their order. A section that is
 * said at last, or no more, goes on with the same line (rule 4), and so does a key that comes back after a gap.
 */
export function seriesOf(spans: readonly Span<RateSheet>[]): readonly RateSeries[] {
  const all: OpenSeries[] = [];
  let drawn: ReadonlyMap<RateProfile, OpenSeries> = new Map();
  for (const { from, until, sheet } of spans) {
    const { pairs } = pairProfiles(sheet.profiles, [...drawn.keys()]);
    const former = drawn;
    const now = new Map<RateProfile, OpenSeries>();
    for (const profile of sheet.profiles) {
      const { rate, ...key } = profile;
      const partner = pairs.find(([own]) => own === profile)?.[1];
      const own = (partner === undefined ? null : former.get(partner)) ?? sameKeyIn(all, key, now) ?? started(all, key);
      own.key = key;
      addStep(own.steps, { from, until, rate });
      now.set(profile, own);
    }
    drawn = now;
  }
  const latest = [...drawn.values()];
  return [...latest, ...all.filter((series) => !latest.includes(series)).reverse()];
}

const sameKeyIn = (
  all: readonly OpenSeries[],
  key: ProfileKey,
  taken: ReadonlyMap<RateProfile, OpenSeries>,
): OpenSeries | undefined =>
  all.find((series) => keyText(series.key) === keyText(key) && ![...taken.values()].includes(series));

function started(all: OpenSeries[], key: ProfileKey): OpenSeries {
  const series = { key, steps: [] };
  all.push(series);
  return series;
}

/** What only confirms the rate before lengthens its step. */
function addStep(steps: RateStep[], step: RateStep): void {
  const last = steps.at(-1);
  const goesOn = last?.rate === step.rate && last.until !== null && addDays(last.until, 1) === step.from;
  if (goesOn) steps[steps.length - 1] = { ...last, until: step.until };
  else steps.push(step);
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
