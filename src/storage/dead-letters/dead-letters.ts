import type { Tx } from '../database';

/** A duty that keeps failing for one subject, until it succeeds or a person has it tried again. */
export interface DeadLetter {
  readonly id: number;
  readonly job: string;
  readonly subject: string;
  readonly attempts: number;
  readonly firstFailedAt: string;
  readonly lastFailedAt: string;
  /** The sweep does not ring for it before then; null while it is still being tried. */
  readonly quietUntil: string | null;
  /** In French. */
  readonly lastError: string;
}

const LETTER = `id, job, subject, attempts, first_failed_at AS "firstFailedAt", last_failed_at AS "lastFailedAt",
  quiet_until AS "quietUntil", last_error AS "lastError"`;

export interface Failure {
  readonly job: string;
  readonly subject: string;
  readonly error: string;
  readonly at: string;
  /** From so many attempts on it is left alone until `quietUntil`. */
  readonly allowed: number;
  readonly quietUntil: string;
}

/** One more failure of the same; true when it is to be left alone for now. */
export async function noteFailure(tx: Tx, failure: Failure): Promise<boolean> {
  const { job, subject, error, at, allowed, quietUntil } = failure;
  const [letter] = await tx.query<{ quiet: boolean }>(
    `INSERT INTO dead_letter AS d (job, subject, attempts, first_failed_at, last_failed_at, last_error)
     VALUES ($1, $2, 1, $3, $3, $4)
     ON CONFLICT (job, subject) WHERE outcome IS NULL DO UPDATE
       SET attempts = d.attempts + 1, last_failed_at = $3, last_error = $4,
           quiet_until = CASE WHEN d.attempts + 1 >= $5 THEN $6::timestamptz END
     RETURNING quiet_until IS NOT NULL AS quiet`,
    [job, subject, at, error, allowed, quietUntil],
  );
  return letter?.quiet === true;
}

/** Processes died of it and nobody was left to tell a failure; false when its pause is over and it may be tried once more. */
export async function noteDeaths(
  tx: Tx,
  failure: Omit<Failure, 'allowed'> & { readonly deaths: number },
): Promise<boolean> {
  const { job, subject, error, at, deaths, quietUntil } = failure;
  const [open] = await tx.query<{ over: boolean | null }>(
    `SELECT quiet_until <= $3 AS over FROM dead_letter WHERE job = $1 AND subject = $2 AND outcome IS NULL FOR UPDATE`,
    [job, subject, at],
  );
  await tx.query(
    `INSERT INTO dead_letter AS d (job, subject, attempts, first_failed_at, last_failed_at, last_error, quiet_until)
     VALUES ($1, $2, $5, $3, $3, $4, $6)
     ON CONFLICT (job, subject) WHERE outcome IS NULL DO UPDATE
       SET attempts = greatest(d.attempts, $5), last_error = $4,
           last_failed_at = CASE WHEN d.attempts < $5 THEN $3 ELSE d.last_failed_at END,
           quiet_until = CASE WHEN d.quiet_until > $3 THEN d.quiet_until ELSE $6 END`,
    [job, subject, at, error, deaths, quietUntil],
  );
  return open?.over !== true;
}

export async function noteSuccess(tx: Tx, job: string, subject: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE dead_letter SET outcome = 'SUCCEEDED', ended_at = $3
     WHERE job = $1 AND subject = $2 AND outcome IS NULL`,
    [job, subject, at],
  );
}

export async function quietSubjects(tx: Tx, job: string, at: string): Promise<string[]> {
  const rows = await tx.query<{ subject: string }>(
    'SELECT subject FROM dead_letter WHERE job = $1 AND outcome IS NULL AND quiet_until > $2',
    [job, at],
  );
  return rows.map(({ subject }) => subject);
}

export async function openLetters(tx: Tx, most: number): Promise<DeadLetter[]> {
  return tx.query<DeadLetter>(
    `SELECT ${LETTER} FROM dead_letter WHERE outcome IS NULL ORDER BY last_failed_at DESC, id DESC LIMIT $1`,
    [most],
  );
}

/** Null when nobody waits for it any more. */
export async function retryLetter(
  tx: Tx,
  id: number,
  by: { readonly actor: string; readonly at: string },
): Promise<DeadLetter | null> {
  const [letter] = await tx.query<DeadLetter>(
    `UPDATE dead_letter SET outcome = 'RETRIED', ended_at = $2, ended_by = $3
     WHERE id = $1 AND outcome IS NULL RETURNING ${LETTER}`,
    [id, by.at, by.actor],
  );
  return letter ?? null;
}

/** A batch that is done but for chunks that could not be applied. */
export interface LeftOutChunks {
  readonly batch: number;
  readonly chunks: number;
  readonly attempts: number;
  readonly files: readonly string[];
  readonly receivedAt: string;
  /** In French. */
  readonly lastError: string;
}

/** How much waits for somebody, whole: lists are cut. */
export interface DeadCounts {
  readonly jobs: number;
  readonly chunks: number;
  /** Messages of which nobody knows whether they arrived. */
  readonly mails: number;
}

export async function deadCounts(tx: Tx): Promise<DeadCounts> {
  const [row] = await tx.query<DeadCounts>(
    `SELECT (SELECT count(*)::integer FROM dead_letter WHERE outcome IS NULL AND quiet_until IS NOT NULL) AS jobs,
       (SELECT count(*)::integer FROM batch_chunk c JOIN batch b ON b.id = c.batch_id
        WHERE c.state = 'QUARANTINED' AND b.status = 'DONE') AS chunks,
       (SELECT count(*)::integer FROM mail WHERE outcome = 'UNCLEAR' AND letter IS NOT NULL) AS mails`,
  );
  return row ?? { jobs: 0, chunks: 0, mails: 0 };
}

const LEFT_OUT = `
  SELECT b.id AS batch, count(*)::integer AS chunks, max(c.attempts) AS attempts, b.received_at AS "receivedAt",
         (array_agg(c.last_error ORDER BY c.chunk DESC))[1] AS "lastError",
         ARRAY(SELECT f.file FROM feed f WHERE f.batch_id = b.id ORDER BY f.ordinal) AS files
  FROM batch_chunk c JOIN batch b ON b.id = c.batch_id
  WHERE c.state = 'QUARANTINED' AND b.status = 'DONE'`;

export async function leftOutChunks(tx: Tx, most: number): Promise<LeftOutChunks[]> {
  return tx.query<LeftOutChunks>(`${LEFT_OUT} GROUP BY b.id ORDER BY b.id DESC LIMIT $1`, [most]);
}

export async function leftOutOf(tx: Tx, batchId: number): Promise<LeftOutChunks | null> {
  // The lock first: two people who ask for another try ask for one.
  await tx.query('SELECT FROM batch WHERE id = $1 FOR UPDATE', [batchId]);
  const [found] = await tx.query<LeftOutChunks>(`${LEFT_OUT} AND b.id = $1 GROUP BY b.id`, [batchId]);
  return found ?? null;
}
