import type { Role } from '#application/access/viewer';
import type { ApiScope } from '#domain/access/api-scope';
import type { Fields, Upload } from '../support/browsing';

/** What stands in the base of a company that the visitor does not belong to. */
export interface Victim {
  readonly siret: string;
  readonly siren: string;
  /** An open task about rates, one about employees. */
  readonly task: number;
  readonly employeesTask: number;
  /** An automatic update, `auto-<feed>-<siret>`, and a request to support about it. */
  readonly update: string;
  readonly request: number;
  /** An import that somebody else sent. */
  readonly work: number;
  /** A key of their accountant. */
  readonly key: number;
  /** A document that was sent by a key of theirs. */
  readonly deposit: number;
  /** Somebody's account, for administrators. */
  readonly accountId: number;
  /** An address that events are sent to. */
  readonly webhook: number;
  /** A document that names the victims alone, and one that a guard holds. */
  readonly feed: number;
  readonly held: number;
}

export interface Entry {
  /** Who may use it; everybody, signed in or not, when `ANYONE`. */
  readonly who: 'ANYONE' | readonly Role[];
  /** The address as somebody asks for the victim's; the route itself when it names nothing. */
  readonly address?: (victim: Victim) => string;
  readonly fields?: (victim: Victim) => Fields;
  readonly upload?: (victim: Victim) => Upload;
  /** What somebody of another company gets: 404 when the address or form names the victim, 200 for their own list. */
  readonly foreign?: number;
  /** What the victim's own people get by reading; 200 unless told. */
  readonly own?: number;
}

const ALL: readonly Role[] = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR'];
const ACTING: readonly Role[] = ['PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR'];
const TENANTS: readonly Role[] = ['PAYROLL_ADMIN', 'ACCOUNTANT'];
const SUPPORTING: readonly Role[] = ['SUPPORT', 'ADMINISTRATOR'];
const KEY_HOLDERS: readonly Role[] = ['ACCOUNTANT', 'ADMINISTRATOR'];
const ADMINISTRATOR: readonly Role[] = ['ADMINISTRATOR'];

const anyone: Entry = { who: 'ANYONE' };
const list = (who: readonly Role[], query = ''): Entry => ({
  who,
  foreign: 200,
  ...(query === '' ? {} : { address: () => query }),
});
const ofTask = (path: string, who: readonly Role[], more: Partial<Entry> = {}): Entry => ({
  who,
  address: ({ task }) => `/taches/${String(task)}${path}`,
  ...more,
});
const ofEmployees = (path: string, more: Partial<Entry> = {}): Entry => ({
  who: ACTING,
  address: ({ employeesTask }) => `/taches/${String(employeesTask)}/salaries${path}`,
  ...more,
});
const ofEstablishment = (path: string, more: Partial<Entry> = {}): Entry => ({
  who: ALL,
  address: ({ siret }) => `/parametres/taux-atmp/${siret}${path}`,
  ...more,
});
const ofUpdate = (path: string, who: readonly Role[], more: Partial<Entry> = {}): Entry => ({
  who,
  address: ({ update }) => `/realise/${update}${path}`,
  ...more,
});
const ofUser = (path: string, more: Partial<Entry> = {}): Entry => ({
  who: ADMINISTRATOR,
  address: ({ accountId }) => `/utilisateurs/${String(accountId)}${path}`,
  ...more,
});

const ofWebhook = (path: string): Entry => ({
  who: ADMINISTRATOR,
  address: ({ webhook }) => `/webhooks/${String(webhook)}${path}`,
});

const BULK = ({ task }: Victim): Fields => ({
  tache: String(task),
  jusqua: '2026-03',
  raison: 'attente',
  mois: '2026-01',
});

/** Every route of the pages: who may use it, and what it says to those who may not see whose it is. */
export const TENANCY: Readonly<Record<string, Entry>> = {
  'GET /health/live': anyone,
  'GET /health/ready': anyone,
  // Anyone on this machine, or with the token.
  'GET /metrics': anyone,
  'GET /connexion': anyone,
  'POST /connexion': anyone,
  'GET /connexion/fournisseur': anyone,
  'GET /connexion/fournisseur/retour': anyone,
  'GET /invitation/:token': { who: 'ANYONE', address: () => '/invitation/inventee' },
  'POST /invitation/:token': { who: 'ANYONE', address: () => '/invitation/inventee' },
  'GET /compte': list(ALL),
  'POST /compte/mot-de-passe': { who: ALL, foreign: 422 },
  'POST /compte/e-mails': { who: ALL, foreign: 303 },
  'GET /desabonnement/:token': { who: 'ANYONE', address: () => '/desabonnement/invente' },
  'POST /desabonnement/:token': { who: 'ANYONE', address: () => '/desabonnement/invente' },
  'GET /utilisateurs': list(ADMINISTRATOR),
  'GET /utilisateurs/inviter': list(ADMINISTRATOR),
  'POST /utilisateurs/inviter': { who: ADMINISTRATOR },
  'POST /utilisateurs/:id/lien': ofUser('/lien'),
  'POST /utilisateurs/:id/fermer': ofUser('/fermer'),
  'GET /utilisateurs/:id/entreprises': ofUser('/entreprises'),
  'POST /utilisateurs/:id/entreprises': ofUser('/entreprises'),
  'GET /webhooks': list(ADMINISTRATOR),
  'GET /webhooks/ajouter': list(ADMINISTRATOR),
  'POST /webhooks/ajouter': { who: ADMINISTRATOR },
  'GET /webhooks/:id': ofWebhook(''),
  'POST /webhooks/:id/essayer': ofWebhook('/essayer'),
  'POST /webhooks/:id/reprendre': ofWebhook('/reprendre'),
  'POST /webhooks/:id/secret': ofWebhook('/secret'),
  'POST /webhooks/:id/etat': ofWebhook('/etat'),
  'GET /cles-api': list(KEY_HOLDERS),
  'GET /cles-api/creer': list(KEY_HOLDERS),
  'POST /cles-api/creer': {
    who: KEY_HOLDERS,
    foreign: 422,
    fields: ({ siren }) => ({ name: 'Volée', scopes: 'rates:read', companies: siren }),
  },
  'POST /cles-api/:id/revoquer': { who: KEY_HOLDERS, address: ({ key }) => `/cles-api/${String(key)}/revoquer` },
  'GET /': { who: ALL, foreign: 303, own: 303 },
  'GET /taches': list(ALL, '/taches?mois=2026-01&recherche=bellerose'),
  'GET /taches/repousser': { who: ACTING, foreign: 303, own: 303 },
  'GET /taches/confirmer': { who: ACTING, foreign: 303, own: 303 },
  // Each row has its result: of this one, that no such task exists.
  'POST /taches/repousser': { who: ACTING, foreign: 200, fields: BULK },
  'POST /taches/confirmer': { who: ACTING, foreign: 422, fields: BULK },
  'GET /clients': list(TENANTS, '/clients?mois=2026-01&recherche=bellerose'),
  'GET /taches/:id': ofTask('', ALL),
  'POST /taches/:id': ofTask('', ACTING),
  'GET /taches/:id/etape/:step': ofTask('/etape/taux', ACTING, { own: 303 }),
  'POST /taches/:id/etape/:step': ofTask('/etape/taux', ACTING),
  'GET /taches/:id/recapitulatif': ofTask('/recapitulatif', ACTING, { own: 303 }),
  'POST /taches/:id/recapitulatif': ofTask('/recapitulatif', ACTING),
  'GET /taches/:id/confirmation': ofTask('/confirmation', ALL, { own: 303 }),
  'GET /taches/:id/repousser': ofTask('/repousser', ACTING),
  'POST /taches/:id/repousser': ofTask('/repousser', ACTING),
  'GET /taches/:id/salaries': ofEmployees('', { who: ALL }),
  'POST /taches/:id/salaries': ofEmployees(''),
  'GET /taches/:id/salaries/recapitulatif': ofEmployees('/recapitulatif', { own: 303 }),
  'POST /taches/:id/salaries/recapitulatif': ofEmployees('/recapitulatif'),
  'GET /taches/:id/salaries/tableau': ofEmployees('/tableau'),
  'POST /taches/:id/salaries/tableau/coller': ofEmployees('/tableau/coller'),
  'POST /taches/:id/salaries/tableau/fichier': ofEmployees('/tableau/fichier', {
    upload: () => ({ field: 'fichier', name: 'a.csv', type: 'text/csv', bytes: 'matricule;contrat;profil;depuis\n' }),
  }),
  'POST /taches/:id/salaries/tableau/appliquer': ofEmployees('/tableau/appliquer'),
  'GET /taches/:id/salaries/modele.:format': ofEmployees('/modele.csv'),
  'GET /parametres/taux-atmp': list(ALL, '/parametres/taux-atmp?recherche=bellerose'),
  'GET /parametres/taux-atmp/:siret': ofEstablishment(''),
  'GET /parametres/taux-atmp/:siret/salaries': ofEstablishment('/salaries'),
  'GET /parametres/taux-atmp/:siret/corriger': ofEstablishment('/corriger'),
  'POST /parametres/taux-atmp/:siret/corriger': ofEstablishment('/corriger'),
  'POST /parametres/taux-atmp/:siret/corriger/enregistrer': ofEstablishment('/corriger/enregistrer'),
  'GET /fiche-taux-atmp': { who: ALL, address: ({ siret }) => `/fiche-taux-atmp?siret=${siret}` },
  'POST /fiche-taux-atmp/compte': { who: ALL, fields: ({ siret }) => ({ siret, compte: 'oui' }) },
  'GET /realise/:id': ofUpdate('', ALL),
  'GET /realise/:id/pas-juste': ofUpdate('/pas-juste', ALL),
  'POST /realise/:id/pas-juste': ofUpdate('/pas-juste', ALL, {
    fields: () => ({ message: 'Ce taux n’est pas le nôtre.' }),
  }),
  'GET /realise/:id/annuler': ofUpdate('/annuler', SUPPORTING),
  'POST /realise/:id/annuler': ofUpdate('/annuler', SUPPORTING),
  'GET /demandes': list(ALL),
  'GET /demandes/:id': { who: ALL, address: ({ request }) => `/demandes/${String(request)}` },
  'POST /demandes/:id': { who: SUPPORTING, address: ({ request }) => `/demandes/${String(request)}` },
  'GET /journal': list(SUPPORTING),
  'GET /journal.csv': list(SUPPORTING),
  'GET /journal/:siret': { who: SUPPORTING, address: ({ siret }) => `/journal/${siret}` },
  'GET /demarrer': list(ACTING),
  // Taken, then refused line by line: it names a company of others.
  'POST /demarrer': {
    who: ACTING,
    foreign: 303,
    upload: ({ siren }) => ({
      field: 'fichiers',
      name: 'clients.csv',
      type: 'text/csv',
      bytes: `siren,nom\n${siren},Volée\n`,
    }),
  },
  // Of the account that sent the files alone: nobody else of its company reads it either.
  'GET /demarrer/:id': { who: ACTING, address: ({ work }) => `/demarrer/${String(work)}`, own: 404 },
  'GET /demarrer/:id/avancement': {
    who: ACTING,
    address: ({ work }) => `/demarrer/${String(work)}/avancement`,
    own: 404,
  },
  'GET /verdicts': list(SUPPORTING),
  'GET /flux': list(SUPPORTING),
  'GET /exploitation': list(SUPPORTING),
  'POST /exploitation/:id/reessayer': { who: SUPPORTING, address: () => '/exploitation/lot-1/reessayer' },
  'POST /exploitation/messages/:id/envoyer': { who: SUPPORTING, address: () => '/exploitation/messages/999/envoyer' },
  'POST /exploitation/messages/:id/classer': { who: SUPPORTING, address: () => '/exploitation/messages/999/classer' },
  // Last, because they end the session that asks.
  'POST /compte/deconnexion-partout': { who: ALL, foreign: 303 },
  'POST /deconnexion': { who: ALL, foreign: 303 },
};

export interface ApiEntry {
  /** Any of these scopes opens it; none is asked for when empty; no key is when `ANYONE`. */
  readonly scopes: 'ANYONE' | readonly ApiScope[];
  /** The address as somebody asks for the victim's; the route itself when it names nothing. */
  readonly address?: (victim: Victim) => string;
  readonly body?: (victim: Victim) => unknown;
  /** Content of a CSV file, for routes that take one. */
  readonly file?: (victim: Victim) => string;
  /** What a key of another company gets: 404 when the address names the victim, 200 for its own list. */
  readonly foreign?: number;
  /** What a key of the victim gets by reading; 200 unless told. */
  readonly own?: number;
}

const ofApiEstablishment = (scope: ApiScope, path: string): ApiEntry => ({
  scopes: [scope],
  address: ({ siret }) => `/api/v1/establishments/${siret}${path}`,
});
const ofApiFeed = (path: string): ApiEntry => ({
  scopes: ['feeds:read'],
  address: ({ feed }) => `/api/v1/feeds/${String(feed)}${path}`,
});
const ofApiHeld = (path: string): ApiEntry => ({
  scopes: ['held:write'],
  address: ({ held }) => `/api/v1/held/${String(held)}${path}`,
  body: () => ({ reason: 'notification vue' }),
});

let files = 0;

/** A document that never came before. */
function unlike(siren: string): string {
  files += 1;
  const moment = `2026-01-05T09:00:${String(files).padStart(2, '0')}`;
  return `siren,nic,code_risque,taux,date_effet,date_calcul\n${siren},00014,158CD,2.12,2026-01-01,${moment}\n`;
}

/** Every route of the API: the scopes that open it, and what it says to a key of another company. */
export const API_TENANCY: Readonly<Record<string, ApiEntry>> = {
  'GET /api/openapi.json': { scopes: 'ANYONE' },
  'GET /api/v1/me': { scopes: [], foreign: 200 },
  'GET /api/v1/companies': { scopes: [], foreign: 200 },
  'GET /api/v1/companies/:siren/establishments': {
    scopes: [],
    address: ({ siren }) => `/api/v1/companies/${siren}/establishments`,
  },
  'GET /api/v1/establishments/:siret/rates': ofApiEstablishment('rates:read', '/rates'),
  'GET /api/v1/establishments/:siret/rates/history': ofApiEstablishment('rates:read', '/rates/history'),
  'GET /api/v1/establishments/:siret/why': ofApiEstablishment('rates:read', '/why'),
  'GET /api/v1/establishments/:siret/estimate': ofApiEstablishment('estimate:read', '/estimate'),
  'GET /api/v1/establishments/:siret/payroll/:period': ofApiEstablishment('payroll:read', '/payroll/2026-01'),
  'GET /api/v1/companies/:siren/payroll/:period': {
    scopes: ['payroll:read'],
    address: ({ siren }) => `/api/v1/companies/${siren}/payroll/2026-01`,
  },
  'POST /api/v1/establishments/:siret/payroll-runs/:period': {
    ...ofApiEstablishment('payroll:write', '/payroll-runs/2026-01'),
    body: () => ({ running: true }),
  },
  'GET /api/v1/tasks': { scopes: ['tasks:read'], foreign: 200, address: () => '/api/v1/tasks?status=ALL' },
  'GET /api/v1/tasks/:id': { scopes: ['tasks:read'], address: ({ task }) => `/api/v1/tasks/${String(task)}` },
  'POST /api/v1/tasks/:id/answer': {
    scopes: ['tasks:write'],
    address: ({ task }) => `/api/v1/tasks/${String(task)}/answer`,
    body: () => ({ confirm: true }),
  },
  'POST /api/v1/tasks/:id/postpone': {
    scopes: ['tasks:write'],
    address: ({ task }) => `/api/v1/tasks/${String(task)}/postpone`,
    body: () => ({ until: '2026-03', reason: 'attente' }),
  },
  'GET /api/v1/feeds': { scopes: ['feeds:read'], foreign: 200 },
  'GET /api/v1/feeds/:id': ofApiFeed(''),
  'GET /api/v1/feeds/:id/verdicts': ofApiFeed('/verdicts'),
  'GET /api/v1/feeds/:id/rejections': ofApiFeed('/rejections'),
  'GET /api/v1/held': { scopes: ['held:read'], foreign: 200 },
  'POST /api/v1/held/:id/release': ofApiHeld('/release'),
  'POST /api/v1/held/:id/refuse': ofApiHeld('/refuse'),
  'GET /api/v1/campaigns': { scopes: ['campaigns:read'], foreign: 200 },
  // Of no company: everybody's own progress is counted.
  'GET /api/v1/campaigns/:year': { scopes: ['campaigns:read'], foreign: 200, address: () => '/api/v1/campaigns/2026' },
  // Kept on the doorstep: what names a company of others is refused when it is taken in.
  'POST /api/v1/feeds': { scopes: ['feeds:write'], foreign: 202, file: ({ siren }) => unlike(siren) },
  'GET /api/v1/deposits': { scopes: ['feeds:read', 'feeds:write'], foreign: 200 },
  'GET /api/v1/deposits/:id': {
    scopes: ['feeds:read', 'feeds:write'],
    address: ({ deposit }) => `/api/v1/deposits/${String(deposit)}`,
  },
};
