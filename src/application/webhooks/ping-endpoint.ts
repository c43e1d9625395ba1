import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { bodyOf, messageIdOf } from '#domain/events/event';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { hasten } from '#storage/events/deliveries';
import { secretsOf } from '#storage/events/secrets';
import type { Caller } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';
import { WebhookSender, type WebhookAnswer } from '../ports/webhook-sender';
import { endpointEntry } from './endpoint-entry';
import { findEndpoint } from './find-endpoint';
import { sealingKey, signedHeaders, unsealed } from './secret';

/** Sends an address one message of no consequence, at once and once, and says what it answered. */
@Injectable()
export class PingEndpoint {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly sender: WebhookSender,
  ) {}

  async run(id: number, { actor, scope }: Caller): Promise<Result<WebhookAnswer>> {
    const at = this.wallClock.now();
    const found = await this.database.transaction(scope, async (tx) => {
      const endpoint = await findEndpoint(tx, id, scope);
      if (!endpoint.ok) return endpoint;
      const key = await sealingKey(tx);
      const secrets = (await secretsOf(tx, id, at)).map((stored) => unsealed(stored, id, key));
      return accepted({ endpoint: endpoint.value, secrets });
    });
    if (!found.ok) return found;
    const { endpoint, secrets } = found.value;
    const body = bodyOf({ type: 'endpoint.ping', timestamp: at, data: { endpoint: id } });
    const headers = signedHeaders({ messageId: messageIdOf(randomUUID()), body, at }, secrets);
    const answer = await this.sender.send({ url: endpoint.url, headers, body }, new AbortController().signal);
    await this.database.transaction(scope, async (tx) => {
      if (answer.kind === 'TAKEN') await hasten(tx, id);
      const act = { at: this.clock.now(), actor, more: { answer } };
      await appendEntries(tx, [endpointEntry(endpoint, 'webhook.pinged', act)]);
    });
    return accepted(answer);
  }
}
