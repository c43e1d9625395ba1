import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PATHS } from '../paths';
import { ASSETS_FOLDER, assetsVersion } from './assets';

/** Style sheet, scripts and logo, compressed at build; their address changes with them, so they are kept for good. */
export async function serveAssets(pages: NestFastifyApplication): Promise<void> {
  await pages.register(fastifyStatic, {
    root: ASSETS_FOLDER,
    prefix: `${PATHS.assets}${assetsVersion()}/`,
    preCompressed: true,
    wildcard: false,
    decorateReply: false,
    maxAge: '365d',
    immutable: true,
  });
}
