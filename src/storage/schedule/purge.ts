import type { Purged } from '#domain/schedule/retention';
import type { Tx } from '../database';

/** What has served its time by an instant. No fact, rate, task or entry of the journal is among them. */
const STATEMENTS: Readonly<Record<Purged, string>> = {
  sessions: 'DELETE FROM session WHERE ends_at <= $1 RETURNING 1',
  attempts: 'DELETE FROM sign_in_attempt WHERE at <= $1 RETURNING 1',
  invitations: `DELETE FROM invitation WHERE coalesce(used_at, revoked_at, expires_at) <= $1 RETURNING 1`,
  mails: 'DELETE FROM mail WHERE ended_at <= $1 RETURNING 1',
  works: 'DELETE FROM work WHERE ended_at <= $1 RETURNING 1',
  runs: `DELETE FROM schedule_run WHERE ended_at IS NOT NULL AND outcome <> 'BASELINE' AND due_at <= $1 RETURNING 1`,
};

/** How many rows are gone. */
export async function purge(tx: Tx, what: Purged, before: string): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    `WITH gone AS (${STATEMENTS[what]}) SELECT count(*) AS count FROM gone`,
    [before],
  );
  return rows[0]?.count ?? 0;
}
