import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { readSession, touchSession } from '#storage/access/sessions';
import { WallClock } from '../ports/clock';
import { minutesFrom } from './moments';
import { viewerOf, type Viewer } from './viewer';

export interface LoadedSession {
  readonly data: Readonly<Record<string, unknown>>;
  /** Null before sign-in, and as soon as the account is disabled. */
  readonly viewer: Viewer | null;
}

/** Being seen is noted once a minute, not at every request. */
const SEEN_AGAIN_MINUTES = 1;

/** The session that a browser holds, with the person behind it and their companies of today; null when it has ended. */
@Injectable()
export class LoadSession {
  constructor(
    private readonly database: Database,
    private readonly clock: WallClock,
  ) {}

  async run(id: string, idleMinutes: number): Promise<LoadedSession | null> {
    const now = this.clock.now();
    return this.database.transaction('system', async (tx) => {
      const session = await readSession(tx, id, now);
      if (session === null) return null;
      const { data, lastSeenAt, account } = session;
      if (minutesFrom(lastSeenAt, SEEN_AGAIN_MINUTES) <= now)
        await touchSession(tx, id, now, minutesFrom(now, idleMinutes));
      return { data, viewer: account === null ? null : viewerOf(account) };
    });
  }
}
