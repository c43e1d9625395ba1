import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { bodyOf, messageIdOf } from '#domain/events/event';
import { waitAfter } from '#domain/events/retry';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import {
  endpointsToServe,
  markDelivered,
  markFailed,
  releaseEndpoint,
  takeDelivery,
  type Attempt,
  type DueDelivery,
} from '#storage/events/deliveries';
import { endpointToChange, setActive } from '#storage/events/endpoints';
import { secretsOf } from '#storage/events/secrets';
import { Clock, WallClock } from '../ports/clock';
import { WebhookSender, type WebhookAnswer } from '../ports/webhook-sender';
import { endpointEntry } from './endpoint-entry';
import { sealingKey, signedHeaders, unsealed } from './secret';

/** Longer than any attempt takes: who is silent for so long is dead, and another takes over. */
const LEASE_MS = 60_000;
/** A round ends by itself before its duty is told to stop: what is left is rung for again. */
const ROUND_MS = 30_000;
const LUCK = 2 ** 32;

export interface DeliveryRound {
  readonly delivered: number;
  /** An attempt that failed ends the round, as later events wait behind it. */
  readonly failed: number;
  /** Of these, given up after three days. */
  readonly givenUp: number;
}

/** An attempt that is written down and about to be made. */
interface Prepared {
  readonly delivery: DueDelivery;
  readonly secrets: readonly string[];
}

/**
 * Sends an endpoint its events, one after the other in the order of the facts. Each attempt is written down before it is
 * made, under a lease that keeps others away without a transaction: a crash makes an event go out again under the same
 * number, so that it comes at least once on the wire and exactly once by its key.
 */
@Injectable()
export class DeliverEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly sender: WebhookSender,
  ) {}

  /** The endpoints to which something is due. */
  wanted(): Promise<readonly number[]> {
    return this.transaction((tx) => endpointsToServe(tx, this.wallClock.now()));
  }

  async run(endpointId: number, stop: AbortSignal): Promise<DeliveryRound> {
    const owner = randomUUID();
    const until = later(this.wallClock.now(), ROUND_MS);
    const round = { delivered: 0, failed: 0, givenUp: 0 };
    try {
      while (!stop.aborted && round.failed === 0 && this.wallClock.now() < until) {
        const prepared = await this.prepare(endpointId, owner);
        if (prepared === null) break;
        const answer = await this.attempt(prepared, stop);
        const end = await this.transaction((tx) => this.note(tx, endpointId, prepared.delivery, answer, stop));
        round[end === 'DELIVERED' ? 'delivered' : 'failed'] += 1;
        if (end === 'GIVEN_UP') round.givenUp += 1;
      }
      return round;
    } finally {
      await this.transaction((tx) => releaseEndpoint(tx, endpointId, owner));
    }
  }

  private prepare(endpointId: number, owner: string): Promise<Prepared | null> {
    const now = this.wallClock.now();
    return this.transaction(async (tx) => {
      const delivery = await takeDelivery(tx, endpointId, { owner, now, until: later(now, LEASE_MS) });
      if (delivery === null) return null;
      const key = await sealingKey(tx);
      const secrets = (await secretsOf(tx, endpointId, now)).map((stored) => unsealed(stored, endpointId, key));
      return { delivery, secrets };
    });
  }

  private attempt({ delivery, secrets }: Prepared, stop: AbortSignal): Promise<WebhookAnswer> {
    const { url, type, at: timestamp, data } = delivery;
    const body = bodyOf({ type, timestamp, data });
    const messageId = messageIdOf(delivery.key);
    return this.sender.send(
      { url, body, headers: signedHeaders({ messageId, body, at: this.wallClock.now() }, secrets) },
      stop,
    );
  }

  private async note(
    tx: Tx,
    endpointId: number,
    delivery: DueDelivery,
    answer: WebhookAnswer,
    stop: AbortSignal,
  ): Promise<'DELIVERED' | 'LATER' | 'GIVEN_UP'> {
    const at = this.wallClock.now();
    const attempt: Attempt = { endpointId, eventId: delivery.eventId, at };
    if (answer.kind === 'TAKEN') {
      await markDelivered(tx, attempt);
      return 'DELIVERED';
    }
    if (answer.kind === 'GONE') {
      await markFailed(tx, attempt, 'Réponse 410 : le destinataire ne veut plus rien', at);
      await this.close(tx, endpointId, at);
      return 'LATER';
    }
    if (stop.aborted) {
      // It is we who hung up: the next worker goes on at once.
      await markFailed(tx, attempt, answer.why, at);
      return 'LATER';
    }
    const triedFor = Date.parse(at) - Date.parse(delivery.firstAttemptAt);
    const wait = waitAfter(delivery.attempts, triedFor, randomInt(LUCK) / LUCK);
    await markFailed(tx, attempt, answer.why, wait === null ? null : later(at, wait));
    return wait === null ? 'GIVEN_UP' : 'LATER';
  }

  /** The receiver is gone: whoever looks after it is told by the page and the journal. */
  private async close(tx: Tx, id: number, at: string): Promise<void> {
    const endpoint = await endpointToChange(tx, id);
    if (endpoint?.active !== true) return;
    await setActive(tx, id, { at, because: 'GONE' });
    const act = { at: this.clock.now(), actor: 'système : webhooks' };
    await appendEntries(tx, [endpointEntry(endpoint, 'webhook.gone', act)]);
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction('system', work);
  }
}

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
