import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCaller, type Caller } from '#application/access/caller';
import { AffiliateEmployees } from '#application/affiliation/affiliate-employees';
import { RunCampaign } from '#application/campaign/run-campaign';
import { ReleaseHeld } from '#application/held/release-held';
import { ListHeld } from '#application/held/list-held';
import { CorrectRate } from '#application/rates/correct-rate';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { UndoUpdate } from '#application/updates/undo-update';
import { CreateEndpoint } from '#application/webhooks/create-endpoint';
import { SwitchEndpoint } from '#application/webhooks/switch-endpoint';
import { EVENT_TYPES } from '#domain/events/event';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { recordSheets } from '#storage/ledger/record-sheets';
import { raiseTasks } from '#storage/tasks/raise-tasks';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { dsn, DsnDesk } from '../dsn/dsn-desk';

const ADMIN = systemCaller('personne : Alain (administrateur)');

let house: TestHouse;
/** Every situation has a company of its own. */
let company = 0;
let siret: Siret;

beforeAll(async () => {
  house = await openTestHouse('2026-01-15T09:00:00.000Z');
  await listen();
});
beforeEach(() => (siret = siretOf(++company)));
afterAll(() => house.close());

const listen = async (siren = '', types: readonly string[] = EVENT_TYPES): Promise<number> =>
  trusted(await house.verb(CreateEndpoint).run({ url: 'https://paie.exemple.fr/', siren, types }, ADMIN)).id;

interface Told {
  readonly type: string;
  readonly siren: string | null;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What was told of the establishment, in order. */
const told = (type = '%'): Promise<Told[]> =>
  house.sql<Told>(`SELECT type, siren, at, data FROM event WHERE type LIKE $2 AND data->>'siret' = $1 ORDER BY id`, [
    siret,
    type,
  ]);
const inShort = async (): Promise<string[]> =>
  (await told()).map(({ type, data }) =>
    [type, data.source ?? data.kind, data.effectiveFrom ?? data.status].join(' ').trim(),
  );
const caller = (): Caller => ({ actor: 'personne : Anne', scope: { companies: [siret.slice(0, 9)] } });
const openTask = async (): Promise<string> =>
  trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }, ADMIN))[0]?.id ?? 'no task';
const campaign = async (): Promise<void> => {
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
};

const ONE = ['2025-05-01 NOTIFIED 553AC 1.78'];
const EMPLOYED = { employees: { M1: {} } };

describe('a feed', () => {
  it('tells the rate that it changes, with what holds from when and from where', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ONE });
    const { feeds } = await received(house, lineOf(siret, '553AC 1.92 2026-01-01 2026-01-03'));
    expect(await told()).toEqual([
      {
        type: 'rate.changed',
        siren: siret.slice(0, 9),
        at: '2026-01-15T09:00:00.000Z',
        data: {
          siret,
          siren: siret.slice(0, 9),
          effectiveFrom: '2026-01-01',
          source: 'NOTIFIED',
          feed: feeds[0]?.id,
          profiles: [{ codeRisque: '553AC', section: null, office: false, rate: '1.92' }],
        },
      },
    ]);
  });

  it('says nothing of a rate that it confirms, with a section or without', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ONE });
    await received(house, lineOf(siret, '553AC 1.78 2026-01-01 2026-01-03'));
    await received(house, lineOf(siret, '553AC 1.78 2026-01-01 2026-01-04 01'));
    expect(await told()).toEqual([]);
  });

  it('tells each of several dates against the one before', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ONE });
    const lines = [
      '553AC 1.85 2026-01-01 2026-01-03',
      '553AC 1.85 2026-02-01 2026-01-03',
      '553AC 1.90 2026-03-01 2026-01-03',
    ];
    await received(house, ...lines.map((line) => lineOf(siret, line)));
    expect(await inShort()).toEqual(['rate.changed NOTIFIED 2026-01-01', 'rate.changed NOTIFIED 2026-03-01']);
  });

  it('tells the task that it raises, once, however many documents come after', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ['2025-05-01 NOTIFIED 452BE 3.10 01'] });
    const two = (calculated: string) => [
      `452BE 3.25 2026-01-01 ${calculated} 01`,
      `452BEB 0.64 2026-01-01 ${calculated} 01`,
    ];
    const { feeds } = await received(house, ...two('2026-01-03').map((line) => lineOf(siret, line)));
    await received(house, ...two('2026-01-04').map((line) => lineOf(siret, line)));
    const [raised, ...more] = await told();
    expect(more).toEqual([]);
    expect(raised).toMatchObject({ type: 'task.raised', siren: siret.slice(0, 9) });
    expect(raised?.data).toEqual({
      task: Number(await openTask()),
      siret,
      siren: siret.slice(0, 9),
      kind: 'ANNUAL_RENEWAL',
      reason: 'SEVERAL_RATES',
      period: '2026-01',
      feed: feeds[0]?.id,
    });
  });

  it('tells the task that it makes needless', async () => {
    await given(house, siret, { ...EMPLOYED, automation: false, sheets: ONE });
    await campaign();
    await house.sql('UPDATE company SET automation = true WHERE siren = $1', [siret.slice(0, 9)]);
    await received(house, lineOf(siret, '553AC 1.92 2026-01-01 2026-01-03'));
    expect(await inShort()).toEqual([
      'task.raised ANNUAL_RENEWAL',
      'rate.changed NOTIFIED 2026-01-01',
      'task.done ANNUAL_RENEWAL SUPERSEDED',
    ]);
  });

  it('is told when it is completed: whole to who hears of all, its own part to a company', async () => {
    const other = siretOf(++company);
    for (const one of [siret, other]) await given(house, one, { ...EMPLOYED, sheets: ONE });
    const own = await listen(siret.slice(0, 9));
    const stranger = await listen(siretOf(++company).slice(0, 9)).catch(() => 0);
    const { feeds } = await received(
      house,
      lineOf(siret, '553AC 1.78 2026-01-01 2026-01-05'),
      lineOf(other, '553AC 1.95 2026-01-01 2026-01-05'),
    );
    const rows = await house.sql<Told & { endpoint: number }>(
      `SELECT e.siren, e.data, d.endpoint_id AS endpoint FROM event e JOIN event_delivery d ON d.event_id = e.id
       WHERE e.type = 'feed.completed' AND (e.data->>'feed')::bigint = $1 ORDER BY e.siren NULLS FIRST`,
      [feeds[0]?.id],
    );
    const none = { AUTO_UPDATED: 0, UNCHANGED: 0, TASK_RAISED: 0, HELD: 0, QUARANTINED: 0, IGNORED: 0 };
    const { id: feed, sha256 } = feeds[0] ?? { id: 0, sha256: '' };
    expect(rows).toMatchObject([
      { siren: null, data: { feed, siren: null, sha256, verdicts: { ...none, AUTO_UPDATED: 1, UNCHANGED: 1 } } },
      { siren: siret.slice(0, 9), endpoint: own, data: { feed, sha256, verdicts: { ...none, UNCHANGED: 1 } } },
    ]);
    expect(stranger).toBe(0);
  });
});

describe('a person', () => {
  it('who answers a task tells the rate and the end of the task', async () => {
    await given(house, siret, { ...EMPLOYED, automation: false, sheets: ONE });
    await campaign();
    const answers = { case: 'single', profiles: [{ codeRisque: '553AC', rate: '1.85' }] };
    trusted(await house.verb(AnswerTask).run(await openTask(), answers, caller()));
    expect(await inShort()).toEqual([
      'task.raised ANNUAL_RENEWAL',
      'rate.changed ENTERED 2026-01-01',
      'task.done ANNUAL_RENEWAL DONE',
    ]);
    expect(JSON.stringify(await told())).not.toMatch(/M1|Leroy|Anne/);
  });

  it('who confirms what was on file tells the end of the task alone', async () => {
    await given(house, siret, { ...EMPLOYED, automation: false, sheets: ONE });
    await campaign();
    const answers = { case: 'single', profiles: [{ codeRisque: '553AC', rate: '1.78' }] };
    trusted(await house.verb(AnswerTask).run(await openTask(), answers, caller()));
    expect((await inShort()).slice(1)).toEqual(['task.done ANNUAL_RENEWAL DONE']);
  });

  it('who corrects a rate, or takes an update back, tells the rate', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ONE });
    const { feeds } = await received(house, lineOf(siret, '553AC 1.92 2026-01-01 2026-01-03'));
    const update = `auto-${feeds[0]?.id ?? 0}-${siret}`;
    trusted(await house.verb(UndoUpdate).run(update, 'notice d’un autre', ADMIN));
    const correction = {
      effectiveFrom: '2026-01-01',
      profiles: [{ codeRisque: '553AC', rate: '1,99', section: null, office: false }],
      reason: 'lettre de la caisse',
      seen: 99,
    };
    trusted(await house.verb(CorrectRate).run(siret, correction, caller()));
    const rates = (await told('rate.changed')).map(({ data }) => (data.profiles as { rate: string }[])[0]?.rate);
    expect(rates).toEqual(['1.92', '1.78', '1.99']);
  });

  it('who releases what was held tells the rate', async () => {
    await given(house, siret, { ...EMPLOYED, sheets: ONE });
    await received(house, lineOf(siret, '553AC 4.00 2026-01-01 2026-01-03'));
    expect(await told()).toEqual([]);
    const held = (await house.verb(ListHeld).run(null, ADMIN)).rows.find((one) => one.siret === siret);
    await house.verb(ReleaseHeld).run(held?.id ?? '', 'notification vue', ADMIN);
    expect(await inShort()).toEqual(['rate.changed NOTIFIED 2026-01-01']);
  });

  it('who puts the last employee on a rate tells the end of the task', async () => {
    const sheets = ['2026-01-01 NOTIFIED 452BE 3.10 01, 452BEB 0.64 01'];
    await given(house, siret, { employees: { M1: {}, M2: {} }, sheets });
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at) VALUES
       ($1, $2, 'EMPLOYEE_AFFILIATION', '2026', 'NEW_PROFILES', '2026-01', '{"effectiveFrom": "2026-01-01"}', '2026-01-05T09:00:00Z')`,
      [siret, siret.slice(0, 9)],
    );
    const folder = mkdtempSync(join(tmpdir(), 'affiliations-'));
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'matricule;contrat;profil;depuis\nM1;00001;452BEB;2026-01-01\nM2;00001;452BE;2026-01-01\n');
    const report = trusted(await house.verb(AffiliateEmployees).run(siret, path, caller()));
    expect(report.rejections).toEqual([]);
    rmSync(folder, { recursive: true });
    expect(await inShort()).toEqual(['task.done EMPLOYEE_AFFILIATION DONE']);
  });
});

describe('a DSN', () => {
  it('tells the rate that only it knows and the task of a first payroll; the same set again is no change', async () => {
    const desk = new DsnDesk(house);
    await desk.import(dsn(siret, '2026-01', ['M0001 452BE 6.12']));
    await desk.import(dsn(siret, '2026-02', ['M0001 452BE 6.12']));
    await desk.import(dsn(siret, '2026-03', ['M0001 452BE 6.20']));
    desk.close();
    expect(await inShort()).toEqual([
      'rate.changed DECLARED 2026-01-01',
      'task.raised FIRST_PAYROLL',
      'rate.changed DECLARED 2026-03-01',
    ]);
  });

  it('is covered by a notice of the same day: it changes nothing', async () => {
    await given(house, siret, { sheets: ['2026-01-01 NOTIFIED 452BE 6.12'] });
    await house.database.transaction('system', (tx) =>
      recordSheets(tx, [{ ...sheetOf(siret), source: 'DECLARED' }], '2026-01-15T09:00:00.000Z'),
    );
    expect(await told()).toEqual([]);
  });
});

const sheetOf = (of: Siret) => ({
  siret: of,
  siren: of.slice(0, 9),
  effectiveFrom: '2026-01-01' as never,
  source: 'ENTERED' as const,
  calculatedAt: null,
  feed: null,
  profiles: [{ code: '452BE' as never, section: null, office: false, rate: 650 as never, line: null }],
});

describe('the outbox', () => {
  it('keeps nothing of a transaction that is rolled back', async () => {
    await given(house, siret, { sheets: ONE });
    const count = async () => (await house.sql('SELECT 1 FROM event UNION ALL SELECT 1 FROM event_delivery')).length;
    const before = await count();
    const rolledBack = house.database.transaction(caller().scope, async (tx) => {
      await recordSheets(tx, [sheetOf(siret)], '2026-01-15T09:00:00.000Z');
      await raiseTasks(
        tx,
        [
          {
            siret,
            siren: siret.slice(0, 9) as never,
            body: {
              kind: 'ANNUAL_RENEWAL',
              cause: '2026',
              reason: 'NOT_RECEIVED',
              period: '2026-01',
              prefill: {},
            } as never,
          },
        ],
        '2026-01-15T09:00:00.000Z',
      );
      expect(await tx.query('SELECT 1 FROM event')).toHaveLength(2);
      throw new Error('Renoncé');
    });
    await expect(rolledBack).rejects.toThrow('Renoncé');
    expect(await count()).toBe(before);
  });

  it('has not a row for a company that nobody wants to hear of, nor of a type that nobody wants', async () => {
    const other = await openTestHouse('2026-01-15T09:00:00.000Z');
    try {
      await given(other, siret, { ...EMPLOYED, sheets: ONE });
      const stranger = siretOf(++company);
      await given(other, stranger, { ...EMPLOYED, sheets: ONE });
      const create = (siren: string, types: string[]) =>
        other.verb(CreateEndpoint).run({ url: 'https://paie.exemple.fr/', siren, types }, ADMIN);
      trusted(await create(stranger.slice(0, 9), ['task.raised']));
      const closed = trusted(await create('', [...EVENT_TYPES]));
      trusted(await other.verb(SwitchEndpoint).run(closed.id, false, ADMIN));
      await received(other, ...[siret, stranger].map((one) => lineOf(one, '553AC 1.92 2026-01-01 2026-01-03')));
      expect(await other.sql('SELECT 1 FROM event UNION ALL SELECT 1 FROM event_delivery')).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('is filled wherever storage records a sheet, raises a task, ends one or ends a batch', () => {
    const folder = join(__dirname, '..', '..', '..', 'src', 'storage');
    const changes =
      /INSERT INTO (?:rate_profile|task)\b|UPDATE task\b[^`]*SET status|UPDATE batch SET status = 'DONE'/g;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('events'))
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
      .filter(({ text }) => text.match(changes) !== null);
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const { name, text } of files) {
      const tells = /(?:raiseAndTell|endAndTell|tellRates|completeAndTell)\(/g;
      expect(`${name} ${text.match(tells)?.length ?? 0}`).toBe(`${name} ${text.match(changes)?.length ?? 0}`);
    }
  });
});
