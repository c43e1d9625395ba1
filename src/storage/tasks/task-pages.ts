import { listedTask, type ListedTask, type TaskFacts } from '#domain/tasks/listed-task';
import type { TaskKind, TaskStatus } from '#domain/tasks/task';
import { firstDay, lastDay, type Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import { Conditions } from '../conditions';
import type { Tx } from '../database';
import { shownIn } from './month-filter';

export interface TaskPageAsked {
  /** The companies to keep to; null for all. */
  readonly companies: readonly string[] | null;
  readonly siret: Siret | null;
  /** The month looked at; null = every month. */
  readonly period: Period | null;
}

export interface TasksNarrowed extends TaskPageAsked {
  readonly kind: TaskKind | null;
  readonly status: TaskStatus | null;
  /** The last task of the page before. */
  readonly after: number | null;
}

/** Tasks in the order in which they were opened: none moves when it is answered or put off between two pages. */
export async function tasksInOrder(tx: Tx, asked: TasksNarrowed, count: number): Promise<ListedTask[]> {
  const { companies, siret, period, kind, status, after } = asked;
  const where = new Conditions();
  where
    .when(companies, (sirens) => `t.siren = ANY (${where.value(sirens)}::text[])`)
    .when(siret, (one) => `t.siret = ${where.value(one)}`)
    .when(period, (month) => shownIn(where.value(month)))
    .when(kind, (wanted) => `t.kind = ${where.value(wanted)}`)
    .when(status, (wanted) => `t.status = ${where.value(wanted)}`)
    .when(after, (id) => `t.id > ${where.value(id)}`);
  const rows = await tx.query<TaskFacts>(
    `SELECT t.id AS number, t.siret, t.period, t.kind, t.reason, t.status, t.postponed_until AS "postponedUntil",
            (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements
     FROM task t WHERE ${where.sql} ORDER BY t.id LIMIT ${where.value(count)}`,
    where.parameters,
  );
  return rows.map(listedTask);
}

/** Place of an automatic update among the others. */
export interface UpdatePlace {
  readonly siret: Siret;
  readonly feed: number;
}

export interface UpdatesPageAsked extends TaskPageAsked {
  readonly after: UpdatePlace | null;
}

export interface ListedUpdate extends UpdatePlace {
  readonly task: ListedTask;
}

/**
 * What was updated without a person, in order of SIRET; the month is that of the rate's date of effect. Verdicts are
 * kept by document: an establishment's own are found through the sheets that they left, and those of others never read.
 */
export async function updatesInOrder(tx: Tx, asked: UpdatesPageAsked, count: number): Promise<ListedUpdate[]> {
  const { companies, siret, period, after } = asked;
  const where = new Conditions();
  where
    .add(`v.verdict = 'AUTO_UPDATED'`)
    .when(companies, (sirens) => `e.siren = ANY (${where.value(sirens)}::text[])`)
    .when(siret, (one) => `e.siret = ${where.value(one)}`)
    .when(
      period,
      (month) => `p.effective_from BETWEEN ${where.value(firstDay(month))} AND ${where.value(lastDay(month))}`,
    )
    .when(
      after,
      (place) =>
        `e.siret >= ${where.value(place.siret)} AND (e.siret, p.feed_id) > (${where.value(place.siret)}::text, ${where.value(place.feed)}::bigint)`,
    );
  const rows = await tx.query<TaskFacts>(
    `SELECT v.feed_id AS number, v.siret, to_char(v.effective_from, 'YYYY-MM') AS period, 'DONE_FOR_YOU' AS kind,
            v.rule AS reason, 'DONE' AS status, NULL AS "postponedUntil", 0 AS postponements
     FROM establishment e
     JOIN rate_profile p ON p.siret = e.siret AND p.position = 1
     JOIN verdict v ON v.feed_id = p.feed_id AND v.siret = p.siret AND v.effective_from = p.effective_from
     WHERE ${where.sql} ORDER BY e.siret, p.feed_id LIMIT ${where.value(count)}`,
    where.parameters,
  );
  return rows.map((row) => ({ siret: row.siret, feed: row.number, task: listedTask(row) }));
}
