import { closeStop, isWaiting, openStop, stopNamed } from '../faults/stops';
import { standingOf } from '../faults/ledger';
import type { Copy } from '../faults/killed-ingest';
import { finishedWithin, type RunningWorker } from './running-worker';
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

const LIMIT = 30_000;

let batch: SharedBatch;
let copy: Copy;

beforeAll(async () => {
  batch = await openSharedBatch();
}, 120_000);
afterAll(() => batch.experiments.close());

beforeEach(async () => {
  copy = await decidedCopy(batch);
}, 60_000);
afterEach(() => copy.drop());

/** Asked by SIGTERM, how long a worker took to end, in milliseconds; its exit is 0. */
async function stopped(worker: RunningWorker): Promise<number> {
  const asked = performance.now();
  expect(await worker.stop()).toBe(0);
  const took = performance.now() - asked;
  process.stderr.write(`SIGTERM in mid-chunk: exit 0 after ${Math.round(took)} ms.\n`);
  return took;
}

const exits = (workers: readonly RunningWorker[]): Promise<(number | null)[]> =>
  Promise.all(workers.map((worker) => worker.stop()));

it('is applied by two workers together as one alone would have, each chunk once', async () => {
  const workers = (['A', 'B'] as const).map((name) => startNamed(name, copy));
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await exits(workers)).toEqual([0, 0]);
  expect(await whoWorked(copy)).toEqual(['A', 'B']);
  await expectWhole(copy, batch);
}, 90_000);

it('is brought to its end by the other worker when one is killed, without doing again what was done', async () => {
  const [killed, other] = (['A', 'B'] as const).map((name) => startNamed(name, copy));
  if (killed === undefined || other === undefined) throw new Error('There are two workers.');
  await appliedAtLeast(copy, 10);
  await killHard(killed);
  const standing = await standingOf(copy.client);
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await other.stop()).toBe(0);
  expect((await standingOf(copy.client))?.chunks).toMatchObject(standing?.chunks ?? {});
  await expectWhole(copy, batch);
}, 90_000);

it('gives back a chunk that it cannot finish when it is told to stop, within ten seconds', async () => {
  await closeStop(copy.client, stopNamed('verdicts of a chunk'));
  const worker = startNamed('A', copy);
  while (!(await isWaiting(copy.client))) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await stopped(worker)).toBeLessThan(10_000);
  await openStop(copy.client);
  expect((await standingOf(copy.client))?.status).toBe('DECIDED');
  const next = startNamed('B', copy);
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await next.stop()).toBe(0);
  await expectWhole(copy, batch);
}, 90_000);

it('finishes the chunk in hand when it is told to stop, and leaves the others', async () => {
  const worker = startNamed('A', copy);
  await appliedAtLeast(copy, 3);
  expect(await stopped(worker)).toBeLessThan(5_000);
  expect((await standingOf(copy.client))?.status).toBe('DECIDED');
}, 60_000);
