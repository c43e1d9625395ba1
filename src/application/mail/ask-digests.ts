import { Injectable } from '@nestjs/common';
import { digestLetter } from '#domain/mail/letters';
import { Database } from '#storage/database';
import { postMails } from '#storage/mail/outbox';
import { keyOf, whomToTell } from '#storage/mail/to-tell';
import { Clock, WallClock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { PostOffice, unsubscribeKey, unsubscribeToken } from './post-office';

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
    return this.database.transaction('system', async (tx) => {
      const key = await unsubscribeKey(tx);
      const mails = (await whomToTell(tx, telling)).map(({ accountId, email, months }) => {
        const counts = months.map((one) => ({ ...one, link: this.office.month(month) }));
        const end = this.office.unsubscribe(unsubscribeToken(key, accountId, telling.kind));
        const letter = digestLetter(counts, end);
        return { key: keyOf(telling, accountId), kind: telling.kind, accountId, email, letter };
      });
      return postMails(tx, mails, this.wallClock.now());
    });
  }
}
