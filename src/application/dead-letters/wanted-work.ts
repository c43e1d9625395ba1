import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { quietSubjects } from '#storage/dead-letters/dead-letters';
import type { Duty } from '../duties/duty';
import { WallClock } from '../ports/clock';

/** What a sweep rings for: what rows call for, without what has failed too often and is left alone for now. */
@Injectable()
export class WantedWork {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(duty: Duty): Promise<readonly string[]> {
    const wanted = await duty.wanted();
    if (wanted.length === 0) return [];
    const quiet = await this.database.transaction('system', (tx) => quietSubjects(tx, duty.job, this.wallClock.now()));
    return wanted.filter((subject) => !quiet.includes(subject));
  }
}
