import { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const SECOND = 1000;

/** How long who asks may let us wait, in milliseconds. */
export interface Patience {
  /** Between two pieces of a request, until its form or document has come: nobody is known by then. */
  readonly asking: number;
  /** Between two pieces of a file or of an answer; longer than any of our works takes to begin to answer. */
  readonly answering: number;
  /** For a whole request, however steadily it trickles: a file of 1 GB on a slow line. */
  readonly whole: number;
}

export const PATIENCE: Patience = { asking: 60 * SECOND, answering: 600 * SECOND, whole: 3600 * SECOND };

/** Connections over which nothing comes are ended: thousands of them would cost nothing to who opens them. */
export function endSlowClients(pages: NestFastifyApplication, { asking, answering, whole }: Patience): void {
  const instance = pages.getHttpAdapter().getInstance();
  instance.server.setTimeout(asking);
  instance.server.requestTimeout = whole;
  // Node begins anew with the server's own time at each request of a connection.
  instance.addHook('preValidation', (request, _reply, done) => {
    // A request that comes over no wire, as in a test, keeps nobody waiting.
    if (request.raw.socket instanceof Socket) request.raw.socket.setTimeout(answering);
    done();
  });
}
