import type { Facts } from '#domain/reconciliation/verdict';
import { URGENCY } from '#domain/tasks/listed-task';
import type { TaskPlace } from '#domain/tasks/listed-task';
import type { Prefill, TaskKind, TaskReason, TaskStatus } from '#domain/tasks/task';
import type { LocalDate, Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import {
  doneForYou,
  IN_STATE,
  isWhole,
  stateOf,
  taskConditions,
  tasksFor,
  type MonthScope,
  type TaskState,
} from './month-filter';
import { firstOfEach, inIndexOrder } from './national-month';

/** One task of a month. */
export interface MonthTask extends TaskPlace {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly reason: TaskReason;
  readonly period: Period;
  readonly status: TaskStatus;
  readonly state: TaskState;
  readonly prefill: Prefill;
  /** ISO instant; null while it is open. */
  readonly endedAt: string | null;
  /** Who answered it; null while it is open, or when it ended without an answer. */
  readonly endedBy: string | null;
  /** The rates that the answer put on file. */
  readonly retained: readonly RetainedRate[] | null;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

/** As the outcome of a task freezes it; `rate` is `1.78`. */
export interface RetainedRate {
  readonly codeDsn: string;
  readonly rate: string | null;
}

/** One automatic update of a month. */
export interface MonthUpdate extends TaskPlace {
  readonly feed: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly rule: string;
  readonly facts: Facts;
  readonly effectiveFrom: LocalDate;
  /** ISO instant at which support took it back; null while it stands. */
  readonly undoneAt: string | null;
}

/** The place of a page within a list. */
export interface Span {
  readonly skipped: number;
  readonly count: number;
}

const COLUMNS = `t.id, t.siret, t.siren, t.kind, t.cause, t.reason, t.period, t.status, t.prefill,
  t.ended_at AS "endedAt", t.outcome->>'by' AS "endedBy", t.outcome#>'{sheet,profiles}' AS retained,
  t.postponed_until AS "postponedUntil",
  (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements,
  c.name AS company, e.town, e.postcode`;
const PLACED = 'task t JOIN establishment e ON e.siret = t.siret JOIN company c ON c.siren = e.siren';

/** The tasks in one state, most urgent first; what has ended comes with the latest first. */
export function monthTasks(
  tx: Tx,
  scope: MonthScope,
  wanted: TaskState,
  { skipped, count }: Span,
): Promise<MonthTask[]> {
  const where = new Conditions();
  const whole = isWhole(scope);
  const rows = whole ? firstOfEach(where, scope, wanted, skipped + count) : narrowedTo(where, scope, wanted);
  const latest = wanted === 'DONE' ? 'p.ended_at DESC,' : '';
  const order = `${latest} p.period, p.urgency, p.siret, p.id`;
  const [state, limit, offset] = [where.value(wanted), where.value(count), where.value(skipped)];
  const sql = `SELECT ${COLUMNS}, ${state} AS state
     FROM (SELECT * FROM (${rows}) p ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}) p
       JOIN task t ON t.id = p.id JOIN establishment e ON e.siret = t.siret JOIN company c ON c.siren = e.siren
     ORDER BY ${order}`;
  return whole ? inIndexOrder(tx, sql, where.parameters) : tx.query<MonthTask>(sql, where.parameters);
}

/** The tasks of a state within a part of the country: rows of (id, period, siret, ended_at, urgency). */
function narrowedTo(where: Conditions, scope: MonthScope, wanted: TaskState): string {
  const month = where.value(scope.month);
  where.add(IN_STATE[wanted](month));
  taskConditions(where, scope, month);
  return `SELECT t.id, t.period, t.siret, t.ended_at, array_position(${where.value(URGENCY.kinds)}::text[], t.kind) AS urgency
    FROM ${tasksFor(scope)} WHERE ${where.sql}`;
}

/** The named tasks that the caller sees, open or not, in the order of their urgency. */
export function tasksNamed(
  tx: Tx,
  ids: readonly number[],
  month: Period,
  companies: readonly string[] | null,
): Promise<MonthTask[]> {
  const where = new Conditions();
  where.add(`t.id = ANY(${where.value(ids)}::bigint[])`);
  where.when(companies, (sirens) => `t.siren = ANY(${where.value(sirens)}::text[])`);
  const [seen, kinds] = [where.value(month), where.value(URGENCY.kinds)];
  return tx.query<MonthTask>(
    `SELECT ${COLUMNS}, ${stateOf(seen)} AS state FROM ${PLACED} WHERE ${where.sql}
     ORDER BY t.period, array_position(${kinds}::text[], t.kind), t.siret, t.id`,
    where.parameters,
  );
}

/**
 * What was updated by itself, by company. Where nothing narrows it, as for support, it comes in the order in which it is
 * stored, the latest document first: a national feed is not sorted to show a page of it.
 */
export function monthUpdates(tx: Tx, scope: MonthScope, { skipped, count }: Span): Promise<MonthUpdate[]> {
  const where = new Conditions();
  const from = doneForYou(where, scope);
  const order = isWhole(scope) ? 'v.feed_id DESC, v.siret DESC' : 'c.name_folded, v.siret, v.feed_id DESC';
  const [limit, offset] = [where.value(count), where.value(skipped)];
  return tx.query<MonthUpdate>(
    `SELECT v.feed_id AS feed, v.siret, e.siren, v.rule, v.facts, v.effective_from AS "effectiveFrom",
            c.name AS company, e.town, e.postcode,
            (SELECT u.at FROM update_undone u WHERE u.siret = v.siret AND u.feed_id = v.feed_id) AS "undoneAt"
     FROM (SELECT v.* FROM ${from} WHERE ${where.sql} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}) v
       JOIN establishment e ON e.siret = v.siret JOIN company c ON c.siren = e.siren
     ORDER BY ${order}`,
    where.parameters,
  );
}
