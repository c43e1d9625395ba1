import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { ApiVisit } from '../door/visit';
import { ListPage } from './cursors';

interface Reply {
  header(name: string, value: string): Reply;
}

/** Says where a list goes on in its `Link` header too (RFC 8288). */
@Injectable()
export class PageLinks implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((answer) => {
        if (answer instanceof ListPage && answer.next !== null)
          http.getResponse<Reply>().header('link', linkTo(http.getRequest<ApiVisit>().url, answer.next));
        return answer;
      }),
    );
  }
}

function linkTo(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const asked = new URLSearchParams(query);
  asked.set('cursor', cursor);
  return `<${path}?${asked.toString()}>; rel="next"`;
}
