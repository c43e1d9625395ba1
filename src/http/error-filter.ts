import { Catch, HttpException, HttpStatus, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { refusalOfFailure, UNFORESEEN } from '#application/failure';
import { ProblemFilter } from './api/door/problem-filter';
import { errorPage, isExpected } from './page/error-pages';
import { documentOf } from './page/render';
import { requestContextOf, type PageReply, type PageRequest } from './page/request';
import type { RequestContext } from './page/request-context';
import { isApi } from './paths';

/** Where nothing is known of who asks. */
const NOBODY: RequestContext = { viewer: null, csrf: '', url: '/' };

export const errorHtml = (status: number, sentence: string): string =>
  documentOf(errorPage(status, sentence === '' ? null : sentence), NOBODY);

/** Pages for what goes wrong. What the visitor asked badly is said; of a surprise, nothing but that it is in the log. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly problems: ProblemFilter;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly log: (line: string) => void,
  ) {
    this.problems = new ProblemFilter(log);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    if (isApi(host.switchToHttp().getRequest<PageRequest>().url)) {
      this.problems.catch(error, host);
      return;
    }
    const status = statusOf(error);
    if (status === UNAVAILABLE && !(error instanceof HttpException)) this.log(refusalOfFailure(error).message);
    if (!isExpected(status)) this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const http = host.switchToHttp();
    const request = http.getRequest<PageRequest>();
    const reply = http.getResponse<PageReply>();
    // The form to sign out is the only one of an error page: without a viewer there is no need of a session.
    const context = request.viewer === undefined ? { ...NOBODY, url: request.url } : requestContextOf(request, reply);
    const shown = errorPage(status, ownSentence(error, status));
    const { httpAdapter } = this.adapters;
    httpAdapter.setHeader(reply, 'content-type', 'text/html; charset=utf-8');
    if (status === UNAVAILABLE) httpAdapter.setHeader(reply, 'retry-after', SECONDS_TO_WAIT);
    httpAdapter.reply(reply, documentOf(shown, context), shown.status);
  }
}

/** Of Nest's exceptions and of Fastify's errors (a body too large, a token that does not fit); a base that is away comes back. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const carried = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  if (typeof carried === 'number') return carried;
  return refusalOfFailure(error).code === UNFORESEEN ? HttpStatus.INTERNAL_SERVER_ERROR : UNAVAILABLE;
}

const NOT_FOUND: number = HttpStatus.NOT_FOUND;
const UNAVAILABLE: number = HttpStatus.SERVICE_UNAVAILABLE;
const SECONDS_TO_WAIT = '5';
const EXPIRED = 'La page est restée ouverte trop longtemps : revenez en arrière, rechargez-la, puis recommencez.';

/** What our own handlers wrote. The words of the libraries are English and are replaced by those of the status. */
function ownSentence(error: unknown, status: number): string | null {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('FST_CSRF')) return EXPIRED;
  if (!(error instanceof HttpException) || status === NOT_FOUND) return null;
  return /[.!?]$/.test(error.message) ? error.message : null;
}
