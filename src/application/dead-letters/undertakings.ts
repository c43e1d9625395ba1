import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { noteDeaths } from '#storage/dead-letters/dead-letters';
import type { Duty } from '../duties/duty';
import { WallClock } from '../ports/clock';
import { QUIET_MS } from './note-outcome';
import { UnderWay } from './under-way';

/** So many processes died of it, one after another: it is one of several that may have killed them. */
const SUSPECT = 2;

/** So many died of it, the last ones while it was the only suspect: it is left alone. */
const GUILTY = 5;

/** A work may be begun by this process, or later, or not at all; `done` is to be called once it is out of its hands. */
export type Beginning =
  | { readonly kind: 'BEGUN'; readonly done: () => void }
  | { readonly kind: 'LATER' }
  | { readonly kind: 'STOPPED'; readonly message: string };

interface InHand {
  readonly job: string;
  readonly subject: string;
  readonly isSuspect: boolean;
}

/**
 * Keeps what ends the process of whoever does it (a document that fills all memory, a fault of a native module) from
 * ending them one after another for ever. Such work leaves no failure: it is told by the process that had it in hand
 * and is gone. Work beside it dies with it, so that of several suspects a process takes one at a time.
 */
@Injectable()
export class Undertakings {
  private readonly inHand = new Set<InHand>();

  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly underWay: UnderWay,
  ) {}

  async begin(duty: Duty, subject: string): Promise<Beginning> {
    const { job } = duty;
    const deaths = await this.underWay.begin(job, subject, await duty.progress?.(subject));
    if (deaths >= GUILTY) {
      const message = sentenceOf(deaths);
      if (await this.isStopped(duty, subject, deaths, message)) return { kind: 'STOPPED', message };
    }
    const isSuspect = deaths >= SUSPECT;
    if (isSuspect && [...this.inHand].some((other) => other.isSuspect)) {
      await this.underWay.giveBack(job, subject);
      return { kind: 'LATER' };
    }
    const held = { job, subject, isSuspect };
    this.inHand.add(held);
    return { kind: 'BEGUN', done: () => this.inHand.delete(held) };
  }

  /** This process is to stop: whatever becomes of it, it did not die of what it has in hand. */
  async giveBackAll(): Promise<void> {
    for (const { job, subject } of this.inHand) await this.underWay.giveBack(job, subject).catch(() => undefined);
  }

  /** False when it has been left alone long enough to be tried once more. */
  private async isStopped(duty: Duty, subject: string, deaths: number, error: string): Promise<boolean> {
    const { job } = duty;
    if (duty.leaveOut !== undefined) {
      await duty.leaveOut(subject, error);
      await this.underWay.end(job, subject);
      return true;
    }
    const at = this.wallClock.now();
    const quietUntil = new Date(Date.parse(at) + QUIET_MS).toISOString();
    const stopped = await this.database.transaction('system', (tx) =>
      noteDeaths(tx, { job, subject, error, at, deaths, quietUntil }),
    );
    if (stopped) await this.underWay.giveBack(job, subject);
    return stopped;
  }
}

const sentenceOf = (deaths: number): string =>
  `Le programme s’est arrêté net ${String(deaths)} fois de suite en le faisant, sans en dire la cause : voyez la mémoire de la machine et le journal du système, puis réessayez.`;
