import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, type RedisServer } from '../queue/redis-server';
import { finishedWithin, type RunningWorker } from '../queue/running-worker';
import {
  appliedAtLeast,
  decidedCopy,
  expectWhole,
  killHard,
  openSharedBatch,
  startNamed,
  whoWorked,
  type SharedBatch,
} from '../queue/shared-batch';
import type { Copy } from './killed-ingest';
import { leftInStaging, standingOf } from './ledger';
import { slowChunks } from './stops';

// Left out by jest.config.cjs on a machine without redis-server.
const GONE_MS = 'faults' in globalThis ? 60_000 : 5_000;
/** Sixty chunks, two at a time: whoever is at work as Redis goes is not done when it returns. */
const CHUNK_SECONDS = GONE_MS / 20_000 + 0.3;
const LAG_MS = 120_000;
const STOP_MS = 10_000;
const LOSS = 'Redis ne répond pas';

let batch: SharedBatch;
let redis: RedisServer;
let copy: Copy;

beforeAll(async () => {
  redis = await startRedis();
  batch = await openSharedBatch();
  copy = await decidedCopy(batch);
  await slowChunks(copy.client, CHUNK_SECONDS);
}, 180_000);
afterAll(async () => {
  for (const worker of workers.filter(lives)) await killHard(worker);
  await copy.drop();
  await redis.stop();
  await batch.experiments.close();
});

const workers: RunningWorker[] = [];

function start(name: 'A' | 'B'): RunningWorker {
  const worker = startNamed(name, copy, { REDIS_URL: redis.url, LOG_LEVEL: 'info' });
  workers.push(worker);
  return worker;
}

const lives = ({ child }: RunningWorker): boolean => child.exitCode === null && child.signalCode === null;

async function flush(): Promise<void> {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
}

/** Awaits a condition; Infinity when it does not come in time. */
async function until(condition: () => boolean | Promise<boolean>, within: number): Promise<number> {
  const from = performance.now();
  while (performance.now() - from < within) {
    if (await condition()) return performance.now() - from;
    await sleep(50);
  }
  return Infinity;
}

async function stopped(worker: RunningWorker): Promise<number> {
  const asked = performance.now();
  expect(await worker.stop()).toBe(0);
  return performance.now() - asked;
}

/** Tasks that the batch raises: those of the base were open before it. */
async function raised(): Promise<number> {
  const { rows } = await copy.client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM task WHERE reason = 'SEVERAL_RATES'`,
  );
  return rows[0]?.count ?? 0;
}

/** Rows that only a ring brings to an end: working tables that belong to no batch. */
async function sweptWithin(milliseconds: number): Promise<number> {
  await copy.client.query('CREATE TABLE staging.line_b999999 (); ALTER TABLE staging.line_b999999 OWNER TO tj_app');
  return until(async () => (await leftInStaging(copy.client)).length === 0, milliseconds);
}

it(`raises every task once when Redis is flushed, then gone for ${GONE_MS / 1_000} s in the middle of a batch`, async () => {
  const worker = start('A');
  await appliedAtLeast(copy, 4);
  await flush();
  const { chunks } = await appliedAtLeast(copy, 8);
  await redis.kill();
  const late = start('B');
  const before = await raised();
  await sleep(GONE_MS);
  // Whoever starts without Redis says so in one sentence, and waits for it.
  expect(await until(() => late.said.stderr.includes(LOSS), 30_000)).toBeLessThan(30_000);
  expect(await until(() => late.said.stderr.includes('a commencé'), 30_000)).toBeLessThan(30_000);
  expect(worker.said.stderr).toContain(LOSS);
  expect((await standingOf(copy.client))?.status).toBe('DECIDED');
  expect(await whoWorked(copy)).toEqual(['A']);

  await redis.startAgain();
  const joined = until(async () => (await whoWorked(copy)).includes('B'), LAG_MS);
  const lag = await finishedWithin(copy, LAG_MS);
  expect(lag).toBeLessThan(LAG_MS);
  expect(await joined).toBeLessThan(LAG_MS);
  expect([lives(worker), lives(late)]).toEqual([true, true]);
  expect(await raised()).toBeGreaterThan(before);
  expect((await standingOf(copy.client))?.chunks).toMatchObject(chunks);
  await expectWhole(copy, batch);

  const lateStop = await stopped(late);
  const heard = await sweptWithin(60_000);
  expect(heard).toBeLessThan(60_000);
  await redis.kill();
  const stop = await stopped(worker);
  const figures = [lag, await joined, heard, lateStop, stop].map((ms) => `${Math.round(ms)} ms`);
  process.stderr.write(
    `Redis gone ${GONE_MS / 1_000} s: after its return the batch was done in ${figures[0]}, the worker started without Redis at work in ${figures[1]}; the other one heard a ring in ${figures[2]}; SIGTERM ended them in ${figures[3]} with Redis, ${figures[4]} without.\n`,
  );
  expect(Math.max(lateStop, stop)).toBeLessThan(STOP_MS);
}, 600_000);
