import { Injectable } from '@nestjs/common';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { World } from '#domain/reconciliation/decide';
import { Database, type Tx } from '#storage/database';
import { stageAside } from '#storage/intake/aside';
import { feedsOf, keptBytes, unfinishedBatches, type Batch, type ReceivedFeed } from '#storage/intake/batches';
import { nextChunk, planStands, reopenBatch } from '#storage/intake/chunks';
import { refusalOfFailure, UNFORESEEN } from '#storage/failures';
import { dropOrphans, orphanTables } from '#storage/intake/orphans';
import type { Staging } from '#storage/intake/staging';
import { forgetStretches } from '#storage/intake/stretches';
import { UnderWay } from '../dead-letters/under-way';
import { Rulebook } from '../rulebook/rulebook';
import { ApplyBatch } from './apply-batch';
import { toApply } from './batch-to-apply';
import { SettleBatch } from './settle-batch';
import { stageDocuments, type StagedDocument } from './stage';

/** The job that looks for batches to finish, and finishes them. */
export const FINISH_BATCHES = 'finish-batches';

/** Under this name each batch that is decided again is written down as under way, whichever job came upon it. */
export const DECIDE_BATCH = 'decide-batch';

/** A batch that ended so many processes while they decided it is passed over, before the jobs that come upon it are. */
const DEATHS = 4;

/**
 * Takes up batches that a crash left behind, from rows alone: a batch that is decided is applied chunk by chunk where
 * it stopped, beside whoever is still at it; one that is not, or whose working tables are gone with a crash of the
 * database, is read again from the kept bytes. Running it twice is the same as once.
 */
@Injectable()
export class FinishBatches {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
    private readonly settleBatch: SettleBatch,
    private readonly applyBatch: ApplyBatch,
    private readonly underWay: UnderWay,
  ) {}

  /** How many batches were finished; none while another bulk verb is at work. Throws when one cannot be, or to stop. */
  async run(stop?: AbortSignal): Promise<number> {
    if (!(await this.isNeeded())) return 0;
    const { finished, stuck } = (await this.database.exclusivelyIfFree(() => this.finishAll(stop))) ?? NOTHING;
    if (stuck !== null) throw stuck;
    return finished;
  }

  /** Waits for its turn, finishes what was interrupted, then does a bulk work: no plan is applied on a changed base. */
  before<T>(work: () => Promise<T>, stop?: AbortSignal): Promise<T> {
    return this.database.exclusively(async () => {
      await this.finishAll(stop);
      stop?.throwIfAborted();
      return work();
    });
  }

  /** Whether there is anything to take up: one look, without waiting for anybody. */
  isNeeded(): Promise<boolean> {
    return this.database.transaction(
      'system',
      async (tx) => (await unfinishedBatches(tx)).length > 0 || (await orphanTables(tx)).length > 0,
    );
  }

  /** A batch that cannot even be decided holds nobody else up: nothing of it is applied, and it is told each time. */
  private async finishAll(stop?: AbortSignal): Promise<Finishing> {
    let finishing = NOTHING;
    for (const batch of await this.database.transaction('system', unfinishedBatches)) {
      stop?.throwIfAborted();
      try {
        await this.finish(batch, stop);
        finishing = { ...finishing, finished: finishing.finished + 1 };
      } catch (error) {
        stop?.throwIfAborted();
        if (batch.status === 'DECIDED' || refusalOfFailure(error).code !== UNFORESEEN) throw error;
        finishing = { ...finishing, stuck: error as Error };
      }
    }
    await this.database.session(dropOrphans);
    return finishing;
  }

  private async finish(batch: Batch, stop?: AbortSignal): Promise<void> {
    const { staging } = toApply(batch);
    if (batch.status === 'DECIDED') {
      if (await this.database.session((tx) => planStands(tx, batch.id, staging)))
        return this.applyBatch.run(toApply(batch), stop);
      await this.database.transaction('system', (tx) => reopenBatch(tx, batch.id));
    }
    await this.survived(batch, () => this.settleAgain(batch, staging, stop));
  }

  /** Throws at once for a batch that ends whoever decides it. */
  private async survived({ id }: Batch, work: () => Promise<void>): Promise<void> {
    const subject = String(id);
    const deaths = await this.underWay.begin(DECIDE_BATCH, subject);
    try {
      // Whoever helped the one that died may still be deciding; and what ends processes must not go on ending helpers.
      await this.database.transaction('system', (tx) => forgetStretches(tx, id));
      if (deaths >= DEATHS)
        throw new Error(`le programme s’est arrêté net ${String(deaths)} fois de suite en décidant le lot ${subject}`);
      await work();
    } catch (error) {
      await this.underWay.giveBack(DECIDE_BATCH, subject).catch(() => undefined);
      throw error;
    }
    await this.underWay.end(DECIDE_BATCH, subject);
  }

  /** New chunks are numbered after the applied ones, whose establishments are left out. */
  private async settleAgain(batch: Batch, staging: Staging, stop?: AbortSignal): Promise<void> {
    const { staged, documents } = await this.stageAgain(batch, staging);
    const decided = batch.status !== 'RECEIVED';
    const withheldFor = batch.withheld ? { compared: batch.compared, moved: batch.moved } : null;
    const firstChunk = await this.database.transaction('system', (tx) => nextChunk(tx, batch.id));
    await this.settleBatch.run(await this.worldOf(batch), {
      ...toApply(batch),
      ...{ staged, documents, stop },
      resumed: decided ? { firstChunk, withheldFor, skipDecided: batch.again === null } : null,
      breaker: batch.again === null,
      alreadyDecided: decided,
    });
  }

  private async stageAgain(
    { id, again }: Batch,
    staging: Staging,
  ): Promise<{ readonly staged: number; readonly documents: readonly StagedDocument[] }> {
    await this.database.session((tx) => staging.create(tx));
    if (again !== null) {
      const stageKept = (tx: Tx): Promise<number> => stageAside(tx, staging, again.asides);
      return { staged: await this.database.session(stageKept), documents: [] };
    }
    const feeds = await this.database.transaction('system', (tx) => feedsOf(tx, id));
    return stageDocuments(
      this.database,
      staging,
      feeds.map((feed) => this.toStage(feed)),
    );
  }

  private async worldOf({ again }: Batch): Promise<World> {
    const world = await this.rulebook.current();
    return again?.guardsLifted === true ? { ...world, guardsLifted: true } : world;
  }

  private toStage({ id, file }: ReceivedFeed) {
    const bytes = (): Readable => pipeline(Readable.from(this.bytesOf(id)), createGunzip(), () => undefined);
    return { id, file, open: bytes };
  }

  private async *bytesOf(feedId: number): AsyncGenerator<Buffer> {
    const connection = await this.database.open();
    let complete = false;
    try {
      yield* keptBytes(connection.tx, feedId);
      complete = true;
    } finally {
      await connection.close(complete ? 'reuse' : 'discard');
    }
  }
}

interface Finishing {
  readonly finished: number;
  /** Why a batch could not be finished. */
  readonly stuck: Error | null;
}

const NOTHING: Finishing = { finished: 0, stuck: null };
