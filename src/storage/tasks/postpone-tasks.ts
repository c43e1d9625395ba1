import type { TaskKind, TaskStatus } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import type { Postponement } from './change-task';

/** What postponing needs to know of a task. */
export interface LockedTask {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly status: TaskStatus;
  readonly period: Period;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

/** Locked to the end of the transaction, in one order for everybody, so that two acts on many tasks never wait for each other. */
export const tasksToPostpone = (
  tx: Tx,
  ids: readonly number[],
  companies: readonly string[] | null,
): Promise<LockedTask[]> =>
  tx.query<LockedTask>(
    `SELECT id, siret, siren, kind, cause, status, period, postponed_until AS "postponedUntil",
            (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements
     FROM task t WHERE id = ANY($1::bigint[]) AND ($2::text[] IS NULL OR siren = ANY($2)) ORDER BY id FOR UPDATE`,
    [ids, companies],
  );

/** The tasks stay open; each postponement is kept. */
export async function postponeTasks(
  tx: Tx,
  ids: readonly number[],
  { until, reason, actor, at }: Postponement,
): Promise<void> {
  await tx.query(
    `WITH put_off AS (UPDATE task SET postponed_until = $2 WHERE id = ANY($1::bigint[]) RETURNING id, siren)
     INSERT INTO task_postponement (task_id, siren, until, reason, actor, at)
     SELECT id, siren, $2, $3, $4, $5 FROM put_off`,
    [ids, until, reason, actor, at],
  );
}
