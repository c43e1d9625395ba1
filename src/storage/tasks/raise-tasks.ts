import type { TaskToRaise } from '#domain/tasks/task';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { recordTasks } from './record-tasks';

export interface RaisedTask {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly body: TaskToRaise;
}

/** Raises tasks, or updates the open ones of the same cause; each keeps the feed that pre-fills it. */
export async function raiseTasks(tx: Tx, tasks: readonly RaisedTask[], at: string): Promise<void> {
  if (tasks.length === 0) return;
  const source = `SELECT siret, siren, body, (body->'prefill'->>'feed')::bigint AS feed
    FROM json_to_recordset($1) AS r (siret text, siren text, body json)`;
  await recordTasks(tx, source, at, [JSON.stringify(tasks)]);
}

/** Ends open tasks that nobody needs to answer any more; `by` says what made them needless. */
export async function supersedeTasks(
  tx: Tx,
  ids: readonly number[],
  at: string,
  by: Readonly<Record<string, string>>,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `UPDATE task SET status = 'SUPERSEDED', ended_at = $2, outcome = jsonb_build_object('supersededBy', $3::jsonb)
     WHERE id = ANY($1) AND status = 'OPEN'`,
    [ids, at, JSON.stringify(by)],
  );
}
