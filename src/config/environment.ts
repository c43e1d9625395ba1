import 'reflect-metadata';
import { Expose, plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, validateSync, type ValidationError } from 'class-validator';
import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { accepted, refused, type Result } from '#domain/values/result';
import { areNetworks, arePorts, Check, hasScheme, isIssuer, isPublicUrl, isSender, utcInstant, Whole } from './checks';
import { FEED_DEFAULTS, FEED_VARIABLES, FeedEnvironment } from './feed-environment';
import { isCollector } from './tracing-settings';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'text'] as const;
export const WORKERS = ['child', 'none'] as const;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** What the program reads from its environment, once, at start; a variable that is empty counts as absent. */
export class Environment extends FeedEnvironment {
  /** Folder of the embedded database and its log, absolute. */
  @Expose({ name: 'DATA_DIR' })
  @IsString()
  readonly dataDir: string;

  /** A PostgreSQL server of the user's, instead of the embedded one. */
  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @Check((text) => hasScheme(text, 'postgres:', 'postgresql:'), 'une adresse postgres://utilisateur@hôte:5432/base')
  readonly databaseUrl?: string;

  /** A Redis server for the queue, instead of PostgreSQL. */
  @Expose({ name: 'REDIS_URL' })
  @IsOptional()
  @Check((text) => hasScheme(text, 'redis:', 'rediss:'), 'une adresse redis://hôte:6379 ou rediss://hôte:6379')
  readonly redisUrl?: string;

  /** The instant at which commands believe they run, ISO in UTC; absent means the real clock. */
  @Expose({ name: 'NOW' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (utcInstant(value) ?? value) : value))
  @Check((text) => utcInstant(text) !== null, 'un instant ISO, par exemple 2026-01-15T09:00:00Z')
  readonly now?: string;

  /** Address on which pages and API listen. */
  @Expose({ name: 'HOST' })
  @Check(
    (text) => isIP(text) !== 0 || HOST_NAME.test(text),
    'une adresse IP ou un nom de machine, par exemple 127.0.0.1',
  )
  readonly host: string;

  /** Port on which pages and API listen; 0 lets the system choose. */
  @Expose({ name: 'PORT' })
  @Whole(0, 65_535, 'un numéro de port entier')
  readonly port: number;

  /** Whether the pages start a worker of their own, or one runs elsewhere. */
  @Expose({ name: 'WORKER' })
  @IsIn(WORKERS, { message: `l'un de ${WORKERS.join(', ')}` })
  readonly worker: (typeof WORKERS)[number];

  /** Port on which a worker says how it is; none unless given. */
  @Expose({ name: 'WORKER_PORT' })
  @IsOptional()
  @Whole(0, 65_535, 'un numéro de port entier')
  readonly workerPort?: number;

  /** Opens /metrics to other machines; without it, to this one alone. */
  @Expose({ name: 'METRICS_TOKEN' })
  @IsOptional()
  @Check((text) => text.length >= 16, 'au moins 16 caractères tirés au hasard')
  readonly metricsToken?: string;

  /** Least severity that is logged. */
  @Expose({ name: 'LOG_LEVEL' })
  @IsIn(LOG_LEVELS, { message: `l'un de ${LOG_LEVELS.join(', ')}` })
  readonly logLevel: LogLevel;

  /** Sentences or JSON documents; absent, sentences at a terminal and documents elsewhere. */
  @Expose({ name: 'LOG_FORMAT' })
  @IsOptional()
  @IsIn(LOG_FORMATS, { message: `l'un de ${LOG_FORMATS.join(', ')}` })
  readonly logFormat?: (typeof LOG_FORMATS)[number];

  /** Receiver of traces (OTLP over HTTP); read by tracing-settings.ts, and checked here with the others. */
  @Expose({ name: 'OTEL_EXPORTER_OTLP_ENDPOINT' })
  @IsOptional()
  @Check(isCollector, 'une adresse http://hôte:4318')
  readonly collector?: string;

  /** What traces call this program. */
  @Expose({ name: 'OTEL_SERVICE_NAME' })
  @IsOptional()
  @IsString()
  readonly tracedAs?: string;

  /** JSON file whose values replace the default guards, absolute. */
  @Expose({ name: 'POLICY_FILE' })
  @IsOptional()
  @Check((text) => existsSync(text) && statSync(text).isFile(), "le chemin d'un fichier JSON existant")
  readonly policyFile?: string;

  /** Address by which people reach the pages, behind a proxy or not; https makes the cookies secure. */
  @Expose({ name: 'PUBLIC_URL' })
  @IsOptional()
  @Check((text) => isPublicUrl(text), 'une adresse https://taux.exemple.fr sans chemin')
  readonly publicUrl?: string;

  /** Signs session cookies; absent, the program makes one and keeps it in its base. */
  @Expose({ name: 'SESSION_SECRET' })
  @IsOptional()
  @Check((text) => text.length >= 32, 'au moins 32 caractères tirés au hasard')
  readonly sessionSecret?: string;

  /** A session without a request for this long ends. */
  @Expose({ name: 'SESSION_IDLE_MINUTES' })
  @Whole(5, 1440)
  readonly sessionIdleMinutes: number;

  /** A session ends this long after sign-in. */
  @Expose({ name: 'SESSION_HOURS' })
  @Whole(1, 168)
  readonly sessionHours: number;

  /** Proxies whose X-Forwarded headers count. */
  @Expose({ name: 'TRUSTED_PROXIES' })
  @IsOptional()
  @Check(areNetworks, 'des adresses ou réseaux séparés par des virgules, par exemple loopback,10.0.0.0/8')
  readonly trustedProxies?: string;

  /** OpenID Connect provider by which people may sign in. */
  @Expose({ name: 'OIDC_ISSUER' })
  @IsOptional()
  @Check(isIssuer, "l'adresse https:// d'un fournisseur OpenID Connect")
  readonly oidcIssuer?: string;

  /** What the provider calls this program. */
  @Expose({ name: 'OIDC_CLIENT_ID' })
  @IsOptional()
  @IsString()
  readonly oidcClientId?: string;

  @Expose({ name: 'OIDC_CLIENT_SECRET' })
  @IsOptional()
  @IsString()
  readonly oidcClientSecret?: string;

  /** What the sign-in page calls the provider. */
  @Expose({ name: 'OIDC_NAME' })
  @IsString()
  readonly oidcName: string;

  /** Server of outgoing mail; without it nobody is sent anything. */
  @Expose({ name: 'SMTP_URL' })
  @IsOptional()
  @Check((text) => hasScheme(text, 'smtp:', 'smtps:'), 'une adresse smtp://utilisateur:motdepasse@hôte:587')
  readonly smtpUrl?: string;

  /** Who messages come from. */
  @Expose({ name: 'MAIL_FROM' })
  @IsOptional()
  @Check(isSender, 'une adresse e-mail, seule ou comme Taux Juste <taux@exemple.fr>')
  readonly mailFrom?: string;

  /** Requests that one key of the API may make in a minute. */
  @Expose({ name: 'API_REQUESTS_PER_MINUTE' })
  @Whole(1, 1_000_000)
  readonly apiRequestsPerMinute: number;
  /** Ports of the receivers that events are sent to. */
  @Expose({ name: 'WEBHOOK_PORTS' })
  @Check(arePorts, 'des numéros de port séparés par des virgules, par exemple 443,8443')
  readonly webhookPorts: string;

  /** Whether receivers may stand on this machine, over http too: for development. */
  @Expose({ name: 'WEBHOOK_ALLOW_LOOPBACK' })
  @IsIn(['oui', 'non'], { message: 'oui ou non' })
  readonly webhookAllowLoopback: string;
}

const VARIABLES: Record<string, string> = {
  dataDir: 'DATA_DIR',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  now: 'NOW',
  host: 'HOST',
  port: 'PORT',
  worker: 'WORKER',
  workerPort: 'WORKER_PORT',
  metricsToken: 'METRICS_TOKEN',
  logLevel: 'LOG_LEVEL',
  logFormat: 'LOG_FORMAT',
  collector: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  tracedAs: 'OTEL_SERVICE_NAME',
  policyFile: 'POLICY_FILE',
  publicUrl: 'PUBLIC_URL',
  sessionSecret: 'SESSION_SECRET',
  sessionIdleMinutes: 'SESSION_IDLE_MINUTES',
  sessionHours: 'SESSION_HOURS',
  trustedProxies: 'TRUSTED_PROXIES',
  oidcIssuer: 'OIDC_ISSUER',
  oidcClientId: 'OIDC_CLIENT_ID',
  oidcClientSecret: 'OIDC_CLIENT_SECRET',
  oidcName: 'OIDC_NAME',
  smtpUrl: 'SMTP_URL',
  mailFrom: 'MAIL_FROM',
  apiRequestsPerMinute: 'API_REQUESTS_PER_MINUTE',
  webhookPorts: 'WEBHOOK_PORTS',
  webhookAllowLoopback: 'WEBHOOK_ALLOW_LOOPBACK',
  ...FEED_VARIABLES,
};

/** Never shown, even to say that they are wrong. */
const SECRETS: readonly string[] = [
  'SESSION_SECRET',
  'OIDC_CLIENT_SECRET',
  'SMTP_URL',
  'METRICS_TOKEN',
  'CRM_PASSWORD',
];

const DEFAULTS = {
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

/** The folder from which the user called: npm moves to the package's own folder and leaves the caller's in INIT_CWD. */
export function callerDirectory(source: NodeJS.ProcessEnv = process.env): string {
  const initial = source.INIT_CWD?.trim();
  return initial === undefined || initial === '' ? process.cwd() : initial;
}

/** Whether somebody asked for this very port: then another one is not as good. */
export const portIsAsked = (source: NodeJS.ProcessEnv = process.env): boolean => (source.PORT?.trim() ?? '') !== '';

/** Validates everything at once and refuses with the first fault; relative paths start at {@link callerDirectory}. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Result<Environment> {
  const base = callerDirectory(source);
  const plain: Record<string, string> = { ...DEFAULTS };
  for (const name of Object.values(VARIABLES)) {
    const text = source[name]?.trim() ?? '';
    if (text !== '') plain[name] = text;
  }
  plain.DATA_DIR = resolve(base, plain.DATA_DIR ?? DEFAULTS.DATA_DIR);
  for (const path of ['POLICY_FILE', 'FEED_FOLDER']) {
    const given = plain[path];
    if (given !== undefined) plain[path] = resolve(base, given);
  }

  const environment = plainToInstance(Environment, plain, { excludeExtraneousValues: true, exposeUnsetFields: false });
  const fault = validateSync(environment, { stopAtFirstError: true })[0];
  return fault === undefined ? together(environment) : refusalOf(fault);
}

/** What is right one by one may still lack its other half: given, missing, and why. */
const HALVES: readonly (readonly [keyof Environment, keyof Environment, string])[] = [
  ['oidcIssuer', 'oidcClientId', "le fournisseur l'attend"],
  ['oidcIssuer', 'publicUrl', 'le fournisseur y renvoie les personnes'],
  ['smtpUrl', 'mailFrom', 'les messages doivent venir de quelqu’un'],
  ['smtpUrl', 'publicUrl', 'les liens des messages y mènent'],
  ['crmUrl', 'crmUser', 'le portail demande qui le consulte'],
  ['crmUrl', 'crmPassword', 'le portail demande qui le consulte'],
];

function together(environment: Environment): Result<Environment> {
  const half = HALVES.find(([given, other]) => environment[given] !== undefined && environment[other] === undefined);
  if (half === undefined) return accepted(environment);
  const [given, missing, why] = half;
  return refused(
    'VARIABLE_MANQUANTE',
    `La variable ${VARIABLES[missing] ?? missing} manque alors que ${VARIABLES[given] ?? given} est donnée : ajoutez-la (${why}), puis relancez.`,
  );
}

/** The address as it may be shown or logged: the password is replaced by ***. */
export function withoutPassword(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const at = url.lastIndexOf('@');
  const colon = url.indexOf(':', scheme.length);
  const shown = colon === -1 || colon > at ? url : `${url.slice(0, colon)}:***${url.slice(at)}`;
  return shown.replace(/(password=)[^&\s]*/gi, '$1***');
}

function refusalOf(fault: ValidationError): Result<never> {
  const variable = VARIABLES[fault.property] ?? fault.property;
  const value = SECRETS.includes(variable) ? '***' : withoutPassword(String(fault.value)).slice(0, 200);
  const expected = Object.values(fault.constraints ?? {})[0] ?? 'une autre valeur';
  return refused(
    'VARIABLE_REFUSEE',
    `La variable ${variable} vaut « ${value} » alors que l'on attend ${expected} : corrigez-la ou retirez-la, puis relancez.`,
  );
}
