import { Injectable } from '@nestjs/common';
import { sessionsOf, type OpenSession } from '#storage/access/sessions';
import { Database } from '#storage/database';
import { WallClock } from '../ports/clock';
import type { Viewer } from './viewer';

export type { OpenSession } from '#storage/access/sessions';

/** Where a person is signed in, last used first. */
@Injectable()
export class ListSessions {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run({ accountId }: Viewer, current: string | null): Promise<readonly OpenSession[]> {
    const now = this.wallClock.now();
    return this.database.transaction('system', (tx) => sessionsOf(tx, accountId, current, now));
  }
}
