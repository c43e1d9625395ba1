import { Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import { Mailer, type Delivery, type Message } from '../ports/mailer';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
/** Of the server as a whole, not of one message. */
const OF_SERVER: readonly string[] = ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'EAUTH', 'ETLS', 'EPROTOCOL'];
const PERMANENT = 500;

/** Sends by the SMTP server of the house. */
export class SmtpMailer extends Mailer {
  private readonly transport;
  /** What is to be done before the end of each message under way, by its number. */
  private readonly handingOver = new Map<string, () => Promise<void>>();

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({
      url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transport.use('stream', ({ message, data }, ready) => {
      message.transform(() => endingAfter(this.handingOver.get(data.messageId ?? '')));
      ready();
    });
  }

  async send(
    { to, messageId, subject, text, html, unsubscribe }: Message,
    handOver: () => Promise<void>,
  ): Promise<Delivery> {
    let handedOver = false;
    this.handingOver.set(messageId, async () => {
      await handOver();
      handedOver = true;
    });
    const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated' };
    if (unsubscribe !== null) {
      headers['List-Unsubscribe'] = `<${unsubscribe}>`;
      headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    }
    try {
      await this.transport.sendMail({ from: this.from, to, messageId, subject, text, html, headers });
      return { kind: 'TAKEN' };
    } catch (error) {
      return deliveryOf(error, handedOver);
    } finally {
      this.handingOver.delete(messageId);
    }
  }
}

/** Lets a message through, and does something before it lets its end through. */
const endingAfter = (work: (() => Promise<void>) | undefined): Transform =>
  new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      done(null, chunk);
    },
    flush: (done) => {
      (work?.() ?? Promise.resolve()).then(() => {
        done();
      }, done);
    },
  });

function deliveryOf(error: unknown, handedOver: boolean): Delivery {
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  if (handedOver && answer === 0) return { kind: 'UNCLEAR', why };
  if (OF_SERVER.includes(code)) return { kind: 'LATER', why, down: true };
  return answer >= PERMANENT ? { kind: 'REFUSED', why } : { kind: 'LATER', why, down: false };
}
