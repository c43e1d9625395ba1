import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { chunksToApply, isWaiting } from '#storage/intake/chunks';
import { JobQueue } from '../ports/job-queue';
import { allDone } from './all-done';
import type { BatchToApply } from './batch-to-apply';
import { besideOthers } from './beside-others';
import { APPLIERS, endIfApplied, TryChunk } from './try-chunk';

/** The job that applies one chunk, in whichever worker answers first. */
export const APPLY_CHUNK = 'apply-chunk';

export const subjectOf = ({ batchId, chunk }: { readonly batchId: number; readonly chunk: number }): string =>
  `${batchId}-${chunk}`;

/** So many chunks are rung for at once: the queue is a doorbell, and the sweep rings for the rest. */
export const RINGS = 1_000;

/**
 * Brings a decided batch to its end. The other workers are rung, and this process works beside them: whoever comes first
 * applies a chunk. When it returns every chunk is applied or in quarantine, whoever did it.
 */
@Injectable()
export class ApplyBatch {
  constructor(
    private readonly database: Database,
    private readonly jobQueue: JobQueue,
    private readonly tryChunk: TryChunk,
  ) {}

  /** Throws when told to stop; whatever is then left waits in rows. */
  async run(batch: BatchToApply, stop?: AbortSignal): Promise<void> {
    const waiting = await this.database.transaction('system', (tx) => chunksToApply(tx, RINGS));
    // A single one is done sooner than anybody would hear of it.
    if (waiting.length > 1) await this.jobQueue.ring(APPLY_CHUNK, waiting.map(subjectOf));
    await this.applyAll(batch, stop);
    await endIfApplied(this.database, batch);
  }

  /** The first failure that is no fault of a chunk stops the others; none is still being written when this rejects. */
  private async applyAll(batch: BatchToApply, stop?: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const halt = stop === undefined ? failed.signal : AbortSignal.any([stop, failed.signal]);
    const applyNext = async (): Promise<boolean> => (await this.tryChunk.run(batch, null, halt)) !== 'NONE';
    const isAnyLeft = (): Promise<boolean> => this.database.transaction('system', (tx) => isWaiting(tx, batch.batchId));
    const appliers = Array.from({ length: APPLIERS }, () =>
      besideOthers(applyNext, isAnyLeft, halt).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    );
    await allDone(appliers);
  }
}
