import { fastifyCookie } from '@fastify/cookie';
import { fastifyCsrfProtection } from '@fastify/csrf-protection';
import { fastifyHelmet } from '@fastify/helmet';
import { fastifySession } from '@fastify/session';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EndSession } from '#application/access/end-session';
import { LoadSession } from '#application/access/load-session';
import { SaveSession } from '#application/access/save-session';
import { SessionSecret } from '#application/access/session-secret';
import type { AccessSettings } from '#config/access-settings';
import type { WithViewer } from '../page/access';
import { AccessGuard, type FormCheck } from './access.guard';
import { KeptSessions } from './session-store';

const COOKIE = 'taux-juste';

/** Headers, session and guard, before any page: nothing is served without them. */
export async function securePages(pages: NestFastifyApplication, settings: AccessSettings): Promise<void> {
  const secure = settings.publicUrl?.startsWith('https:') === true;
  await pages.register(fastifyHelmet, headersOf(secure));
  await pages.register(fastifyCookie);
  await pages.register(fastifySession, {
    secret: settings.sessionSecret ?? (await pages.get(SessionSecret).run()),
    // The prefix makes the browser itself refuse one set by another host or without TLS.
    cookieName: secure ? `__Host-${COOKIE}` : COOKIE,
    // No `maxAge`: it leaves with the browser, and the base says when it ends.
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    saveUninitialized: false,
    rolling: false,
    store: new KeptSessions(pages.get(LoadSession), pages.get(SaveSession), pages.get(EndSession), settings.limits),
  });
  await pages.register(fastifyCsrfProtection, { sessionPlugin: '@fastify/session', getToken: tokenOf });
  const server = pages.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, _reply, done) => {
    const { viewer } = request.session;
    if (viewer !== undefined && viewer !== null) (request as WithViewer).viewer = viewer;
    done();
  });
  const isOurForm: FormCheck = (request) =>
    new Promise((resolve) => {
      const check: FormVerdict = server;
      check.csrfProtection(request, { send: () => resolve(false) }, () => resolve(true));
    });
  pages.useGlobalGuards(new AccessGuard(pages.get(Reflector), isOurForm));
}

/** The plugin answers by itself unless it is asked in its own words; here the guard answers, in French. */
interface FormVerdict {
  csrfProtection(request: unknown, reply: { send: (error: Error) => void }, done: () => void): void;
}

interface WithToken {
  readonly body: unknown;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** In the body; in the address when the body holds files and is read later; in a header when a script asks. */
function tokenOf({ body, query, headers }: WithToken): string | undefined {
  for (const place of [body, query]) {
    if (typeof place !== 'object' || place === null || !('_csrf' in place)) continue;
    if (typeof place._csrf === 'string') return place._csrf;
  }
  const header = headers['x-csrf-token'];
  return typeof header === 'string' ? header : undefined;
}

/** Nothing is loaded from elsewhere, nothing is sent elsewhere, nothing written in a page runs. */
const headersOf = (secure: boolean): Parameters<typeof fastifyHelmet>[1] => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  // Within the pages, so that a form sent after the session ended leads back to its page.
  referrerPolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  hsts: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
});
