import type { TaskToRaise } from '#domain/tasks/task';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { endAndTell, raiseAndTell } from '../events/task-events';

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
  await insertTasks(tx, source, at, [JSON.stringify(tasks)]);
}

/**
 * Raises tasks from `source`, a query of (siret, siren, body, feed) whose body is a `TaskToRaise`. A newer fact on the
 * same cause updates the open task. Without a period of its own a task belongs to the month of `at` in Paris, or to
 * the next one when that month is already declared (rule 13).
 */
export async function insertTasks(tx: Tx, source: string, at: string, parameters: readonly unknown[]): Promise<void> {
  const now = `$${parameters.length + 1}`;
  await raiseAndTell(
    tx,
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, feed_id, opened_at)
     SELECT DISTINCT ON (s.siret, s.body->>'kind', s.body->>'cause')
       s.siret, s.siren, s.body->>'kind', s.body->>'cause', s.body->>'reason',
       coalesce(s.body->>'period', CASE
         WHEN EXISTS (SELECT 1 FROM dsn d WHERE d.siret = s.siret AND d.period = m.month AND d.superseded_by IS NULL AND d.type <> '04')
         THEN m.following ELSE m.month END),
       (s.body->'prefill')::jsonb, s.feed, ${now}
     FROM (${source}) s,
       (SELECT to_char(paris, 'YYYY-MM') AS month, to_char(paris + interval '1 month', 'YYYY-MM') AS following
        FROM (SELECT date_trunc('month', ${now}::timestamptz AT TIME ZONE 'Europe/Paris') AS paris) p) m
     ORDER BY s.siret, s.body->>'kind', s.body->>'cause', s.body->'prefill'->>'calculatedAt' DESC NULLS LAST
     ON CONFLICT (siret, kind, cause) WHERE status = 'OPEN'
     DO UPDATE SET reason = excluded.reason, prefill = excluded.prefill, feed_id = excluded.feed_id`,
    at,
    [...parameters, at],
  );
}

/** Ends open tasks that nobody needs to answer any more; `by` says what made them needless. */
export async function supersedeTasks(
  tx: Tx,
  ids: readonly number[],
  at: string,
  by: Readonly<Record<string, string>>,
): Promise<void> {
  if (ids.length === 0) return;
  await endAndTell(
    tx,
    `UPDATE task t SET status = 'SUPERSEDED', ended_at = $2, outcome = jsonb_build_object('supersededBy', $3::jsonb)
     WHERE id = ANY($1) AND status = 'OPEN'`,
    at,
    [ids, at, JSON.stringify(by)],
  );
}

/** How many tasks these establishments have ever had: none is ever erased. */
export async function countTasks(tx: Tx, sirets: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>('SELECT count(*) AS count FROM task WHERE siret = ANY($1)', [sirets]);
  return row?.count ?? 0;
}
