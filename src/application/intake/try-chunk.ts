import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { refusalOfFailure, UNFORESEEN } from '#storage/failures';
import { applyChunk, ChunkFailed, PlanLost } from '#storage/intake/apply-chunk';
import { endBatch, recordFailedTry } from '#storage/intake/chunks';
import { Slots } from '../slots';
import type { BatchToApply } from './batch-to-apply';

/** A chunk that fails so often by a fault of its own is put in quarantine, and the rest of its batch goes on. */
const TRIES = 3;

/** As many chunks at once as keep two cores of a database busy; the audit chain serialises only their last statement. */
export const APPLIERS = 2;

/**
 * Applies one chunk. However many jobs of a process ask for one, {@link APPLIERS} are applied at a time: more of them
 * would wait for each other in the database. The rings that wait here stay with the other workers.
 */
@Injectable()
export class TryChunk {
  private readonly slots = new Slots(APPLIERS);

  constructor(private readonly database: Database) {}

  /**
   * The chunk asked for, or any that nobody holds; none once told to stop. A failure of its own is written down as a
   * try, to be made again later; a lost connection, a full disk or a lost plan is nobody's fault, and is thrown.
   */
  run(batch: BatchToApply, asked: number | null, stop?: AbortSignal): Promise<'APPLIED' | 'FAILED' | 'NONE'> {
    return this.slots.run(async () => (stop?.aborted === true ? 'NONE' : this.attempt(batch, asked)));
  }

  private async attempt({ batchId, actor, at, staging, again }: BatchToApply, asked: number | null) {
    try {
      const applied = await applyChunk(this.database, staging, { batchId, actor, at, again }, asked);
      return applied === null ? 'NONE' : 'APPLIED';
    } catch (error) {
      if (!(error instanceof ChunkFailed)) throw error;
      const { chunk, cause } = error;
      const { code, message } = refusalOfFailure(cause);
      if (cause instanceof PlanLost || code !== UNFORESEEN) throw cause;
      await this.database.transaction('system', (tx) =>
        recordFailedTry(tx, { batchId, chunk }, { allowed: TRIES, error: message }),
      );
      return 'FAILED';
    }
  }
}

/** Ends a batch of which nothing waits any more, then tidies: once, whoever comes first. */
export async function endIfApplied(database: Database, { batchId, staging }: BatchToApply): Promise<boolean> {
  const ended = await database.transaction('system', (tx) => endBatch(tx, batchId));
  if (ended) await database.session((tx) => staging.drop(tx));
  return ended;
}
