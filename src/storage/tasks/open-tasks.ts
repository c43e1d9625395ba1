import type { Prefill, TaskKind } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

export interface OpenTaskAt {
  readonly id: number;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly period: Period;
  readonly prefill: Prefill;
}

/** The tasks that wait at one establishment, oldest first. */
export const openTasksAt = (tx: Tx, siret: Siret): Promise<OpenTaskAt[]> =>
  tx.query<OpenTaskAt>(
    `SELECT id, kind, cause, period, prefill FROM task WHERE siret = $1 AND status = 'OPEN' ORDER BY id`,
    [siret],
  );
