import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { Answer } from './page';
import { documentOf } from './render';
import { requestContextOf, type PageReply, type PageRequest } from './request';

const SEE_OTHER = 303;
const OK = 200;

/** Turns what handlers answer into HTML or a redirection; what is no page (JSON, a file) goes through untouched. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<PageRequest>();
    const reply = http.getResponse<PageReply>();
    return next.handle().pipe(map((answer) => (isAnswer(answer) ? shown(answer, request, reply) : answer)));
  }
}

const isAnswer = (answer: unknown): answer is Answer =>
  typeof answer === 'object' &&
  answer !== null &&
  'kind' in answer &&
  (answer.kind === 'page' || answer.kind === 'redirect');

function shown(answer: Answer, request: PageRequest, reply: PageReply): string {
  if (answer.kind === 'redirect') {
    if (answer.notice !== undefined && request.session !== undefined) request.session.notice = answer.notice;
    reply.code(SEE_OTHER).header('location', answer.to);
    return '';
  }
  reply.code(answer.status ?? OK).header('content-type', 'text/html; charset=utf-8');
  return documentOf(answer, requestContextOf(request, reply), noticeOf(request));
}

/** Said once: it leaves the session with the page that shows it. */
function noticeOf({ session }: PageRequest): string | undefined {
  const notice = session?.notice;
  if (session !== undefined && notice !== undefined) delete session.notice;
  return notice;
}
