import type { MonthCounts } from '#domain/tasks/month';
import type { Period } from '#domain/values/local-date';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { doneForYou, stateOf, taskConditions, type MonthScope } from './month-filter';

/** Beyond it, what was done by itself is not counted one by one: « plus de 10 000 ». */
export const MOST_COUNTED = 10_000;

export interface MonthFigures {
  /** As narrowed by the filter; DONE_FOR_YOU is `MOST_COUNTED + 1` where there are more. */
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
  const state = stateOf(tasks.value(scope.month));
  taskConditions(tasks, scope);
  const updates = new Conditions(parameters);
  const updated = doneForYou(updates, scope);
  const [row] = await tx.query<Row>(
    `SELECT t."toDo", t.postponed, t.done, u."doneForYou", m.months
     FROM (SELECT count(*) FILTER (WHERE state = 'TO_DO') AS "toDo", count(*) FILTER (WHERE state = 'POSTPONED') AS postponed,
             count(*) FILTER (WHERE state = 'DONE') AS done
           FROM (SELECT ${state} AS state
                 FROM task t JOIN establishment e ON e.siret = t.siret JOIN company c ON c.siren = e.siren
                 WHERE ${tasks.sql}) s) t,
       (SELECT count(*) AS "doneForYou" FROM (SELECT FROM ${updated} WHERE ${updates.sql} LIMIT ${MOST_COUNTED + 1}) s) u,
       (SELECT coalesce(array_agg(s.month ORDER BY s.month), '{}') AS months FROM (${monthsOf(scope, parameters)}) s) m`,
    parameters,
  );
  if (row === undefined) throw new Error('An aggregate without groups gives one row.');
  const { toDo, postponed, done } = row;
  return {
    counts: { TO_DO: toDo, POSTPONED: postponed, DONE: done, DONE_FOR_YOU: row.doneForYou },
    months: row.months,
  };
}

/**
 * Months of tasks, of their end, of the month they wait for, and of automatic updates. Who sees every company is shown
 * the months of campaigns instead of the latter: a million verdicts are not read to name a month.
 */
function monthsOf({ companies }: MonthScope, parameters: unknown[]): string {
  const tasks = new Conditions(parameters);
  tasks.when(companies, (sirens) => `t.siren = ANY(${tasks.value(sirens)}::text[])`);
  const updates = new Conditions(parameters);
  updates.when(companies, (sirens) => `e.siren = ANY(${updates.value(sirens)}::text[])`);
  const updated =
    companies === null
      ? `SELECT to_char(effective_from, 'YYYY-MM') FROM campaign`
      : `SELECT to_char(p.effective_from, 'YYYY-MM') FROM establishment e
           JOIN rate_profile p ON p.siret = e.siret AND p.position = 1
           JOIN verdict v ON v.feed_id = p.feed_id AND v.siret = p.siret AND v.effective_from = p.effective_from
         WHERE v.verdict = 'AUTO_UPDATED' AND ${updates.sql}`;
  return `SELECT t.period AS month FROM task t WHERE ${tasks.sql}
    UNION SELECT t.postponed_until FROM task t WHERE t.status = 'OPEN' AND t.postponed_until IS NOT NULL AND ${tasks.sql}
    UNION SELECT to_char(t.ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') FROM task t WHERE t.status <> 'OPEN' AND ${tasks.sql}
    UNION ${updated}`;
}
