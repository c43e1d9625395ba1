import type { Prefill, TaskKind, TaskReason, TaskStatus } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** A task with everything it holds. */
export interface StoredTask {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly reason: TaskReason;
  readonly period: Period;
  readonly status: TaskStatus;
  readonly prefill: Prefill;
  readonly outcome: unknown;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

/** Locked to the end of the transaction, so that two answers to one task cannot both count. */
export async function taskToChange(tx: Tx, id: number): Promise<StoredTask | null> {
  const [row] = await tx.query<StoredTask>(
    `SELECT id, siret, siren, kind, cause, reason, period, status, prefill, outcome, postponed_until AS "postponedUntil",
            (SELECT count(*) FROM task_postponement p WHERE p.task_id = t.id) AS postponements
     FROM task t WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row ?? null;
}
