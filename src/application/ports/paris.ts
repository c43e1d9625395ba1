import { addDays, type LocalDate } from '#domain/values/local-date';
import { parisDay } from '#domain/values/paris';

export { momentWords, parisDay, parisMonth } from '#domain/values/paris';

/** The last millisecond of a civil day in Paris, in UTC: in winter Paris is an hour ahead, in summer two. */
export function endOfParisDay(day: LocalDate): string {
  const winter = new Date(`${day}T23:59:59.999+01:00`).toISOString();
  return parisDay(winter) === day ? winter : new Date(`${day}T23:59:59.999+02:00`).toISOString();
}

/** The first instant of a civil day in Paris. */
export const startOfParisDay = (day: LocalDate): string =>
  new Date(Date.parse(endOfParisDay(addDays(day, -1))) + 1).toISOString();

const FRENCH = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' });

/** `06/01/2026 10:00`, Paris time: for the cells of a table. */
export const frenchMoment = (instant: string): string => FRENCH.format(new Date(instant));
