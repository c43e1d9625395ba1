import { refusalOfFailure } from '#storage/failures';
import { openTestHouse, type TestHouse } from '../support/test-house';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const failureOf = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => null,
    (error: unknown) => error,
  );

test('a connection that breaks between two statements of a transaction is a base that was lost', async () => {
  const failure = await failureOf(() =>
    house.database.transaction('system', async (tx) => {
      const [session] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const broken = new Promise((resolve) => tx.client.once('error', resolve));
      await house.sql('SELECT pg_terminate_backend($1)', [session?.pid]);
      await broken;
    }),
  );
  expect(refusalOfFailure(failure)).toMatchObject({ code: 'BASE_PERDUE' });
});

test('a connection that breaks during a statement is a base that was lost', async () => {
  const failure = await failureOf(() =>
    house.database.transaction('system', async (tx) => {
      const [session] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // Awaited together: the statement may fail before the other connection has its answer.
      await Promise.all([
        tx.query('SELECT pg_sleep(60)'),
        house.sql('SELECT pg_terminate_backend($1)', [session?.pid]),
      ]);
    }),
  );
  expect(refusalOfFailure(failure)).toMatchObject({ code: 'BASE_PERDUE' });
});
