import { ReleaseHeld } from '#application/held/release-held';
import { systemCaller } from '#application/access/caller';
import { ListHeld } from '#application/held/list-held';
import { ListVerdicts, type VerdictsAsked } from '#application/overview/list-verdicts';
import { VERDICTS, type VerdictKind } from '#domain/reconciliation/verdict';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const SIRETS = Array.from({ length: 12 }, (_, index) => siretOf(index + 1));
const UNKNOWN = siretOf(900);
const [doubled = UNKNOWN, several = UNKNOWN, ...ordinary] = SIRETS;

let house: TestHouse;
let first: number;
let second: number;

beforeAll(async () => {
  house = await openTestHouse();
  for (const siret of SIRETS) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
  first = await feedOf(
    lineOf(doubled, '553AC 4.00 2026-01-01 2026-01-03'),
    lineOf(several, '553AC 1.80 2026-01-01 2026-01-03'),
    lineOf(several, '553ACB 0.70 2026-01-01 2026-01-03'),
    lineOf(UNKNOWN, '553AC 1.80 2026-01-01 2026-01-03'),
    ...ordinary.map((siret) => lineOf(siret, '553AC 1.80 2026-01-01 2026-01-03')),
  );
  second = await feedOf(...ordinary.map((siret) => lineOf(siret, '553AC 1.80 2026-01-01 2026-01-04')));
});
afterAll(() => house.close());

async function feedOf(...lines: string[]): Promise<number> {
  const { feeds } = await received(house, ...lines);
  return feeds[0]?.id ?? 0;
}

/** Every page of what is asked, in pages of `size`. */
async function pages(asked: Partial<VerdictsAsked>, size: number): Promise<string[][]> {
  const found: string[][] = [];
  for (let after: VerdictsAsked['after'] = null, more = true; more;) {
    const { rows, next } = await house.verb(ListVerdicts).run({ feed: null, verdict: null, ...asked, after }, size);
    found.push(rows.map(({ feed, siret, verdict }) => `${feed} ${siret} ${verdict}`));
    after = next;
    more = next !== null;
  }
  return found;
}

const count = async (verdict: VerdictKind, feed: number | null = null): Promise<number> =>
  (await pages({ verdict, feed }, 50)).flat().length;

describe('the verdicts of all documents', () => {
  it('come with the latest document first, page after page without gap or repeat', async () => {
    const whole = (await pages({}, 50)).flat();
    const shown = await pages({}, 3);
    expect(shown.slice(0, -1).every((page) => page.length === 3)).toBe(true);
    expect(shown.flat()).toEqual(whole);
    const places = (feed: number, sirets: readonly string[]) => sirets.toSorted().map((siret) => `${feed} ${siret}`);
    expect(whole.map((line) => line.split(' ').slice(0, 2).join(' ')).toReversed()).toEqual([
      ...places(first, [...SIRETS, UNKNOWN]),
      ...places(second, ordinary),
    ]);
  });

  it.each([
    ['AUTO_UPDATED', 10],
    ['UNCHANGED', 10],
    ['TASK_RAISED', 1],
    ['HELD', 1],
    ['QUARANTINED', 1],
    ['IGNORED', 0],
  ] as const)('are %s in %i cases', async (verdict, expected) => {
    expect(await count(verdict)).toBe(expected);
    expect((await pages({ verdict }, 2)).flat()).toHaveLength(expected);
  });

  it('are those of one document when one is asked for', async () => {
    expect(await count('AUTO_UPDATED', first)).toBe(10);
    expect(await count('AUTO_UPDATED', second)).toBe(0);
    expect((await pages({ feed: second }, 4)).flat()).toHaveLength(10);
  });

  it('show the second decision on a document instead of the first, whatever it was counted as', async () => {
    const [held] = (await house.verb(ListHeld).run(null, systemCaller('test'))).rows;
    trusted(await house.verb(ReleaseHeld).run(held?.id ?? '', 'notification vue', systemCaller('test')));
    expect(await count('HELD')).toBe(0);
    expect(await count('AUTO_UPDATED', first)).toBe(11);
    const all = await Promise.all([...VERDICTS].map((verdict) => count(verdict)));
    expect(all.reduce((sum, own) => sum + own, 0)).toBe(23);
  });
});
