import { contentsOf, leftInStaging, type Contents, type Standing } from './ledger';
import {
  finishBatches,
  killedAfter,
  killedAfterChunk,
  killedAt,
  openExperiments,
  timedRun,
  type Copy,
  type Experiments,
} from './killed-ingest';
import { STOPS } from './stops';

/** The whole proof takes minutes: `npm run test:faults` asks for it, `npm test` for the short form. */
const LONG = 'faults' in globalThis;
const ROWS = LONG ? 300_000 : 30_000;
const CHUNKS = 60;

const AFTER_CHUNKS = LONG ? [1, 20, 40, 58] : [20];
const AT_STOPS = LONG ? STOPS : STOPS.filter(({ name }) => name.startsWith('received'));
/** Parts of the time between first and last commit: spread without pattern, and the same at every run. */
const AT_RANDOM = LONG ? [0.618, 0.236, 0.854, 0.472, 0.09, 0.708, 0.326, 0.944, 0.562, 0.18] : [0.618];

let experiments: Experiments;
let whole: Contents;
let verdicts: unknown;
let duration: number;

beforeAll(async () => {
  experiments = await openExperiments(ROWS, ROWS / CHUNKS);
  const copy = await experiments.copy();
  duration = await timedRun(copy);
  whole = await contentsOf(copy.client);
  verdicts = verdictsOf((await copy.ingest()).json);
  await copy.drop();
}, 240_000);

afterAll(() => experiments.close());

const verdictsOf = (json: unknown): unknown => (json as { feeds: { verdicts: unknown }[] }).feeds[0]?.verdicts;

it('meets every verdict but IGNORED in the feed it is killed on', () => {
  const { IGNORED, ...others } = verdicts as Record<string, number>;
  expect(IGNORED).toBe(0);
  for (const count of [others.AUTO_UPDATED, others.TASK_RAISED, others.HELD, others.QUARANTINED]) {
    expect(count).toBeGreaterThan(ROWS / 500);
  }
});

/** Between the first commit and the last, as another session saw it once the process was dead. */
function expectInTheMiddle(standing: Standing | null): asserts standing is Standing {
  expect(standing?.status).toMatch(/^(RECEIVED|DECIDED)$/);
}

let resumptions = 0;

/** Takes turns between the same command again and the verb of the worker's job. */
async function expectNothingLostNorDoubled(copy: Copy, killed: Standing): Promise<void> {
  if (resumptions++ % 2 === 0) {
    const { code, json } = await copy.ingest();
    expect(code).toBe(0);
    expect(json).toMatchObject({ feeds: [{ alreadyReceived: true, verdicts }], rejections: [] });
  } else {
    expect(await finishBatches(copy)).toBe(1);
  }
  expect(await contentsOf(copy.client)).toEqual(whole);
  const { rows } = await copy.client.query("SELECT chunk, xmin::text FROM batch_chunk WHERE state = 'APPLIED'");
  const applied = Object.fromEntries(
    (rows as { chunk: number; xmin: string }[]).map(({ chunk, xmin }) => [chunk, xmin]),
  );
  // A chunk that was finished keeps the transaction that finished it.
  expect(applied).toMatchObject(killed.chunks);
  expect(await leftInStaging(copy.client)).toEqual([]);
}

async function onACopy<T>(work: (copy: Copy) => Promise<T>): Promise<T> {
  const copy = await experiments.copy();
  try {
    return await work(copy);
  } finally {
    await copy.drop();
  }
}

it.each(AFTER_CHUNKS)(
  'loses and doubles nothing when killed right after the commit of chunk number %i',
  (count) =>
    onACopy(async (copy) => {
      const standing = await killedAfterChunk(copy, count);
      expectInTheMiddle(standing);
      const applied = Object.keys(standing.chunks).length;
      expect(applied).toBeGreaterThanOrEqual(count);
      expect(applied).toBeLessThan(CHUNKS);
      await expectNothingLostNorDoubled(copy, standing);
    }),
  180_000,
);

it.each(AT_STOPS)(
  'loses and doubles nothing when killed between two steps: $name',
  (stop) =>
    onACopy(async (copy) => {
      const standing = await killedAt(copy, stop);
      expectInTheMiddle(standing);
      await expectNothingLostNorDoubled(copy, standing);
    }),
  180_000,
);

/** On a machine that has become faster meanwhile the work may have ended: then the blow falls earlier. */
async function struckAfter(delay: number): Promise<void> {
  const inTime = await onACopy(async (copy) => {
    const standing = await killedAfter(copy, delay);
    if (standing?.status === 'DONE') return false;
    expectInTheMiddle(standing);
    await expectNothingLostNorDoubled(copy, standing);
    return true;
  });
  if (!inTime) await struckAfter(delay / 2);
}

it.each(AT_RANDOM)(
  'loses and doubles nothing when killed after %f of its time',
  (part) => struckAfter(duration * part),
  180_000,
);
