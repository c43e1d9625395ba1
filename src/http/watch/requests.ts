import { trace } from '@opentelemetry/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenKey } from '#application/api/open-by-key';
import { correlated, correlationId, correlationOf } from '#application/correlation';
import type { WithViewer } from '../page/access';
import { PATHS } from '../paths';
import { countRequest } from './request-metrics';

/** Tells one answered request; a routine one is nobody's visit. */
export type RequestLog = (facts: RequestFacts, isRoutine: boolean) => void;

/** What is told of a request: its pattern and never its address, which may hold a token, nor anything it carried. */
export interface RequestFacts {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Of the person, or of the key of a program. */
  readonly account?: number;
  readonly key?: number;
}

/** Asked by machines every few seconds, or for each page. */
const ROUTINE = ['/health/', '/metrics', PATHS.assets];

/** The id under which a request is known, for the server that makes it. */
export const requestId = ({ headers }: { readonly headers: NodeJS.Dict<string | string[]> }): string =>
  correlationOf(headers);

/** Each request is known by one id on all that it leads to, and is told and measured once it is answered. */
export function watchRequests(pages: NestFastifyApplication, log: RequestLog): void {
  const server = pages.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    correlated(request.id, done);
  });
  // A body arrives by events of its socket, which know nothing of the request: what follows is put under its id again.
  server.addHook('preValidation', (request, _reply, done) => {
    if (correlationId() === request.id) done();
    else correlated(request.id, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'inconnue';
    const { method } = request;
    const facts = { method, route, status: reply.statusCode, duration: Math.round(reply.elapsedTime) };
    countRequest({ ...facts, duration: reply.elapsedTime });
    trace.getActiveSpan()?.setAttribute('http.route', route).updateName(`${method} ${route}`);
    correlated(request.id, () =>
      log(
        { ...facts, ...askedBy(request) },
        ROUTINE.some((start) => route.startsWith(start)),
      ),
    );
    done();
  });
}

/** Their number, never their name. */
function askedBy(request: object): { account?: number; key?: number } {
  const { viewer, apiKey } = request as WithViewer & { readonly apiKey?: OpenKey };
  if (apiKey !== undefined) return { key: apiKey.keyId };
  return viewer === undefined ? {} : { account: viewer.accountId };
}
