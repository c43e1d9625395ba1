import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSubscription, type Subscription } from '#domain/mail/kinds';
import type { Period } from '#domain/values/local-date';
import { secretNamed } from '#storage/access/secrets';
import type { Tx } from '#storage/database';
import type { Mailer } from '../ports/mailer';

/** How messages go out. */
export interface MailSettings {
  /** `smtp://user:password@host:587`; never to be logged. */
  readonly smtpUrl: string;
  /** Who they come from: `Taux Juste <taux@exemple.fr>`. */
  readonly from: string;
  /** Where their links lead, without a final slash. */
  readonly publicUrl: string;
}

/** What messages need: the way out and the address of the pages; neither where no mail is configured. */
export class PostOffice {
  constructor(
    readonly mailer: Mailer | null,
    private readonly publicUrl: string | null,
  ) {}

  /** Where no mail is configured nothing is written either, and the pages say so. */
  get isOpen(): boolean {
    return this.mailer !== null && this.publicUrl !== null;
  }

  /** Name of the house in message numbers. */
  get domain(): string {
    return this.publicUrl === null ? 'localhost' : new URL(this.publicUrl).hostname;
  }

  // The addresses of pages are the pages' own; a test keeps these to them.
  invitation(token: string): string {
    return `${this.publicUrl ?? ''}/invitation/${token}`;
  }

  month(period: Period): string {
    return `${this.publicUrl ?? ''}/taches?mois=${period}`;
  }

  unsubscribe(token: string): string {
    return `${this.publicUrl ?? ''}/desabonnement/${token}`;
  }
}

const KEY_BYTES = 32;

/** The key that signs the links by which people end messages. */
export const unsubscribeKey = (tx: Tx): Promise<string> =>
  secretNamed(tx, 'unsubscribe', randomBytes(KEY_BYTES).toString('base64url'));

const signatureOf = (key: string, about: string): Buffer => createHmac('sha256', key).update(about).digest();

/** Proves, alone, that its holder received a message of that kind: it can end them and nothing else. */
export function unsubscribeToken(key: string, accountId: number, kind: Subscription): string {
  const about = `${String(accountId)}.${kind}`;
  return `${about}.${signatureOf(key, about).toString('base64url')}`;
}

/** Who and what a token is about; null when it is not one of ours. */
export function readUnsubscribeToken(
  key: string,
  token: string,
): { readonly accountId: number; readonly kind: Subscription } | null {
  const [, id = '', kind = '', signature = ''] = /^([1-9]\d{0,14})\.([A-Z]+)\.([\w-]{43})$/.exec(token) ?? [];
  if (!isSubscription(kind)) return null;
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(key, `${id}.${kind}`);
  return given.length === right.length && timingSafeEqual(given, right) ? { accountId: Number(id), kind } : null;
}
