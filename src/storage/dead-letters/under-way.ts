import type { Tx } from '../database';

export interface Undertaking {
  readonly job: string;
  readonly subject: string;
  /** Who begins it. */
  readonly process: string;
  readonly at: string;
  /** How far it is, as rows say: deaths count only while this stays the same. */
  readonly progress: string;
  /** A process that has given a sign of life since then lives. */
  readonly aliveSince: string;
}

/**
 * Writes down who has a job in hand, before they begin. Answers how many processes have died of it: they had it in hand,
 * neither ended nor gave it back, and nothing of it went on. One more is counted when another process had it and is gone.
 */
export async function beginJob(tx: Tx, undertaking: Undertaking): Promise<number> {
  const { job, subject, process, at, progress, aliveSince } = undertaking;
  // A row that is lost with the base is no harm, and waiting for the disk before each job would be felt.
  const [row] = await tx.query<{ deaths: number }>(
    `INSERT INTO job_under_way AS u (job, subject, process, begun_at, progress, deaths)
     SELECT $1, $2, $3, $4, $5, 0 FROM set_config('synchronous_commit', 'off', true)
     ON CONFLICT (job, subject) DO UPDATE SET process = $3, begun_at = $4, progress = $5,
       deaths = CASE WHEN u.progress <> $5 THEN 0
         WHEN u.process <> $3 AND NOT EXISTS (SELECT FROM running_process r WHERE r.id = u.process AND r.seen_at >= $6)
           THEN u.deaths + 1
         ELSE u.deaths END
     RETURNING deaths`,
    [job, subject, process, at, progress, aliveSince],
  );
  return row?.deaths ?? 0;
}

/** In nobody's hands any more, and not ended: told to stop, kept waiting, or robbed of its base. What is known of it stays. */
export async function giveBackJob(tx: Tx, job: string, subject: string): Promise<void> {
  await tx.query('UPDATE job_under_way SET process = NULL WHERE job = $1 AND subject = $2', [job, subject]);
}

/** It came to an end, good or bad: whatever ended processes before was not it. */
export async function endJob(tx: Tx, job: string, subject: string): Promise<void> {
  await tx.query('DELETE FROM job_under_way WHERE job = $1 AND subject = $2', [job, subject]);
}

/** One more try than its deaths allow; of every subject where none is named. */
export async function forgiveJob(tx: Tx, job: string, subject: string | null): Promise<void> {
  await tx.query(
    'UPDATE job_under_way SET deaths = greatest(deaths - 1, 0) WHERE job = $1 AND ($2::text IS NULL OR subject = $2)',
    [job, subject],
  );
}

/** What was left in hand and never asked for again, as somebody else did it. */
export async function forgetJobsBefore(tx: Tx, instant: string): Promise<void> {
  await tx.query('DELETE FROM job_under_way WHERE begun_at < $1', [instant]);
}
