import { Injectable } from '@nestjs/common';
import { parseWrittenDate } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { replaySince } from '#storage/events/deliveries';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay, startOfParisDay } from '../ports/paris';
import { endpointEntry } from './endpoint-entry';
import { findEndpoint } from './find-endpoint';

/** Sends an address again everything it wants that happened since a day, in order and under the same numbers. */
@Injectable()
export class ReplayEvents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `since` is a day in Paris, as typed: JJ/MM/AAAA or ISO. How many events that is. */
  run(id: number, since: string, { actor, scope }: Caller): Promise<Result<number>> {
    return this.database.transaction(scope, async (tx) => {
      const found = await findEndpoint(tx, id, scope);
      if (!found.ok) return found;
      const day = parseWrittenDate(since);
      const at = this.clock.now();
      if (!day.ok) return day;
      if (day.value > parisDay(at))
        return refused('REPRISE_FUTURE', `La date de reprise ${since} est dans le futur : donnez un jour passé.`);
      const events = await replaySince(tx, id, startOfParisDay(day.value));
      const act = { at, actor, more: { since: day.value, events } };
      await appendEntries(tx, [endpointEntry(found.value, 'webhook.replayed', act)]);
      return accepted(events);
    });
  }
}
