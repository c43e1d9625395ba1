import { Injectable } from '@nestjs/common';
import type { ListedTask } from '#domain/tasks/listed-task';
import type { TaskStatus } from '#domain/tasks/task';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database, type Tx } from '#storage/database';
import { tasksInOrder, updatesInOrder, type TaskPageAsked, type UpdatePlace } from '#storage/tasks/task-pages';
import { companiesOf, type Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { PAGE, pageOf, type Page } from '../overview/page';

/** Place of a row: tasks first, in the order in which they were opened, then what was done by itself. */
export type TaskPlace = { readonly task: number } | UpdatePlace;

export interface TaskPageQuestion {
  readonly period: string | null;
  readonly siret: string | null;
  readonly kind: ListedTask['kind'] | null;
  /** Null for all, what was done by itself included. */
  readonly status: TaskStatus | null;
  /** The last row of the page before. */
  readonly after: TaskPlace | null;
}

export type TaskPage = Page<ListedTask, TaskPlace>;

/**
 * The tasks that a caller sees, for programs: unlike the list for people, whose most urgent come first, no row moves from
 * one page to another while it is read.
 */
@Injectable()
export class ListTaskPage {
  constructor(private readonly database: Database) {}

  async run(question: TaskPageQuestion, { scope }: Caller, size = PAGE): Promise<Result<TaskPage>> {
    const period: Result<Period | null> = question.period === null ? accepted(null) : parsePeriod(question.period);
    if (!period.ok) return period;
    return this.database.transaction(scope, async (tx) => {
      const found = question.siret === null ? null : await findEstablishment(tx, question.siret, scope);
      if (found?.ok === false) return found;
      const asked = { companies: companiesOf(scope), siret: found?.value.siret ?? null, period: period.value };
      const tasks = await tasksOf(tx, question, asked, size + 1);
      const updates = await updatesOf(tx, question, asked, size + 1 - tasks.length);
      return accepted(cut([...tasks, ...updates], size));
    });
  }
}

interface Placed {
  readonly task: ListedTask;
  readonly place: TaskPlace;
}

async function tasksOf(tx: Tx, question: TaskPageQuestion, asked: TaskPageAsked, count: number): Promise<Placed[]> {
  const { kind, status, after } = question;
  if (kind === 'DONE_FOR_YOU' || (after !== null && !('task' in after))) return [];
  const rows = await tasksInOrder(tx, { ...asked, kind, status, after: after?.task ?? null }, count);
  return rows.map((task) => ({ task, place: { task: Number(task.id) } }));
}

async function updatesOf(tx: Tx, question: TaskPageQuestion, asked: TaskPageAsked, count: number): Promise<Placed[]> {
  const { kind, status, after } = question;
  const wanted = (kind === null || kind === 'DONE_FOR_YOU') && (status === null || status === 'DONE');
  if (!wanted || count <= 0) return [];
  const rows = await updatesInOrder(tx, { ...asked, after: after === null || 'task' in after ? null : after }, count);
  return rows.map(({ siret, feed, task }) => ({ task, place: { siret, feed } }));
}

function cut(read: readonly Placed[], size: number): TaskPage {
  const { rows, next } = pageOf(read, ({ place }) => place, size);
  return { rows: rows.map(({ task }) => task), next };
}
