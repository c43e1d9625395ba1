import { HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { API_SCOPE_WORDS } from '#domain/access/api-scope';
import { isApi } from '../../paths';
import { FILE_BODY, NEEDED, type Needed } from './api-scope';
import { ProblemException } from './problem';
import { headerOf, type ApiVisit } from './visit';

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const READABLE = /(?:^|,)\s*(?:\*\/\*|application\/(?:\*|json|problem\+json|x-ndjson))\s*(?:;|,|$)/i;

/** The first wall at the door of programs: a handler that does not say which scope it needs is closed to every key. */
@Injectable()
export class ApiGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const visit = context.switchToHttp().getRequest<ApiVisit>();
    // Pages have a guard of their own, which knows nobody here.
    if (!isApi(visit.url)) return true;
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Needed | undefined>(NEEDED, places);
    mayCome(needed, visit);
    if (needed !== 'ANYONE') canRead(visit);
    if (!READING.includes(visit.method) && this.reflector.get(FILE_BODY, context.getHandler()) !== true)
      sendsJson(visit);
    return true;
  }
}

function mayCome(needed: Needed | undefined, { apiKey }: ApiVisit): void {
  if (needed === 'ANYONE') return;
  if (needed === undefined) throw forbidden('Cette adresse n’est ouverte à aucune clé.');
  if (apiKey === undefined) throw new ProblemException(NO_KEY);
  if (needed.length === 0 || needed.some((scope) => apiKey.scopes.includes(scope))) return;
  const named = needed.map((scope) => `${scope} (${API_SCOPE_WORDS[scope]})`).join(' ou ');
  throw forbidden(`Cette clé n’a pas le droit ${named} : demandez-en une autre à votre administrateur.`);
}

export const NO_KEY = {
  status: HttpStatus.UNAUTHORIZED,
  code: 'CLE_ABSENTE',
  detail: 'La clé d’API manque : envoyez-la dans l’en-tête « Authorization: Bearer … ».',
  headers: { 'www-authenticate': 'Bearer realm="api"' },
} as const;

const forbidden = (detail: string): ProblemException =>
  new ProblemException({ status: HttpStatus.FORBIDDEN, code: 'DROIT_MANQUANT', detail });

function canRead(visit: ApiVisit): void {
  const accept = headerOf(visit, 'accept');
  if (accept === '' || READABLE.test(accept)) return;
  throw new ProblemException({
    status: HttpStatus.NOT_ACCEPTABLE,
    code: 'REPONSE_INCONNUE',
    detail: 'Aucun des formats demandés n’est servi ici : acceptez application/json.',
    errors: [{ header: 'Accept', detail: `« ${accept.slice(0, 60)} » n’est pas servi.` }],
  });
}

/** Deepest that a body of ours goes is not half of it; what is much deeper would end up in a stack that overflows. */
const DEEPEST = 32;

const TOO_DEEP = {
  status: HttpStatus.BAD_REQUEST,
  code: 'JSON_TROP_PROFOND',
  detail: `Le corps de la requête emboîte plus de ${String(DEEPEST)} niveaux : corrigez-le.`,
} as const;

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0 && depth <= DEEPEST; depth++) level = level.flatMap(partsOf);
  return level.length > 0;
}

const partsOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

/** A body is JSON, as it is; one that is compressed or of another type is taken by routes of files only. */
function sendsJson(visit: ApiVisit): void {
  const [type, encoding] = [headerOf(visit, 'content-type'), headerOf(visit, 'content-encoding')];
  const hasBody = visit.body !== undefined && visit.body !== null;
  if ((type === '' ? !hasBody : JSON_TYPE.test(type)) && (encoding === '' || encoding === 'identity')) {
    if (isTooDeep(visit.body)) throw new ProblemException(TOO_DEEP);
    return;
  }
  throw new ProblemException({
    status: HttpStatus.UNSUPPORTED_MEDIA_TYPE,
    code: 'FORMAT_INCONNU',
    detail: 'Le corps de la requête n’est pas d’un type lu ici : envoyez du JSON (application/json), sans compression.',
  });
}
