import { contentsOf } from '../faults/ledger';
import { startRedis, type RedisServer } from './redis-server';
import { finishedWithin, interruptedBatch, startWorker, type Interrupted } from './running-worker';

// Left out by jest.config.cjs on a machine without redis-server.
let interrupted: Interrupted;
let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedis();
  interrupted = await interruptedBatch();
}, 120_000);

afterAll(async () => {
  await redis.stop();
  await interrupted.copy.drop();
  await interrupted.experiments.close();
});

it('finishes within 40 s the batch that a killed command left, with its queue on Redis', async () => {
  const { copy, whole } = interrupted;
  const worker = startWorker({ DATABASE_URL: copy.url, REDIS_URL: redis.url });
  expect(await finishedWithin(copy, 40_000)).toBeLessThan(40_000);
  expect(await worker.stop()).toBe(0);
  expect(worker.said.stdout).toBe('');
  expect(await contentsOf(copy.client)).toEqual(whole);
  const { rows } = await copy.client.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'bullmq'`);
  expect(rows).toEqual([]);
}, 90_000);
