import { Injectable } from '@nestjs/common';
import type { World } from '#domain/reconciliation/decide';
import { Database } from '#storage/database';
import { PlanLost } from '#storage/intake/apply-chunk';
import { feedsOf, markDecided, recordDecision } from '#storage/intake/batches';
import { chunkCounts } from '#storage/feeds/feeds';
import { quarantinedChunks, type QuarantinedChunk } from '#storage/intake/chunks';
import { ApplyBatch } from './apply-batch';
import type { BatchToApply } from './batch-to-apply';
import type { DecidedBatch } from './decide-batch';
import { DecideTogether, type BatchToShare } from './decide-together';

export interface BatchToSettle extends BatchToShare, BatchToApply {
  /** After a crash: what was counted and said of the batch stands. */
  readonly alreadyDecided: boolean;
}

export interface SettledBatch extends DecidedBatch {
  /** Chunks that were planned, the earlier ones of a batch that was taken up included. */
  readonly chunks: number;
  /** What could not be applied of it, which no count then holds. */
  readonly quarantined: readonly QuarantinedChunk[];
}

/** From staged lines to the end of a batch: decided, written down as decided, applied chunk by chunk. */
@Injectable()
export class SettleBatch {
  constructor(
    private readonly database: Database,
    private readonly decideTogether: DecideTogether,
    private readonly applyBatch: ApplyBatch,
  ) {}

  async run(world: World, batch: BatchToSettle): Promise<SettledBatch> {
    const { batchId, alreadyDecided, stop } = batch;
    const decided = await this.decideTogether.run(world, batch);
    // A second decision leaves the counts of a document's first one alone.
    const verdicts = batch.again === null ? decided.verdicts : new Map();
    await this.database.transaction('system', async (tx) => {
      if (!alreadyDecided) await recordDecision(tx, batchId, decided.count, decided.withheld, verdicts);
      if (!(await markDecided(tx, batchId, decided.plan))) throw new PlanLost(batchId);
    });
    await this.applyBatch.run(batch, stop);
    return this.database.transaction('system', async (tx) => {
      const quarantined = await quarantinedChunks(tx, batchId);
      const { planned: chunks } = await chunkCounts(tx, batchId);
      if (quarantined.length === 0) return { ...decided, chunks, quarantined };
      const feeds = await feedsOf(tx, batchId);
      const applied = feeds.flatMap(({ id, verdicts: counts }) => (counts === null ? [] : [[id, counts] as const]));
      return { ...decided, verdicts: new Map(applied), chunks, quarantined };
    });
  }
}
