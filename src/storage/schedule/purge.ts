import type { Purged } from '#domain/schedule/retention';
import type { Tx } from '../database';
import { forgetEvents } from '../events/deliveries';

/** What has served its time by an instant. No fact, rate, task or entry of the journal is among them. */
const STATEMENTS: Readonly<Record<Exclude<Purged, 'events'>, string>> = {
  sessions: 'DELETE FROM session WHERE ends_at <= $1 RETURNING 1',
  attempts: 'DELETE FROM sign_in_attempt WHERE at <= $1 RETURNING 1',
  invitations: `DELETE FROM invitation WHERE coalesce(used_at, revoked_at, expires_at) <= $1 RETURNING 1`,
  mails: 'DELETE FROM mail WHERE ended_at <= $1 RETURNING 1',
  works: 'DELETE FROM work WHERE ended_at <= $1 RETURNING 1',
  answers:
    'DELETE FROM idempotency WHERE created_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) RETURNING 1',
  polls: `DELETE FROM schedule_run WHERE name = 'feed-poll' AND ended_at IS NOT NULL AND outcome <> 'BASELINE' AND due_at <= $1 RETURNING 1`,
  runs: `DELETE FROM schedule_run WHERE ended_at IS NOT NULL AND outcome <> 'BASELINE' AND due_at <= $1 RETURNING 1`,
};

/** How many rows are gone. */
export async function purge(tx: Tx, what: Purged, before: string): Promise<number> {
  if (what === 'events') return purgeEvents(tx, before);
  const rows = await tx.query<{ count: number }>(
    `WITH gone AS (${STATEMENTS[what]}) SELECT count(*) AS count FROM gone`,
    [before],
  );
  return rows[0]?.count ?? 0;
}

const EVENTS_AT_ONCE = 10_000;

async function purgeEvents(tx: Tx, before: string): Promise<number> {
  let gone = 0;
  for (let last = EVENTS_AT_ONCE; last === EVENTS_AT_ONCE; gone += last)
    last = await forgetEvents(tx, before, EVENTS_AT_ONCE);
  return gone;
}
