import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import {
  claimValue,
  forgetAnswers,
  freeValue,
  keepAnswer,
  keptRequest,
  leaseAgain,
  prolong,
  type Asked,
  type KeptAnswer,
  type KeptRequest,
} from '#storage/api/answers';
import { Database, type Tx } from '#storage/database';
import { minutesFrom } from '../access/moments';
import { WallClock } from '../ports/clock';

export type { Asked, KeptAnswer } from '#storage/api/answers';

/** SHA-256 of what a request carries: at once, or after a file that is read as it is worked on. */
export interface BodyDigest {
  readonly known: Buffer | null;
  /** Reads what is left of a file. */
  readonly whole: () => Promise<Buffer>;
}

export type Once =
  | { readonly kind: 'ANSWERED'; readonly answer: KeptAnswer; readonly isReplayed: boolean }
  /** Another attempt is at work. */
  | { readonly kind: 'BUSY' }
  /** The value stood for another request. */
  | { readonly kind: 'OTHER_REQUEST' };

const KEPT_MINUTES = 24 * 60;
const LEASE_MINUTES = 1;
/** Three signs of life within a lease. */
const SIGN_MS = 20_000;

type Turn = { readonly kind: 'MINE'; readonly id: number } | { readonly kind: 'KEPT'; readonly kept: KeptRequest };

/**
 * Does a write once per value of `Idempotency-Key` and answers those that repeat it. The value is taken before the work
 * and the answer kept after it, each in a transaction of its own. A process that dies between the commit of the work and
 * that of the answer leaves the value leased for a minute; who asks then has the work done again, so that every write
 * must itself bear being asked for twice. Answers are kept for 24 hours; one whose work threw is not.
 */
@Injectable()
export class AnswerOnce {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(asked: Asked, body: BodyDigest, work: () => Promise<KeptAnswer>): Promise<Once> {
    const attempt = randomUUID();
    const turn = await this.database.transaction('system', (tx) => this.turn(tx, asked, body.known, attempt));
    if (turn.kind === 'MINE') return this.work(turn.id, attempt, body, work);
    const { request, answer, body: keptBody } = turn.kept;
    if (!request.equals(asked.request)) return { kind: 'OTHER_REQUEST' };
    // Of a file that is still being read nothing can be compared: it is busy all the same.
    if (keptBody !== null && body.known !== null && !keptBody.equals(body.known)) return { kind: 'OTHER_REQUEST' };
    if (answer === null) return { kind: 'BUSY' };
    const isSame = keptBody?.equals(body.known ?? (await body.whole())) === true;
    return isSame ? { kind: 'ANSWERED', answer, isReplayed: true } : { kind: 'OTHER_REQUEST' };
  }

  private async turn(tx: Tx, asked: Asked, body: Buffer | null, attempt: string): Promise<Turn> {
    const at = this.wallClock.now();
    const lease = { attempt, at, until: minutesFrom(at, LEASE_MINUTES) };
    await forgetAnswers(tx, asked, minutesFrom(at, -KEPT_MINUTES));
    for (;;) {
      const fresh = await claimValue(tx, asked, body, lease);
      if (fresh !== null) return { kind: 'MINE', id: fresh };
      const kept = await keptRequest(tx, asked);
      // Freed between the two statements: taken at the next turn.
      if (kept === null) continue;
      const isAbandoned = kept.leasedUntil !== null && kept.leasedUntil <= at;
      if (!isAbandoned || !kept.request.equals(asked.request)) return { kind: 'KEPT', kept };
      if (kept.body !== null && body !== null && !kept.body.equals(body)) return { kind: 'KEPT', kept };
      await leaseAgain(tx, kept.id, body, lease);
      return { kind: 'MINE', id: kept.id };
    }
  }

  private async work(id: number, attempt: string, body: BodyDigest, work: () => Promise<KeptAnswer>): Promise<Once> {
    const signs = setInterval(() => void this.signOfLife(id, attempt), SIGN_MS);
    try {
      const answer = await this.worked(id, attempt, work);
      const whole = body.known ?? (await body.whole().catch(() => null));
      await this.database.transaction('system', (tx) =>
        // What was never read whole (a file refused for its size) cannot be told from another: asked anew, it is done anew.
        whole === null ? freeValue(tx, id, attempt) : keepAnswer(tx, { id, attempt, body: whole }, answer),
      );
      return { kind: 'ANSWERED', answer, isReplayed: false };
    } finally {
      clearInterval(signs);
    }
  }

  private async worked(id: number, attempt: string, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    try {
      return await work();
    } catch (error) {
      // Without the base the lease runs out by itself.
      await this.database.transaction('system', (tx) => freeValue(tx, id, attempt)).catch(() => undefined);
      throw error;
    }
  }

  private async signOfLife(id: number, attempt: string): Promise<void> {
    const until = minutesFrom(this.wallClock.now(), LEASE_MINUTES);
    await this.database.transaction('system', (tx) => prolong(tx, id, attempt, until)).catch(() => undefined);
  }
}
