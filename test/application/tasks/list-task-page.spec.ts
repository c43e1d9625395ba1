import { systemCaller, type Caller } from '#application/access/caller';
import { ListTaskPage, type TaskPage, type TaskPageQuestion, type TaskPlace } from '#application/tasks/list-task-page';
import { PostponeTask } from '#application/tasks/postpone-task';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const MINE = [siretOf(1), siretOf(1, 2), siretOf(1, 3)] as const;
const OTHERS = siretOf(2);
const [FIRST, SECOND, BY_ITSELF] = MINE;
const ALL = systemCaller('test');
const OWN: Caller = { actor: 'clé', scope: { companies: [FIRST.slice(0, 9)] } };

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  for (const siret of [...MINE, OTHERS])
    await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'], employees: { M1: {} } });
  const several = [FIRST, SECOND, OTHERS].flatMap((siret) => [
    lineOf(siret, '553AC 1.80 2026-01-01 2026-01-03'),
    lineOf(siret, '553ACB 0.70 2026-01-01 2026-01-03'),
  ]);
  await received(house, ...several, lineOf(BY_ITSELF, '553AC 1.80 2026-01-01 2026-01-03'));
});
afterAll(() => house.close());

const NOTHING_ASKED: TaskPageQuestion = { period: null, siret: null, kind: null, status: 'OPEN', after: null };

async function pages(asked: Partial<TaskPageQuestion>, caller: Caller, size = 1): Promise<string[]> {
  const found: string[] = [];
  for (let after: TaskPlace | null = null, more = true; more;) {
    const page: TaskPage = trusted(
      await house.verb(ListTaskPage).run({ ...NOTHING_ASKED, ...asked, after }, caller, size),
    );
    expect(page.rows.length).toBeLessThanOrEqual(size);
    found.push(...page.rows.map(({ siret, kind }) => `${siret} ${kind}`));
    after = page.next;
    more = page.next !== null;
  }
  return found;
}

const renewal = (siret: string): string => `${siret} ANNUAL_RENEWAL`;
const DONE = `${BY_ITSELF} DONE_FOR_YOU`;

describe('the tasks that a program reads', () => {
  it('are those of every company for who sees all, one page after the other', async () => {
    expect((await pages({}, ALL)).toSorted()).toEqual([FIRST, SECOND, OTHERS].map(renewal).toSorted());
    expect(await pages({}, ALL, 50)).toEqual(await pages({}, ALL, 1));
  });

  it('are the caller’s own for who is bound to companies', async () => {
    expect((await pages({}, OWN)).toSorted()).toEqual([FIRST, SECOND].map(renewal).toSorted());
  });

  it.each([1, 2, 3, 50])('end with what was done by itself when all are asked, in pages of %d', async (size) => {
    const found = await pages({ status: null }, OWN, size);
    expect(found).toHaveLength(3);
    expect(found.at(-1)).toBe(DONE);
  });

  it.each<[string, Partial<TaskPageQuestion>, readonly string[]]>([
    ['a kind', { kind: 'INCOHERENCE' }, []],
    ['what was done by itself', { kind: 'DONE_FOR_YOU', status: 'DONE' }, [DONE]],
    ['what is done', { status: 'DONE' }, [DONE]],
    ['what is open is not done', { kind: 'DONE_FOR_YOU' }, []],
    ['an establishment', { siret: FIRST, status: null }, [renewal(FIRST)]],
    ['a month before any', { period: '2025-12', status: null }, []],
    ['the month of effect', { period: '2026-01', siret: BY_ITSELF, status: null }, [DONE]],
  ])('are narrowed by %s', async (_what, asked, expected) => {
    expect(await pages(asked, OWN)).toEqual(expected);
  });

  it.each([
    ['a month that is none', { period: '2026-13' }, 'MOIS_ILLISIBLE'],
    ['a SIRET that is none', { siret: '1' }, 'SIRET_ILLISIBLE'],
    ['an establishment of others', { siret: OTHERS }, 'ETABLISSEMENT_INCONNU'],
  ])('are refused for %s', async (_what, asked, code) => {
    expect(await house.verb(ListTaskPage).run({ ...NOTHING_ASKED, ...asked }, OWN)).toMatchObject({
      refusal: { code },
    });
  });

  it('keep their place when one is put off between two pages', async () => {
    const first = trusted(await house.verb(ListTaskPage).run(NOTHING_ASKED, OWN, 1));
    const id = first.rows[0]?.id ?? '';
    trusted(await house.verb(PostponeTask).run(id, { until: '2026-03', reason: 'notification attendue' }, ALL));
    const rest = trusted(await house.verb(ListTaskPage).run({ ...NOTHING_ASKED, after: first.next }, OWN, 5));
    expect(rest.rows).toHaveLength(1);
    expect(rest.rows[0]?.id).not.toBe(id);
  });
});
