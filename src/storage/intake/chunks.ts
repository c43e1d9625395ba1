import type { Tx } from '../database';
import { completeAndTell, VERDICT_COUNTS } from '../events/feed-events';
import type { Staging } from './staging';

/** A chunk with the stretch whose plan holds it. */
export interface PlannedChunk {
  readonly chunk: number;
  readonly stretch: number;
}

/** A chunk that kept failing: the rest of its batch is applied without it. */
export interface QuarantinedChunk {
  readonly chunk: number;
  readonly attempts: number;
  /** In French. */
  readonly lastError: string;
}

/** Whoever holds a chunk and falls silent, with its machine or its network, loses it after this time. */
const SILENCE = '30s';

/**
 * Takes a chunk for this transaction: the one asked for, or the first that nobody holds. Null when there is none. It is
 * written down as applied at once and with everything else, so that whatever ends the transaction gives it back.
 */
export async function claimChunk(tx: Tx, batchId: number, chunk: number | null): Promise<PlannedChunk | null> {
  const [claimed] = await tx.query<PlannedChunk>(
    // The database's clock: machines that share a batch have clocks of their own.
    `UPDATE batch_chunk SET state = 'APPLIED', retry_at = NULL
     WHERE batch_id = $1 AND chunk = (
       SELECT chunk FROM batch_chunk
       WHERE batch_id = $1 AND state = 'WAITING' AND ($2::integer IS NULL OR chunk = $2)
         AND (retry_at IS NULL OR retry_at <= clock_timestamp())
       ORDER BY chunk LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING chunk, stretch, set_config('idle_in_transaction_session_timeout', '${SILENCE}', true)`,
    [batchId, chunk],
  );
  return claimed ?? null;
}

/** A failed try is written down; the last one allowed puts the chunk in quarantine. */
export async function recordFailedTry(
  tx: Tx,
  { batchId, chunk }: { readonly batchId: number; readonly chunk: number },
  { allowed, error }: { readonly allowed: number; readonly error: string },
): Promise<void> {
  await tx.query(
    `UPDATE batch_chunk SET attempts = attempts + 1, last_error = $4,
       state = CASE WHEN attempts + 1 < $3 THEN 'WAITING' ELSE 'QUARANTINED' END,
       retry_at = CASE WHEN attempts + 1 < $3 THEN clock_timestamp() + interval '1 second' * 4 ^ attempts END
     WHERE batch_id = $1 AND chunk = $2 AND state = 'WAITING'`,
    [batchId, chunk, allowed, error],
  );
}

/** Whether anything is left to apply, held by somebody or not. */
export async function isWaiting(tx: Tx, batchId: number): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM batch_chunk WHERE batch_id = $1 AND state = 'WAITING' LIMIT 1`, [batchId]);
  return rows.length > 0;
}

/** The chunks that may be applied now, of all batches, oldest first. */
export async function chunksToApply(tx: Tx, most: number): Promise<{ batchId: number; chunk: number }[]> {
  return tx.query(
    `SELECT batch_id AS "batchId", chunk FROM batch_chunk
     WHERE state = 'WAITING' AND (retry_at IS NULL OR retry_at <= clock_timestamp())
     ORDER BY batch_id, chunk LIMIT $1`,
    [most],
  );
}

export async function quarantinedChunks(tx: Tx, batchId: number): Promise<QuarantinedChunk[]> {
  return tx.query<QuarantinedChunk>(
    `SELECT chunk, attempts, last_error AS "lastError" FROM batch_chunk
     WHERE batch_id = $1 AND state = 'QUARANTINED' ORDER BY chunk`,
    [batchId],
  );
}

/** Where the chunks of a new plan are numbered from: behind those that an earlier one has applied. */
export async function nextChunk(tx: Tx, batchId: number): Promise<number> {
  const [row] = await tx.query<{ next: number }>(
    'SELECT coalesce(max(chunk) + 1, 0) AS next FROM batch_chunk WHERE batch_id = $1',
    [batchId],
  );
  return row?.next ?? 0;
}

/** False when the database lost its unlogged tables, wholly or in part: whatever waits was summed up in the plan. */
export async function planStands(tx: Tx, batchId: number, staging: Staging): Promise<boolean> {
  const waiting = await tx.query<{ stretch: number }>(
    `SELECT DISTINCT stretch FROM batch_chunk WHERE batch_id = $1 AND state = 'WAITING'`,
    [batchId],
  );
  for (const { stretch } of waiting) {
    const plan = staging.plan(stretch);
    if (!(await plan.exists(tx))) return false;
    const unplanned = await tx.query(
      `SELECT FROM batch_chunk b WHERE b.batch_id = $1 AND b.stretch = $2 AND b.state = 'WAITING'
         AND NOT EXISTS (SELECT FROM ${plan.consequences} c WHERE c.chunk = b.chunk AND c.what = 'ENTRY') LIMIT 1`,
      [batchId, stretch],
    );
    if (unplanned.length > 0) return false;
  }
  return true;
}

/** Its plan is void: what is not applied, quarantined or not, will be decided again. Waits for whoever holds a chunk. */
export async function reopenBatch(tx: Tx, batchId: number): Promise<void> {
  await tx.query(`UPDATE batch SET status = 'REOPENED' WHERE id = $1`, [batchId]);
  await tx.query(`DELETE FROM batch_chunk WHERE batch_id = $1 AND state <> 'APPLIED'`, [batchId]);
}

/**
 * True for one caller only, however many applied the last chunks together. Its documents are told of once: what a person
 * has tried again afterwards is told fact by fact.
 */
export async function endBatch(tx: Tx, batchId: number): Promise<boolean> {
  const [batch] = await tx.query<{ receivedAt: string; completed: boolean; leftOut: boolean }>(
    `SELECT received_at AS "receivedAt", completed,
       EXISTS (SELECT FROM batch_chunk WHERE batch_id = $1 AND state = 'QUARANTINED') AS "leftOut"
     FROM batch WHERE id = $1 AND status = 'DECIDED'
       AND NOT EXISTS (SELECT FROM batch_chunk WHERE batch_id = $1 AND state = 'WAITING') FOR UPDATE`,
    [batchId],
  );
  if (batch === undefined) return false;
  if (batch.completed || batch.leftOut) await countApplied(tx, batchId);
  const update = `UPDATE batch SET status = 'DONE', completed = true WHERE id = $1 RETURNING id`;
  if (batch.completed) await tx.query(update, [batchId]);
  else await completeAndTell(tx, update, batch.receivedAt, [batchId]);
  return true;
}

/**
 * The counts of its documents become those of the verdicts that stand, where not everything that was decided is applied.
 * A document that names no establishment has none, and keeps its one IGNORED.
 */
async function countApplied(tx: Tx, batchId: number): Promise<void> {
  await tx.query(
    `UPDATE feed f SET verdicts = c.counts
     FROM (SELECT f.id, json_build_object(${VERDICT_COUNTS}) AS counts, count(v.verdict) AS standing
           FROM feed f LEFT JOIN verdict v ON v.feed_id = f.id AND v.attempt = 0 WHERE f.batch_id = $1 GROUP BY f.id) c
     WHERE c.id = f.id AND (c.standing > 0
       OR (f.verdicts->>'IGNORED')::integer < (SELECT sum(value::integer) FROM jsonb_each_text(f.verdicts)))`,
    [batchId],
  );
}
