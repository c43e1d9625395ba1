import type { Database } from '#storage/database';
import { refusalOfFailure, UNFORESEEN } from '#storage/failures';
import { applyChunk, ChunkFailed, PlanLost } from '#storage/intake/apply-chunk';
import { endBatch, recordFailedTry } from '#storage/intake/chunks';
import type { BatchToApply } from './batch-to-apply';

/** A chunk that fails so often by a fault of its own is put in quarantine, and the rest of its batch goes on. */
const TRIES = 3;

/**
 * Applies one chunk: the one asked for, or any that nobody holds. A failure of its own is written down as a try, to be
 * made again later; a lost connection, a full disk or a lost plan is nobody's fault, and is thrown.
 */
export async function tryChunk(
  database: Database,
  { batchId, actor, at, staging, again }: BatchToApply,
  asked: number | null,
): Promise<'APPLIED' | 'FAILED' | 'NONE'> {
  try {
    const applied = await applyChunk(database, staging, { batchId, actor, at, again }, asked);
    return applied === null ? 'NONE' : 'APPLIED';
  } catch (error) {
    if (!(error instanceof ChunkFailed)) throw error;
    const { chunk, cause } = error;
    const { code, message } = refusalOfFailure(cause);
    if (cause instanceof PlanLost || code !== UNFORESEEN) throw cause;
    await database.transaction('system', (tx) =>
      recordFailedTry(tx, { batchId, chunk }, { allowed: TRIES, error: message }),
    );
    return 'FAILED';
  }
}

/** Ends a batch of which nothing waits any more, then tidies: once, whoever comes first. */
export async function endIfApplied(database: Database, { batchId, staging }: BatchToApply): Promise<boolean> {
  const ended = await database.transaction('system', (tx) => endBatch(tx, batchId));
  if (ended) await database.session((tx) => staging.drop(tx));
  return ended;
}
