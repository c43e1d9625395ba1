import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { unsubscribeKey, unsubscribeToken } from '#application/mail/post-office';
import { PATHS, type Path } from '#http/paths';
import { siretOf, type DemoPages, type DemoPerson } from './demo-pages';

/** One state of a page, to be judged as it then stands in its window. */
export interface Visit {
  readonly path: Path;
  readonly name: string;
  readonly person: DemoPerson | null;
  /** What it shows: a page, what is wrong with its form, or that there is none. */
  readonly kind: 'page' | 'form in error' | 'no page';
  open(page: Page, demo: DemoPages): Promise<void>;
}

/** Addresses that show nothing of their own, and why. */
export const WITHOUT_PAGE: Readonly<Partial<Record<Path, string>>> = {
  home: 'leads to the page that one begins with',
  signOut: 'leads to the sign-in',
  signOutEverywhere: 'leads to the sign-in',
  oidcStart: 'leads to the provider',
  oidcReturn: 'leads inside, or to the sign-in with a sentence',
  userDisable: 'leads to the list of accounts',
  apiKeyRevoke: 'leads to the keys',
  api: 'for programs',
  webhookTry: 'leads to the webhook',
  webhookSwitch: 'leads to the webhook',
  workRetry: 'leads to the state of the service',
  mailSendAgain: 'leads to the state of the service',
  mailFile: 'leads to the state of the service',
  taskEmployeesTemplate: 'a file',
  saveCorrection: 'leads to the rates of the establishment',
  accountMails: 'leads to the account',
  sayAccount: 'leads to the guide',
  journalCsv: 'a file',
  taskEmployeesApply: 'leads to the employees',
  startProgress: 'events',
  assets: 'files',
};

type Opening = Visit['open'];

const visit =
  (kind: Visit['kind']) =>
  (person: DemoPerson | null, path: Path, name: string, open: Opening): Visit => ({ person, path, name, kind, open });
const shown = visit('page');
const wrong = visit('form in error');
const nothing = visit('no page');

const goTo =
  (address: string): Opening =>
  async (page) => {
    await page.goto(address);
  };

/** Presses a button of the page's own part and waits for what it brings. */
async function press(page: Page, button: string | RegExp): Promise<void> {
  const buttons = page.getByRole('main').getByRole('button', { name: button, exact: true });
  await Promise.all([page.waitForEvent('load'), buttons.first().click()]);
}

const pressing =
  (address: string, button: string | RegExp): Opening =>
  async (page) => {
    await page.goto(address);
    await press(page, button);
  };

async function follow(page: Page, start: string): Promise<void> {
  const href = await page.locator(`main a[href^="${start}"]`).first().getAttribute('href');
  await page.goto(href ?? 'nowhere');
}

async function chooseCase(page: Page, label: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).check();
}

async function typeRates(page: Page, ...rates: readonly (readonly [code: string, rate: string])[]): Promise<void> {
  for (const [index, [code, rate]] of rates.entries()) {
    await page.getByLabel('Code risque').nth(index).fill(code);
    await page.getByLabel('Taux (en %)').nth(index).fill(rate);
  }
}

const ENTRANCE: readonly Visit[] = [
  shown(null, 'signIn', 'sign-in', goTo(PATHS.signIn)),
  wrong(null, 'signIn', 'sign-in-refused', pressing(PATHS.signIn, 'Se connecter')),
  nothing(null, 'invitation', 'invitation-dead', goTo('/invitation/un-lien-qui-ne-vaut-plus')),
  shown('alain', 'users', 'users', goTo(PATHS.users)),
  shown('alain', 'userInvite', 'invite', goTo(PATHS.userInvite)),
  wrong('alain', 'userInvite', 'invite-refused', pressing(PATHS.userInvite, 'Préparer l’invitation')),
  shown('alain', 'userInvite', 'invite-ready', async (page) => {
    await page.goto(PATHS.userInvite);
    await page.getByLabel('Prénom et nom').fill('Nadia Rey');
    await page.getByLabel('Adresse e-mail').fill('nadia@demo.example');
    await page.getByLabel('Entreprises').fill(siretOf('several-rates').slice(0, 9));
    await press(page, 'Préparer l’invitation');
  }),
  shown('alain', 'userCompanies', 'companies-of-user', async (page) => {
    await page.goto(PATHS.users);
    await page.locator('main a[href$="/entreprises"]').first().click();
    await page.waitForURL(/entreprises/);
  }),
  wrong('alain', 'userCompanies', 'companies-of-user-refused', async (page) => {
    await page.locator('main textarea').fill('12');
    await press(page, 'Enregistrer');
  }),
  shown('alain', 'userLink', 'new-link', pressing(PATHS.users, 'Nouveau mot de passe pour Paul Mercier')),
  shown(null, 'invitation', 'invitation', async (page, demo) => {
    const link = /\/invitation\/[\w-]+/.exec(await (await demo.window('alain')).getByRole('main').innerHTML())?.[0];
    await page.goto(link ?? 'nowhere');
  }),
  wrong(null, 'invitation', 'invitation-refused', (page) => press(page, 'Enregistrer et se connecter')),
  shown('claire', 'account', 'account', goTo(PATHS.account)),
  wrong('claire', 'accountPassword', 'account-refused', pressing(PATHS.account, 'Changer de mot de passe')),
];

const MAIL: readonly Visit[] = [
  nothing(null, 'unsubscribe', 'unsubscribe-dead', goTo('/desabonnement/un-lien-incomplet')),
  shown(null, 'unsubscribe', 'unsubscribe', async (page, { house }) => {
    const [account] = await house.sql<{ id: number }>(
      `SELECT id::integer FROM account WHERE email = 'claire@demo.example'`,
    );
    const key = await house.database.transaction('system', (tx) => unsubscribeKey(tx));
    await page.goto(`/desabonnement/${unsubscribeToken(key, account?.id ?? 0, 'DIGEST')}`);
  }),
  shown(null, 'unsubscribe', 'unsubscribed', (page) => page.getByRole('main').getByRole('button').click()),
];

const WEBHOOKS: readonly Visit[] = [
  shown('alain', 'webhooks', 'webhooks-none', goTo(PATHS.webhooks)),
  wrong('alain', 'webhookAdd', 'webhook-refused', pressing(PATHS.webhookAdd, 'Ajouter')),
  shown('alain', 'webhookAdd', 'webhook-added', async (page) => {
    await page.goto(PATHS.webhookAdd);
    await page.getByLabel('Adresse').fill('https://paie.exemple.fr/taux');
    await press(page, 'Ajouter');
  }),
  shown('alain', 'webhooks', 'webhooks', goTo(PATHS.webhooks)),
  shown('alain', 'webhook', 'webhook', (page) => follow(page, '/webhooks/1')),
  wrong('alain', 'webhookReplay', 'webhook-replay-refused', (page) => press(page, 'Renvoyer')),
  shown('alain', 'webhookRotate', 'webhook-secret', pressing('/webhooks/1', 'Changer de secret')),
];

const KEYS: readonly Visit[] = [
  shown('alain', 'apiKeys', 'keys-none', goTo(PATHS.apiKeys)),
  wrong('alain', 'apiKeyCreate', 'key-refused', pressing(PATHS.apiKeyCreate, 'Créer la clé')),
  shown('alain', 'apiKeyCreate', 'key-made', async (page) => {
    await page.getByLabel('Nom', { exact: true }).fill('Paie de test');
    await page.getByLabel('Lire les tâches').check();
    await press(page, 'Créer la clé');
  }),
  shown('alain', 'apiKeys', 'keys', goTo(PATHS.apiKeys)),
  shown('paul', 'apiKeyCreate', 'key-of-an-accountant', goTo(PATHS.apiKeyCreate)),
];

const MONTH = '/taches?mois=2026-01';
const MONTHS: readonly Visit[] = [
  shown('claire', 'tasks', 'month', goTo(MONTH)),
  shown('claire', 'tasks', 'month-done', goTo(`${MONTH}&etat=faites`)),
  shown('claire', 'tasks', 'month-done-for-you', goTo(`${MONTH}&etat=realisees`)),
  shown('claire', 'tasks', 'month-nothing-found', goTo(`${MONTH}&recherche=personne`)),
  shown('paul', 'tasks', 'month-of-an-accountant', goTo(MONTH)),
  shown('samia', 'tasks', 'month-of-support', goTo(MONTH)),
  shown('paul', 'clients', 'clients', goTo(PATHS.clients)),
  wrong('claire', 'tasksPostpone', 'nobody-selected', pressing(MONTH, 'Repousser')),
  shown('claire', 'tasksPostpone', 'postpone-many', async (page) => {
    await page.goto(MONTH);
    for (const box of (await page.locator('input[name="tache"]').all()).slice(0, 2)) await box.check();
    await press(page, 'Repousser');
  }),
  wrong('claire', 'tasksPostpone', 'postpone-many-refused', (page) => press(page, /^Repousser/)),
];

/** After the tasks were looked at one by one: some end here. */
const CONFIRMED: readonly Visit[] = [
  shown('claire', 'tasksConfirm', 'confirm-many', async (page) => {
    await page.goto(MONTH);
    for (const box of (await page.locator('input[name="tache"]').all()).slice(0, 4)) await box.check();
    await press(page, 'Confirmer les taux notifiés');
  }),
  shown('claire', 'tasksConfirm', 'confirmed', (page) => press(page, /^Confirmer c/)),
];

const ofTask =
  (story: Parameters<typeof siretOf>[0], more: string, act?: (page: Page) => Promise<void>): Opening =>
  async (page, demo) => {
    await page.goto(`/taches/${await demo.taskOf(story)}${more}`);
    await act?.(page);
  };

/** Goes on; where something is doubtful, with a reason. */
async function goOnWithReasons(page: Page): Promise<void> {
  await press(page, 'Continuer');
  const reasons = await page.getByLabel('Si c’est juste, dites pourquoi').all();
  if (reasons.length === 0) return;
  for (const reason of reasons) await reason.fill('lu sur la notification');
  await press(page, 'Continuer');
}

const SEVERAL = 'Cet établissement a plusieurs taux AT/MP';
const SINGLE = 'Un seul code risque et un seul taux';
const THREE = [
  ['452BE', '6,12'],
  ['553AC', '1,78'],
  ['452BE', '0,71'],
] as const;

const WIZARD: readonly Visit[] = [
  shown('claire', 'task', 'situation', ofTask('not-received', '')),
  shown('claire', 'task', 'situation-with-a-proposal', ofTask('automation-refused', '')),
  shown('claire', 'task', 'situation-of-a-contradiction', ofTask('declared-otherwise', '')),
  shown('samia', 'task', 'situation-for-support', ofTask('not-received', '')),
  wrong(
    'claire',
    'task',
    'situation-refused',
    ofTask('not-received', '', (page) => press(page, 'Continuer')),
  ),
  shown(
    'claire',
    'task',
    'where-to-find',
    ofTask('not-received', '', async (page) => {
      await page.getByText('Où trouver mon taux ?').click();
    }),
  ),
  shown('claire', 'taskPostpone', 'elsewhere', ofTask('not-received', '/repousser')),
  wrong('claire', 'taskPostpone', 'elsewhere-refused', (page) => press(page, /^Repousser/)),
  shown(
    'claire',
    'taskStep',
    'rate',
    ofTask('not-received', '', async (page) => {
      await chooseCase(page, SINGLE);
      await press(page, 'Continuer');
    }),
  ),
  shown('claire', 'taskStep', 'rate-doubtful-while-typing', async (page) => {
    await typeRates(page, ['511TH', '212']);
    await page.getByLabel('Date d’effet').focus();
    await page.getByText('Brouillon gardé.').waitFor();
  }),
  wrong('claire', 'taskStep', 'rate-refused', (page) => press(page, 'Continuer')),
  shown('claire', 'taskRecap', 'recap', async (page) => {
    await typeRates(page, ['553AC', '1,68']);
    await goOnWithReasons(page);
  }),
  shown(
    'claire',
    'taskStep',
    'rates-of-several',
    ofTask('several-rates', '', async (page) => {
      await chooseCase(page, SEVERAL);
      await page.getByLabel('Nombre de taux').fill('3');
      await press(page, 'Continuer');
    }),
  ),
  wrong('claire', 'taskStep', 'rates-of-several-refused', async (page) => {
    await typeRates(page, ['452BE', ''], ['452BE', '99'], ['', '1']);
    await press(page, 'Continuer');
  }),
  shown('claire', 'taskRecap', 'recap-of-several', async (page) => {
    await typeRates(page, ...THREE);
    await page.getByLabel('Taux pour fonctions supports').nth(2).check();
    await goOnWithReasons(page);
  }),
  shown('paul', 'taskStep', 'conflict', async (page, demo) => {
    const address = `/taches/${await demo.taskOf('several-rates')}/etape/taux`;
    await page.goto(address);
    const other = await demo.window('claire');
    await other.goto(address);
    for (const [window, rate] of [
      [other, '6,20'],
      [page, '6,30'],
    ] as const) {
      await window.getByLabel('Taux (en %)').first().fill(rate);
      await press(window, 'Continuer');
    }
  }),
  shown('paul', 'taskDone', 'saved', async (page) => {
    await press(page, 'Garder ma saisie');
    await press(page, 'Enregistrer');
  }),
  shown('claire', 'taskRecap', 'task-ended', (page) => page.goto(page.url()).then(() => undefined)),
];

const EMPLOYEES: readonly Visit[] = [
  shown('claire', 'taskEmployees', 'employees', ofTask('several-rates', '')),
  shown('samia', 'taskEmployees', 'employees-for-support', ofTask('several-rates', '')),
  shown('claire', 'taskEmployees', 'employees-nobody-found', ofTask('several-rates', '/salaries?q=personne')),
  wrong(
    'claire',
    'taskEmployees',
    'employees-refused',
    ofTask('several-rates', '/salaries', (page) => press(page, 'Continuer')),
  ),
  wrong(
    'claire',
    'taskEmployees',
    'employees-nobody-selected',
    ofTask('several-rates', '/salaries', (page) => press(page, 'Affecter')),
  ),
  shown('claire', 'taskEmployeesTable', 'table', ofTask('several-rates', '/salaries/tableau')),
  wrong('claire', 'taskEmployeesPaste', 'table-refused', (page) => press(page, 'Voir le résultat')),
  wrong(
    'claire',
    'taskEmployeesFile',
    'file-refused',
    ofTask('several-rates', '/salaries/tableau', async (page) => {
      await page
        .getByLabel('Fichier du tableur')
        .setInputFiles({ name: 'image.png', mimeType: 'image/png', buffer: Buffer.from('\u0089PNG') });
      await page.getByRole('button', { name: 'Voir le résultat' }).last().click();
      await page.locator('.govuk-error-summary').waitFor();
    }),
  ),
  shown(
    'claire',
    'taskEmployeesPaste',
    'table-result',
    ofTask('several-rates', '/salaries/tableau', async (page) => {
      await page.getByLabel('Lignes copiées').fill('matricule;profil\nINCONNU;1\n');
      await press(page, 'Voir le résultat');
    }),
  ),
  shown(
    'claire',
    'taskEmployeesRecap',
    'employees-recap',
    ofTask('several-rates', '/salaries', async (page) => {
      const choices = await page.locator('select[name^="p/"]').all();
      for (const [index, choice] of choices.entries()) await choice.selectOption(String((index % 3) + 1));
      await press(page, 'Continuer');
    }),
  ),
  shown('claire', 'taskDone', 'employees-saved', (page) => press(page, 'Enregistrer')),
];

const correction = (): string => `/parametres/taux-atmp/${siretOf('office-rates')}/corriger`;
const RATES: readonly Visit[] = [
  shown('claire', 'rates', 'rates', goTo(PATHS.rates)),
  shown('claire', 'rates', 'rates-nothing-found', goTo(`${PATHS.rates}?recherche=personne`)),
  shown('claire', 'establishmentRates', 'establishment', (page) =>
    page.goto(`/parametres/taux-atmp/${siretOf('office-rates')}`).then(() => undefined),
  ),
  shown('claire', 'establishmentStaff', 'staff', (page) =>
    follow(page, `/parametres/taux-atmp/${siretOf('office-rates')}/salaries`),
  ),
  shown('claire', 'correctRate', 'correction', (page) => page.goto(correction()).then(() => undefined)),
  wrong('claire', 'correctRate', 'correction-refused', async (page) => {
    await page.getByLabel('Taux en %').first().fill('mille');
    await press(page, 'Continuer');
  }),
  shown('claire', 'correctRate', 'correction-recap', async (page) => {
    await page.goto(correction());
    await page.getByLabel('Taux en %').first().fill('2,05');
    await page.getByLabel('Motif de la correction').fill('faute de frappe relevée par la caisse');
    await press(page, 'Continuer');
  }),
  shown('claire', 'guide', 'guide', goTo(PATHS.guide)),
  shown('claire', 'guide', 'guide-of-an-establishment', (page) =>
    page.goto(`${PATHS.guide}?siret=${siretOf('office-rates')}`).then(() => undefined),
  ),
];

const UPDATES: readonly Visit[] = [
  shown('paul', 'doneForYou', 'done-for-you', async (page) => {
    await page.goto(`${MONTH}&etat=realisees`);
    await follow(page, '/realise/');
  }),
  shown('paul', 'contest', 'contest', async (page) => {
    await page.goto(`${page.url()}/pas-juste`);
  }),
  wrong('paul', 'contest', 'contest-refused', (page) => press(page, /Envoyer|support/)),
  shown('paul', 'doneForYou', 'contested', async (page) => {
    await page.locator('main textarea').fill('Notre notification donne un autre taux.');
    await press(page, /Envoyer|support/);
  }),
  shown('paul', 'requests', 'requests', goTo(PATHS.requests)),
  shown('samia', 'request', 'request', async (page) => {
    await page.goto(PATHS.requests);
    await follow(page, '/demandes/');
  }),
  wrong('samia', 'request', 'request-refused', (page) => press(page, 'Répondre')),
  shown('samia', 'undo', 'undo', async (page) => {
    await follow(page, '/realise/');
    await page.goto(`${page.url()}/annuler`);
  }),
  wrong('samia', 'undo', 'undo-refused', (page) => press(page, /Annuler/)),
];

const OPERATIONS: readonly Visit[] = [
  shown('samia', 'journal', 'journal', goTo(PATHS.journal)),
  wrong('samia', 'journal', 'journal-refused', goTo(`${PATHS.journal}?document=jamais`)),
  shown('samia', 'why', 'why', (page) =>
    page.goto(`/journal/${siretOf('office-rates')}?on=2026-01-15`).then(() => undefined),
  ),
  shown('samia', 'verdicts', 'verdicts', goTo(PATHS.verdicts)),
  shown('samia', 'feeds', 'feeds', goTo(PATHS.feeds)),
  shown('samia', 'state', 'state', goTo(PATHS.state)),
  shown('samia', 'state', 'state-failing', async (page, { house }) => {
    await house.sql(
      `INSERT INTO dead_letter (job, subject, attempts, first_failed_at, last_failed_at, quiet_until, last_error)
       VALUES ('essai', '7', 5, $1, $1, $1, 'Une panne inattendue : colonne absente.')`,
      ['2026-02-15T10:00:00Z'],
    );
    await house.sql(
      `INSERT INTO mail (key, kind, email, letter, created_at, due_at, attempts, outcome, ended_at, handed_at, last_error)
       VALUES ('INVITATION:0', 'INVITATION', 'claire@exemple.fr', '{"subject":"Votre accès à Taux Juste"}', $1, $1, 1,
         'UNCLEAR', $1, $1, 'Le serveur s’est tu.')`,
      ['2026-02-15T10:00:00Z'],
    );
    await page.goto(PATHS.state);
  }),
  nothing('claire', 'journal', 'reserved', goTo(PATHS.journal)),
  nothing('claire', 'task', 'not-found', goTo('/taches/999999')),
];

const SAMPLE = join(__dirname, '../../../samples/dsn/2025-12/theatre-de-la-lanterne.dsn');
const START: readonly Visit[] = [
  shown('alain', 'start', 'start', goTo(PATHS.start)),
  wrong('alain', 'start', 'start-refused', (page) => press(page, 'Envoyer')),
  shown('alain', 'startWork', 'import-ended', async (page) => {
    await page.goto(PATHS.start);
    await page.getByLabel('Fichiers').setInputFiles(SAMPLE);
    await press(page, 'Envoyer');
    await page.getByRole('heading', { level: 1, name: /terminé|Rien n’a été importé/ }).waitFor();
  }),
];

/** In an order in which each finds what it needs: some save, and those after see what was saved. */
export const VISITS: readonly Visit[] = [
  ...ENTRANCE,
  ...MAIL,
  ...WEBHOOKS,
  ...KEYS,
  ...MONTHS,
  ...WIZARD,
  ...EMPLOYEES,
  ...CONFIRMED,
  ...RATES,
  ...UPDATES,
  ...OPERATIONS,
  ...START,
];
