import { timingSafeEqual, createHash } from 'node:crypto';

/** What of a request says who asks. */
export interface Asker {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const FORWARDED = /^(?:x-forwarded-.*|forwarded|x-real-ip|x-client-ip|via)$/;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Who has the token; without one only this machine, and never somebody for whom a proxy on it asks. */
export function mayMeasure({ headers, socket }: Asker, token: string | null): boolean {
  if (token !== null) {
    const given = /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1] ?? '';
    return timingSafeEqual(digest(given), digest(token));
  }
  return LOOPBACK.includes(socket.remoteAddress ?? '') && !Object.keys(headers).some((name) => FORWARDED.test(name));
}
