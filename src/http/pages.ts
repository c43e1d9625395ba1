import { Module, type DynamicModule, type LoggerService, type Type } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AccessSettings } from '#config/access-settings';
import { accepted, refused, type Result } from '#domain/values/result';
import { ACCESS_SETTINGS, LOG, type Log } from './access/access-settings';
import { AccountController } from './access/account.controller';
import { InvitationController } from './access/invitation.controller';
import { Provider } from './access/provider';
import { KeysController } from './access/keys.controller';
import { ProviderController } from './access/provider.controller';
import { securePages } from './access/secure-pages';
import { SignInController } from './access/sign-in.controller';
import { SignInFilter } from './access/sign-in.filter';
import { UsersController } from './access/users.controller';
import { AffiliationController } from './affiliation/affiliation.controller';
import { TableController } from './affiliation/table.controller';
import { Api } from './api/api.module';
import { forgetCookies, secureApi } from './api/secure-api';
import { errorHtml, ErrorFilter } from './error-filter';
import { HomeController } from './home.controller';
import { OperationsController } from './operations/operations.controller';
import { compressPages } from './page/compress';
import { PageInterceptor } from './page/page.interceptor';
import { serveAssets } from './page/serve-assets';
import { UnsubscribeController } from './mail/unsubscribe.controller';
import { acceptUploads } from './page/upload';
import { BulkController } from './month/bulk.controller';
import { ClientsController } from './month/clients.controller';
import { MonthController } from './month/month.controller';
import { GuideController } from './guide/guide.controller';
import { JournalController } from './journal/journal.controller';
import { StartController } from './start/start.controller';
import { CorrectionController } from './rates/correction.controller';
import { RatesController } from './rates/rates.controller';
import { isApi } from './paths';
import { StateController } from './state/state.controller';
import { SupportController } from './support/support.controller';
import { UpdatesController } from './updates/updates.controller';
import { endSlowClients, PATIENCE, type Patience } from './slow-clients';
import { WebhooksController } from './webhooks/webhooks.controller';
import { RecapController } from './wizard/recap.controller';
import { WaitingController } from './wizard/waiting.controller';
import { HealthController } from './watch/health.controller';
import { MetricsController } from './watch/metrics.controller';
import { requestId, watchRequests, type RequestLog } from './watch/requests';
import { ALONE, SURROUNDINGS, type Surroundings } from './watch/surroundings';
import { WizardController } from './wizard/wizard.controller';

/** Every room of the pages: one line each. */
const CONTROLLERS: Type[] = [
  HealthController,
  MetricsController,
  SignInController,
  ProviderController,
  InvitationController,
  AccountController,
  UsersController,
  WebhooksController,
  KeysController,
  HomeController,
  MonthController,
  BulkController,
  ClientsController,
  OperationsController,
  StateController,
  RatesController,
  CorrectionController,
  GuideController,
  UpdatesController,
  SupportController,
  JournalController,
  WizardController,
  RecapController,
  WaitingController,
  AffiliationController,
  TableController,
  StartController,
  UnsubscribeController,
];

@Module({})
export class Pages {
  static of(house: DynamicModule, { access, log, around = ALONE }: PagesOptions): DynamicModule {
    const providers = [
      { provide: ACCESS_SETTINGS, useValue: access },
      { provide: LOG, useValue: log satisfies Log },
      { provide: SURROUNDINGS, useValue: around },
      Provider,
    ];
    return { module: Pages, imports: [house, Api.of(house, access)], controllers: CONTROLLERS, providers };
  }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

export interface PagesOptions {
  /** Address to listen on. A loopback one also refuses requests made to another name than ours (DNS rebinding). */
  readonly host: string;
  readonly access: AccessSettings;
  readonly log: (line: string) => void;
  /** Where answered requests are told; nowhere unless given. */
  readonly requests?: RequestLog;
  /** The process that serves; one that nobody stops or measures unless given. */
  readonly around?: Surroundings;
  /** For what the rooms log by Nest's name; silent unless given. */
  readonly logger?: LoggerService;
  /** What only tests change. */
  readonly patience?: Patience;
}

/** Of the whole head of a request, as Node takes it. */
const LONGEST_ADDRESS = 16_384;

/** An address that cannot be decoded would be answered before any hook or filter: it becomes one that nothing answers. */
function readableUrl({ url = '/' }: { readonly url?: string | undefined }): string {
  const [path = '/'] = url.split('?');
  try {
    decodeURI(path);
    return url;
  } catch {
    return isApi(path) ? '/api/illisible' : '/illisible';
  }
}

/** The pages over a house, ready to listen. */
export async function openPages(house: DynamicModule, options: PagesOptions): Promise<NestFastifyApplication> {
  const { host, access, log, requests = () => undefined, logger, patience = PATIENCE } = options;
  const adapter = new FastifyAdapter({
    rewriteUrl: readableUrl,
    // A longer part of an address would be refused before any hook or filter, in English: whoever reads it judges it.
    routerOptions: { maxParamLength: LONGEST_ADDRESS },
    genReqId: requestId,
    ...(access.trustedProxies === null ? {} : { trustProxy: access.trustedProxies.split(',') }),
  });
  const pages = await NestFactory.create<NestFastifyApplication>(Pages.of(house, options), adapter, {
    logger: logger ?? false,
    abortOnError: false,
  });
  watchRequests(pages, requests);
  endSlowClients(pages, patience);
  const localOnly = LOOPBACK_HOSTS.includes(host);
  const publicHost = access.publicUrl === null ? null : new URL(access.publicUrl).host;
  adapter.getInstance().addHook('onRequest', (request, reply, done) => {
    // Personal by default: what may be kept by a cache says so itself.
    void reply.header('cache-control', 'no-store');
    const asked = request.headers.host ?? '';
    if (!localOnly || asked === publicHost || LOOPBACK.test(asked)) done();
    else {
      const html = errorHtml(421, 'Cette vue n’est servie qu’à cet ordinateur : ouvrez-la par http://127.0.0.1.');
      void reply.code(421).headers(HTML).send(html);
    }
  });
  forgetCookies(pages);
  await securePages(pages, access);
  secureApi(pages);
  await acceptUploads(pages);
  await serveAssets(pages);
  compressPages(pages);
  pages.useGlobalInterceptors(new PageInterceptor());
  pages.useGlobalFilters(new ErrorFilter(pages.get(HttpAdapterHost), log), new SignInFilter());
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
