import { Injectable } from '@nestjs/common';
import { nextAttemptIn } from '#domain/mail/retry';
import { Database, type Tx } from '#storage/database';
import { countWaiting, delayMail, endMail, takeDueMail, type DueMail } from '#storage/mail/outbox';
import { minutesFrom } from '../access/moments';
import { WallClock } from '../ports/clock';
import type { Delivery, Mailer } from '../ports/mailer';
import { PostOffice } from './post-office';

/** How long a message that is being sent is left alone: longer than the slowest server takes. */
const LEASE_MINUTES = 5;

export interface MailRound {
  readonly sent: number;
  /** Refused for good, or given up after two days. */
  readonly failed: number;
  /** Not sent yet: they are tried again later. */
  readonly waiting: number;
}

/**
 * Sends what is due. A message is taken by one sender at a time and marked as soon as the server has it. Between the
 * two a crash makes it go out once more: SMTP has no way to exclude this, and the same message number lets a mailbox
 * see that it is the same.
 */
@Injectable()
export class SendMails {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
  ) {}

  async run(): Promise<MailRound> {
    let [sent, failed] = [0, 0];
    const { mailer } = this.office;
    for (let mail = mailer === null ? null : await this.take(); mailer !== null && mail !== null;) {
      const { outcome, down } = await this.deliver(mail, mailer);
      if (outcome === 'SENT') sent += 1;
      if (outcome === 'REFUSED' || outcome === 'GIVEN_UP') failed += 1;
      mail = down ? null : await this.take();
    }
    return { sent, failed, waiting: await this.transaction(countWaiting) };
  }

  private take(): Promise<DueMail | null> {
    const now = this.wallClock.now();
    return this.transaction((tx) => takeDueMail(tx, now, minutesFrom(now, LEASE_MINUTES)));
  }

  private async deliver(mail: DueMail, mailer: Mailer) {
    const { id, key, email, letter, wanted } = mail;
    if (!wanted) return this.end(mail, 'UNWANTED', null);
    const messageId = `<${key.toLowerCase().replaceAll(':', '.')}.${String(id)}@${this.office.domain}>`;
    const delivery = await mailer.send({ ...letter, to: email, messageId });
    if (delivery.kind === 'TAKEN') return this.end(mail, 'SENT', null);
    return delivery.kind === 'REFUSED' ? this.end(mail, 'REFUSED', delivery.why) : this.later(mail, delivery);
  }

  private async later(mail: DueMail, { why, down }: Extract<Delivery, { kind: 'LATER' }>) {
    const wait = nextAttemptIn(mail.attempts);
    if (wait === null) return this.end(mail, 'GIVEN_UP', why);
    await this.transaction((tx) => delayMail(tx, mail.id, minutesFrom(this.wallClock.now(), wait), why));
    return { outcome: null, down };
  }

  private async end({ id }: DueMail, outcome: Parameters<typeof endMail>[2], error: string | null) {
    await this.transaction((tx) => endMail(tx, id, outcome, error, this.wallClock.now()));
    return { outcome, down: false };
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction('system', work);
  }
}
