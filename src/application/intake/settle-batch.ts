import { markDecided, markDone, reserveSheets } from '#storage/intake/batches';
import type { World } from '#domain/reconciliation/decide';
import type { Database } from '#storage/database';
import { applyBatch, type BatchToApply } from './apply-batch';
import { decideBatch, type BatchToDecide, type DecidedBatch } from './decide-batch';

export interface BatchToSettle extends Omit<BatchToDecide, 'firstSheet'>, Omit<BatchToApply, 'chunks'> {
  /** Lines staged: as many sheets at most. */
  readonly staged: number;
  /** After a crash: what was counted and said of the batch stands. */
  readonly alreadyDecided: boolean;
}

/** From staged lines to the end of a batch: decided, written down as decided, applied chunk by chunk. */
export async function settleBatch(database: Database, world: World, batch: BatchToSettle): Promise<DecidedBatch> {
  const firstSheet = await database.transaction('system', (tx) => reserveSheets(tx, batch.staged));
  const decided = await decideBatch(database, world, { ...batch, firstSheet });
  if (!batch.alreadyDecided) {
    // A second decision leaves the counts of a document's first one alone.
    const verdicts = batch.again === null ? decided.verdicts : new Map();
    await database.transaction('system', (tx) =>
      markDecided(tx, batch.batchId, decided.count, decided.withheld, verdicts),
    );
  }
  const firstChunk = batch.resumed?.firstChunk ?? 0;
  const chunks = Array.from({ length: decided.chunks - firstChunk }, (_, index) => firstChunk + index);
  await applyToTheEnd(database, { ...batch, chunks });
  return decided;
}

/** Applies the chunks that are left, then tidies. A crash in between leaves only tables that nobody needs. */
export async function applyToTheEnd(database: Database, batch: BatchToApply): Promise<void> {
  const { batchId, actor, at, staging, again, chunks } = batch;
  await applyBatch(database, { batchId, actor, at, staging, again, chunks });
  await database.transaction('system', (tx) => markDone(tx, batchId));
  await database.session((tx) => staging.drop(tx));
}
