import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { setActive, type Endpoint } from '#storage/events/endpoints';
import type { Caller } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';
import { endpointEntry } from './endpoint-entry';
import { findEndpoint } from './find-endpoint';

/** Stops sending to an address, or takes it up again; what happens in between is not kept for it, what waited goes on. */
@Injectable()
export class SwitchEndpoint {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  run(id: number, active: boolean, { actor, scope }: Caller): Promise<Result<Endpoint>> {
    return this.database.transaction(scope, async (tx) => {
      const found = await findEndpoint(tx, id, scope);
      if (!found.ok || found.value.active === active) return found;
      await setActive(tx, id, active ? null : { at: this.wallClock.now(), because: 'PERSON' });
      const action = active ? 'webhook.enabled' : 'webhook.disabled';
      await appendEntries(tx, [endpointEntry(found.value, action, { at: this.clock.now(), actor })]);
      return accepted({ ...found.value, active });
    });
  }
}
