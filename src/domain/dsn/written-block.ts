import { dsnText } from './text';
import type { LocalDate } from '#domain/values/local-date';

/** Urssaf of the file's bordereaux: an invented SIRET with a good key. */
export const COLLECTOR = '10000000900017';

type Values = Readonly<Record<number, string | null>>;

/** Numeric keys are enumerated in rising order, as the norm wants rubriques; null or blank ones are left out. */
export function block(name: string, values: Values): string[] {
  return Object.entries(values).flatMap(([rubric, value]) =>
    value === null || value === '' ? [] : [`${name}.${rubric.padStart(3, '0')},'${dsnText(value)}'`],
  );
}

/** `JJMMAAAA`. */
export const dsnDate = (date: LocalDate): string => date.slice(8) + date.slice(5, 7) + date.slice(0, 4);
