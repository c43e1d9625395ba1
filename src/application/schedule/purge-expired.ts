import { Injectable } from '@nestjs/common';
import { RETENTION, type RetentionPeriod } from '#domain/schedule/retention';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { purge } from '#storage/schedule/purge';
import { minutesFrom } from '../access/moments';
import { Clock, WallClock } from '../ports/clock';

const MINUTES_IN_A_DAY = 1_440;

export interface PurgedRows extends Pick<RetentionPeriod, 'what' | 'title'> {
  readonly rows: number;
}

/** Erases what has been kept for as long as it serves, and writes in the journal how much of what. */
@Injectable()
export class PurgeExpired {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(actor: string): Promise<readonly PurgedRows[]> {
    const at = this.clock.now();
    const wall = this.wallClock.now();
    return this.database.transaction('system', async (tx) => {
      const purged: PurgedRows[] = [];
      for (const { what, title, days } of RETENTION) {
        // Runs are dated by the clock that NOW sets, all the rest by that of the people who wait for it. A clock that is
        // ahead must not erase what is still in use: the earlier of the two counts.
        const now = at < wall ? at : wall;
        purged.push({ what, title, rows: await purge(tx, what, minutesFrom(now, -days * MINUTES_IN_A_DAY)) });
      }
      const body = Object.fromEntries(purged.filter(({ rows }) => rows > 0).map(({ what, rows }) => [what, rows]));
      const about = { siren: null, siret: null, covers: null };
      if (Object.keys(body).length > 0)
        await appendEntries(tx, [{ at, actor, action: 'retention.purged', body, ...about }]);
      return purged;
    });
  }
}
