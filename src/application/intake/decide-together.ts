import { Injectable } from '@nestjs/common';
import type { World } from '#domain/reconciliation/decide';
import { Database } from '#storage/database';
import { PlanLost } from '#storage/intake/apply-chunk';
import { reserveSheets } from '#storage/intake/batches';
import type { Staging } from '#storage/intake/staging';
import {
  cutLines,
  decideAgain,
  isUndecided,
  numbered,
  planStretches,
  stretchResults,
  type StretchName,
  type StretchPlan,
  type StretchResult,
  type Terms,
} from '#storage/intake/stretches';
import { JobQueue } from '../ports/job-queue';
import { besideOthers } from './beside-others';
import { underBreaker, type BatchToDecide, type DecidedBatch } from './decide-batch';
import { TryStretch } from './try-stretch';

/** The job that decides one stretch of a batch, in whichever worker answers first. */
export const DECIDE_STRETCH = 'decide-stretch';

export const stretchSubject = ({ batchId, stretch }: StretchName): string => `${batchId}-${stretch}`;

export interface BatchToShare extends BatchToDecide {
  readonly batchId: number;
  readonly staging: Staging;
  /** Lines staged: as many sheets at most. */
  readonly staged: number;
  readonly stop?: AbortSignal | undefined;
}

/** With what tells its plan from another one of the same batch. */
export interface PlannedBatch extends DecidedBatch {
  readonly plan: StretchPlan;
}

/**
 * Decides a batch stretch by stretch. The other workers are rung, and this process works beside them; it keeps the turn
 * at the base, and sums up what all of them decided.
 */
@Injectable()
export class DecideTogether {
  constructor(
    private readonly database: Database,
    private readonly jobQueue: JobQueue,
    private readonly tryStretch: TryStretch,
  ) {}

  /** Throws when told to stop, and when the database lost what was to be decided. */
  async run(world: World, batch: BatchToShare): Promise<PlannedBatch> {
    const { batchId, staging } = batch;
    const { hadLines, plan } = await this.plan(world, batch);
    const decided = await underBreaker(world, batch, async (withheldFor) => {
      if (withheldFor !== null && batch.resumed === null)
        await this.database.transaction('system', (tx) => decideAgain(tx, batchId, withheldFor));
      return this.decideAll(batch, plan);
    });
    // A server that crashed meanwhile has emptied the table, and whoever read it afterwards found nobody to decide on.
    if (hadLines && !(await this.database.session((tx) => staging.holdsLines(tx)))) throw new PlanLost(batchId);
    return { ...decided, plan };
  }

  private async plan(
    world: World,
    { batchId, staging, staged, resumed }: BatchToShare,
  ): Promise<{ readonly hadLines: boolean; readonly plan: StretchPlan }> {
    const { policy, guardsLifted = false } = world;
    const { chunk } = policy.batch;
    const { hadLines, ranges } = await this.database.session(async (tx) => ({
      hadLines: await staging.holdsLines(tx),
      ranges: await cutLines(tx, staging, { staged, chunk }),
    }));
    const withheldFor = resumed?.withheldFor ?? null;
    const terms: Terms = { policy, guardsLifted, withheldFor, skipDecided: resumed?.skipDecided === true };
    return this.database.transaction('system', async (tx) => {
      const first = { chunk: resumed?.firstChunk ?? 0, sheet: await reserveSheets(tx, staged) };
      await planStretches(tx, batchId, numbered(ranges, chunk, first), terms);
      return { hadLines, plan: { stretches: ranges.length, firstSheet: first.sheet } };
    });
  }

  private async decideAll(
    { batchId, staging, stop }: BatchToShare,
    { stretches }: StretchPlan,
  ): Promise<readonly StretchResult[]> {
    // A single one is done sooner than anybody would hear of it.
    const names = Array.from({ length: stretches }, (_, stretch) => stretchSubject({ batchId, stretch }));
    if (stretches > 1) await this.jobQueue.ring(DECIDE_STRETCH, names);
    await besideOthers(
      () => this.tryStretch.run({ batchId, staging }, stop),
      () => this.database.transaction('system', (tx) => isUndecided(tx, batchId)),
      stop,
    );
    return this.database.transaction('system', (tx) => stretchResults(tx, batchId));
  }
}
