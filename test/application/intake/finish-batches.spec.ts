import { Readable } from 'node:stream';
import { DecideAside } from '#application/intake/decide-aside';
import { FinishBatches } from '#application/intake/finish-batches';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const SIRETS = [1, 2, 3, 4, 5, 6, 7].map((company) => siretOf(company));
const HELD = siretOf(2);

let house: TestHouse;

/** Clients of long standing, one establishment a chunk. */
async function open(): Promise<void> {
  const batch = { ...DEFAULT_POLICY.batch, chunk: 1 };
  house = await openTestHouse('2026-01-06T09:00:00.000Z', { ...DEFAULT_POLICY, batch });
  for (const siret of SIRETS) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
}

beforeEach(open);

afterEach(() => house.close());

/** Fails at a statement as a server that is shut down does; the work is then interrupted. */
async function crashing(before: string, when: string, work: () => Promise<unknown>): Promise<void> {
  await house.sql(`
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN IF ${when} THEN RAISE 'crash' USING ERRCODE = 'admin_shutdown'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER crash BEFORE ${before} FOR EACH ROW EXECUTE FUNCTION crash()`);
  await expect(work()).rejects.toThrow('crash');
  await house.sql('DROP FUNCTION crash CASCADE');
}

/** What a crash of PostgreSQL does to unlogged tables. */
async function loseWorkingTables(): Promise<void> {
  const tables = await house.sql<{ name: string }>(
    `SELECT 'staging.' || tablename AS name FROM pg_tables WHERE schemaname = 'staging'`,
  );
  expect(tables.length).toBeGreaterThan(0);
  await house.sql(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
}

const LINES = SIRETS.map((siret) => lineOf(siret, `553AC ${siret === HELD ? '5.00' : '1.80'} 2026-01-01 2026-01-05`));

const contents = async (): Promise<unknown> => ({
  verdicts: await house.sql('SELECT siret, attempt, verdict, rule, facts FROM verdict ORDER BY siret, attempt'),
  profiles: await house.sql(
    `SELECT siret, effective_from, rate, recorded_at FROM rate_profile WHERE feed_id IS NOT NULL ORDER BY 1, 2, 3`,
  ),
  aside: await house.sql('SELECT siret, status, ended_by, ended_reason FROM set_aside ORDER BY id'),
  batches: await house.sql('SELECT status, withheld FROM batch ORDER BY id'),
  feeds: await house.sql('SELECT file, lines, verdicts FROM feed'),
  staging: await house.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'staging'`),
});

const finish = (): Promise<number> => house.verb(FinishBatches).run();

const MOMENTS: readonly [name: string, before: string, when: string][] = [
  ['before it was decided', 'UPDATE ON batch', `NEW.status = 'DECIDED'`],
  ['before its first chunk', 'UPDATE ON batch_chunk', 'true'],
  ['between two chunks', 'UPDATE ON batch_chunk', `(SELECT count(*) FROM batch_chunk WHERE state = 'APPLIED') >= 3`],
  ['before it was ended', 'UPDATE ON batch', `NEW.status = 'DONE'`],
];

describe.each(MOMENTS)('a batch interrupted %s', (_name, before, when) => {
  it.each([false, true])('is finished as if nothing had happened (working tables lost: %s)', async (lost) => {
    await received(house, ...LINES);
    const whole = await contents();
    await house.close();
    await open();
    await crashing(before, when, () => received(house, ...LINES));
    if (lost) await loseWorkingTables();
    house.clock.instant = '2026-01-09T09:00:00.000Z';
    expect(await finish()).toBe(1);
    expect(await contents()).toEqual(whole);
    expect(await finish()).toBe(0);
  });
});

describe('a second decision that is interrupted', () => {
  const release = async (): Promise<unknown> => {
    const aside = await house.sql<{ id: number }>(`SELECT id FROM set_aside WHERE status = 'OPEN'`);
    return house.verb(DecideAside).release(
      aside.map(({ id }) => id),
      'vérifié avec la caisse',
      'Anne',
    );
  };

  // It is about one establishment, hence one chunk: there is no place between two.
  const PLACES = MOMENTS.filter(([name]) => name !== 'between two chunks');

  it.each(PLACES.flatMap((moment) => [false, true].map((lost) => [...moment, lost] as const)))(
    'is taken up with its reason, %s (%s, %s, working tables lost: %s)',
    async (_name, before, when, lost) => {
      await received(house, ...LINES);
      await crashing(before, when, release);
      if (lost) await loseWorkingTables();
      expect(await finish()).toBe(1);
      expect(await house.sql(`SELECT attempt, verdict FROM verdict WHERE siret = '${HELD}' ORDER BY 1`)).toEqual([
        { attempt: 0, verdict: 'HELD' },
        { attempt: 1, verdict: 'AUTO_UPDATED' },
      ]);
      expect(await house.sql(`SELECT status, ended_by, ended_reason FROM set_aside WHERE siret = '${HELD}'`)).toEqual([
        { status: 'RELEASED', ended_by: 'Anne', ended_reason: 'vérifié avec la caisse' },
      ]);
      expect(await house.sql(`SELECT rate FROM rate_profile WHERE siret = '${HELD}' AND feed_id IS NOT NULL`)).toEqual([
        { rate: 500 },
      ]);
    },
  );

  it('is one when two people release the same document at the same time', async () => {
    await received(house, ...LINES);
    const [a, b] = await Promise.all([release(), release()]);
    expect([a, b].map((verdicts) => (verdicts as unknown[]).length).sort()).toEqual([0, 1]);
    expect(await house.sql(`SELECT 1 FROM rate_profile WHERE siret = '${HELD}' AND feed_id IS NOT NULL`)).toHaveLength(
      1,
    );
  });
});

it('still counts a document without any rate as ignored when its reception was interrupted', async () => {
  const bytes = Buffer.from('<rapport xmlns="http://www.gip-mds.fr/" type="12"/>');
  const ingest = (): Promise<unknown> =>
    house
      .verb(IngestFeeds)
      .run(Readable.from([{ name: 'retour.xml', size: bytes.length, open: () => Readable.from([bytes]) }]), {
        dryRun: false,
        actor: 'essai',
      });
  await crashing('UPDATE ON batch', `NEW.status = 'DECIDED'`, ingest);
  expect(await ingest()).toMatchObject({ feeds: [{ alreadyReceived: true, verdicts: { IGNORED: 1 } }] });
});

it('drops the working tables that no unfinished batch needs, and no other', async () => {
  await crashing('UPDATE ON batch_chunk', `(SELECT count(*) FROM batch_chunk WHERE state = 'APPLIED') >= 3`, () =>
    received(house, ...LINES),
  );
  await house.sql(
    'CREATE UNLOGGED TABLE staging.line_b999 (x integer); CREATE UNLOGGED TABLE staging.verdict_dry12 (x integer)',
  );
  await house.sql('CREATE TABLE staging.other (x integer)');
  await house.sql(
    'GRANT ALL ON ALL TABLES IN SCHEMA staging TO tj_app; ALTER TABLE staging.line_b999 OWNER TO tj_app; ALTER TABLE staging.verdict_dry12 OWNER TO tj_app',
  );
  expect(await finish()).toBe(1);
  expect(await house.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'staging'`)).toEqual([
    { tablename: 'other' },
  ]);
  expect(await house.sql(`SELECT count(*)::integer AS n FROM verdict`)).toEqual([{ n: SIRETS.length }]);
});

it('leaves the work of another to that other', async () => {
  await crashing('UPDATE ON batch_chunk', 'true', () => received(house, ...LINES));
  expect(await house.database.exclusively(finish)).toBe(0);
  expect(await finish()).toBe(1);
});

describe('a batch that cannot be decided', () => {
  it('holds nobody else up, and is told until it can be', async () => {
    await crashing('UPDATE ON batch', `NEW.status = 'DECIDED'`, () => received(house, ...LINES));
    await house.sql(`
      CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'poison'; END $$;
      CREATE TRIGGER crash BEFORE UPDATE ON batch FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION crash()`);
    const other = siretOf(8);
    await given(house, other, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    const report = await received(house, lineOf(other, '553AC 1.80 2026-01-01 2026-01-05'));
    expect(report.feeds).toMatchObject([{ verdicts: { AUTO_UPDATED: 1 } }]);
    expect(report.notes).toEqual([expect.stringMatching(/^Un lot interrompu n'est pas terminé/)]);
    await expect(finish()).rejects.toThrow('poison');
    await house.sql('DROP FUNCTION crash CASCADE');
    expect(await finish()).toBe(1);
  });
});

describe('an establishment named before anybody knew it', () => {
  const unknown = siretOf(9);

  it('stays quarantined once it is known when one of its kept lines could not be trusted', async () => {
    await received(
      house,
      lineOf(unknown, '553AC 1.80 2026-01-01 2026-01-05 01'),
      lineOf(unknown, '602MG deux 2026-01-01 2026-01-05 02'),
    );
    await given(house, unknown);
    const [again] = await house.verb(DecideAside).run([unknown], 'UNKNOWN_ESTABLISHMENT', 'essai');
    expect(again).toMatchObject({ verdict: 'QUARANTINED', rule: 'TAUX_ILLISIBLE' });
    expect(await house.sql(`SELECT 1 FROM rate_profile WHERE siret = '${unknown}'`)).toEqual([]);
  });
});

it('quarantines an establishment that thousands of lines name, in each document that names it, and holds no more of them', async () => {
  const [crowded] = SIRETS;
  if (crowded === undefined) throw new Error('There is no establishment.');
  const lines = Array.from({ length: 6_000 }, () => lineOf(crowded, '553AC 1.80 2026-01-01 2026-01-05'));
  const documents = [lines, lines.slice(0, 1)].map((some, index) => {
    const bytes = Buffer.from(
      `siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul\n${some.join('\n')}\n`,
    );
    return { name: `${index}.csv`, size: bytes.length, open: () => Readable.from([bytes]) };
  });
  const report = await house.verb(IngestFeeds).run(Readable.from(documents), { dryRun: false, actor: 'essai' });
  expect(report.feeds).toMatchObject([{ verdicts: { QUARANTINED: 1 } }, { verdicts: { QUARANTINED: 1 } }]);
  expect(new Set(report.rejections.map(({ file, code }) => `${file} ${code}`))).toEqual(
    new Set(['0.csv LIGNES_EN_NOMBRE', '1.csv LIGNES_EN_NOMBRE']),
  );
});
