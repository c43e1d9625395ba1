import { postcodesOf } from '#domain/reference/places';
import type { FollowUp, MonthAsked, MonthFilter } from '#domain/tasks/month';
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

/** What establishments `e` of companies `c` must be; `siren` names the column by which rows are found. */
function placeConditions(where: Conditions, { companies, filter }: MonthScope, siren: string): void {
  where
    .when(companies, (sirens) => `${siren} = ANY(${where.value(sirens)}::text[])`)
    .when(filter.company, (company) => `${siren} = ${where.value(company)}`)
    .when(filter.search, (text) => matches(where, text));
}

/** So many digits are the beginning of a number, and not of a name such as « 3 Suisses ». */
const NUMBER = /^[0-9]{5,14}$/;

/**
 * A company `c` whose name holds the words, or one of `number` that starts so; no letter nor digit looks for nothing.
 * Numbers are compared by range, as behind row-level security only leakproof operators reach an index.
 */
export function matches(where: Conditions, text: string, number: 'e.siret' | 'c.siren' = 'e.siret'): string {
  const digits = text.replace(/\s+/g, '');
  const name = (): string => `c.name_folded LIKE '%' || folded(${where.value(text)}) || '%'`;
  if (!/^[0-9]{1,14}$/.test(digits)) return name();
  const start = number === 'c.siren' ? digits.slice(0, 9) : digits;
  const range = `${number} >= ${where.value(start)} AND ${number} < ${where.value(`${start}:`)}`;
  return NUMBER.test(digits) ? range : `${name()} OR ${range}`;
}

/** Tasks `t` that show in a month: an open one from its period on, one that has ended until the month in which it did. */
export const shownIn = (month: string): string =>
  `t.period <= ${month} AND (t.status = 'OPEN'
     OR ${month} <= greatest(t.period, to_char(t.ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM')))`;

export function taskConditions(where: Conditions, scope: MonthScope): void {
  const month = where.value(scope.month);
  where.add(shownIn(month));
  placeConditions(where, scope, 't.siren');
  const { kind, reason, followUp, caisse } = scope.filter;
  where
    .when(kind, (wanted) => `t.kind = ${where.value(wanted)}`)
    .when(reason, (wanted) => `t.reason = ${where.value(wanted)}`)
    .when(followUp, (wanted) => FOLLOW_UP[wanted](month))
    .when(caisse, (name) => caisseCondition(where, name, `t.prefill->'profiles'->0->>'code' LIKE 'RA%'`));
}

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
  placeConditions(where, scope, 'e.siren');
  where.when(scope.filter.caisse, (name) => caisseCondition(where, name, 'false'));
  if (isWhole(scope)) return `verdict v JOIN establishment e ON e.siret = v.siret JOIN company c ON c.siren = e.siren`;
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
