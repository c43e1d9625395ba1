import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { systemCaller } from '#application/access/caller';
import { ListDeadLetters } from '#application/dead-letters/list-dead-letters';
import { RetryDeadLetter } from '#application/dead-letters/retry-dead-letter';
import { csv, numberOf, sent } from '../support/deposits';
import { given, lineOf, siretOf } from '../support/facts';
import { openTestHouse, type TestHouse } from '../support/test-house';
import { startWorker, type RunningWorker } from './running-worker';

const SIRETS = [siretOf(1), siretOf(2)];
const PATIENCE_MS = 40_000;
const MOST_LIVES = 12;

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
  for (const siret of SIRETS) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
});
afterEach(() => house.close());

const hire = (more: Readonly<Record<string, string>> = {}): RunningWorker =>
  startWorker({ DATABASE_URL: house.url, NOW: '2026-01-06T09:00:00.000Z', ...more });

/** A worker that a statement with these words about `value` kills. */
const mortal = (words: string, value: string): RunningWorker =>
  hire({
    NODE_OPTIONS: `--require ${join(__dirname, 'deadly-query.cjs')}`,
    ...{ DEADLY_WORDS: words, DEADLY_VALUE: value },
  });

async function until(holds: () => Promise<boolean> | boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}

/** What half a minute does: the dead are missed, and the queue, which may be lost at any time, has nothing in hand. */
async function letTimePass(): Promise<void> {
  await house.sql(`UPDATE running_process SET seen_at = seen_at - interval '1 minute'`);
  await house.sql('DROP SCHEMA bullmq CASCADE');
}

/** One worker after another until one lives to see `settled`; how many died before. */
async function deathsUntil(settled: () => Promise<boolean>, next: () => RunningWorker): Promise<number> {
  for (let deaths = 0; deaths < MOST_LIVES; deaths++) {
    const worker = next();
    const died = (): boolean => worker.child.signalCode !== null;
    await until(async () => died() || (await settled()));
    if (!died()) {
      expect(await worker.stop()).toBe(0);
      return deaths;
    }
    await letTimePass();
  }
  return Infinity;
}

const letters = () => house.verb(ListDeadLetters).run();
const endedDeposits = async (): Promise<unknown[]> =>
  (await house.sql<{ id: number }>('SELECT id FROM deposit WHERE ended_at IS NOT NULL ORDER BY id')).map(
    ({ id }) => id,
  );

it('leaves a document alone that killed five workers, tells support, and takes in the one beside it', async () => {
  const [deadly, healthy] = [
    await numberOf(house, sent(csv(lineOf(siretOf(1), '553AC 1.80 2026-01-01 2026-01-05')))),
    await numberOf(house, sent(csv(lineOf(siretOf(2), '553AC 1.80 2026-01-01 2026-01-05')))),
  ];
  const settled = async (): Promise<boolean> =>
    (await letters()).length > 0 && (await endedDeposits()).includes(healthy);
  const deaths = await deathsUntil(settled, () => mortal('gzipped FROM deposit_bytes', `[${deadly},`));
  expect(deaths).toBe(5);
  const lastError: unknown = expect.stringMatching(/^Le programme s’est arrêté net 5 fois de suite/);
  const told = { kind: 'JOB', id: 'travail-1', job: 'take-deposit', subject: String(deadly), attempts: 5, lastError };
  expect(await letters()).toMatchObject([told]);

  // Whoever asks for another try gets one, and is told at once when it ends the same way.
  expect(await house.verb(RetryDeadLetter).run('travail-1', systemCaller('support'))).toMatchObject({ ok: true });
  expect(
    await deathsUntil(
      async () => (await letters()).length > 0,
      () => mortal('gzipped FROM deposit_bytes', `[${deadly},`),
    ),
  ).toBe(1);
  const [again] = await letters();
  expect(again).toMatchObject({ id: 'travail-2', attempts: 5 });

  await house.verb(RetryDeadLetter).run('travail-2', systemCaller('support'));
  const worker = hire();
  expect(await until(async () => (await endedDeposits()).length === 2)).toBe(true);
  expect(await worker.stop()).toBe(0);
  expect(await letters()).toEqual([]);
  expect(await house.sql(`SELECT * FROM job_under_way WHERE process IS NOT NULL OR deaths > 0`)).toEqual([]);
}, 180_000);

it('holds it against no work that its worker was told to stop in the middle of it', async () => {
  await numberOf(house, sent(csv(lineOf(siretOf(1), '553AC 1.80 2026-01-01 2026-01-05'))));
  const holder = new Client({ connectionString: house.url });
  await holder.connect();
  try {
    await holder.query('BEGIN; LOCK TABLE deposit_bytes');
    const worker = hire();
    const inHand = async (): Promise<boolean> =>
      (await house.sql(`SELECT FROM job_under_way WHERE job = 'take-deposit' AND process IS NOT NULL`)).length > 0;
    expect(await until(inHand)).toBe(true);
    expect(await worker.stop()).toBe(0);
    const left = await house.sql('SELECT job, process, deaths FROM job_under_way');
    expect(left).toEqual([{ job: 'take-deposit', process: null, deaths: 0 }]);
  } finally {
    await holder.end();
  }
}, 60_000);
