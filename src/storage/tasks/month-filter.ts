import { postcodesOf } from '#domain/reference/places';
import type { FollowUp, MonthAsked, MonthFilter, MonthState } from '#domain/tasks/month';
import { firstDay, lastDay } from '#domain/values/local-date';
import type { Conditions } from '../conditions';

/** A month as one caller sees it. */
export interface MonthScope extends MonthAsked {
  /** The companies that the caller sees; null for all. */
  readonly companies: readonly string[] | null;
}

const FOLLOW_UP: Readonly<Record<FollowUp, (month: string) => string>> = {
  LATE: (month) => `t.period < ${month}`,
  NEVER_POSTPONED: () => 't.postponed_until IS NULL',
  POSTPONED_BEFORE: () => 't.postponed_until IS NOT NULL',
};

/** What establishments of companies `c` must be; `rows` names the table by whose numbers they are found. */
function placeConditions(where: Conditions, { companies, filter }: MonthScope, rows: 't' | 'e'): void {
  where
    .when(companies, (sirens) => `${rows}.siren = ANY(${where.value(sirens)}::text[])`)
    .when(filter.company, (company) => `${rows}.siren = ${where.value(company)}`)
    .when(filter.search, (text) => matches(where, text, `${rows}.siret`));
  // Tasks are indexed by company, whether they are open or not.
  if (rows === 't')
    where.when(numberIn(filter.search), (digits) => startsWith(where, 't.siren', digits.slice(0, SIREN_LENGTH)));
}

/** So many digits are the beginning of a number, and not of a name such as « 3 Suisses ». */
const NUMBER = /^[0-9]{5,14}$/;
const SIREN_LENGTH = 9;

/** The beginning of a SIREN or SIRET that was searched; null for words. */
function numberIn(search: string | null): string | null {
  const digits = (search ?? '').replace(/\s+/g, '');
  return NUMBER.test(digits) ? digits : null;
}

/** Numbers are compared by range, as behind row-level security only leakproof operators reach an index. */
const startsWith = (where: Conditions, number: string, digits: string): string =>
  `${number} >= ${where.value(digits)} AND ${number} < ${where.value(`${digits}:`)}`;

/** A company `c` whose name holds the words, or one of `number` that starts so; no letter nor digit looks for nothing. */
export function matches(
  where: Conditions,
  text: string,
  number: 't.siret' | 'e.siret' | 'c.siren' = 'e.siret',
): string {
  const digits = text.replace(/\s+/g, '');
  const name = (): string => `c.name_folded LIKE '%' || folded(${where.value(text)}) || '%'`;
  if (!/^[0-9]{1,14}$/.test(digits)) return name();
  const range = startsWith(where, number, number === 'c.siren' ? digits.slice(0, SIREN_LENGTH) : digits);
  return numberIn(text) === null ? `${name()} OR ${range}` : range;
}

/** Where tasks are read from: their places only where the filter asks for one. */
export const tasksFor = ({ filter: { search, caisse } }: MonthScope): string =>
  caisse === null && (search === null || numberIn(search) !== null)
    ? 'task t'
    : 'task t JOIN establishment e ON e.siret = t.siret JOIN company c ON c.siren = e.siren';

/** The first instant of a month in Paris. */
export const startOf = (month: string): string => `(${month} || '-01')::date::timestamp AT TIME ZONE 'Europe/Paris'`;

/** Tasks `t` that show in a month: an open one from its period on, one that has ended until the month in which it did. */
export const shownIn = (month: string): string =>
  `t.period <= ${month} AND (t.status = 'OPEN' OR t.period = ${month} OR t.ended_at >= ${startOf(month)})`;

/** What the filter says of a task itself. */
export function factConditions(where: Conditions, month: string, { kind, reason, followUp }: MonthFilter): void {
  where
    .when(kind, (wanted) => `t.kind = ${where.value(wanted)}`)
    .when(reason, (wanted) => `t.reason = ${where.value(wanted)}`)
    .when(followUp, (wanted) => FOLLOW_UP[wanted](month));
}

export function taskConditions(where: Conditions, scope: MonthScope, month: string): void {
  placeConditions(where, scope, 't');
  factConditions(where, month, scope.filter);
  where.when(scope.filter.caisse, (name) =>
    caisseCondition(where, name, `t.prefill->'profiles'->0->>'code' LIKE 'RA%'`),
  );
}

/** A state of a task; what was done by itself is none. */
export type TaskState = Exclude<MonthState, 'DONE_FOR_YOU'>;

/** Tasks in a state, as seen from the month: said so that the indexes of open and of ended tasks serve. */
export const IN_STATE: Readonly<Record<TaskState, (month: string) => string>> = {
  TO_DO: (month) =>
    `t.status = 'OPEN' AND t.period <= ${month} AND (t.postponed_until IS NULL OR t.postponed_until <= ${month})`,
  POSTPONED: (month) => `t.status = 'OPEN' AND t.period <= ${month} AND t.postponed_until > ${month}`,
  DONE: (month) => `t.status <> 'OPEN' AND ${shownIn(month)}`,
};

/** Where a task stands, as seen from the month. */
export const stateOf = (month: string): string =>
  `CASE WHEN t.status <> 'OPEN' THEN 'DONE' WHEN t.postponed_until > ${month} THEN 'POSTPONED' ELSE 'TO_DO' END`;

/**
 * Automatic updates that take effect in the month. Verdicts are kept by document: an establishment's own are found
 * through the sheets that they left, so that a tenant's page never reads those of others.
 */
export function doneForYou(where: Conditions, scope: MonthScope): string {
  const [first, last] = [where.value(firstDay(scope.month)), where.value(lastDay(scope.month))];
  where.add(`v.verdict = 'AUTO_UPDATED'`).add(`v.effective_from BETWEEN ${first} AND ${last}`);
  placeConditions(where, scope, 'e');
  where.when(scope.filter.caisse, (name) => caisseCondition(where, name, 'false'));
  if (isWhole(scope)) return 'verdict v';
  where.add(`p.effective_from BETWEEN ${first} AND ${last}`);
  return `company c JOIN establishment e ON e.siren = c.siren
    JOIN rate_profile p ON p.siret = e.siret AND p.position = 1
    JOIN verdict v ON v.feed_id = p.feed_id AND v.siret = p.siret AND v.effective_from = p.effective_from`;
}

/** Nothing narrows it: then it may be a national feed. */
export const isWhole = ({ companies, filter: { company, search, caisse } }: MonthScope): boolean =>
  [companies, company, search, caisse].every((narrowed) => narrowed === null);

const MSA = 'MSA';

/** An agricultural code goes to the MSA wherever it is; `agricultural` is the condition that says so. */
function caisseCondition(where: Conditions, name: NonNullable<MonthFilter['caisse']>, agricultural: string): string {
  if (name === MSA) return agricultural;
  const postcodes = postcodesOf(name);
  if (postcodes === null) return 'false';
  const prefixes = where.value(postcodes.prefixes.map((prefix) => `${prefix}%`));
  const postcode = `e.postcode ~ '^[0-9]{5}$' AND e.postcode LIKE ANY(${prefixes}::text[])`;
  return `coalesce(NOT ${agricultural}, true) AND ${postcode} AND e.postcode <> ALL(${where.value(postcodes.except)}::text[])`;
}
