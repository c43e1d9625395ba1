import { setTimeout as sleep } from 'node:timers/promises';
import { finishedWithin, startWorker } from '../queue/running-worker';
import { openExperiments, type Copy, type Experiments } from './killed-ingest';
import { contentsOf, standingOf, type Contents } from './ledger';
import { closeStop, isWaiting, openStop, STOPS, type Stop } from './stops';

const ROWS = 4_000;
const CHUNK = 200;
const STOPPED_WITHIN_MS = 10_000;
const IN_A_CHUNK = 'verdicts of a chunk written, not its sheets';

let experiments: Experiments;
let whole: Contents;
let stop: Stop;

beforeAll(async () => {
  experiments = await openExperiments(ROWS, CHUNK);
  const reference = await experiments.copy();
  await reference.ingest();
  whole = await contentsOf(reference.client);
  await reference.drop();
  const named = STOPS.find(({ name }) => name === IN_A_CHUNK);
  if (named === undefined) throw new Error(`There is no stop named ${IN_A_CHUNK}.`);
  stop = named;
}, 120_000);

afterAll(() => experiments.close());

/** A batch that a killed command left, with a worker that waits inside one of its chunks. */
async function heldInAChunk(copy: Copy) {
  const [received] = STOPS;
  if (received === undefined) throw new Error('There is no stop.');
  await copy.killed(async ({ client }) => {
    await closeStop(client, received);
    while (!(await isWaiting(client))) await sleep(5);
  });
  await openStop(copy.client);
  await closeStop(copy.client, stop);
  const worker = startWorker({ DATABASE_URL: copy.url });
  while (!(await isWaiting(copy.client))) {
    if (worker.child.exitCode !== null) throw new Error(`The worker ended: ${worker.said.stderr}`);
    await sleep(20);
  }
  return worker;
}

async function onACopy(work: (copy: Copy) => Promise<void>): Promise<void> {
  const copy = await experiments.copy();
  try {
    await work(copy);
  } finally {
    await copy.drop();
  }
}

async function expectAnotherFinishesIt(copy: Copy, finished: Readonly<Record<string, string>>): Promise<void> {
  const another = startWorker({ DATABASE_URL: copy.url });
  expect(await finishedWithin(copy, 60_000)).toBeLessThan(60_000);
  expect(await another.stop()).toBe(0);
  expect((await standingOf(copy.client))?.chunks).toMatchObject(finished);
  expect(await contentsOf(copy.client)).toEqual(whole);
}

it(
  'ends within 10 s of SIGTERM when its chunk goes on, and has finished it',
  () =>
    onACopy(async (copy) => {
      const worker = await heldInAChunk(copy);
      const before = Object.keys((await standingOf(copy.client))?.chunks ?? {}).length;
      const start = performance.now();
      const ended = worker.stop();
      await openStop(copy.client);
      expect(await ended).toBe(0);
      expect(performance.now() - start).toBeLessThan(STOPPED_WITHIN_MS);
      const { chunks = {} } = (await standingOf(copy.client)) ?? {};
      expect(Object.keys(chunks).length).toBeGreaterThan(before);
      await expectAnotherFinishesIt(copy, chunks);
    }),
  120_000,
);

it(
  'ends within 10 s of SIGTERM when its chunk hangs, and has given it back',
  () =>
    onACopy(async (copy) => {
      const worker = await heldInAChunk(copy);
      const { chunks = {} } = (await standingOf(copy.client)) ?? {};
      const start = performance.now();
      expect(await worker.stop()).toBe(0);
      expect(performance.now() - start).toBeLessThan(STOPPED_WITHIN_MS + 1_000);
      await openStop(copy.client);
      expect((await standingOf(copy.client))?.status).toBe('DECIDED');
      await expectAnotherFinishesIt(copy, chunks);
    }),
  120_000,
);
