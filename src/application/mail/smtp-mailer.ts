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
  }

  async send({ to, messageId, subject, text, html, unsubscribe }: Message): Promise<Delivery> {
    const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated' };
    if (unsubscribe !== null) {
      headers['List-Unsubscribe'] = `<${unsubscribe}>`;
      headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    }
    try {
      await this.transport.sendMail({ from: this.from, to, messageId, subject, text, html, headers });
      return { kind: 'TAKEN' };
    } catch (error) {
      return deliveryOf(error);
    }
  }
}

function deliveryOf(error: unknown): Delivery {
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  if (OF_SERVER.includes(code)) return { kind: 'LATER', why, down: true };
  return answer >= PERMANENT ? { kind: 'REFUSED', why } : { kind: 'LATER', why, down: false };
}
