import { HttpStatus, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createHash, hash } from 'node:crypto';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AnswerOnce, type BodyDigest, type KeptAnswer } from '#application/api/answer-once';
import { FILE_BODY } from './api-scope';
import { incomingFile, type FileVisit } from './incoming-file';
import { ProblemException } from './problem';
import { problemOf, PROBLEM_JSON, wrongOf } from './problem-of';

interface Reply {
  readonly statusCode: number;
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  getHeader(name: string): unknown;
}

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const HEADER = 'Idempotency-Key';
const VALUE = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ['location', 'content-type'] as const;
const SECONDS_TO_WAIT = '2';

/** Does a write once per value of `Idempotency-Key`, and hands a file on to the routes that take one. */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly answerOnce: AnswerOnce,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const visit = context.switchToHttp().getRequest<FileVisit>();
    if (READING.includes(visit.method)) return next.handle();
    return from(this.answer(context, visit, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async answer(context: ExecutionContext, visit: FileVisit, work: () => Promise<unknown>): Promise<unknown> {
    const value = valueOf(visit);
    if (this.reflector.get(FILE_BODY, context.getHandler()) !== true)
      return this.answerTo(value, context, visit, jsonDigest(visit.body), work);
    const file = await incomingFile(visit);
    visit.incoming = file;
    try {
      return await this.answerTo(value, context, visit, { known: null, whole: () => file.whole() }, work);
    } finally {
      file.discard();
    }
  }

  private async answerTo(
    value: string | null,
    context: ExecutionContext,
    visit: FileVisit,
    body: BodyDigest,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    if (value === null || visit.apiKey === undefined) return work();
    const reply = context.switchToHttp().getResponse<Reply>();
    const asked = { keyId: visit.apiKey.keyId, value, request: requestDigest(visit) };
    const once = await this.answerOnce.run(asked, body, () => keepable(visit, reply, work));
    if (once.kind === 'BUSY') throw busy();
    if (once.kind === 'OTHER_REQUEST') throw otherRequest();
    const { status, headers, text } = once.answer;
    reply.code(status).headers({ ...headers, ...(once.isReplayed ? { 'idempotent-replayed': 'true' } : {}) });
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }
}

function valueOf({ headers }: FileVisit): string | null {
  const value = headers[HEADER.toLowerCase()];
  if (value === undefined) return null;
  if (typeof value === 'string' && VALUE.test(value)) return value;
  const detail = `L’en-tête ${HEADER} doit porter 1 à 255 caractères ASCII sans espace, par exemple un UUID.`;
  const errors = [{ header: HEADER, detail }];
  throw new ProblemException({ status: HttpStatus.BAD_REQUEST, code: 'IDEMPOTENCE_ILLISIBLE', detail, errors });
}

const jsonDigest = (body: unknown): BodyDigest => {
  const known = hash('sha256', JSON.stringify(body ?? null), 'buffer');
  return { known, whole: () => Promise.resolve(known) };
};

const requestDigest = ({ method, url, incoming }: FileVisit): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([method, url, incoming?.name ?? null]))
    .digest();

/** The answer in a form that can be given again. A refusal is an answer like any other; a failure of ours is none. */
async function keepable(visit: FileVisit, reply: Reply, work: () => Promise<unknown>): Promise<KeptAnswer> {
  try {
    const value = await work();
    const headers = KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const text = value === undefined ? '' : JSON.stringify(value);
    return { status: reply.statusCode, headers: Object.fromEntries(headers), text };
  } catch (error) {
    const wrong = wrongOf(error);
    if (wrong.status >= 500) throw error;
    const headers = { ...wrong.headers, 'content-type': PROBLEM_JSON };
    return { status: wrong.status, headers, text: JSON.stringify(problemOf(wrong, visit.url)) };
  }
}

const busy = (): ProblemException =>
  new ProblemException({
    status: HttpStatus.CONFLICT,
    code: 'DEJA_EN_COURS',
    detail: `La même demande (${HEADER}) est en cours : attendez, puis redemandez sa réponse.`,
    headers: { 'retry-after': SECONDS_TO_WAIT },
  });

const otherRequest = (): ProblemException =>
  new ProblemException({
    status: HttpStatus.UNPROCESSABLE_ENTITY,
    code: 'IDEMPOTENCE_REPRISE',
    detail: `Cette valeur de ${HEADER} a déjà servi à une autre demande : prenez-en une nouvelle.`,
    errors: [{ header: HEADER, detail: 'Elle vaut pour une seule demande, corps compris, pendant 24 heures.' }],
  });
