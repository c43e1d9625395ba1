import { ChangeCompanies } from '#application/access/change-companies';
import { RunCampaign } from '#application/campaign/run-campaign';
import { DisableAccount } from '#application/access/disable-account';
import { TakeImportDuty } from '#application/duties/take-import-duty';
import { ROLES, type Role } from '#application/access/viewer';
import { trusted } from '#domain/values/result';
import { API_TENANCY, TENANCY, type ApiEntry, type Entry, type Victim } from '../cases/tenancy';
import { API_SCOPES, type ApiScope } from '#domain/access/api-scope';
import { RevokeApiKey } from '#application/api/revoke-api-key';
import { givenKey, Program, SYSTEM_HOLDER, type ApiAnswer, type KeyAsked } from '../support/program';
import { openBrowsing, type Browsing, type PageAnswer, type Person, type Visitor } from '../support/browsing';
import { csv, numberOf, sent as document } from '../support/deposits';
import { given, lineOf, received, siretOf } from '../support/facts';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(180_000);

/** Four companies of one owner: a task, an automatic update, several rates with employees, a rate that is held. */
const [TASK, UPDATE, SEVERAL, HELD] = [siretOf(1), siretOf(2), siretOf(3), siretOf(4)];
const VICTIMS = [TASK, UPDATE, SEVERAL, HELD];
const OTHER = siretOf(9);
/** Words that stand nowhere but in the victims' rows. */
const MARKS = ['Bellerose', 'Villesecrète', 'Quidamenoux', 'Souffleuse de verre', 'Parole réservée'];

let house: TestHouse;
let browsing: Browsing;
let victim: Victim;

type Signed = Visitor & { readonly person: Person };
const bound = (role: Role): boolean => role === 'PAYROLL_ADMIN' || role === 'ACCOUNTANT';
const signIn = (role: Role, companies: readonly string[]): Promise<Signed> =>
  browsing.signIn(role, bound(role) ? companies : []);

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  const place = { town: 'Villesecrète', postcode: '35000', sheets: ['2025-05-01 NOTIFIED 158CD 2.11'] };
  const staff = { employees: { M1: {}, M2: {} } };
  await given(house, TASK, { ...place, ...staff, name: 'Maison Bellerose', automation: false });
  await given(house, UPDATE, { ...place, ...staff, name: 'Atelier Bellerose', automation: true });
  await given(house, SEVERAL, { ...place, ...staff, name: 'Ferme Bellerose', automation: false });
  await given(house, HELD, { ...place, ...staff, name: 'Forge Bellerose', automation: true });
  await given(house, OTHER, { name: 'Cordonnerie du Port', automation: true, ...staff, sheets: place.sheets });
  const sirens = VICTIMS.map((siret) => siret.slice(0, 9));
  await house.sql(`UPDATE employee SET last_name = 'Quidamenoux' WHERE siren = ANY ($1)`, [sirens]);
  await house.sql(`UPDATE contract SET job_title = 'Souffleuse de verre' WHERE siren = ANY ($1)`, [sirens]);
  await received(house, ...[TASK, UPDATE, OTHER].map((siret) => lineOf(siret, '158CD 2.12 2026-01-01 2026-01-03')));
  await received(
    house,
    lineOf(HELD, '158CD 9.00 2026-01-01 2026-01-03'),
    lineOf(SEVERAL, '158CD abc 2026-01-01 2026-01-03'),
  );
  const options = { close: false, dryRun: false, effectiveFrom: null, actor: 'test' };
  trusted(await house.verb(RunCampaign).run(2026, options));
  victim = await whatIsToSee();
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

/** Where nothing can be sent: an address that is nobody's. */
async function givenWebhook(): Promise<number> {
  const [added] = await house.sql<{ id: number }>(
    `WITH added AS (INSERT INTO webhook_endpoint (url, created_at, created_by)
       VALUES ('https://192.0.2.1/', '2026-01-05T09:00:00Z', 'test') RETURNING id)
     INSERT INTO webhook_subscription (endpoint_id, types) SELECT id, '{rate.changed}' FROM added RETURNING endpoint_id AS id`,
  );
  return added?.id ?? 0;
}

async function whatIsToSee(): Promise<Victim> {
  const [task] = await house.sql<{ id: number }>('SELECT id FROM task WHERE siret = $1', [TASK]);
  const profiles = [
    { code: '452BE', office: false, section: null, rate: 612 },
    { code: '452BE', office: true, section: null, rate: 64 },
  ];
  const [employees] = await house.sql<{ id: number }>(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
     VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026-01-01', 'NEW_PROFILES', '2026-01', $3, '2026-01-05T09:00:00Z') RETURNING id`,
    [
      SEVERAL,
      SEVERAL.slice(0, 9),
      JSON.stringify({ effectiveFrom: '2026-01-01', calculatedAt: null, profiles, feed: null, note: null }),
    ],
  );
  const [verdict] = await house.sql<{ feed: number }>(
    `SELECT feed_id AS feed FROM verdict WHERE siret = $1 AND verdict = 'AUTO_UPDATED'`,
    [UPDATE],
  );
  const sirens = VICTIMS.map((siret) => siret.slice(0, 9));
  const update = `auto-${String(verdict?.feed)}-${UPDATE}`;
  const owner = await signIn('PAYROLL_ADMIN', VICTIMS);
  const sent = await owner.post(`/realise/${update}/pas-juste`, { message: 'Parole réservée au support.' });
  expect(sent.status).toBe(303);
  const [request] = await house.sql<{ id: number }>('SELECT id FROM support_request');
  const person = await browsing.account('SUPPORT');
  const [work] = await house.sql<{ id: number }>(
    `INSERT INTO work (account_id, state, files, size_bytes, failure, created_at, ended_at)
     VALUES ($1, 'FAILED', '[{"name":"Bellerose.txt"}]', 1, 'Parole réservée', now(), now()) RETURNING id`,
    [person.accountId],
  );
  const cabinet = await browsing.account('ACCOUNTANT', VICTIMS);
  await givenKey(house, { accountId: cabinet.accountId, name: 'Clé de Bellerose' });
  const [key] = await house.sql<{ id: number }>('SELECT id FROM api_key');
  const [held] = await house.sql<{ id: number; feed: number }>(
    'SELECT id, feed_id AS feed FROM set_aside WHERE siret = $1',
    [HELD],
  );
  if (
    task === undefined ||
    employees === undefined ||
    request === undefined ||
    work === undefined ||
    held === undefined ||
    key === undefined
  )
    throw new Error('Nothing to see.');
  return {
    ...{ siret: TASK, siren: TASK.slice(0, 9), update, feed: held.feed, held: held.id, key: key.id },
    ...{
      task: task.id,
      employeesTask: employees.id,
      request: request.id,
      work: work.id,
      accountId: person.accountId,
      webhook: await givenWebhook(),
    },
    deposit: await numberOf(
      house,
      document(csv(lineOf(TASK, '158CD 2.13 2026-01-01 2026-01-04')), {
        name: 'Bellerose.csv',
        companies: sirens,
      }),
    ),
  };
}

const routes = (): readonly (readonly [string, Entry])[] => Object.entries(TENANCY);

function ask(visitor: Visitor, route: string, entry: Entry): Promise<PageAnswer> {
  const [method = '', url = ''] = route.split(' ');
  const address = entry.address?.(victim) ?? url;
  if (method === 'GET') return visitor.get(address);
  if (entry.upload !== undefined) return visitor.upload(address, [entry.upload(victim)]);
  return visitor.post(address, entry.fields?.(victim) ?? {});
}

/** What the victims have on file, in every table that holds rows of companies. */
async function whatIsOnFile(): Promise<string> {
  const tables = await house.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'siren' AND table_name <> 'account_company' ORDER BY 1`,
  );
  const states = [];
  for (const { name } of tables)
    states.push(
      await house.sql(`SELECT * FROM ${name} t WHERE siren = ANY ($1) ORDER BY t::text`, [
        VICTIMS.map((siret) => siret.slice(0, 9)),
      ]),
    );
  return JSON.stringify(states);
}

/** What was uploaded is taken in after the answer, by a worker. */
async function filesAreRead(): Promise<void> {
  const duty = house.verb(TakeImportDuty);
  for (const subject of await duty.wanted()) await duty.run(subject);
}

/** Marks and numbers of the victims on a page; what the visitor wrote into the address is known to them already. */
function leaks(answer: PageAnswer, route: string, entry: Entry): string[] {
  const written = `${entry.address?.(victim) ?? ''} ${JSON.stringify(entry.fields?.(victim) ?? {})}`.toLowerCase();
  const shown = `${answer.body} ${JSON.stringify(answer.headers)}`;
  return [...MARKS, ...VICTIMS, ...VICTIMS.map((siret) => siret.slice(0, 9))].filter(
    (mark) => shown.includes(mark) && !written.includes(mark.toLowerCase()),
  );
}

async function refusedBy(
  visitor: () => Promise<Visitor>,
  expected: (entry: Entry) => number | null,
): Promise<string[]> {
  const before = await whatIsOnFile();
  const faults: string[] = [];
  let asking = await visitor();
  for (const [route, entry] of routes()) {
    const status = expected(entry);
    if (status === null) continue;
    const answer = await ask(asking, route, entry);
    if (answer.status !== status) faults.push(`${route}: ${String(answer.status)} instead of ${String(status)}`);
    if (status === 303 && entry.foreign !== 303 && answer.location?.startsWith('/connexion') !== true)
      faults.push(`${route}: sent to ${String(answer.location)}`);
    for (const mark of leaks(answer, route, entry)) faults.push(`${route}: shows ${mark}`);
    if (route.includes('deconnexion')) asking = await visitor();
  }
  await filesAreRead();
  if ((await whatIsOnFile()) !== before) faults.push('something on file was changed');
  return faults;
}

describe('the table of routes', () => {
  it('names every route of the router, and no other', () => {
    const known = browsing.routes
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`);
    expect([...Object.keys(TENANCY), ...Object.keys(API_TENANCY)].sort()).toEqual([...new Set(known)].sort());
  });

  it('asks for what is really there: the victims’ own people read every page of it', async () => {
    const faults: string[] = [];
    for (const role of ROLES) {
      const owner = await signIn(role, VICTIMS);
      for (const [route, entry] of routes()) {
        if (!route.startsWith('GET ') || entry.who === 'ANYONE' || !entry.who.includes(role)) continue;
        const answer = await ask(owner, route, entry);
        if (answer.status !== (entry.own ?? 200))
          faults.push(`${role} ${route}: ${String(answer.status)} ${answer.text.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('nothing of a company is shown to, or changed by', () => {
  it('somebody who has not signed in', async () => {
    const anonymous = () => Promise.resolve(browsing.anonymous());
    expect(await refusedBy(anonymous, ({ who }) => (who === 'ANYONE' ? null : 303))).toEqual([]);
  });

  it.each(['PAYROLL_ADMIN', 'ACCOUNTANT'] as const)('a %s of another company', async (role) => {
    const expected = ({ who, foreign = 404 }: Entry): number | null =>
      who === 'ANYONE' ? null : who.includes(role) ? foreign : 403;
    expect(await refusedBy(() => signIn(role, [OTHER]), expected)).toEqual([]);
  });

  it.each(ROLES)('a %s where the role may not, even of the company itself', async (role) => {
    const expected = ({ who }: Entry): number | null => (who === 'ANYONE' || who.includes(role) ? null : 403);
    expect(await refusedBy(() => signIn(role, VICTIMS), expected)).toEqual([]);
  });

  it('an accountant whose client was taken away, from the next click on', async () => {
    const visitor = async (): Promise<Visitor> => {
      const paul = await signIn('ACCOUNTANT', VICTIMS);
      expect((await paul.get(`/taches/${String(victim.task)}`)).status).toBe(200);
      trusted(await house.verb(ChangeCompanies).run(paul.person.accountId, [OTHER.slice(0, 9)], 'test'));
      return paul;
    };
    const expected = ({ who, foreign = 404 }: Entry): number | null =>
      who !== 'ANYONE' && who.includes('ACCOUNTANT') ? foreign : null;
    expect(await refusedBy(visitor, expected)).toEqual([]);
  });

  it('somebody whose account was closed while they had a page open', async () => {
    const visitor = async (): Promise<Visitor> => {
      const claire = await signIn('PAYROLL_ADMIN', VICTIMS);
      await claire.get('/compte');
      trusted(await house.verb(DisableAccount).run(claire.person.accountId, 'test'));
      return claire;
    };
    expect(await refusedBy(visitor, ({ who }) => (who === 'ANYONE' ? null : 303))).toEqual([]);
  });

  it('an account without any company', async () => {
    const visitor = async (): Promise<Visitor> => {
      const nobody = await signIn('ACCOUNTANT', [OTHER]);
      await house.sql('DELETE FROM account_company WHERE account_id = $1', [nobody.person.accountId]);
      return nobody;
    };
    const expected = ({ who, foreign = 404 }: Entry): number | null =>
      who !== 'ANYONE' && who.includes('ACCOUNTANT') ? foreign : null;
    expect(await refusedBy(visitor, expected)).toEqual([]);
  });
});

/** A key that may do everything, unless told. */
async function programOf(asked: KeyAsked): Promise<Program> {
  return new Program(browsing.pages, await givenKey(house, asked));
}

function askApi(program: Program, route: string, entry: ApiEntry): Promise<ApiAnswer> {
  const [method = '', url = ''] = route.split(' ');
  const address = entry.address?.(victim) ?? url;
  if (entry.file !== undefined) return program.send(address, entry.file(victim));
  return program.ask(method, address, entry.body?.(victim));
}

/** Each request from an address of its own: one that is wrong too often waits, and says nothing of the route. */
function apart(token: string): Program {
  let asked = 0;
  return new Program(browsing.pages, token, {}, () => `192.0.2.${String((asked += 1))}`);
}

const apiRoutes = (): readonly (readonly [string, ApiEntry])[] => Object.entries(API_TENANCY);

/** Asks every route that `expected` has a status for, and finds nothing shown and nothing changed. */
async function refusedByApi(program: Program, expected: (entry: ApiEntry) => number | null): Promise<string[]> {
  const before = await whatIsOnFile();
  const faults: string[] = [];
  for (const [route, entry] of apiRoutes()) {
    const status = expected(entry);
    if (status === null) continue;
    const answer = await askApi(program, route, entry);
    if (answer.status !== status)
      faults.push(`${route}: ${String(answer.status)} instead of ${String(status)} ${answer.body.slice(0, 200)}`);
    if (status >= 400 && !String(answer.headers['content-type']).startsWith('application/problem+json'))
      faults.push(`${route}: ${String(answer.headers['content-type'])}`);
    const written = `${entry.address?.(victim) ?? ''} ${JSON.stringify(entry.body?.(victim) ?? '')} ${entry.file?.(victim) ?? ''}`;
    const shown = `${answer.body} ${JSON.stringify(answer.headers)}`;
    for (const mark of [...MARKS, ...VICTIMS, ...VICTIMS.map((siret) => siret.slice(0, 9))])
      if (shown.includes(mark) && !written.includes(mark)) faults.push(`${route}: shows ${mark}`);
  }
  if ((await whatIsOnFile()) !== before) faults.push('something on file was changed');
  return faults;
}

describe('the API', () => {
  const sirens = (): readonly string[] => VICTIMS.map((siret) => siret.slice(0, 9));
  const scoped = ({ scopes }: ApiEntry, status: number): number | null => (scopes === 'ANYONE' ? null : status);
  const foreign = ({ scopes, foreign = 404 }: ApiEntry): number | null => (scopes === 'ANYONE' ? null : foreign);

  it('shows the victims’ own keys what is really there', async () => {
    const own = await programOf({ companies: sirens() });
    const all = await programOf({});
    const faults: string[] = [];
    for (const [route, entry] of apiRoutes()) {
      if (!route.startsWith('GET ')) continue;
      for (const program of [own, all]) {
        const answer = await askApi(program, route, entry);
        if (answer.status !== (entry.own ?? 200)) faults.push(`${route}: ${String(answer.status)} ${answer.body}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('shows nothing without a key', async () => {
    expect(await refusedByApi(new Program(browsing.pages, null), (entry) => scoped(entry, 401))).toEqual([]);
  });

  it('shows nothing to a person who is signed in, whatever their role', async () => {
    for (const role of ROLES) {
      const visitor = await signIn(role, VICTIMS);
      const program = new Program(browsing.pages, null, { cookie: visitor.cookieHeader() });
      expect(await refusedByApi(program, (entry) => scoped(entry, 401))).toEqual([]);
    }
  });

  it('shows nothing to a key that was invented', async () => {
    expect(await refusedByApi(apart(`tj_live_${'A'.repeat(43)}`), (entry) => scoped(entry, 401))).toEqual([]);
  });

  it('shows nothing of a company to a key of another one', async () => {
    const other = await programOf({ companies: [OTHER.slice(0, 9)] });
    expect(await refusedByApi(other, foreign)).toEqual([]);
  });

  it('shows nothing to a key that was revoked', async () => {
    const token = await givenKey(house, { companies: sirens() });
    const [row] = await house.sql<{ id: number }>('SELECT max(id) AS id FROM api_key');
    trusted(await house.verb(RevokeApiKey).run(Number(row?.id), SYSTEM_HOLDER));
    expect(await refusedByApi(apart(token), (entry) => scoped(entry, 401))).toEqual([]);
  });

  it.each(API_SCOPES)('lets a key with the scope %s alone do that and no other thing', async (scope: ApiScope) => {
    const program = await programOf({ companies: sirens(), scopes: [scope] });
    const expected = ({ scopes }: ApiEntry): number | null =>
      scopes === 'ANYONE' || scopes.length === 0 || scopes.includes(scope) ? null : 403;
    expect(await refusedByApi(program, expected)).toEqual([]);
  });

  it('shows a cabinet’s key nothing of a client that was taken away, from the next request on', async () => {
    const paul = await browsing.account('ACCOUNTANT', VICTIMS);
    const program = await programOf({ accountId: paul.accountId });
    expect((await program.ask('GET', '/api/v1/me')).json).toMatchObject({ companies: sirens() });
    trusted(await house.verb(ChangeCompanies).run(paul.accountId, [OTHER.slice(0, 9)], 'test'));
    expect(await refusedByApi(program, foreign)).toEqual([]);
  });

  it('closes a cabinet’s key with its account', async () => {
    const paul = await browsing.account('ACCOUNTANT', VICTIMS);
    const program = await programOf({ accountId: paul.accountId });
    trusted(await house.verb(DisableAccount).run(paul.accountId, 'test'));
    expect(await program.ask('GET', '/api/v1/me')).toMatchObject({ status: 401, json: { code: 'CLE_FERMEE' } });
  });

  it('opens no page to a key, whatever it may do', async () => {
    const program = await programOf({});
    for (const [route, { who }] of Object.entries(TENANCY)) {
      const [method = '', url = ''] = route.split(' ');
      if (who !== 'ANYONE') expect((await program.ask(method, url)).status).toBe(303);
    }
  });
});
