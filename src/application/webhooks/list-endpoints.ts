import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { listEndpoints, type Endpoint } from '#storage/events/endpoints';
import type { Caller } from '../access/caller';

export type { Endpoint } from '#storage/events/endpoints';

/** Where events are sent, and how it goes. */
@Injectable()
export class ListEndpoints {
  constructor(private readonly database: Database) {}

  async run({ scope }: Caller): Promise<readonly Endpoint[]> {
    return scope === 'system' ? this.database.transaction(scope, listEndpoints) : [];
  }
}
