import { openTestHouse, type TestHouse } from '../support/test-house';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

/** More than the pool has connections. */
const CALLERS = 40;

const bulkWork = (log: string[], name: string) => async (): Promise<void> => {
  log.push(`${name} begins`);
  await house.database.transaction('system', (tx) => tx.query('SELECT 1'));
  log.push(`${name} ends`);
};

test('many bulk verbs asked at once are done one after the other, and none waits for ever', async () => {
  const log: string[] = [];
  const names = Array.from({ length: CALLERS }, (_, index) => `verb ${index}`);
  await Promise.all(names.map((name) => house.database.exclusively(bulkWork(log, name))));
  expect(log).toEqual(names.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('a bulk verb that fails lets the next one in', async () => {
  const log: string[] = [];
  const failed = house.database.exclusively(() => Promise.reject(new Error('no disk')));
  const next = house.database.exclusively(bulkWork(log, 'next'));
  await expect(failed).rejects.toThrow('no disk');
  await next;
  expect(log).toEqual(['next begins', 'next ends']);
});
