import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Database } from '#storage/database';
import {
  appliedChunks,
  feedsOf,
  keptBytes,
  markDecided,
  markDone,
  planSize,
  reserveSheets,
  unfinishedBatches,
  type Batch,
  type ReceivedFeed,
} from '#storage/intake/batches';
import { Staging } from '#storage/intake/staging';
import { Rulebook } from '../rulebook/rulebook';
import { applyBatch } from './apply-batch';
import { decideBatch } from './decide-batch';
import { stageDocuments } from './stage';

/**
 * Takes up batches that a crash left behind, from rows alone: a batch that is decided is applied chunk by chunk where
 * it stopped; one that is not, or whose working tables are gone with a crash of the database, is read again from the
 * kept bytes. Running it twice is the same as once.
 */
@Injectable()
export class FinishBatches {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  /** How many batches were finished. */
  async run(): Promise<number> {
    const pending = await this.database.transaction('system', unfinishedBatches);
    if (pending.length === 0) return 0;
    return this.database.exclusively(async () => {
      const batches = await this.database.transaction('system', unfinishedBatches);
      for (const batch of batches) await this.finish(batch);
      return batches.length;
    });
  }

  private async finish(batch: Batch): Promise<void> {
    const staging = Staging.forBatch(batch.id);
    const applied = await this.database.transaction('system', (tx) => appliedChunks(tx, batch.id));
    const planned = await this.database.session(async (tx) =>
      (await staging.exists(tx)) ? planSize(tx, staging.verdicts) : [],
    );
    const usable = batch.status === 'DECIDED' && planned.length > 0;
    const chunks = usable ? planned : await this.decideAgain(batch, staging, nextAfter(applied));
    const left = chunks.filter((chunk) => !applied.includes(chunk));
    await applyBatch(this.database, {
      batchId: batch.id,
      actor: batch.actor,
      at: batch.receivedAt,
      staging,
      again: null,
      chunks: left,
    });
    await this.database.transaction('system', (tx) => markDone(tx, batch.id));
    await this.database.session((tx) => staging.drop(tx));
  }

  /** New chunks are numbered after the applied ones; establishments whose verdict stands are left out. */
  private async decideAgain(batch: Batch, staging: Staging, firstChunk: number): Promise<number[]> {
    const feeds = await this.database.transaction('system', (tx) => feedsOf(tx, batch.id));
    await this.database.session((tx) => staging.create(tx));
    const { staged } = await stageDocuments(
      this.database,
      staging,
      feeds.map((feed) => this.toStage(feed)),
    );
    const firstSheet = await this.database.transaction('system', (tx) => reserveSheets(tx, staged));
    const decidedBefore = batch.status === 'DECIDED';
    const resumed = {
      firstChunk,
      withheldFor: batch.withheld ? { compared: batch.compared, moved: batch.moved } : null,
    };
    const decided = await decideBatch(this.database, await this.rulebook.current(), {
      staging,
      firstSheet,
      feeds: feeds.map(({ id }) => id),
      resumed: decidedBefore ? resumed : null,
      breaker: true,
    });
    if (!decidedBefore) {
      await this.database.transaction('system', (tx) =>
        markDecided(tx, batch.id, decided.count, decided.withheld, decided.verdicts),
      );
    }
    return Array.from({ length: decided.chunks - firstChunk }, (_, index) => firstChunk + index);
  }

  private toStage(feed: ReceivedFeed) {
    return { id: feed.id, file: feed.file, open: () => Readable.from(this.bytesOf(feed.id)).pipe(createGunzip()) };
  }

  private async *bytesOf(feedId: number): AsyncGenerator<Buffer> {
    const connection = await this.database.open();
    try {
      yield* keptBytes(connection.tx, feedId);
    } finally {
      await connection.close('reuse');
    }
  }
}

const nextAfter = (chunks: readonly number[]): number =>
  chunks.reduce((highest, chunk) => Math.max(highest, chunk + 1), 0);
