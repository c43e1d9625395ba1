import { Injectable } from '@nestjs/common';
import type { World } from '#domain/reconciliation/decide';
import { Database } from '#storage/database';
import { feedsOf, markDecided, recordDecision, reserveSheets } from '#storage/intake/batches';
import { quarantinedChunks, type QuarantinedChunk } from '#storage/intake/chunks';
import { ApplyBatch } from './apply-batch';
import type { BatchToApply } from './batch-to-apply';
import { decideBatch, type BatchToDecide, type DecidedBatch } from './decide-batch';

export interface BatchToSettle extends Omit<BatchToDecide, 'firstSheet'>, BatchToApply {
  /** Lines staged: as many sheets at most. */
  readonly staged: number;
  /** After a crash: what was counted and said of the batch stands. */
  readonly alreadyDecided: boolean;
  /** Aborted when this process is to stop: what is then left waits in rows. */
  readonly stop?: AbortSignal | undefined;
}

export interface SettledBatch extends DecidedBatch {
  /** What could not be applied of it, which no count then holds. */
  readonly quarantined: readonly QuarantinedChunk[];
}

/** From staged lines to the end of a batch: decided, written down as decided, applied chunk by chunk. */
@Injectable()
export class SettleBatch {
  constructor(
    private readonly database: Database,
    private readonly applyBatch: ApplyBatch,
  ) {}

  async run(world: World, batch: BatchToSettle): Promise<SettledBatch> {
    const { batchId, staged, alreadyDecided, stop } = batch;
    const firstSheet = await this.database.transaction('system', (tx) => reserveSheets(tx, staged));
    const decided = await decideBatch(this.database, world, { ...batch, firstSheet });
    // A second decision leaves the counts of a document's first one alone.
    const verdicts = batch.again === null ? decided.verdicts : new Map();
    await this.database.transaction('system', async (tx) => {
      if (!alreadyDecided) await recordDecision(tx, batchId, decided.count, decided.withheld, verdicts);
      await markDecided(tx, batchId, { first: batch.resumed?.firstChunk ?? 0, end: decided.chunks });
    });
    await this.applyBatch.run(batch, stop);
    const quarantined = await this.database.transaction('system', (tx) => quarantinedChunks(tx, batchId));
    if (quarantined.length === 0) return { ...decided, quarantined };
    const feeds = await this.database.transaction('system', (tx) => feedsOf(tx, batchId));
    const applied = feeds.flatMap(({ id, verdicts: counts }) => (counts === null ? [] : [[id, counts] as const]));
    return { ...decided, verdicts: new Map(applied), quarantined };
  }
}
