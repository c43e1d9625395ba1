import { Redis } from 'ioredis';
import type { Copy } from '../faults/killed-ingest';
import { startRedis, type RedisServer } from './redis-server';
import { finishedWithin } from './running-worker';
import {
  appliedAtLeast,
  decidedCopy,
  expectWhole,
  killHard,
  openSharedBatch,
  startNamed,
  whoWorked,
  type SharedBatch,
} from './shared-batch';

// Left out by jest.config.cjs on a machine without redis-server.
const LIMIT = 30_000;

let batch: SharedBatch;
let redis: RedisServer;
let copy: Copy;

beforeAll(async () => {
  redis = await startRedis();
  batch = await openSharedBatch();
}, 120_000);
afterAll(async () => {
  await redis.stop();
  await batch.experiments.close();
});

beforeEach(async () => {
  copy = await decidedCopy(batch);
}, 60_000);
afterEach(async () => {
  await copy.drop();
  await onRedis((client) => client.flushall());
});

const start = (name: 'A' | 'B') => startNamed(name, copy, { REDIS_URL: redis.url });

async function onRedis(act: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(redis.url);
  await act(client);
  client.disconnect();
}

it('is applied by two workers together, with the queue on Redis, each chunk once', async () => {
  const workers = (['A', 'B'] as const).map(start);
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([0, 0]);
  expect(await whoWorked(copy)).toEqual(['A', 'B']);
  await expectWhole(copy, batch);
}, 90_000);

it('loses nothing with everything that Redis held', async () => {
  const workers = (['A', 'B'] as const).map(start);
  await appliedAtLeast(copy, 10);
  await onRedis((client) => client.flushall());
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([0, 0]);
  for (const { said } of workers) expect(said.stderr).not.toContain('panne imprévue');
  await expectWhole(copy, batch);
}, 90_000);

it('is brought to its end by the other worker when one is killed, with the queue on Redis', async () => {
  const [killed, other] = (['A', 'B'] as const).map(start);
  if (killed === undefined || other === undefined) throw new Error('There are two workers.');
  await appliedAtLeast(copy, 10);
  await killHard(killed);
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await other.stop()).toBe(0);
  await expectWhole(copy, batch);
}, 90_000);
