import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const shortened = promisify(gzip);
/** Below this a page fits in one packet anyway. */
const WORTH = 1200;

/**
 * Compresses pages. Their one secret, the token of forms, is written differently on each page, so that the length of a
 * compressed page tells nothing about it.
 */
export function compressPages(pages: NestFastifyApplication): void {
  pages
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply, payload: unknown) => {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      if (!isPage || typeof payload !== 'string' || payload.length < WORTH) return payload;
      void reply.header('vary', 'accept-encoding');
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return payload;
      void reply.header('content-encoding', 'gzip').removeHeader('content-length');
      return shortened(payload, { level: constants.Z_BEST_SPEED });
    });
}
