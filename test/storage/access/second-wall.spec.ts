import type { Scope } from '#storage/database';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

/** Tables that no company may read, and those that all may; every other one holds rows of companies. */
const SYSTEM_ONLY = [
  'api_key',
  'idempotency',
  'account',
  'account_company',
  'batch',
  'batch_chunk',
  'batch_stretch',
  'dead_letter',
  'deposit_bytes',
  'feed_bytes',
  'invitation',
  'mail',
  'mail_refusal',
  'program_secret',
  'job_under_way',
  'running_process',
  'schedule_run',
  'session',
  'sign_in_attempt',
  'source_return',
  'tally',
  'webhook_endpoint',
  'webhook_secret',
  'work',
  'work_bytes',
  'work_document',
];
const PUBLIC = ['campaign', 'national_table'];
/** Says how long the journal is, and that only; the rules of their own are below, and beside the verbs of deposits. */
const APART = ['audit_head', 'deposit', 'feed', 'migrations', 'webhook_subscription'];

const OWN = siretOf(1);
const OTHER = siretOf(2);
const [OWN_SIREN, OTHER_SIREN] = [OWN.slice(0, 9), OTHER.slice(0, 9)];
const tenant: Scope = { companies: [OWN_SIREN] };

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  for (const siret of [OWN, OTHER]) {
    await given(house, siret, { automation: false, employees: { M1: {} }, sheets: ['2025-05-01 NOTIFIED 158CD 2.11'] });
    // One document each, and one that names both.
    await received(house, lineOf(siret, '158CD 2.12 2026-01-01 2026-01-03'));
  }
  await received(house, ...[OWN, OTHER].map((siret) => lineOf(siret, '158CD 2.13 2026-01-01 2026-01-04')));
});
afterAll(() => house.close());

const tables = async (): Promise<string[]> => {
  const rows = await house.sql<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};
/** As a verb would that forgot to ask whose rows it reads: the first wall is broken on purpose. */
const careless = <Row>(sql: string, scope: Scope = tenant): Promise<Row[]> =>
  house.database.transaction(scope, (tx) => tx.query<Row>(sql));
const without = async (...names: readonly string[]): Promise<string[]> =>
  (await tables()).filter((name) => !names.includes(name));

describe('the second wall, when the first is broken', () => {
  it('stands before every table: a new one says which kind it is', async () => {
    const open = await house.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity ORDER BY 1`,
    );
    expect(open.map(({ name }) => name)).toEqual(['audit_head', 'migrations']);
    const walled = await house.sql<{ name: string }>(
      `SELECT DISTINCT tablename AS name FROM pg_policies WHERE policyname = 'tenant' ORDER BY 1`,
    );
    expect(walled.map(({ name }) => name)).toEqual(await without(...SYSTEM_ONLY, ...PUBLIC, ...APART));
  });

  it('shows a company its own rows only, in every table, to a query without any condition', async () => {
    const seen: Record<string, string[]> = {};
    for (const table of await without(...SYSTEM_ONLY, ...PUBLIC, ...APART)) {
      const rows = await careless<{ siren: string }>(`SELECT DISTINCT siren FROM ${table}`);
      seen[table] = rows.map(({ siren }) => siren);
    }
    expect(new Set(Object.values(seen).flat())).toEqual(new Set([OWN_SIREN]));
    for (const table of ['company', 'establishment', 'employee', 'contract', 'rate_profile', 'verdict', 'task'])
      expect(seen[table]).toEqual([OWN_SIREN]);
  });

  it('shows nobody to a caller without companies', async () => {
    for (const table of await without(...SYSTEM_ONLY, ...PUBLIC, ...APART))
      expect(await careless(`SELECT 1 FROM ${table}`, { companies: [] })).toEqual([]);
  });

  it('shows no account, session, secret or received byte, whatever the company', async () => {
    for (const table of SYSTEM_ONLY) expect(await careless(`SELECT 1 FROM ${table}`)).toEqual([]);
  });

  it('shows the documents that name the company, and no other', async () => {
    const all = await careless<{ id: number }>('SELECT id FROM feed', 'system');
    const own = await careless<{ id: number }>('SELECT id FROM feed ORDER BY id');
    expect([all.length, own.length]).toEqual([3, 2]);
    const named = await house.sql<{ id: number }>(
      'SELECT DISTINCT feed_id AS id FROM verdict WHERE siret = $1 ORDER BY 1',
      [OWN],
    );
    expect(own).toEqual(named);
  });

  it('shows who wants to be told of the company, and nothing of who is told of others alone', async () => {
    await house.sql(
      `WITH added AS (
         INSERT INTO webhook_endpoint (url, created_at, created_by) SELECT 'https://exemple.fr/', now(), 'test'
         FROM generate_series(1, 3) RETURNING id)
       INSERT INTO webhook_subscription (endpoint_id, siren, types)
       SELECT id, ($1::text[])[row_number() OVER ()], '{rate.changed}' FROM added`,
      [[OWN_SIREN, OTHER_SIREN, null]],
    );
    const seen = await careless<{ siren: string | null }>('SELECT siren FROM webhook_subscription ORDER BY siren');
    expect(seen.map(({ siren }) => siren)).toEqual([OWN_SIREN, null]);
    expect(await careless('UPDATE webhook_subscription SET active = false RETURNING 1')).toEqual([]);
  });

  it('changes nothing of another company', async () => {
    const state = () =>
      house.sql('SELECT * FROM company JOIN task USING (siren) WHERE siren = $1 ORDER BY id', [OTHER_SIREN]);
    const before = await state();
    expect(await careless(`UPDATE company SET name = 'volée' WHERE siren = '${OTHER_SIREN}' RETURNING 1`)).toEqual([]);
    await careless(`UPDATE task SET period = '2030-01'`);
    await careless('UPDATE employee SET last_name = NULL');
    await careless('DELETE FROM payroll_run');
    expect(await state()).toEqual(before);
    await expect(
      careless(
        `INSERT INTO payroll_run (siret, siren, period, since) VALUES ('${OTHER}', '${OTHER_SIREN}', '2026-01', now())`,
      ),
    ).rejects.toThrow('row-level security');
    await expect(careless(`UPDATE task SET siren = '${OTHER_SIREN}' WHERE siren = '${OWN_SIREN}'`)).rejects.toThrow(
      'row-level security',
    );
  });

  it('does not remember the system of a connection that a job has used before', async () => {
    for (let turn = 0; turn < 20; turn++) await house.database.session((tx) => tx.query('SELECT 1'));
    const seen = await Promise.all(
      Array.from({ length: 20 }, () => careless<{ siren: string }>('SELECT siren FROM company')),
    );
    expect(new Set(seen.flat().map(({ siren }) => siren))).toEqual(new Set([OWN_SIREN]));
  });
});
