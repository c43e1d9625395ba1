import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { addSecret } from '#storage/events/secrets';
import { minutesFrom } from '../access/moments';
import type { Caller } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';
import type { CreatedEndpoint } from './create-endpoint';
import { endpointEntry } from './endpoint-entry';
import { findEndpoint } from './find-endpoint';
import { freshSecret, sealed, sealingKey } from './secret';

/** How long the former secret signs beside the new one, so that a receiver can change without missing an event. */
const BOTH_MINUTES = 24 * 60;

export interface RotatedSecret extends CreatedEndpoint {
  readonly formerUntil: string;
}

/** Gives an address a new secret; the former one signs too for a day. */
@Injectable()
export class RotateSecret {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  run(id: number, { actor, scope }: Caller): Promise<Result<RotatedSecret>> {
    return this.database.transaction(scope, async (tx) => {
      const found = await findEndpoint(tx, id, scope);
      if (!found.ok) return found;
      const at = this.wallClock.now();
      const formerUntil = minutesFrom(at, BOTH_MINUTES);
      const secret = freshSecret();
      await addSecret(tx, id, sealed(secret, id, await sealingKey(tx)), { at, formerUntil });
      const act = { at: this.clock.now(), actor, more: { formerUntil } };
      await appendEntries(tx, [endpointEntry(found.value, 'webhook.secret_rotated', act)]);
      return accepted({ id, url: found.value.url, secret, formerUntil });
    });
  }
}
