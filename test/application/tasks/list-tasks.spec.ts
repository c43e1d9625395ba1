import { systemCaller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { ListTasks, type TasksAsked } from '#application/tasks/list-tasks';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const alone = siretOf(1);
const several = siretOf(2);
const contradicted = siretOf(3);
const answeredLate = siretOf(4);

const listed = async (asked: Partial<TasksAsked> = {}) =>
  trusted(await house.verb(ListTasks).run({ period: null, siret: null, all: false, ...asked }, systemCaller('test')));
const shown = async (asked: Partial<TasksAsked> = {}) =>
  (await listed(asked)).map(({ siret, kind, status }) => `${siret} ${kind} ${status}`);

beforeAll(async () => {
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  await given(house, alone, { sheets, name: 'Boulangerie Colin', town: 'Rennes', postcode: '35000' });
  await given(house, several, { sheets: ['2025-05-01 NOTIFIED 452BE 3.10, 452BEB 0.64'] });
  await given(house, contradicted, { sheets: [...sheets, '2025-09-01 ENTERED 553AC 1.90'] });
  await given(house, answeredLate, { sheets, automation: false });
  await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' });
  await received(
    house,
    lineOf(alone, '553AC 1.82 2026-01-01 2026-01-03'),
    lineOf(contradicted, '553AC 1.95 2025-09-01 2026-01-03'),
  );
});

describe('the tasks of the month', () => {
  it('come with the most urgent first', async () => {
    expect(await shown()).toEqual([
      `${contradicted} INCOHERENCE OPEN`,
      `${several} ANNUAL_RENEWAL OPEN`,
      `${answeredLate} ANNUAL_RENEWAL OPEN`,
    ]);
  });

  it('those put off to a later month come after the others, until that month', async () => {
    await house.sql(`UPDATE task SET postponed_until = '2026-03' WHERE siret = $1`, [several]);
    const order = async (period: string) =>
      (await listed({ period })).map(({ siret }) => siret).filter((siret) => siret !== contradicted);
    expect(await order('2026-02')).toEqual([answeredLate, several]);
    expect(await order('2026-03')).toEqual([several, answeredLate]);
  });

  it('show in every later month until done, and in none before their own', async () => {
    expect(await shown({ period: '2025-12' })).toEqual([]);
    expect(await shown({ period: '2026-01' })).toHaveLength(3);
    expect(await shown({ period: '2027-06' })).toHaveLength(3);
  });

  it('are those of one establishment when one is asked for', async () => {
    expect(await shown({ siret: several })).toEqual([`${several} ANNUAL_RENEWAL OPEN`]);
  });

  it('name company and town, and what a task is called', async () => {
    const [task] = await listed({ siret: several });
    expect(task).toMatchObject({
      siret: several,
      period: '2026-01',
      reason: 'SEVERAL_RATES',
      postponements: 0,
      title: 'Confirmer le taux AT/MP de l’année',
      place: { company: 'Menuiserie Arnaud', town: 'Nantes', postcode: '44000' },
    });
  });
});

describe('what needed nobody', () => {
  it('is shown with the rest, at the end, in the month of its date of effect', async () => {
    const [done] = await listed({ all: true, siret: alone });
    expect(done).toMatchObject({
      id: expect.stringMatching(`^auto-\\d+-${alone}$`) as string,
      period: '2026-01',
      kind: 'DONE_FOR_YOU',
      reason: 'TAUX_UNIQUE',
      status: 'DONE',
      title: 'Tâche réalisée par Taux Juste',
      place: { company: 'Boulangerie Colin' },
    });
    expect((await shown({ all: true })).at(-1)).toBe(`${alone} DONE_FOR_YOU DONE`);
    expect(await shown({ all: true, period: '2026-02', siret: alone })).toEqual([]);
  });

  it('a task that a feed made needless is shown as superseded', async () => {
    await house.sql(`UPDATE company SET automation = true WHERE siren = $1`, [answeredLate.slice(0, 9)]);
    await received(house, lineOf(answeredLate, '553AC 1.80 2026-01-01 2026-01-05'));
    expect(await shown({ siret: answeredLate })).toEqual([]);
    expect(await shown({ siret: answeredLate, all: true, period: '2026-01' })).toEqual([
      `${answeredLate} DONE_FOR_YOU DONE`,
      `${answeredLate} ANNUAL_RENEWAL SUPERSEDED`,
    ]);
    expect(await shown({ siret: answeredLate, all: true, period: '2026-02' })).toEqual([]);
  });
});

describe('more tasks than one page holds', () => {
  const count = 2_345;

  beforeAll(async () => {
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at, postponed_until)
       SELECT $1, left($1, 9), (ARRAY['EMPLOYEE_AFFILIATION', 'INCOHERENCE', 'FIRST_PAYROLL'])[n % 3 + 1], 'lot ' || n,
              'INCOHERENT', '2025-0' || n % 5 + 1, '{"profiles": []}', '2026-01-05T09:00:00Z',
              CASE WHEN n % 7 = 0 THEN '2026-06' END
       FROM generate_series(1, ${count}) n`,
      [alone],
    );
  });

  it('are handed over page by page, in the same order as the whole', async () => {
    const pages: string[][] = [];
    const onPage = (page: readonly { readonly id: string }[]): Promise<void> => {
      pages.push(page.map(({ id }) => id));
      return Promise.resolve();
    };
    expect(await listed({ siret: alone, onPage })).toEqual([]);
    expect(pages.map((page) => page.length)).toEqual([2_000, count - 2_000]);
    expect(pages.flat()).toEqual((await listed({ siret: alone })).map(({ id }) => id));
  });

  it('are sorted by what waits, by month, by kind and by number', async () => {
    const tasks = await listed({ siret: alone });
    const kinds = ['FIRST_PAYROLL', 'INCOHERENCE', 'EMPLOYEE_AFFILIATION'];
    const places = tasks.map(({ id, kind, period, postponedUntil }) =>
      [postponedUntil === null ? 0 : 1, period, kinds.indexOf(kind), id.padStart(9)].join(' '),
    );
    expect(places).toEqual(places.toSorted());
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['a month that does not exist', { period: '2026-13' }, 'MOIS_ILLISIBLE'],
    ['a SIRET with a wrong key', { siret: '90000001400012' }, 'SIRET_CLE'],
    ['an establishment that nobody named', { siret: siretOf(999) }, 'ETABLISSEMENT_INCONNU'],
  ])('%s is refused', async (_case, asked, code) => {
    const answer = await house
      .verb(ListTasks)
      .run({ period: null, siret: null, all: false, ...asked }, systemCaller('test'));
    expect(answer).toMatchObject({ ok: false, refusal: { code } });
  });
});
