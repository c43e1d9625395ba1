import { accepted, refused, type Result } from './result';

/** A civil day `YYYY-MM-DD`, without hour or zone; plain string comparison orders it. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };
/** A civil month `YYYY-MM`. */
export type Period = string & { readonly __brand: 'Period' };
/** A moment of a calculation as its document gives it, `YYYY-MM-DDTHH:MM:SS`, no zone; a bare date counts as 00:00. */
export type LocalMoment = string & { readonly __brand: 'LocalMoment' };

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const FRENCH_DAY = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const DSN_DAY = /^(\d{2})(\d{2})(\d{4})$/;
const ISO_MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const unreadable = (text: string): Result<never> =>
  refused(
    'DATE_ILLISIBLE',
    `La date « ${text.trim().slice(0, 30)} » est illisible ou n'existe pas (formes admises : 2026-01-31 ou 31/01/2026).`,
  );

export function parseIsoDate(text: string): Result<LocalDate> {
  const match = ISO_DAY.exec(text);
  return match === null ? unreadable(text) : day(text, match[1], match[2], match[3]);
}

/** ISO or JJ/MM/AAAA, outer spaces allowed. */
export function parseWrittenDate(text: string): Result<LocalDate> {
  const trimmed = text.trim();
  const match = FRENCH_DAY.exec(trimmed);
  return match === null ? parseIsoDate(trimmed) : day(trimmed, match[3], match[2], match[1]);
}

/** DDMMYYYY, as DSN and the CRM's `mois` write it. */
export function parseDsnDate(text: string): Result<LocalDate> {
  const match = DSN_DAY.exec(text);
  return match === null ? unreadable(text) : day(text, match[3], match[2], match[1]);
}

export function parsePeriod(text: string): Result<Period> {
  if (ISO_MONTH.test(text)) return accepted(text as Period);
  return refused('MOIS_ILLISIBLE', `Le mois « ${text.slice(0, 20)} » doit s'écrire AAAA-MM, par exemple 2026-01.`);
}

/** A day (ISO or French) or an ISO moment, with or without fractions or offset; the offset is dropped, as the caisse writes local time. */
export function parseMoment(text: string): Result<LocalMoment> {
  const trimmed = text.trim();
  const match = MOMENT.exec(trimmed);
  const date = match === null ? parseWrittenDate(trimmed) : parseIsoDate(match[1] ?? '');
  if (!date.ok) return date;
  return accepted(`${date.value}T${match?.[2] ?? '00'}:${match?.[3] ?? '00'}:${match?.[4] ?? '00'}` as LocalMoment);
}

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');

/** `mars 2026`, as French sentences want it. */
export const frenchPeriod = (period: Period): string =>
  `${MONTHS[Number(period.slice(5)) - 1] ?? ''} ${period.slice(0, 4)}`;

/** `de mars 2026`, `d’avril 2026`. */
export function ofPeriod(period: Period): string {
  const words = frenchPeriod(period);
  return /^[ao]/.test(words) ? `d’${words}` : `de ${words}`;
}

/** `1er janvier 2026`, as French sentences want it. */
export function frenchDate(date: LocalDate): string {
  const day = Number(date.slice(8));
  return `${day === 1 ? '1er' : String(day)} ${frenchPeriod(periodOf(date))}`;
}

/** `01/01/2026`, as people type it and fields give it back. */
export const typedDate = (date: LocalDate): string => `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

export const periodOf = (date: LocalDate): Period => date.slice(0, 7) as Period;

export const firstDay = (period: Period): LocalDate => `${period}-01` as LocalDate;

export function lastDay(period: Period): LocalDate {
  return `${period}-${String(daysIn(Number(period.slice(0, 4)), Number(period.slice(5))))}` as LocalDate;
}

/** The period `count` months later (earlier when negative). */
export function addMonths(period: Period, count: number): Period {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}` as Period;
}

/** The same day `count` years later; 29 February becomes 28 when needed. */
export function addYears(date: LocalDate, count: number): LocalDate {
  const year = Number(date.slice(0, 4)) + count;
  const month = Number(date.slice(5, 7));
  return `${String(year).padStart(4, '0')}-${date.slice(5, 7)}-${String(Math.min(Number(date.slice(8)), daysIn(year, month))).padStart(2, '0')}` as LocalDate;
}

/** The day `count` days later (earlier when negative). */
export function addDays(date: LocalDate, count: number): LocalDate {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, dayOfMonth + count)).toISOString().slice(0, 10) as LocalDate;
}

/** Whole days from `first` to `last`; negative when `last` comes before. */
export const daysBetween = (first: LocalDate, last: LocalDate): number =>
  (Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000;

function day(text: string, year = '', month = '', dayOfMonth = ''): Result<LocalDate> {
  const m = Number(month);
  const d = Number(dayOfMonth);
  if (m < 1 || m > 12 || d < 1 || d > daysIn(Number(year), m)) return unreadable(text);
  return accepted(`${year}-${month}-${dayOfMonth}` as LocalDate);
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}
