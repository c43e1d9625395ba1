import { HttpException, HttpStatus } from '@nestjs/common';
import { refusalOfFailure, UNFORESEEN } from '#application/failure';
import { ProblemException, type Problem, type Wrong } from './problem';

/** What each status is called; the words of a status that is not here are those of its hundred. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Requête illisible',
  401: 'Clé absente ou refusée',
  403: 'Droit manquant',
  404: 'Introuvable',
  405: 'Méthode refusée',
  406: 'Format de réponse inconnu',
  409: 'Conflit',
  413: 'Envoi trop lourd',
  415: 'Format d’envoi inconnu',
  422: 'Demande refusée',
  429: 'Trop de requêtes',
  500: 'Erreur du service',
  503: 'Service indisponible',
};

/** Where a library or the server itself refuses: its own words are English and name its insides. */
const USUAL: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['REQUETE_ILLISIBLE', 'La requête est illisible : vérifiez ses en-têtes et son corps.'],
  401: ['CLE_ABSENTE', 'La clé d’API manque : envoyez-la dans l’en-tête « Authorization: Bearer … ».'],
  403: ['DROIT_MANQUANT', 'Cette adresse n’est pas ouverte à cette clé.'],
  404: ['ADRESSE_INCONNUE', 'Rien n’existe à cette adresse : voyez /api/openapi.json.'],
  413: ['ENVOI_TROP_LOURD', 'Le corps de la requête est trop lourd : envoyez-en moins à la fois.'],
  414: ['ADRESSE_TROP_LONGUE', 'L’adresse est trop longue : raccourcissez ses paramètres.'],
  415: ['FORMAT_INCONNU', 'Le corps de la requête n’est pas d’un type lu ici : envoyez du JSON (application/json).'],
  500: ['ERREUR_INTERNE', 'Le service a rencontré une erreur, qui est notée : recommencez, puis parlez-en au support.'],
  503: ['INDISPONIBLE', 'Le service ne répond pas pour l’instant et rien n’est à moitié écrit : recommencez bientôt.'],
};

const BODY_CODES: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: ['CORPS_ABSENT', 'Le corps de la requête est vide : envoyez un document JSON.'],
};

const SECONDS_TO_WAIT = '5';
const TOO_LARGE = HttpStatus.PAYLOAD_TOO_LARGE as number;

/** What went wrong, for whoever asked: of a surprise, nothing but that it is in the log. */
export function wrongOf(error: unknown): Wrong {
  if (error instanceof ProblemException) return error.wrong;
  const status = statusOf(error);
  if (status === 500 && refusalOfFailure(error).code !== UNFORESEEN)
    return { ...usual(503), headers: { 'retry-after': SECONDS_TO_WAIT } };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const ours = BODY_CODES[code];
  if (ours !== undefined) return { status, code: ours[0], detail: ours[1] };
  if (error instanceof SyntaxError && status === 400)
    return { status, code: 'JSON_ILLISIBLE', detail: 'Le corps de la requête n’est pas du JSON : vérifiez-le.' };
  return usual(status);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return 500;
  const carried = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : null;
  if (typeof carried !== 'number') return 500;
  // Only what the server says of the request is the asker's: a library's 5xx is ours.
  return carried >= 400 && carried < 500 ? carried : 500;
}

function usual(status: number): Wrong {
  const [code, detail] = USUAL[status] ?? USUAL[status < 500 ? 400 : 500] ?? ['ERREUR', 'La requête a échoué.'];
  // The rest of a body that was refused is not read.
  return { status, code, detail, ...(status === TOO_LARGE ? { headers: { connection: 'close' } } : {}) };
}

/** The document that says it; `instance` is the path asked for, without its query. */
export function problemOf({ status, code, detail, errors }: Wrong, url: string): Problem {
  return {
    type: `urn:taux-juste:${code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[status] ?? TITLES[status < 500 ? 400 : 500] ?? 'Erreur',
    ...{ status, detail, instance: url.split('?', 1)[0] ?? '/', code },
    ...(errors === undefined || errors.length === 0 ? {} : { errors }),
  };
}

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
