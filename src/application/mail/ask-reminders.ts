import { Injectable } from '@nestjs/common';
import { closingsNear, type Closing } from '#domain/mail/closing';
import { reminderLetter } from '#domain/mail/letters';
import { Database, type Tx } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { PostOffice } from './post-office';
import { tellPeople } from './tell-people';

/** Reminds, in the days before a DSN is due, whoever still has tasks for its payroll; how many messages are new. */
@Injectable()
export class AskReminders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
  ) {}

  async run(): Promise<number> {
    if (!this.office.isOpen) return 0;
    const near = closingsNear(parisDay(this.clock.now()));
    let asked = 0;
    for (const closing of near) asked += await this.database.transaction('system', (tx) => this.remind(tx, closing));
    return asked;
  }

  private remind(tx: Tx, closing: Closing): Promise<number> {
    const { dueDay, dueOn, period } = closing;
    const telling = { kind: 'REMINDER', cause: dueOn, month: period, dueDay } as const;
    return tellPeople(tx, telling, this.office, this.wallClock.now(), (months, unsubscribe) =>
      reminderLetter(closing, months, unsubscribe),
    );
  }
}
