import { Injectable } from '@nestjs/common';
import type { World } from '#domain/reconciliation/decide';
import { Database, type Tx } from '#storage/database';
import type { Staging } from '#storage/intake/staging';
import { claimStretch, PULSE_MS, recordStretch, type Terms } from '#storage/intake/stretches';
import { Rulebook } from '../rulebook/rulebook';
import { Slots } from '../slots';
import { decideStretch } from './decide-stretch';

interface StagedBatch {
  readonly batchId: number;
  readonly staging: Staging;
}

/** Decides one stretch of a batch, one at a time in a process: deciding fills its core. */
@Injectable()
export class TryStretch {
  private readonly slots = new Slots(1);

  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  /** The first stretch that nobody holds. False when there is none, or once told to stop: what was in hand is given back. */
  run(batch: StagedBatch, stop?: AbortSignal): Promise<boolean> {
    return this.slots.run(async () => {
      const isStopped = (): boolean => stop?.aborted === true;
      if (isStopped()) return false;
      try {
        return await this.database.transaction('system', (tx) => this.attempt(tx, batch, stop));
      } catch (error) {
        if (isStopped()) return false;
        throw error;
      }
    });
  }

  private async attempt(tx: Tx, { batchId, staging }: StagedBatch, stop: AbortSignal | undefined): Promise<boolean> {
    const claimed = await claimStretch(tx, batchId);
    if (claimed === null) return false;
    const { terms, ...stretch } = claimed;
    const { reference } = await this.rulebook.current();
    const toDecide = { ...stretch, staging, skipDecided: terms.skipDecided };
    const isStillOurs = (): Promise<unknown> => tx.query('SELECT');
    const decided = await heard(tx, () =>
      decideStretch(this.database, worldOf(terms, reference), toDecide, { stop, isStillOurs }),
    );
    await recordStretch(tx, batchId, stretch.stretch, decided);
    return true;
  }
}

const worldOf = ({ policy, withheldFor, guardsLifted }: Terms, reference: World['reference']): World => ({
  ...{ reference, policy, guardsLifted },
  ...(withheldFor === null ? {} : { withheldFor }),
});

/** Shows the server that whoever holds the transaction is alive, while the work goes on elsewhere. */
async function heard<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  let beat: Promise<unknown> = Promise.resolve();
  const pulse = setInterval(() => {
    // A connection that is lost is told by the next statement of the transaction.
    beat = beat.then(() => tx.query('SELECT')).catch(() => undefined);
  }, PULSE_MS);
  try {
    return await work();
  } finally {
    clearInterval(pulse);
    await beat;
  }
}
