import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { areNetworks, arePorts, Check, hasScheme, isIssuer, isPublicUrl, isSender, utcInstant, Whole } from './checks';
import { FEED_DEFAULTS, FeedEnvironment } from './feed-environment';
import { isCollector } from './tracing-settings';
import { Variable } from './variable';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'text'] as const;
export const WORKERS = ['child', 'none'] as const;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** What the program reads from its environment, once, at start; a variable that is empty counts as absent. */
export class Environment extends FeedEnvironment {
  /** Folder of the embedded database and its log, absolute. */
  @Variable('DATA_DIR')
  @IsString()
  readonly dataDir: string;

  /** A PostgreSQL server of the user's, instead of the embedded one. */
  @Variable('DATABASE_URL')
  @IsOptional()
  @Check(
    (text) => hasScheme(text, 'postgres:', 'postgresql:'),
    'une adresse postgres://utilisateur@hôte:5432/base, où « % » s’écrit « %25 »',
  )
  readonly databaseUrl?: string;

  /** A Redis server for the queue, instead of PostgreSQL. */
  @Variable('REDIS_URL')
  @IsOptional()
  @Check(
    (text) => hasScheme(text, 'redis:', 'rediss:'),
    'une adresse redis://hôte:6379 ou rediss://hôte:6379, où « % » s’écrit « %25 »',
  )
  readonly redisUrl?: string;

  /** The instant at which commands believe they run, ISO in UTC; absent means the real clock. */
  @Variable('NOW')
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (utcInstant(value) ?? value) : value))
  @Check((text) => utcInstant(text) !== null, 'un instant ISO, par exemple 2026-01-15T09:00:00Z')
  readonly now?: string;

  /** Address on which pages and API listen. */
  @Variable('HOST')
  @Check(
    (text) => isIP(text) !== 0 || HOST_NAME.test(text),
    'une adresse IP ou un nom de machine, par exemple 127.0.0.1',
  )
  readonly host: string;

  /** Port on which pages and API listen; 0 lets the system choose. */
  @Variable('PORT')
  @Whole(0, 65_535, 'un numéro de port entier')
  readonly port: number;

  /** Whether the pages start a worker of their own, or one runs elsewhere. */
  @Variable('WORKER')
  @IsIn(WORKERS, { message: `l'un de ${WORKERS.join(', ')}` })
  readonly worker: (typeof WORKERS)[number];

  /** Port on which a worker says how it is; none unless given. */
  @Variable('WORKER_PORT')
  @IsOptional()
  @Whole(0, 65_535, 'un numéro de port entier')
  readonly workerPort?: number;

  /** Opens /metrics to other machines; without it, to this one alone. */
  @Variable('METRICS_TOKEN')
  @IsOptional()
  @Check((text) => text.length >= 16, 'au moins 16 caractères tirés au hasard')
  readonly metricsToken?: string;

  /** Least severity that is logged. */
  @Variable('LOG_LEVEL')
  @IsIn(LOG_LEVELS, { message: `l'un de ${LOG_LEVELS.join(', ')}` })
  readonly logLevel: LogLevel;

  /** Sentences or JSON documents; absent, sentences at a terminal and documents elsewhere. */
  @Variable('LOG_FORMAT')
  @IsOptional()
  @IsIn(LOG_FORMATS, { message: `l'un de ${LOG_FORMATS.join(', ')}` })
  readonly logFormat?: (typeof LOG_FORMATS)[number];

  /** Receiver of traces (OTLP over HTTP); read by tracing-settings.ts, and checked here with the others. */
  @Variable('OTEL_EXPORTER_OTLP_ENDPOINT')
  @IsOptional()
  @Check(isCollector, 'une adresse http://hôte:4318')
  readonly collector?: string;

  /** What traces call this program. */
  @Variable('OTEL_SERVICE_NAME')
  @IsOptional()
  @IsString()
  readonly tracedAs?: string;

  /** JSON file whose values replace the default guards, absolute. */
  @Variable('POLICY_FILE')
  @IsOptional()
  @Check((text) => existsSync(text) && statSync(text).isFile(), "le chemin d'un fichier JSON existant")
  readonly policyFile?: string;

  /** Address by which people reach the pages, behind a proxy or not; https makes the cookies secure. */
  @Variable('PUBLIC_URL')
  @IsOptional()
  @Check((text) => isPublicUrl(text), 'une adresse https://taux.exemple.fr sans chemin')
  readonly publicUrl?: string;

  /** Signs session cookies; absent, the program makes one and keeps it in its base. */
  @Variable('SESSION_SECRET')
  @IsOptional()
  @Check((text) => text.length >= 32, 'au moins 32 caractères tirés au hasard')
  readonly sessionSecret?: string;

  /** A session without a request for this long ends. */
  @Variable('SESSION_IDLE_MINUTES')
  @Whole(5, 1440)
  readonly sessionIdleMinutes: number;

  /** A session ends this long after sign-in. */
  @Variable('SESSION_HOURS')
  @Whole(1, 168)
  readonly sessionHours: number;

  /** Proxies whose X-Forwarded headers count. */
  @Variable('TRUSTED_PROXIES')
  @IsOptional()
  @Check(areNetworks, 'des adresses ou réseaux séparés par des virgules, par exemple loopback,10.0.0.0/8')
  readonly trustedProxies?: string;

  /** OpenID Connect provider by which people may sign in. */
  @Variable('OIDC_ISSUER')
  @IsOptional()
  @Check(isIssuer, "l'adresse https:// d'un fournisseur OpenID Connect")
  readonly oidcIssuer?: string;

  /** What the provider calls this program. */
  @Variable('OIDC_CLIENT_ID')
  @IsOptional()
  @IsString()
  readonly oidcClientId?: string;

  @Variable('OIDC_CLIENT_SECRET')
  @IsOptional()
  @IsString()
  readonly oidcClientSecret?: string;

  /** What the sign-in page calls the provider. */
  @Variable('OIDC_NAME')
  @IsString()
  readonly oidcName: string;

  /** Server of outgoing mail; without it nobody is sent anything. */
  @Variable('SMTP_URL')
  @IsOptional()
  @Check((text) => hasScheme(text, 'smtp:', 'smtps:'), 'une adresse smtp://utilisateur:motdepasse@hôte:587')
  readonly smtpUrl?: string;

  /** Who messages come from. */
  @Variable('MAIL_FROM')
  @IsOptional()
  @Check(isSender, 'une adresse e-mail, seule ou comme Taux Juste <taux@exemple.fr>')
  readonly mailFrom?: string;

  /** Requests that one key of the API may make in a minute. */
  @Variable('API_REQUESTS_PER_MINUTE')
  @Whole(1, 1_000_000)
  readonly apiRequestsPerMinute: number;

  /** Ports of the receivers that events are sent to. */
  @Variable('WEBHOOK_PORTS')
  @Check(arePorts, 'des numéros de port séparés par des virgules, par exemple 443,8443')
  readonly webhookPorts: string;

  /** Whether receivers may stand on this machine, over http too: for development. */
  @Variable('WEBHOOK_ALLOW_LOOPBACK')
  @IsIn(['oui', 'non'], { message: 'oui ou non' })
  readonly webhookAllowLoopback: string;
}

/** What a variable that is not given stands for. */
export const DEFAULTS = {
  DATA_DIR: '.data',
  HOST: '127.0.0.1',
  PORT: '3000',
  WORKER: 'child',
  LOG_LEVEL: 'info',
  SESSION_IDLE_MINUTES: '60',
  SESSION_HOURS: '12',
  OIDC_NAME: 'votre compte d’entreprise',
  API_REQUESTS_PER_MINUTE: '600',
  WEBHOOK_PORTS: '443,8443',
  WEBHOOK_ALLOW_LOOPBACK: 'non',
  ...FEED_DEFAULTS,
};
