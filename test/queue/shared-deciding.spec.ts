import { killedAt, type Copy } from '../faults/killed-ingest';
import { standingOf } from '../faults/ledger';
import { stopNamed } from '../faults/stops';
import { finishedWithin } from './running-worker';
import {
  expectWhole,
  killHard,
  noteWhoApplies,
  noteWhoDecides,
  openSharedBatch,
  startNamed,
  whoDid,
  type SharedBatch,
} from './shared-batch';

const LIMIT = 60_000;

let batch: SharedBatch;
let copy: Copy;

beforeAll(async () => {
  batch = await openSharedBatch();
}, 120_000);
afterAll(() => batch.experiments.close());

/** Received by a process that died before it had decided: all six stretches are left to workers, who take their time. */
beforeEach(async () => {
  copy = await batch.experiments.copy();
  await killedAt(copy, stopNamed('received, not decided'));
  await noteWhoApplies(copy);
  await noteWhoDecides(copy);
  expect((await standingOf(copy.client))?.status).toBe('RECEIVED');
}, 60_000);
afterEach(() => copy.drop());

/** A stretch is so many chunks' worth of lines. */
const smallChunks = (): Readonly<Record<string, string>> => {
  const { NOW = '', POLICY_FILE = '' } = copy.variables;
  return { NOW, POLICY_FILE };
};

const whoDecided = (): Promise<string[]> => whoDid(copy, 'decided');

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('is decided by two workers together as one alone would have, each stretch once', async () => {
  const workers = (['A', 'B'] as const).map((name) => startNamed(name, copy, smallChunks()));
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([0, 0]);
  expect(await whoDecided()).toEqual(['A', 'B']);
  const { rows } = await copy.client.query(
    'SELECT stretch, count(*)::integer AS times FROM decided GROUP BY 1 ORDER BY 1',
  );
  expect(rows).toEqual([0, 1, 2, 3, 4, 5].map((stretch) => ({ stretch, times: 1 })));
  await expectWhole(copy, batch);
}, 120_000);

it('is left to the next one by a worker that is told to stop while it decides', async () => {
  const stopped = startNamed('A', copy, smallChunks());
  await until(async () => (await whoDecided()).includes('A'));
  const asked = performance.now();
  expect(await stopped.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect((await standingOf(copy.client))?.status).toBe('RECEIVED');
  const next = startNamed('B', copy, smallChunks());
  expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
  expect(await next.stop()).toBe(0);
  await expectWhole(copy, batch);
}, 120_000);

it.each(['decides and sums up', 'helps'] as const)(
  'is brought to its end by the other when the worker that %s is killed meanwhile',
  async (role) => {
    const decider = startNamed('A', copy, smallChunks());
    await until(async () => (await whoDecided()).includes('A'));
    const helper = startNamed('B', copy, smallChunks());
    await until(async () => (await whoDecided()).includes('B'));
    const [killed, other] = role === 'helps' ? [helper, decider] : [decider, helper];
    await killHard(killed);
    expect(await finishedWithin(copy, LIMIT)).toBeLessThan(LIMIT);
    expect(await other.stop()).toBe(0);
    await expectWhole(copy, batch);
  },
  120_000,
);
