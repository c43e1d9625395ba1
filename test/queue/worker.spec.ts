import { contentsOf, leftInStaging, standingOf } from '../faults/ledger';
import { finishedWithin, interruptedBatch, startWorker, type Interrupted } from './running-worker';

let interrupted: Interrupted;

beforeAll(async () => {
  interrupted = await interruptedBatch();
}, 120_000);

afterAll(async () => {
  await interrupted.copy.drop();
  await interrupted.experiments.close();
});

it('finishes within 40 s the batch that a killed command left, with its queue on PostgreSQL', async () => {
  const { copy, whole } = interrupted;
  expect((await standingOf(copy.client))?.status).toBe('DECIDED');
  const worker = startWorker({ DATABASE_URL: copy.url });
  expect(await finishedWithin(copy, 40_000)).toBeLessThan(40_000);
  expect(await worker.stop()).toBe(0);
  expect(worker.said.stdout).toBe('');
  expect(worker.said.stderr).toMatch(
    /finish-batches : 1 lot\(s\) interrompu\(s\) terminé\(s\)\.|Le lot 1 est entièrement appliqué\./,
  );
  expect(worker.said.stderr).not.toContain('"level":"error"');
  expect(await contentsOf(copy.client)).toEqual(whole);
  expect(await leftInStaging(copy.client)).toEqual([]);
}, 90_000);

it('rings at once for a batch left while no worker ran, and its job leaves nothing in the queue', async () => {
  const { copy } = interrupted;
  await copy.client.query(
    `INSERT INTO batch (actor, received_at, status) VALUES ('essai', '2026-01-06T09:00:00Z', 'RECEIVED')`,
  );
  const worker = startWorker({ DATABASE_URL: copy.url, LOG_LEVEL: 'warn' });
  const finished = async (): Promise<boolean> =>
    (await copy.client.query(`SELECT 1 FROM batch WHERE status <> 'DONE'`)).rows.length === 0;
  while (!(await finished()) && worker.child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await worker.stop()).toBe(0);
  expect(await finished()).toBe(true);
  expect((await copy.client.query('SELECT id FROM bullmq.job')).rows).toEqual([]);
}, 60_000);
