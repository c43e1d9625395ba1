import type { FastifySessionObject } from '@fastify/session';
import type { Viewer } from '#application/access/viewer';

declare module 'fastify' {
  interface Session {
    /** Who is signed in, read with the session and never stored in it. */
    viewer?: Viewer | null;
    /** Of a session that was read, as opposed to a new one. */
    restored?: boolean;
    /** Set once, when somebody signs in. */
    accountId?: number;
    /** Browser and system in words, shown to the owner of the session. */
    agent?: string;
    /** Said once, on top of the next page. */
    notice?: string;
    /** What a sign-in by the identity provider must give back. */
    provider?: { readonly state: string; readonly nonce: string; readonly verifier: string; readonly to: string };
  }
}

/** What the pages of access need of a request. */
export interface Visit {
  readonly url: string;
  readonly ip: string;
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  session: FastifySessionObject;
}

/** Puts a person in a session of their own: a new one, so that whoever knew the former number knows nothing. */
export async function openSession(visit: Visit, accountId: number): Promise<void> {
  await visit.session.regenerate();
  visit.session.accountId = accountId;
  // Kept with the answer, as every session that changed.
  visit.session.agent = agentWords(visit.headers['user-agent']);
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** `Firefox, Windows`: enough to know one's own again, and nothing more is kept of what a browser tells. */
function agentWords(userAgent: string | string[] | undefined): string {
  const text = typeof userAgent === 'string' ? userAgent : '';
  const named = (names: typeof BROWSERS): string[] => {
    const found = names.find(([pattern]) => pattern.test(text));
    return found === undefined ? [] : [found[1]];
  };
  const words = [...named(BROWSERS), ...named(SYSTEMS)];
  return words.length === 0 ? 'Navigateur inconnu' : words.join(', ');
}
