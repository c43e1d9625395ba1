import 'reflect-metadata';
import { Expose, plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateBy,
  validateSync,
  type ValidationError,
} from 'class-validator';
import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseIsoDate } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const Check = (accepts: (text: string) => boolean, expected: string) =>
  ValidateBy({
    name: 'check',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && accepts(value),
      defaultMessage: () => expected,
    },
  });

/** What the program reads from its environment, once, at start; a variable that is empty counts as absent. */
export class Environment {
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
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  )
  @IsInt({ message: 'un numéro de port entier entre 0 et 65535' })
  @Min(0, { message: 'un numéro de port entier entre 0 et 65535' })
  @Max(65_535, { message: 'un numéro de port entier entre 0 et 65535' })
  readonly port: number;

  /** Least severity that is logged. */
  @Expose({ name: 'LOG_LEVEL' })
  @IsIn(LOG_LEVELS, { message: `l'un de ${LOG_LEVELS.join(', ')}` })
  readonly logLevel: LogLevel;

  /** JSON file whose values replace the default guards, absolute. */
  @Expose({ name: 'POLICY_FILE' })
  @IsOptional()
  @Check((text) => existsSync(text) && statSync(text).isFile(), "le chemin d'un fichier JSON existant")
  readonly policyFile?: string;
}

const VARIABLES: Record<string, string> = {
  dataDir: 'DATA_DIR',
  databaseUrl: 'DATABASE_URL',
  redisUrl: 'REDIS_URL',
  now: 'NOW',
  host: 'HOST',
  port: 'PORT',
  logLevel: 'LOG_LEVEL',
  policyFile: 'POLICY_FILE',
};

const DEFAULTS = { DATA_DIR: '.data', HOST: '127.0.0.1', PORT: '3000', LOG_LEVEL: 'info' };

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
  if (plain.POLICY_FILE !== undefined) plain.POLICY_FILE = resolve(base, plain.POLICY_FILE);

  const environment = plainToInstance(Environment, plain, { excludeExtraneousValues: true, exposeUnsetFields: false });
  const fault = validateSync(environment, { stopAtFirstError: true })[0];
  return fault === undefined ? accepted(environment) : refusalOf(fault);
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
  const value = withoutPassword(String(fault.value)).slice(0, 200);
  const expected = Object.values(fault.constraints ?? {})[0] ?? 'une autre valeur';
  return refused(
    'VARIABLE_REFUSEE',
    `La variable ${variable} vaut « ${value} » alors que l'on attend ${expected} : corrigez-la ou retirez-la, puis relancez.`,
  );
}

function hasScheme(text: string, ...schemes: string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return schemes.includes(url.protocol) && (url.hostname !== '' || url.searchParams.has('host'));
}

/** A day counts as its midnight, a time without offset as UTC; null when the day or hour does not exist. */
function utcInstant(text: string): string | null {
  const [, day = '', time = '00:00', seconds = '00', fraction = '', offset = 'Z'] = INSTANT.exec(text) ?? [];
  if (!parseIsoDate(day).ok) return null;
  const instant = new Date(`${day}T${time}:${seconds}${fraction}${offset}`);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
