import { Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { accepted, refused, type Result } from '#domain/values/result';
import { errorHtml, ErrorFilter } from './error-filter';
import { HealthController } from './health.controller';
import { PageInterceptor } from './page/page.interceptor';
import { serveAssets } from './page/serve-assets';
import { PagesController } from './pages.controller';

@Module({})
export class Pages {
  static of(house: DynamicModule): DynamicModule {
    return { module: Pages, imports: [house], controllers: [PagesController, HealthController] };
  }
}

/** Nothing is loaded from elsewhere, nothing is sent elsewhere, nothing is kept by a cache. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

export interface PagesOptions {
  /** Address to listen on. Without sign-in, a loopback one also refuses requests made to another name (DNS rebinding). */
  readonly host: string;
  readonly log: (line: string) => void;
}

/** An address that cannot be decoded would be answered before any hook or filter: it becomes one that nothing answers. */
function readableUrl({ url = '/' }: { readonly url?: string | undefined }): string {
  const [path = '/'] = url.split('?');
  try {
    decodeURI(path);
    return url;
  } catch {
    return '/illisible';
  }
}

/** The pages over a house, ready to listen. */
export async function openPages(house: DynamicModule, { host, log }: PagesOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ rewriteUrl: readableUrl });
  const pages = await NestFactory.create<NestFastifyApplication>(Pages.of(house), adapter, {
    logger: false,
    abortOnError: false,
  });
  const localOnly = LOOPBACK_HOSTS.includes(host);
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    void reply.headers(HEADERS);
    if (!localOnly || LOOPBACK.test(request.headers.host ?? '')) done();
    else {
      const html = errorHtml(421, 'Cette vue n’est servie qu’à cet ordinateur : ouvrez-la par http://127.0.0.1.');
      void reply.code(421).headers(HTML).send(html);
    }
  });
  await serveAssets(pages);
  pages.useGlobalInterceptors(new PageInterceptor());
  pages.useGlobalFilters(new ErrorFilter(pages.get(HttpAdapterHost), log));
  return pages;
}

export interface Address {
  readonly host: string;
  readonly port: number;
  /** Somebody asked for this very port: then another is not as good. */
  readonly portAsked: boolean;
}

export interface Listening {
  readonly url: string;
  /** The usual port was taken, and another free one is used. */
  readonly moved: boolean;
}

/** Listens; when the usual port is taken and nobody asked for it, on a free one. */
export async function listen(
  pages: NestFastifyApplication,
  { host, port, portAsked }: Address,
): Promise<Result<Listening>> {
  try {
    await pages.listen(port, host);
    return accepted({ url: urlOf(await pages.getUrl()), moved: false });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) {
      const detail = error instanceof Error ? error.message : String(error);
      return refused(
        'ECOUTE',
        `L'adresse ${host}:${port} ne peut pas être écoutée : ${detail}. Vérifiez HOST et PORT.`,
      );
    }
    if (portAsked)
      return refused('PORT_PRIS', `Le port ${port} est pris : donnez un autre PORT, ou 0 pour un port libre.`);
    await pages.listen(0, host);
    return accepted({ url: urlOf(await pages.getUrl()), moved: true });
  }
}

const urlOf = (url: string): string => `${url.replace(/\/$/, '')}/`;
