import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HttpStatus } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { OpenByKey } from '#application/api/open-by-key';
import { isApi } from '../paths';
import { Api } from './api.module';
import { ApiDocument } from './document/api-document';
import { ApiGuard, NO_KEY } from './door/api.guard';
import { FILE_TYPES } from './door/incoming-file';
import { KnownRoutes } from './door/known-routes';
import { Limits } from './door/limits';
import { ProblemException } from './door/problem';
import { headerOf, type ApiVisit } from './door/visit';

const isVersioned = (url: string): boolean => url.startsWith('/api/v');
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** Before the pages read their sessions: at the door of programs there are no cookies. */
export function forgetCookies(pages: NestFastifyApplication): void {
  const server = pages.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, _reply, done) => {
    if (isApi(request.url)) delete request.headers.cookie;
    done();
  });
}

/**
 * The door of programs: a key is asked for before the first byte of a body is read, and what no route answers is said as
 * a problem.
 */
export function secureApi(pages: NestFastifyApplication): void {
  const server = pages.getHttpAdapter().getInstance();
  const routes = new KnownRoutes();
  const [openByKey, limits] = [pages.get(OpenByKey), pages.get(Limits)];
  pages.get(ApiDocument).describe(pages, Api);
  server.addHook('onRoute', ({ method, url }) => {
    if (isApi(url)) routes.add(method, url);
  });
  server.addHook('onRequest', async (request, reply) => {
    if (!isApi(request.url)) return;
    if (request.is404) {
      const methods = routes.methodsOf(request.url);
      if (methods.length === 0) return;
      void reply.header('allow', methods.join(', '));
      if (request.method !== 'OPTIONS') throw notAllowed(request.method, methods);
      // Ends here: no other hook and no route is asked.
      return reply.code(HttpStatus.NO_CONTENT).send();
    }
    if (isVersioned(request.url)) void reply.headers(await enter(request, openByKey, limits));
  });
  for (const type of FILE_TYPES)
    server.addContentTypeParser(type, (request, payload, done) => {
      // Pages take forms only, as ever.
      if (isApi(request.url)) done(null, payload);
      else done(Object.assign(new Error('unsupported'), { statusCode: HttpStatus.UNSUPPORTED_MEDIA_TYPE }));
    });
  pages.useGlobalGuards(new ApiGuard(pages.get(Reflector)));
}

/** Puts the key on the request; the headers that say what it may still ask. */
async function enter(visit: ApiVisit, openByKey: OpenByKey, limits: Limits): Promise<Readonly<Record<string, string>>> {
  const authorization = headerOf(visit, 'authorization');
  if (authorization === '') throw new ProblemException(NO_KEY);
  const token = BEARER.exec(authorization)?.[1] ?? '';
  const key = await openByKey.run(token);
  if (!key.ok) {
    await limits.countFailure(visit.ip);
    const { code, message } = key.refusal;
    throw new ProblemException({ ...NO_KEY, code, detail: message, headers: INVALID });
  }
  visit.apiKey = key.value;
  return limits.countRequest(key.value.keyId);
}

const INVALID = { 'www-authenticate': 'Bearer realm="api", error="invalid_token"' };

const notAllowed = (method: string, methods: readonly string[]): ProblemException =>
  new ProblemException({
    status: HttpStatus.METHOD_NOT_ALLOWED,
    code: 'METHODE_REFUSEE',
    detail: `La méthode ${method} n’est pas acceptée à cette adresse : employez ${methods.join(', ')}.`,
    headers: { allow: methods.join(', ') },
  });
