import type { TaskKind } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

export interface ReturnedTask {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly until: Period;
}

/**
 * Marks, up to `count`, the open tasks that had been postponed to this month or an earlier one and are to do again;
 * each comes back once. A task that was put off once more comes back with its last month.
 */
export const returnTasks = (tx: Tx, month: Period, at: string, count: number): Promise<ReturnedTask[]> =>
  tx.query<ReturnedTask>(
    `WITH due AS (
       SELECT t.id, t.siret, t.siren, t.kind, t.cause, t.postponed_until AS until FROM task t
       WHERE t.status = 'OPEN' AND t.postponed_until <= $1
         AND EXISTS (SELECT FROM task_postponement p
                     WHERE p.task_id = t.id AND p.until = t.postponed_until AND p.returned_at IS NULL)
       ORDER BY t.id LIMIT $3 FOR UPDATE),
     back AS (
       UPDATE task_postponement p SET returned_at = $2 FROM due
       WHERE p.task_id = due.id AND p.until = due.until AND p.returned_at IS NULL)
     SELECT * FROM due ORDER BY siret, id`,
    [month, at, count],
  );
