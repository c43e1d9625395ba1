import { systemCaller, type Caller } from '#application/access/caller';
import { ListFeedRejections } from '#application/feeds/list-feed-rejections';
import { ListFeedVerdicts, type FeedVerdictPage } from '#application/feeds/list-feed-verdicts';
import { ListFeeds } from '#application/feeds/list-feeds';
import { ReadFeed } from '#application/feeds/read-feed';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

/** Two establishments of one company, one of another, and a SIRET that nobody knows. */
const [MINE, ALSO_MINE, OTHERS, UNKNOWN] = [siretOf(1), siretOf(1, 2), siretOf(2), siretOf(900)];
const ALL = systemCaller('test');
const OWN: Caller = { actor: 'clé', scope: { companies: [MINE.slice(0, 9)] } };
const STRANGER: Caller = { actor: 'clé', scope: { companies: [siretOf(5).slice(0, 9)] } };

let house: TestHouse;
let shared: string;
let others: string;

beforeAll(async () => {
  house = await openTestHouse();
  for (const siret of [MINE, ALSO_MINE, OTHERS])
    await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
  await given(house, siretOf(5));
  shared = await feedOf(
    lineOf(MINE, '553AC 1.80 2026-01-01 2026-01-03'),
    lineOf(ALSO_MINE, '553AC xyz 2026-01-01 2026-01-03'),
    lineOf(OTHERS, '553AC abc 2026-01-01 2026-01-03'),
    lineOf(UNKNOWN, '553AC 1.80 2026-01-01 2026-01-03'),
  );
  others = await feedOf(lineOf(OTHERS, '553AC 1.82 2026-01-01 2026-01-04'));
});
afterAll(() => house.close());

async function feedOf(...lines: string[]): Promise<string> {
  const { feeds } = await received(house, ...lines);
  return String(feeds[0]?.id);
}

const listed = async (caller: Caller) =>
  (await house.verb(ListFeeds).run(null, caller)).rows.map(({ id }) => String(id));

async function verdicts(feed: string, caller: Caller, verdict: VerdictKind | null = null): Promise<string[]> {
  const found: string[] = [];
  for (let after: Siret | null = null, more = true; more;) {
    const page: FeedVerdictPage = trusted(await house.verb(ListFeedVerdicts).run(feed, { verdict, after }, caller, 1));
    found.push(...page.rows.map((row) => `${row.siret} ${row.verdict}`));
    after = page.next;
    more = page.next !== null;
  }
  return found;
}

describe('the documents received', () => {
  it('are all listed for who sees every company, latest first', async () => {
    expect(await listed(ALL)).toEqual([others, shared]);
  });

  it('are those that name a company of the caller for who is bound to companies, and nothing of the whole is told', async () => {
    expect(await listed(OWN)).toEqual([shared]);
    expect(await listed(STRANGER)).toEqual([]);
    const { rows } = await house.verb(ListFeeds).run(null, OWN);
    expect(rows[0]).toMatchObject({ status: 'DONE', whole: null });
  });

  it('follow page after page', async () => {
    const first = await house.verb(ListFeeds).run(null, ALL, 1);
    expect(first.next).toBe(Number(others));
    expect((await house.verb(ListFeeds).run(first.next, ALL, 1)).rows.map(({ id }) => String(id))).toEqual([shared]);
  });
});

describe('one document', () => {
  it('is counted whole for who sees every company', async () => {
    expect(trusted(await house.verb(ReadFeed).run(shared, ALL))).toMatchObject({
      lines: 4,
      chunks: { planned: 1, applied: 1, quarantined: 0 },
      verdicts: { AUTO_UPDATED: 1, QUARANTINED: 3 },
    });
  });

  it('is counted for the caller’s own establishments only', async () => {
    expect(trusted(await house.verb(ReadFeed).run(shared, OWN))).toMatchObject({
      lines: null,
      chunks: null,
      verdicts: { AUTO_UPDATED: 1, QUARANTINED: 1, HELD: 0 },
    });
  });

  it.each([
    ['a stranger’s', () => shared, STRANGER],
    ['one that names others only', () => others, OWN],
    ['one that does not exist', () => '999', ALL],
    ['no number', () => '1e3', ALL],
    ['a number beyond all', () => '99999999999999999999', ALL],
  ])('is unknown: %s', async (_situation, id, caller) => {
    expect(await house.verb(ReadFeed).run(id(), caller)).toMatchObject({ refusal: { code: 'FLUX_INCONNU' } });
    expect(await house.verb(ListFeedVerdicts).run(id(), { verdict: null, after: null }, caller)).toMatchObject({
      refusal: { code: 'FLUX_INCONNU' },
    });
    expect(await house.verb(ListFeedRejections).run(id(), null, caller)).toMatchObject({
      refusal: { code: 'FLUX_INCONNU' },
    });
  });
});

describe('the verdicts of a document', () => {
  it('come in order of SIRET, page after page', async () => {
    const whole = [`${MINE} AUTO_UPDATED`, ...[ALSO_MINE, OTHERS, UNKNOWN].map((siret) => `${siret} QUARANTINED`)];
    expect(await verdicts(shared, ALL)).toEqual(whole.toSorted());
    expect(await verdicts(shared, ALL, 'QUARANTINED')).toHaveLength(3);
  });

  it('are the caller’s own', async () => {
    expect(await verdicts(shared, OWN)).toEqual([`${MINE} AUTO_UPDATED`, `${ALSO_MINE} QUARANTINED`].toSorted());
    expect(await verdicts(shared, OWN, 'AUTO_UPDATED')).toEqual([`${MINE} AUTO_UPDATED`]);
  });
});

describe('the rejections of a document', () => {
  const lines = async (caller: Caller, size = 50) =>
    trusted(await house.verb(ListFeedRejections).run(shared, null, caller, size));

  it('are told with their line, those of the caller alone to who is bound to companies', async () => {
    expect((await lines(OWN)).rows).toMatchObject([{ line: 3, siret: ALSO_MINE, code: 'TAUX_ILLISIBLE' }]);
    expect((await lines(ALL)).rows.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  it('go on after the last place', async () => {
    const { next } = await lines(ALL, 2);
    const rest = trusted(await house.verb(ListFeedRejections).run(shared, next, ALL, 2));
    expect(rest).toMatchObject({ rows: [{ line: 5 }], next: null });
  });
});
