import { Injectable } from '@nestjs/common';
import { nextAttemptIn } from '#domain/mail/retry';
import { Database, type Tx } from '#storage/database';
import {
  countWaiting,
  delayMail,
  endMail,
  handOver,
  takeDueMail,
  type DueMail,
  type MailOutcome,
} from '#storage/mail/outbox';
import { minutesFrom } from '../access/moments';
import { WallClock } from '../ports/clock';
import type { Delivery, Mailer } from '../ports/mailer';
import { PostOffice } from './post-office';

/** How long a message that is being sent is left alone: longer than the slowest server takes. */
const LEASE_MINUTES = 5;

const FAILURES: ReadonlySet<MailOutcome> = new Set(['REFUSED', 'GIVEN_UP', 'UNCLEAR']);

export interface MailRound {
  readonly sent: number;
  /** Refused for good, given up after two days, or handed over without ever an answer. */
  readonly failed: number;
  /** Not sent yet: they are tried again later. */
  readonly waiting: number;
}

/**
 * Sends what is due, each message once. It is taken by one sender at a time, and marked before its last bytes go out: a
 * crash or a broken line before that leaves it to be sent again; after it nobody can know whether it arrived, as SMTP
 * has no way to ask, and it is not sent twice (see docs/decisions/0021).
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
      if (outcome !== null && FAILURES.has(outcome)) failed += 1;
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
    if (mail.handedOver) return this.end(mail, 'UNCLEAR', 'L’envoi s’est arrêté après la remise au serveur');
    if (!wanted) return this.end(mail, 'UNWANTED', null);
    const messageId = `<${key.toLowerCase().replaceAll(':', '.')}.${String(id)}@${this.office.domain}>`;
    const delivery = await mailer.send({ ...letter, to: email, messageId }, () => this.handOver(mail));
    if (delivery.kind === 'TAKEN') return this.end(mail, 'SENT', null);
    if (delivery.kind === 'LATER') return this.later(mail, delivery);
    return this.end(mail, delivery.kind, delivery.why);
  }

  private async handOver(mail: DueMail): Promise<void> {
    const isOurs = await this.transaction((tx) => handOver(tx, mail, this.wallClock.now()));
    if (!isOurs) throw new Error(`Le message ${mail.id} est parti par un autre envoi.`);
  }

  private async later(mail: DueMail, { why, down }: Extract<Delivery, { kind: 'LATER' }>) {
    const wait = nextAttemptIn(mail.attempts);
    if (wait === null) return this.end(mail, 'GIVEN_UP', why);
    await this.transaction((tx) => delayMail(tx, mail.id, minutesFrom(this.wallClock.now(), wait), why));
    return { outcome: null, down };
  }

  private async end({ id }: DueMail, outcome: MailOutcome, error: string | null) {
    await this.transaction((tx) => endMail(tx, id, outcome, error, this.wallClock.now()));
    return { outcome, down: false };
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction('system', work);
  }
}
