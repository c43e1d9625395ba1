/** Every address of the product, once. A path with `:name` is a route; the functions make the links. */
export const PATHS = {
  home: '/',
  signIn: '/connexion',
  signOut: '/deconnexion',
  account: '/compte',
  accountPassword: '/compte/mot-de-passe',
  accountMails: '/compte/e-mails',
  signOutEverywhere: '/compte/deconnexion-partout',
  invitation: '/invitation/:token',
  oidcStart: '/connexion/fournisseur',
  oidcReturn: '/connexion/fournisseur/retour',
  unsubscribe: '/desabonnement/:token',
  users: '/utilisateurs',
  userInvite: '/utilisateurs/inviter',
  userDisable: '/utilisateurs/:id/fermer',
  userLink: '/utilisateurs/:id/lien',
  userCompanies: '/utilisateurs/:id/entreprises',
  webhooks: '/webhooks',
  webhookAdd: '/webhooks/ajouter',
  webhook: '/webhooks/:id',
  webhookTry: '/webhooks/:id/essayer',
  webhookReplay: '/webhooks/:id/reprendre',
  webhookRotate: '/webhooks/:id/secret',
  webhookSwitch: '/webhooks/:id/etat',
  tasks: '/taches',
  tasksPostpone: '/taches/repousser',
  tasksConfirm: '/taches/confirmer',
  clients: '/clients',
  task: '/taches/:id',
  taskStep: '/taches/:id/etape/:step',
  taskRecap: '/taches/:id/recapitulatif',
  taskDone: '/taches/:id/confirmation',
  taskPostpone: '/taches/:id/repousser',
  taskEmployees: '/taches/:id/salaries',
  taskEmployeesRecap: '/taches/:id/salaries/recapitulatif',
  taskEmployeesTable: '/taches/:id/salaries/tableau',
  taskEmployeesPaste: '/taches/:id/salaries/tableau/coller',
  taskEmployeesFile: '/taches/:id/salaries/tableau/fichier',
  taskEmployeesApply: '/taches/:id/salaries/tableau/appliquer',
  taskEmployeesTemplate: '/taches/:id/salaries/modele.:format',
  rates: '/parametres/taux-atmp',
  establishmentRates: '/parametres/taux-atmp/:siret',
  establishmentStaff: '/parametres/taux-atmp/:siret/salaries',
  correctRate: '/parametres/taux-atmp/:siret/corriger',
  saveCorrection: '/parametres/taux-atmp/:siret/corriger/enregistrer',
  guide: '/fiche-taux-atmp',
  sayAccount: '/fiche-taux-atmp/compte',
  doneForYou: '/realise/:id',
  contest: '/realise/:id/pas-juste',
  undo: '/realise/:id/annuler',
  requests: '/demandes',
  request: '/demandes/:id',
  journal: '/journal',
  journalCsv: '/journal.csv',
  why: '/journal/:siret',
  start: '/demarrer',
  startWork: '/demarrer/:id',
  startProgress: '/demarrer/:id/avancement',
  verdicts: '/verdicts',
  feeds: '/flux',
  state: '/exploitation',
  workRetry: '/exploitation/:id/reessayer',
  mailSendAgain: '/exploitation/messages/:id/envoyer',
  mailFile: '/exploitation/messages/:id/classer',
  apiKeys: '/cles-api',
  apiKeyCreate: '/cles-api/creer',
  apiKeyRevoke: '/cles-api/:id/revoquer',
  api: '/api',
  assets: '/assets/',
} as const;

export type Path = keyof typeof PATHS;

/** Whether an address is at the door of programs, which has no cookies, no forms and no pages. */
export const isApi = (url: string): boolean => /^\/api(?:[/?]|$)/.test(url);

type Query = Readonly<Record<string, string | number | null | undefined>>;

/** The link to a path: its `:names` filled in, then the query without what is empty. */
export function linkTo(path: Path, names: Readonly<Record<string, string | number>> = {}, query: Query = {}): string {
  const address = PATHS[path].replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(names[name] ?? '')),
  );
  const search = Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return search === '' ? address : `${address}?${search}`;
}
