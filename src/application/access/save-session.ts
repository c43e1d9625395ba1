import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { insertSession, purgeSessions, updateSession } from '#storage/access/sessions';
import { WallClock } from '../ports/clock';
import { minutesFrom } from './moments';

export interface SessionToKeep {
  readonly id: string;
  /** False when it was loaded before: then it is only kept if nobody ended it meanwhile. */
  readonly fresh: boolean;
  readonly accountId: number | null;
  /** What the browser says it is, shown to its owner. */
  readonly agent: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SessionLimits {
  /** Without a request for this long, it ends. */
  readonly idleMinutes: number;
  /** It ends this long after sign-in, whatever happens. */
  readonly hours: number;
}

/** Somebody who has not signed in needs a session for as long as it takes to do so. */
const VISITOR_MINUTES = 60;

/** Keeps what a session holds. */
@Injectable()
export class SaveSession {
  constructor(
    private readonly database: Database,
    private readonly clock: WallClock,
  ) {}

  async run(session: SessionToKeep, { idleMinutes, hours }: SessionLimits): Promise<void> {
    const now = this.clock.now();
    const signedIn = session.accountId !== null;
    await this.database.transaction('system', async (tx) => {
      if (!session.fresh) return updateSession(tx, session);
      await purgeSessions(tx, now);
      await insertSession(tx, {
        ...session,
        now,
        endsAt: minutesFrom(now, signedIn ? idleMinutes : VISITOR_MINUTES),
        expiresAt: minutesFrom(now, signedIn ? hours * 60 : VISITOR_MINUTES),
      });
    });
  }
}
