import type { Caller } from '#application/access/caller';
import { ReadClients } from '#application/month/read-clients';
import { ReadMonth } from '#application/month/read-month';
import { NO_FILTER, type MonthState } from '#domain/tasks/month';
import { trusted } from '#domain/values/result';
import { openBrowsing } from '../../support/browsing';
import { countQueries } from '../../support/query-counter';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenPortfolio } from './many';

let house: TestHouse;
let companies: readonly string[];
let us: Caller;
beforeAll(async () => {
  house = await openTestHouse('2026-01-10T09:00:00.000Z');
  companies = await givenPortfolio(house, { companies: 500, establishments: 2_000 });
  us = { actor: 'personne : Anne', scope: { companies } };
});
afterAll(() => house.close());

const MOST_QUERIES = 5;
const MOST_MS = 300;

/** The fastest of some: the machine may be busy with something else, and then one that is fast enough is awaited. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let attempt = 0; attempt < 20 && best >= MOST_MS; attempt++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

describe('2 000 establishments of 500 companies', () => {
  it.each<[MonthState, number]>([
    ['TO_DO', 1_000],
    ['DONE_FOR_YOU', 1_000],
  ])('are listed %s in five queries at most and without a wait', async (state, total) => {
    const asked = { month: null, state, filter: NO_FILTER, page: 1 };
    const read = () => house.verb(ReadMonth).run(asked, us);
    const { result, queries } = await countQueries(house.database, read);
    expect(trusted(result)).toMatchObject({ hasNextPage: true, counts: { [state]: total } });
    expect(trusted(result).lines).toHaveLength(100);
    expect(queries.length).toBeLessThanOrEqual(MOST_QUERIES);
    expect(await fastest(read)).toBeLessThan(MOST_MS);
  });

  it('are one page of HTML within the same limits, session and sign-in included', async () => {
    const browsing = await openBrowsing(house);
    const visitor = await browsing.signIn('ACCOUNTANT', companies);
    const read = () => visitor.get('/taches');
    await read();
    const { result, queries } = await countQueries(house.database, read);
    expect(result.status).toBe(200);
    expect(result.text).toContain('À faire 1 000');
    expect(queries.length).toBeLessThanOrEqual(MOST_QUERIES);
    expect(await fastest(read)).toBeLessThan(MOST_MS);
    await browsing.close();
  });

  it('page by page, each task comes once', async () => {
    const ids = new Set<string>();
    for (let page = 1; page <= 10; page++) {
      const asked = { month: null, state: 'TO_DO', filter: NO_FILTER, page } as const;
      const { lines, hasNextPage } = trusted(await house.verb(ReadMonth).run(asked, us));
      expect(hasNextPage).toBe(page < 10);
      for (const { id } of lines) ids.add(String(id));
    }
    expect(ids.size).toBe(1_000);
  });

  it('make a matrix of 500 companies in one query', async () => {
    const read = () => house.verb(ReadClients).run({ month: null, search: null, order: 'URGENCY', page: 1 }, us);
    const { result, queries } = await countQueries(house.database, read);
    expect(trusted(result).lines).toHaveLength(100);
    expect(trusted(result).lines[0]?.counts).toEqual({ TO_DO: 4, POSTPONED: 0, DONE: 0, DONE_FOR_YOU: 0 });
    expect(queries).toHaveLength(1);
    expect(await fastest(read)).toBeLessThan(MOST_MS);
  });
});
