import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#storage/database';
import {
  asideById,
  asideOf,
  stageAside,
  verdictsOfBatch,
  type AgainVerdict,
  type Aside,
  type AsideCause,
} from '#storage/intake/aside';
import { openBatch } from '#storage/intake/batches';
import { Staging } from '#storage/intake/staging';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { FinishBatches } from './finish-batches';
import { SettleBatch } from './settle-batch';

interface Decider {
  readonly actor: string;
  readonly why: string;
  readonly guardsLifted: boolean;
}

/**
 * Decides again what was set aside, by the same rules and the same plan as a fresh batch. What it is about is written
 * down first, so that a crash leaves a batch that can be taken up like any other.
 */
@Injectable()
export class DecideAside {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly finishBatches: FinishBatches,
    private readonly settleBatch: SettleBatch,
  ) {}

  /** For establishments that a DSN or a company file has just named, or whose payroll has just closed. */
  async run(
    sirets: readonly string[],
    cause: AsideCause,
    actor: string,
    guards: string | null = null,
  ): Promise<readonly AgainVerdict[]> {
    const why = cause === 'HELD' ? 'paie du mois terminée' : 'établissement désormais connu';
    return this.decideAgain((tx) => asideOf(tx, sirets, cause, guards), { actor, why, guardsLifted: false });
  }

  /** A person releases what a guard held and says why: the guards have had their say, the other rules still speak. */
  async release(ids: readonly number[], reason: string, actor: string): Promise<readonly AgainVerdict[]> {
    return this.decideAgain((tx) => asideById(tx, ids), { actor, why: reason, guardsLifted: true });
  }

  private async decideAgain(
    find: (tx: Tx) => Promise<readonly Aside[]>,
    { actor, why, guardsLifted }: Decider,
  ): Promise<readonly AgainVerdict[]> {
    if ((await this.database.transaction('system', find)).length === 0) return [];
    return this.finishBatches.before(async () => {
      // Asked again now that nobody else decides: two releases of one document are one.
      const asides = (await this.database.transaction('system', find)).map(({ id }) => id);
      if (asides.length === 0) return [];
      const at = this.clock.now();
      const batchId = await this.database.transaction('system', (tx) =>
        openBatch(tx, actor, at, { again: { why, asides, guardsLifted } }),
      );
      const staging = Staging.forBatch(batchId);
      const staged = await this.database.session(async (tx) => {
        await staging.create(tx);
        return stageAside(tx, staging, asides);
      });
      await this.settleBatch.run(
        { ...(await this.rulebook.current()), guardsLifted },
        {
          ...{ batchId, actor, at, staging, staged, again: why },
          documents: [],
          resumed: null,
          breaker: false,
          alreadyDecided: false,
        },
      );
      return this.database.transaction('system', (tx) => verdictsOfBatch(tx, batchId));
    });
  }
}
