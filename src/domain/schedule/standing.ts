import { frenchDate, frenchPeriod, parseIsoDate, parsePeriod } from '../values/local-date';
import { momentWords } from '../values/paris';
import type { ScheduleItem } from './items';
import { isLate, TRIES_BEFORE_ALERT } from './plan';
import type { Rhythm, Slot } from './rhythm';

/** What is known of one run. */
export interface RunFacts {
  readonly slot: string;
  readonly dueAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: number;
  readonly outcome: string | null;
  readonly report: string | null;
  readonly error: string | null;
}

/**
 * - `IDLE`: nothing is configured that it could work on;
 * - `WAITING`: no slot has fallen due since the item is known here;
 * - `ON_TIME`: the last slot ran, and its report tells nothing amiss;
 * - `DUE`: the last slot is not begun, and not late yet; `LATE`: it is, or it began late and has not ended;
 * - `RUNNING`: under way; `FAILED`: tried, to be tried again; `ALERT`: it ran and found something for support.
 */
export type Standing = 'IDLE' | 'WAITING' | 'ON_TIME' | 'DUE' | 'LATE' | 'RUNNING' | 'FAILED' | 'ALERT';

/** Where an item stands at `now` (ISO), from its last run and the first slot that fell due after it. */
export function standingOf(item: ScheduleItem, last: RunFacts | null, missing: Slot | null, now: string): Standing {
  if (missing !== null) return isLate(item, missing.dueAt, now) ? 'LATE' : 'DUE';
  if (last === null) return 'WAITING';
  if (last.outcome === 'ALERT') return 'ALERT';
  if (last.endedAt !== null) return 'ON_TIME';
  if (last.error !== null) return 'FAILED';
  if (last.startedAt !== null && last.attempts < TRIES_BEFORE_ALERT) return 'RUNNING';
  return isLate(item, last.dueAt, now) ? 'LATE' : 'DUE';
}

/** What support reads about a run that wants them, in one French sentence. */
export function alertSentence(item: ScheduleItem, run: RunFacts): string {
  const what = `${item.title}, ${slotWords(run.slot)}`;
  if (run.error !== null) return `${what} : ${attempts(run.attempts)} sans succès. ${run.error}`;
  if (run.outcome === 'ALERT') return `${what} : ${run.report ?? 'à regarder.'}`;
  if (run.endedAt !== null) return `${what} : fait en retard. ${run.report ?? ''}`.trim();
  return `${what} : pas encore fait à son heure. Le travail est rattrapé dès qu’un travailleur tourne.`;
}

const attempts = (count: number): string => `${String(count)}\u00a0essai${count > 1 ? 's' : ''}`;

/** `janvier 2026`, `6 janvier 2026`, `campagne 2026`, `6 janvier 2026 à 5 h 00`: for people, in Paris time. */
export function slotWords(slot: string): string {
  if (/^\d{4}$/.test(slot)) return `campagne ${slot}`;
  const month = parsePeriod(slot);
  if (month.ok) return frenchPeriod(month.value);
  const day = parseIsoDate(slot);
  if (day.ok) return frenchDate(day.value);
  return Number.isNaN(Date.parse(slot)) ? slot : momentWords(slot);
}

/** `chaque jour à 7 h 00`, as a table shows it. */
export function rhythmWords(rhythm: Rhythm): string {
  switch (rhythm.every) {
    case 'CAMPAIGN':
      return rhythm.step === 'opensAt'
        ? 'le lendemain de la date d’effet de l’année, à 6\u00a0h\u00a000'
        : 'avant les paies du premier mois : 19\u00a0jours après la date d’effet, à 6\u00a0h\u00a000';
    case 'MONTH':
      return `le ${rhythm.day === 1 ? '1er' : String(rhythm.day)} de chaque mois à ${hourWords(rhythm.at)}`;
    case 'DAY':
      return `chaque jour à ${hourWords(rhythm.at)}`;
    case 'MINUTES':
      return rhythm.minutes === 60 ? 'chaque heure' : `toutes les ${String(rhythm.minutes)}\u00a0minutes`;
  }
}

function hourWords(time: string): string {
  const [hour, minute] = time.split(':');
  return `${String(Number(hour))}\u00a0h\u00a0${minute ?? '00'}`;
}
