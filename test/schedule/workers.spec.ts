import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { AskWhatIsMissing } from '#application/schedule/ask-what-is-missing';
import { LOCKS } from '#storage/database';
import { startWorker, type RunningWorker } from '../queue/running-worker';
import { given, siretOf } from '../support/facts';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(150_000);

const BEFORE = '2026-01-02T04:59:00.000Z';
const OPENING = '2026-01-02T05:00:05Z';
const ESTABLISHMENTS = 40;

let house: TestHouse;
let bulk: Client;
let workers: RunningWorker[];

beforeEach(async () => {
  workers = [];
  house = await openTestHouse(BEFORE);
  for (let company = 1; company <= ESTABLISHMENTS; company++)
    await given(house, siretOf(company), { employees: { A1: {} }, clientSince: '2024-02-01' });
  await house.verb(AskWhatIsMissing).run();
  bulk = new Client({ connectionString: house.url });
  await bulk.connect();
});
afterEach(async () => {
  for (const { child } of workers) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await bulk.end();
  await house.close();
});

function start(name: string): RunningWorker {
  const url = new URL(house.url);
  url.searchParams.set('application_name', name);
  const worker = startWorker({ DATABASE_URL: url.toString(), NOW: OPENING });
  workers.push(worker);
  return worker;
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 100_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: not in time.`);
    await sleep(50);
  }
}

const opening = async () =>
  (
    await house.sql<{ attempts: number; outcome: string | null; startedAt: string | null }>(
      `SELECT attempts, outcome, started_at AS "startedAt" FROM schedule_run WHERE name = 'campaign-opening' AND slot = '2026'`,
    )
  )[0];
const count = async (sql: string): Promise<number> =>
  (await house.sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`))[0]?.count ?? -1;

/** While this is held a campaign that has begun waits, as it does while a batch is applied. */
const holdBulk = () => bulk.query('SELECT pg_advisory_lock($1)', [LOCKS.bulk]);
const letBulkGo = () => bulk.query('SELECT pg_advisory_unlock($1)', [LOCKS.bulk]);

async function eachTaskOnce(): Promise<void> {
  expect(await count('task')).toBe(ESTABLISHMENTS);
  expect(await count('(SELECT DISTINCT siret FROM task) s')).toBe(ESTABLISHMENTS);
  expect(await count(`audit_entry WHERE action = 'campaign.opened'`)).toBe(1);
  expect(await count('campaign')).toBe(1);
}

it('five workers that all watch the hour open a campaign once, and raise each task once', async () => {
  await holdBulk();
  const five = [1, 2, 3, 4, 5].map((number) => start(`worker ${number}`));
  await until('all at work', () => five.every(({ said }) => said.stderr.includes('Le travail de fond a commencé')));
  await until('the run begun', async () => (await opening())?.startedAt != null);
  await letBulkGo();
  await until('the run done', async () => (await opening())?.outcome === 'DONE');
  expect(await Promise.all(five.map((worker) => worker.stop()))).toEqual([0, 0, 0, 0, 0]);
  expect(await opening()).toMatchObject({ attempts: 1, outcome: 'DONE' });
  expect(await count(`audit_entry WHERE action = 'campaign.chunk'`)).toBe(1);
  await eachTaskOnce();
});

it('what a killed worker had begun is taken up by another, and ends as if nothing had been', async () => {
  await holdBulk();
  const killed = start('killed');
  await until('the run begun', async () => (await opening())?.startedAt != null);
  killed.child.kill('SIGKILL');
  await until('its end', () => killed.child.signalCode !== null);
  const second = start('second');
  await until('the run taken up', async () => (await opening())?.attempts === 2);
  await letBulkGo();
  await until('the run done', async () => (await opening())?.outcome === 'DONE');
  expect(await second.stop()).toBe(0);
  await eachTaskOnce();
});
