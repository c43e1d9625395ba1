import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { endAndTell } from '../events/task-events';

/** Ends an open task as done; its outcome is frozen as given. */
export async function finishTask(tx: Tx, id: number, outcome: unknown, at: string): Promise<void> {
  const update = `UPDATE task t SET status = 'DONE', ended_at = $2, outcome = $3 WHERE id = $1`;
  await endAndTell(tx, update, at, [id, at, JSON.stringify(outcome)]);
}

export interface Postponement {
  readonly until: Period;
  readonly reason: string;
  readonly actor: string;
  readonly at: string;
}

/** The task stays open; each postponement is kept. */
export async function postponeTask(
  tx: Tx,
  task: { readonly id: number; readonly siren: Siren },
  { until, reason, actor, at }: Postponement,
): Promise<void> {
  await tx.query('UPDATE task SET postponed_until = $2 WHERE id = $1', [task.id, until]);
  await tx.query(
    'INSERT INTO task_postponement (task_id, siren, until, reason, actor, at) VALUES ($1, $2, $3, $4, $5, $6)',
    [task.id, task.siren, until, reason, actor, at],
  );
}

/** The open affiliation task of one date of effect, if there is one. */
export async function openAffiliationTaskOf(tx: Tx, siret: Siret, cause: string): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT id FROM task WHERE siret = $1 AND kind = 'EMPLOYEE_AFFILIATION' AND cause = $2 AND status = 'OPEN'`,
    [siret, cause],
  );
  return rows.map(({ id }) => id);
}
