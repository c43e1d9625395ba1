import type { CampaignDates } from '../campaign/calendar';
import { addDays, addMonths, firstDay, periodOf, type LocalDate } from '../values/local-date';
import { parisDay, parisInstant, type TimeOfDay } from '../values/paris';

/** When something falls due. Times of day are those of Paris, whatever the machine's zone. */
export type Rhythm =
  | { readonly every: 'CAMPAIGN'; readonly step: 'opensAt' | 'closesAt' }
  | { readonly every: 'MONTH'; readonly day: MonthDay; readonly at: TimeOfDay }
  | { readonly every: 'DAY'; readonly at: TimeOfDay }
  /** Counted from midnight UTC, so that no hour is left out or doubled. */
  | { readonly every: 'MINUTES'; readonly minutes: 5 | 15 | 30 | 60 };

/** Every month has them. */
export type MonthDay = 1 | 2 | 15 | 28;

export interface Slot {
  /** `2026`, `2026-01`, `2026-01-06` or `2026-01-06T04:00Z`: the same however often it is asked for. */
  readonly key: string;
  /** ISO instant. */
  readonly dueAt: string;
}

const MINUTE_MS = 60_000;

/** The slots that fall due after `from` and not after `to` (ISO instants), oldest first. */
export function slotsDue(
  rhythm: Rhythm,
  from: string,
  to: string,
  campaigns: readonly CampaignDates[],
): readonly Slot[] {
  if (to <= from) return [];
  return candidates(rhythm, from, to, campaigns)
    .filter(({ dueAt }) => dueAt > from && dueAt <= to)
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

/** The first slot after an instant; null when the date of the next campaign is not known. */
export function nextSlot(rhythm: Rhythm, after: string, campaigns: readonly CampaignDates[]): Slot | null {
  const days = rhythm.every === 'CAMPAIGN' ? 800 : 40;
  const until = parisInstant(addDays(parisDay(after), days), '00:00');
  return slotsDue(rhythm, after, until, campaigns)[0] ?? null;
}

function candidates(rhythm: Rhythm, from: string, to: string, campaigns: readonly CampaignDates[]): readonly Slot[] {
  const [first, last] = [parisDay(from), parisDay(to)];
  switch (rhythm.every) {
    case 'CAMPAIGN':
      return campaigns.map((dates) => ({ key: String(dates.year), dueAt: dates[rhythm.step] }));
    case 'MONTH':
      return monthsBetween(first, last).map((month) => ({
        key: month,
        dueAt: parisInstant(addDays(firstDay(month), rhythm.day - 1), rhythm.at),
      }));
    case 'DAY':
      return daysBetween(first, last).map((day) => ({ key: day, dueAt: parisInstant(day, rhythm.at) }));
    case 'MINUTES':
      return beatsBetween(from, to, rhythm.minutes * MINUTE_MS);
  }
}

function daysBetween(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

function monthsBetween(first: LocalDate, last: LocalDate) {
  const months = [];
  for (let month = periodOf(first); month <= periodOf(last); month = addMonths(month, 1)) months.push(month);
  return months;
}

function beatsBetween(from: string, to: string, stepMs: number): readonly Slot[] {
  const slots: Slot[] = [];
  const end = Date.parse(to);
  for (let at = Math.ceil(Date.parse(from) / stepMs) * stepMs; at <= end; at += stepMs) {
    const dueAt = new Date(at).toISOString();
    slots.push({ key: `${dueAt.slice(0, 16)}Z`, dueAt });
  }
  return slots;
}
