import { Injectable } from '@nestjs/common';
import type { World } from '#domain/reconciliation/decide';
import { Database } from '#storage/database';
import { markDecided, markDone, openBatch, reserveSheets } from '#storage/intake/batches';
import {
  asideById,
  asideOf,
  stageAside,
  verdictsOfBatch,
  type AgainVerdict,
  type Aside,
  type AsideCause,
} from '#storage/intake/aside';
import { Staging } from '#storage/intake/staging';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { applyBatch } from './apply-batch';
import { decideBatch } from './decide-batch';

/**
 * Decides again what was set aside, by the same rules and the same plan as a fresh batch. A crash before the plan is
 * decided leaves the documents set aside, as if nothing had been asked.
 */
@Injectable()
export class DecideAside {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  /** For establishments that a DSN or a company file has just named, or whose payroll has just closed. */
  async run(
    sirets: readonly string[],
    cause: AsideCause,
    actor: string,
    guards: string | null = null,
  ): Promise<readonly AgainVerdict[]> {
    const waiting = await this.database.transaction('system', (tx) => asideOf(tx, sirets, cause, guards));
    const why = cause === 'HELD' ? 'paie du mois terminée' : 'établissement désormais connu';
    return this.decideAgain(waiting, why, actor, await this.rulebook.current());
  }

  /** A person releases what a guard held and says why: the guards have had their say, the other rules still speak. */
  async release(ids: readonly number[], reason: string, actor: string): Promise<readonly AgainVerdict[]> {
    const waiting = await this.database.transaction('system', (tx) => asideById(tx, ids));
    return this.decideAgain(waiting, reason, actor, { ...(await this.rulebook.current()), guardsLifted: true });
  }

  private async decideAgain(
    waiting: readonly Aside[],
    why: string,
    actor: string,
    world: World,
  ): Promise<readonly AgainVerdict[]> {
    if (waiting.length === 0) return [];
    return this.database.exclusively(async () => {
      const at = this.clock.now();
      const batchId = await this.database.transaction('system', (tx) => openBatch(tx, actor, at));
      const staging = Staging.forBatch(batchId);
      const staged = await this.database.session(async (tx) => {
        await staging.create(tx);
        return stageAside(
          tx,
          staging,
          waiting.map(({ id }) => id),
        );
      });
      const firstSheet = await this.database.transaction('system', (tx) => reserveSheets(tx, staged));
      const feeds = [...new Set(waiting.map(({ feed }) => feed))];
      const decided = await decideBatch(this.database, world, {
        staging,
        feeds,
        firstSheet,
        resumed: null,
        breaker: false,
      });
      await this.database.transaction('system', (tx) => markDecided(tx, batchId, decided.count, false, new Map()));
      const chunks = Array.from({ length: decided.chunks }, (_, chunk) => chunk);
      await applyBatch(this.database, { batchId, actor, at, staging, chunks, again: why });
      const verdicts = await this.database.transaction('system', async (tx) => {
        await markDone(tx, batchId);
        return verdictsOfBatch(tx, batchId);
      });
      await this.database.session((tx) => staging.drop(tx));
      return verdicts;
    });
  }
}
