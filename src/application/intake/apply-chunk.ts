import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { PlanLost } from '#storage/intake/apply-chunk';
import { batchById } from '#storage/intake/batches';
import { chunksToApply } from '#storage/intake/chunks';
import { RINGS, subjectOf } from './apply-batch';
import { toApply } from './batch-to-apply';
import { endIfApplied, TryChunk } from './try-chunk';

/**
 * One worker's part of a batch that several apply. It needs no turn at the base: whoever decided the batch keeps it, and
 * no bulk work begins before what is decided has been applied.
 */
@Injectable()
export class ApplyChunk {
  constructor(
    private readonly database: Database,
    private readonly tryChunk: TryChunk,
  ) {}

  /** `<batch>-<chunk>` of what may be applied now. */
  async wanted(): Promise<readonly string[]> {
    const chunks = await this.database.transaction('system', (tx) => chunksToApply(tx, RINGS));
    return chunks.map(subjectOf);
  }

  /** What came of it, in French; null when it was applied, or somebody else holds it. */
  async run(batchId: number, chunk: number, stop?: AbortSignal): Promise<string | null> {
    const found = await this.database.transaction('system', (tx) => batchById(tx, batchId));
    if (found?.status !== 'DECIDED') return null;
    const batch = toApply(found);
    try {
      const outcome = await this.tryChunk.run(batch, chunk, stop);
      const ended = await endIfApplied(this.database, batch);
      if (outcome === 'FAILED') return `La tranche ${chunk} du lot ${batchId} n'a pas pu être appliquée.`;
      return ended ? `Le lot ${batchId} est entièrement appliqué.` : null;
    } catch (error) {
      if (error instanceof PlanLost) return `Le plan du lot ${batchId} est perdu avec la base : il sera refait.`;
      throw error;
    }
  }
}
