import { Injectable } from '@nestjs/common';
import { digestLetter } from '#domain/mail/letters';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { PostOffice } from './post-office';
import { tellPeople } from './tell-people';

/** Writes the digest of the month to whoever has something to do and has not had it yet; how many are new. */
@Injectable()
export class AskDigests {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
  ) {}

  async run(): Promise<number> {
    if (!this.office.isOpen) return 0;
    const month = parisMonth(this.clock.now());
    const telling = { kind: 'DIGEST', cause: month, month, dueDay: null } as const;
    return this.database.transaction('system', (tx) =>
      tellPeople(tx, telling, this.office, this.wallClock.now(), digestLetter),
    );
  }
}
