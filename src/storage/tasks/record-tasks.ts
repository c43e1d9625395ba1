import type { Tx } from '../database';

/**
 * Raises tasks from `source`, a query of (siret, siren, body, feed) whose body is a `TaskToRaise`. A newer fact on the
 * same cause updates the open task. Without a period of its own a task belongs to the month of `at` in Paris, or to
 * the next one when that month is already declared (rule 13).
 */
export async function recordTasks(
  tx: Tx,
  source: string,
  at: string,
  parameters: readonly unknown[] = [],
): Promise<void> {
  const now = `$${parameters.length + 1}`;
  await tx.query(
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
    [...parameters, at],
  );
}
