import { URGENCY } from '#domain/tasks/listed-task';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { factConditions, IN_STATE, startOf, type MonthScope, type TaskState } from './month-filter';

/*
 * A month of everybody may hold a million tasks. Each index holds one list after the other (open tasks of one kind and
 * reason, ended ones of one kind and period), and each list in the order in which it is shown: a page is the merge of
 * the first of each list, and nothing more is read. The lists are found in the index, each from the one before it.
 */

const OPEN = `t.status = 'OPEN'`;
const ENDED = `t.status <> 'OPEN'`;
const AWAITED = `${OPEN} AND t.postponed_until IS NOT NULL`;
const EARLIER_MONTH = (last: string): string => `t.ended_at < date_trunc('month', ${last}, 'Europe/Paris')`;
const OPEN_LISTS = eachValue('opened', { of: 'k', keys: ['kind'], column: 'reason', which: OPEN });
const ENDED_LISTS = eachValue('ended', { of: 'k', keys: ['kind'], column: 'period', which: ENDED });

/** The first tasks in a state, `most` of each list or more: rows of (id, period, siret, ended_at, urgency). */
export function firstOfEach(where: Conditions, scope: MonthScope, state: TaskState, most: number): string {
  const month = where.value(scope.month);
  const facts = new Conditions(where.parameters);
  factConditions(facts, month, scope.filter);
  const columns = 't.id, t.period, t.siret, t.ended_at';
  const ordered = (order: string): string => `ORDER BY ${order} LIMIT ${where.value(most)}`;
  // They are few, and have an index of their own.
  if (state === 'POSTPONED' || (state === 'TO_DO' && scope.filter.followUp === 'POSTPONED_BEFORE'))
    return `WITH ${kindsOf(where)}
      SELECT ${columns}, k.urgency FROM task t JOIN k USING (kind) WHERE ${IN_STATE[state](month)} AND ${facts.sql}`;
  switch (state) {
    case 'TO_DO':
      return `WITH RECURSIVE ${kindsOf(where)}, ${OPEN_LISTS}
        SELECT t.*, k.urgency FROM k JOIN opened USING (kind), LATERAL (
          SELECT ${columns} FROM task t
          WHERE t.kind = opened.kind AND t.reason = opened.reason AND ${IN_STATE.TO_DO(month)} AND ${facts.sql}
          ${ordered('t.period, t.siret, t.id')}) t`;
    case 'DONE':
      return `WITH RECURSIVE ${kindsOf(where)}, ${ENDED_LISTS}
        SELECT t.*, k.urgency FROM k JOIN ended USING (kind), LATERAL (
          SELECT ${columns} FROM task t
          WHERE ${ENDED} AND t.kind = ended.kind AND t.period = ended.period AND ${facts.sql}
            AND t.ended_at >= CASE WHEN ended.period = ${month} THEN '-infinity' ELSE ${startOf(month)} END
          ${ordered('t.ended_at DESC, t.siret, t.id')}) t
        WHERE ended.period <= ${month}`;
  }
}

/** Reads lists as they are indexed: the planner takes all for average, and would rather sort the whole of the longest. */
export async function inIndexOrder<Row>(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  const sorting = (value: 'on' | 'off') => tx.query(`SELECT set_config('enable_sort', $1, true)`, [value]);
  await sorting('off');
  const rows = await tx.query<Row>(sql, parameters);
  await sorting('on');
  return rows;
}

/**
 * Months of tasks, of their end, and of the month they wait for. What was updated by itself is named by the months of
 * campaigns: a million verdicts are not read to name a month.
 */
export const nationalMonths = (where: Conditions): string => `
  WITH RECURSIVE ${kindsOf(where)}, ${OPEN_LISTS}, ${ENDED_LISTS},
    ${eachValue('periods', { of: 'opened', keys: ['kind', 'reason'], column: 'period', which: OPEN })},
    ${eachValue('ends', { of: 'ended', keys: ['kind', 'period'], column: 'ended_at', which: ENDED, beyond: EARLIER_MONTH, pick: 'max' })},
    ${eachValue('awaited', { of: '(SELECT) one', keys: [], column: 'postponed_until', which: AWAITED })}
  SELECT month FROM (
    SELECT period FROM periods UNION SELECT period FROM ended UNION SELECT postponed_until FROM awaited
    UNION SELECT to_char(ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') FROM ends
    UNION SELECT to_char(effective_from, 'YYYY-MM') FROM campaign) m (month)
  WHERE month IS NOT NULL`;

/** The table `k` of kinds, most urgent first. */
const kindsOf = (where: Conditions): string =>
  `k AS (SELECT * FROM unnest(${where.value(URGENCY.kinds)}::text[]) WITH ORDINALITY k (kind, urgency))`;

interface Walk {
  /** The lists, named by `keys`. */
  readonly of: string;
  readonly keys: readonly string[];
  readonly column: string;
  /** As the condition of an index that starts with the keys and the column. */
  readonly which: string;
  readonly pick?: 'min' | 'max';
  /** How a value comes after the last one. */
  readonly beyond?: (last: string) => string;
}

/** The recursive query `name`: each value of a column within each list, found in an index from the one before it; null ends a list. */
function eachValue(name: string, { of, keys, column, which, pick = 'min', beyond }: Walk): string {
  const next = (from: string, condition: string): string => {
    const conditions = [which, ...keys.map((key) => `t.${key} = ${from}.${key}`), condition];
    return [...keys, `(SELECT ${pick}(t.${column}) FROM task t WHERE ${conditions.join(' AND ')}) AS ${column}`].join();
  };
  const after = beyond ?? ((last: string): string => `t.${column} > ${last}`);
  return `${name} AS (
    SELECT ${next(of, 'true')} FROM ${of}
    UNION ALL SELECT ${next(name, after(`${name}.${column}`))} FROM ${name} WHERE ${column} IS NOT NULL)`;
}
