import { Injectable } from '@nestjs/common';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { lastGivenUp, type Endpoint, type GivenUpEvent } from '#storage/events/endpoints';
import type { Caller } from '../access/caller';
import { findEndpoint } from './find-endpoint';

const SHOWN = 20;

export interface EndpointDetail {
  readonly endpoint: Endpoint;
  /** The last ones that it never took, the newest first. */
  readonly givenUp: readonly GivenUpEvent[];
}

/** One address that events are sent to. */
@Injectable()
export class ReadEndpoint {
  constructor(private readonly database: Database) {}

  run(id: number, { scope }: Caller): Promise<Result<EndpointDetail>> {
    return this.database.transaction(scope, async (tx) => {
      const found = await findEndpoint(tx, id, scope);
      if (!found.ok) return found;
      return accepted({ endpoint: found.value, givenUp: await lastGivenUp(tx, id, SHOWN) });
    });
  }
}
