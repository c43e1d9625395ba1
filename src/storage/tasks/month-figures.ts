import type { MonthCounts } from '#domain/tasks/month';
import type { Period } from '#domain/values/local-date';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import {
  doneForYou,
  isWhole,
  shownIn,
  stateOf,
  taskConditions,
  tasksFor,
  type MonthScope,
  type TaskState,
} from './month-filter';
import { firstOfEach, inIndexOrder, nationalMonths } from './national-month';

/** Beyond it, what may be national is not counted one by one: « plus de 10 000 ». */
export const MOST_COUNTED = 10_000;

export interface MonthFigures {
  /** As narrowed by the filter; each is `MOST_COUNTED + 1` where there are more and nothing narrows them to a place. */
  readonly counts: MonthCounts;
  /** Months in which the caller has something, whatever the filter, earliest first. */
  readonly months: readonly Period[];
}

interface Row {
  readonly toDo: number;
  readonly postponed: number;
  readonly done: number;
  readonly doneForYou: number;
  readonly months: readonly Period[];
}

/** How much the month holds, state by state, and which months hold anything: one read. */
export async function monthFigures(tx: Tx, scope: MonthScope): Promise<MonthFigures> {
  const parameters: unknown[] = [];
  const tasks = new Conditions(parameters);
  const updates = new Conditions(parameters);
  const updated = doneForYou(updates, scope);
  const whole = isWhole(scope);
  const sql = `SELECT t."toDo", t.postponed, t.done, u."doneForYou", m.months
     FROM (${whole ? nationalCounts(tasks, scope) : narrowedCounts(tasks, scope)}) t,
       (SELECT count(*) AS "doneForYou" FROM (SELECT FROM ${updated} WHERE ${updates.sql} LIMIT ${MOST_COUNTED + 1}) s) u,
       (SELECT coalesce(array_agg(s.month ORDER BY s.month), '{}') AS months FROM (${monthsOf(scope, parameters)}) s) m`;
  const [row] = await (whole ? inIndexOrder<Row>(tx, sql, parameters) : tx.query<Row>(sql, parameters));
  if (row === undefined) throw new Error('An aggregate without groups gives one row.');
  const { toDo, postponed, done } = row;
  return {
    counts: { TO_DO: toDo, POSTPONED: postponed, DONE: done, DONE_FOR_YOU: row.doneForYou },
    months: row.months,
  };
}

function narrowedCounts(where: Conditions, scope: MonthScope): string {
  const month = where.value(scope.month);
  where.add(shownIn(month));
  taskConditions(where, scope, month);
  return `SELECT count(*) FILTER (WHERE state = 'TO_DO') AS "toDo", count(*) FILTER (WHERE state = 'POSTPONED') AS postponed,
      count(*) FILTER (WHERE state = 'DONE') AS done
    FROM (SELECT ${stateOf(month)} AS state FROM ${tasksFor(scope)} WHERE ${where.sql}) s`;
}

function nationalCounts(where: Conditions, scope: MonthScope): string {
  const most = MOST_COUNTED + 1;
  const count = (state: TaskState): string =>
    `(SELECT count(*) FROM (SELECT FROM (${firstOfEach(where, scope, state, most)}) s LIMIT ${most}) s)`;
  return `SELECT ${count('TO_DO')} AS "toDo", ${count('POSTPONED')} AS postponed, ${count('DONE')} AS done`;
}

/** Months of tasks, of their end, of the month they wait for, and of automatic updates. */
function monthsOf({ companies }: MonthScope, parameters: unknown[]): string {
  if (companies === null) return nationalMonths(new Conditions(parameters));
  const sirens = new Conditions(parameters).value(companies);
  const tasks = `t.siren = ANY(${sirens}::text[])`;
  return `SELECT t.period AS month FROM task t WHERE ${tasks}
    UNION SELECT t.postponed_until FROM task t WHERE t.status = 'OPEN' AND t.postponed_until IS NOT NULL AND ${tasks}
    UNION SELECT to_char(t.ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') FROM task t WHERE t.status <> 'OPEN' AND ${tasks}
    UNION SELECT to_char(p.effective_from, 'YYYY-MM') FROM establishment e
      JOIN rate_profile p ON p.siret = e.siret AND p.position = 1
      JOIN verdict v ON v.feed_id = p.feed_id AND v.siret = p.siret AND v.effective_from = p.effective_from
    WHERE v.verdict = 'AUTO_UPDATED' AND e.siren = ANY(${sirens}::text[])`;
}
