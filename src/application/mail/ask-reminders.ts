import { Injectable } from '@nestjs/common';
import { closingsNear, type Closing } from '#domain/mail/closing';
import { reminderLetter } from '#domain/mail/letters';
import { Database, type Tx } from '#storage/database';
import { postMails } from '#storage/mail/outbox';
import { keyOf, whomToTell } from '#storage/mail/to-tell';
import { Clock, WallClock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { PostOffice, unsubscribeKey, unsubscribeToken } from './post-office';

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

  private async remind(tx: Tx, closing: Closing): Promise<number> {
    const { dueDay, dueOn, period } = closing;
    const telling = { kind: 'REMINDER', cause: dueOn, month: period, dueDay } as const;
    const key = await unsubscribeKey(tx);
    const mails = (await whomToTell(tx, telling)).map(({ accountId, email, months }) => {
      const counts = months.map((one) => ({ ...one, link: this.office.month(period) }));
      const end = this.office.unsubscribe(unsubscribeToken(key, accountId, telling.kind));
      const letter = reminderLetter(closing, counts, end);
      return { key: keyOf(telling, accountId), kind: telling.kind, accountId, email, letter };
    });
    return postMails(tx, mails, this.wallClock.now());
  }
}
