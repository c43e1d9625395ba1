import type { WithViewer } from './access';
import type { RequestContext } from './request-context';

/** What the pages need of Fastify's request and reply; session and token are absent on a server without sign-in. */
export interface PageRequest extends WithViewer {
  readonly url: string;
  readonly session?: { notice?: string };
}

export interface PageReply {
  code(status: number): PageReply;
  header(name: string, value: string): PageReply;
  generateCsrf?(): string;
}

export const requestContextOf = ({ url, viewer }: PageRequest, reply: PageReply): RequestContext => ({
  viewer: viewer ?? null,
  // Only a page with a form needs a token, and with it a session: a visitor's error page needs neither.
  get csrf() {
    return reply.generateCsrf?.() ?? '';
  },
  url,
});
