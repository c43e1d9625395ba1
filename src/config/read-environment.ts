import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { resolve } from 'node:path';
import { accepted, refused, type Result } from '#domain/values/result';
import { DEFAULTS, Environment } from './environment';
import { variableOf, variables } from './variable';

/** Never shown, even to say that they are wrong. */
const SECRETS: readonly string[] = [
  'SESSION_SECRET',
  'OIDC_CLIENT_SECRET',
  'SMTP_URL',
  'METRICS_TOKEN',
  'CRM_PASSWORD',
];

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
  for (const name of variables()) {
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
    `La variable ${variableOf(missing)} manque alors que ${variableOf(given)} est donnée : ajoutez-la (${why}), puis relancez.`,
  );
}

/** The address as it may be shown or logged: the password is replaced by ***. */
export function withoutPassword(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const at = url.lastIndexOf('@');
  const colon = url.indexOf(':', scheme.length);
  const shown = colon === -1 || colon > at ? url : `${url.slice(0, colon)}:***${url.slice(at)}`;
  return shown.replace(/(password\s*=\s*)(?:'(?:[^'\\]|\\.)*'?|[^&\s]*)/gi, '$1***');
}

function refusalOf(fault: ValidationError): Result<never> {
  const variable = variableOf(fault.property);
  const value = SECRETS.includes(variable) ? '***' : withoutPassword(String(fault.value)).slice(0, 200);
  const expected = Object.values(fault.constraints ?? {})[0] ?? 'une autre valeur';
  return refused(
    'VARIABLE_REFUSEE',
    `La variable ${variable} vaut « ${value} » alors que l'on attend ${expected} : corrigez-la ou retirez-la, puis relancez.`,
  );
}
