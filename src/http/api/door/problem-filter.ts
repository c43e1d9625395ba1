import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { problemOf, PROBLEM_JSON, wrongOf } from './problem-of';

/** What the door of programs needs of Fastify's reply. */
interface Reply {
  readonly sent: boolean;
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: string): unknown;
}

/** Everything that goes wrong under /api, as problem+json. */
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: (line: string) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const wrong = wrongOf(error);
    if (wrong.status >= 500) this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const reply = host.switchToHttp().getResponse<Reply>();
    if (reply.sent) return;
    const { url } = host.switchToHttp().getRequest<{ readonly url: string }>();
    const headers = { ...wrong.headers, 'content-type': PROBLEM_JSON };
    reply
      .code(wrong.status)
      .headers(headers)
      .send(JSON.stringify(problemOf(wrong, url)));
  }
}
