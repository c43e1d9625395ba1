import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import {
  forgetLooks,
  rememberLook,
  rememberOutcome,
  seenReturns,
  type SeenReturn,
} from '#storage/deposits/source-returns';
import type { Refusal, Result } from '#domain/values/result';
import type { Caller } from '../access/caller';
import { refusalOfFailure } from '../failure';
import { WallClock } from '../ports/clock';
import { DocumentFailure, FeedSources, SourceFailure, type FeedSource, type FoundDocument } from '../ports/feed-source';
import { isBrokenOff, isForNow } from './deposit-refusals';
import { ReceiveDeposit, type Reception } from './receive-deposit';

/** How long a document that may be growing must stand still, in milliseconds. */
const STILL_MS = 10_000;

/** A source that fails so many times in a row is left alone until the next poll. */
const MOST_FAILURES = 3;

export interface PollReport {
  /** Sources that are configured. */
  readonly sources: number;
  /** Documents that became deposits. */
  readonly kept: number;
  readonly alreadyReceived: number;
  /** Documents that are no document of rates. */
  readonly refused: number;
  /** Documents that may still be growing. */
  readonly waiting: number;
  /** What went wrong, one French sentence each: tried again at the next poll. */
  readonly failures: readonly string[];
}

type Counts = { -readonly [Count in keyof Omit<PollReport, 'failures'>]: number } & { readonly failures: string[] };

/**
 * Keeps what has arrived at the sources since the last poll, one document after the other: each is remembered as soon
 * as it is kept, so that a poll that is killed goes on after it. Nothing of what fails is lost or keeps the rest waiting.
 */
@Injectable()
export class PollFeedSources {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly sources: FeedSources,
    private readonly receiveDeposit: ReceiveDeposit,
  ) {}

  /** Whether there is any source to ask. */
  isNeeded(): boolean {
    return this.sources.all.length > 0;
  }

  /** Never throws for a source; `stop` ends the poll between two documents. */
  async run(caller: Caller, stop?: AbortSignal): Promise<PollReport> {
    const counts: Counts = {
      ...{ sources: this.sources.all.length, kept: 0, alreadyReceived: 0, refused: 0, waiting: 0 },
      failures: [],
    };
    for (const source of this.sources.all) await this.poll(source, caller, counts, stop);
    return counts;
  }

  private async poll(source: FeedSource, caller: Caller, counts: Counts, stop?: AbortSignal): Promise<void> {
    const { origin } = source;
    const present: string[] = [];
    let inARow = 0;
    try {
      for await (const page of source.find()) {
        // A source may go from one list to the next for long, with nothing in any of them.
        if (isStopped(stop)) return;
        const keys = page.map(({ key }) => key);
        present.push(...keys);
        const seen = await this.database.transaction('system', (tx) => seenReturns(tx, origin, keys));
        for (const document of page) {
          if (isStopped(stop)) return;
          inARow = (await this.attempt(source, document, seen.get(document.key), caller, counts)) ? 0 : inARow + 1;
          if (inARow === MOST_FAILURES) return;
        }
      }
      await this.database.transaction('system', (tx) => forgetLooks(tx, origin, present));
    } catch (error) {
      counts.failures.push(sentenceOf(error));
    }
  }

  /** False when it failed for now in a way that others may share. */
  private async attempt(
    { origin }: FeedSource,
    document: FoundDocument,
    seen: SeenReturn | undefined,
    caller: Caller,
    counts: Counts,
  ): Promise<boolean> {
    try {
      if (seen?.outcome != null && seen.look === document.look) {
        // Its source could not put it away: a file that lies in a folder that nobody may write to is not read each time.
        if (document.look !== null) await document.settled(refusalOf(seen));
        return true;
      }
      if (document.look !== null && !(await this.standsStill(origin, document.key, document.look, seen))) {
        counts.waiting++;
        return true;
      }
      return await this.take(origin, document, caller, counts);
    } catch (error) {
      counts.failures.push(sentenceOf(error));
      return error instanceof DocumentFailure;
    }
  }

  private async standsStill(
    origin: FeedSource['origin'],
    key: string,
    look: string,
    seen: SeenReturn | undefined,
  ): Promise<boolean> {
    const now = this.wallClock.now();
    if (seen?.look === look) return Date.parse(now) - Date.parse(seen.seenAt) >= STILL_MS;
    await this.database.transaction('system', (tx) => rememberLook(tx, origin, key, look, now));
    return false;
  }

  private async take(
    origin: FeedSource['origin'],
    document: FoundDocument,
    caller: Caller,
    counts: Counts,
  ): Promise<boolean> {
    const { name } = document;
    const bytes = await document.open();
    const received = await this.receiveDeposit
      .run({ name, bytes, origin, companies: null }, caller)
      .finally(() => bytes.destroy());
    if (!received.ok && isForNow(received.refusal)) {
      counts.failures.push(received.refusal.message);
      return document.look !== null && isBrokenOff(received.refusal);
    }
    if (!received.ok) counts.refused++;
    else if (received.value.alreadyReceived) counts.alreadyReceived++;
    else counts.kept++;
    await this.settle(origin, document, received);
    return true;
  }

  private async settle(origin: FeedSource['origin'], document: FoundDocument, received: Result<Reception>) {
    const { key, look } = document;
    const deposit = received.ok ? received.value.deposit : null;
    const refusal = received.ok ? null : received.refusal;
    const remember = (): Promise<void> =>
      this.database.transaction('system', (tx) =>
        rememberOutcome(tx, origin, { key, look, deposit, reason: refusal?.message ?? null }, this.wallClock.now()),
      );
    if (look === null) await remember();
    try {
      await document.settled(refusal);
    } catch (error) {
      if (look !== null) await remember();
      throw error;
    }
  }
}

/** What was refused then is refused in the same words. */
const refusalOf = ({ reason }: SeenReturn): Refusal | null =>
  reason === null ? null : { code: 'DOCUMENT_REFUSE', message: reason };

const isStopped = (stop?: AbortSignal): boolean => stop?.aborted === true;

const sentenceOf = (error: unknown): string =>
  error instanceof SourceFailure ? error.message : refusalOfFailure(error).message;
