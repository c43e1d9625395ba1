import { frenchDate, type LocalDate, type Period } from './local-date';

const DAY = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const MINUTE = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

const MINUTE_MS = 60_000;
/** How far Paris is ahead of UTC at most, in summer, and at least, in winter. */
const [SUMMER_MS, WINTER_MS] = [120 * MINUTE_MS, 60 * MINUTE_MS];

/** The civil day in Paris at an instant: payroll months and campaigns follow it, whatever the server's zone. */
export const parisDay = (instant: string): LocalDate => DAY.format(new Date(instant)) as LocalDate;

export const parisMonth = (instant: string): Period => parisDay(instant).slice(0, 7) as Period;

/** A time of day `HH:MM`. */
export type TimeOfDay = `${number}:${number}`;

/**
 * The UTC instant at which clocks in Paris show that time on that day. When they show it twice (the last Sunday of
 * October), the first; when they never do (the last Sunday of March), the next moment that exists.
 */
export function parisInstant(day: LocalDate, time: TimeOfDay): string {
  const shown = `${day} ${time}`;
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  for (const at of [asUtc - SUMMER_MS, asUtc - WINTER_MS]) if (shownAt(at) === shown) return isoOf(at);
  let at = asUtc - SUMMER_MS;
  while (shownAt(at) < shown) at += MINUTE_MS;
  return isoOf(at);
}

const shownAt = (at: number): string => MINUTE.format(new Date(at));
const isoOf = (at: number): string => new Date(at).toISOString();

const HOUR = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: 'numeric', minute: '2-digit' });

/** `6 janvier 2026 à 10 h 00`, Paris time: within a sentence. */
export function momentWords(instant: string): string {
  const hour = HOUR.format(new Date(instant))
    .replace(/^0(?=\d)/, '')
    .replace(':', '\u00a0h\u00a0');
  return `${frenchDate(parisDay(instant))} à\u00a0${hour}`;
}
