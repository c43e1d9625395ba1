import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWorker, type RunningWorker } from '../queue/running-worker';
import { openExperiments, type Copy, type Experiments } from './killed-ingest';
import { contentsOf, leftInStaging, standingOf, type Contents, type Standing } from './ledger';
import { slowChunks } from './stops';

const LONG = 'faults' in globalThis;
const KILLS = LONG ? 100 : 4;
const ROWS = LONG ? 300_000 : 6_000;
const CHUNKS = LONG ? 400 : 60;
const RESUMED_WITHIN_MS = 30_000;
const PATIENCE_MS = 120_000;
/** Chunks between two blows, by turns. */
const BETWEEN = [1, 4, 2, 7, 3];
/** A chunk lasts a while, as on a busy machine: else a batch is over before a killed worker is replaced. */
const CHUNK_SECONDS = LONG ? 0.5 : 2;

let experiments: Experiments;
let whole: Contents;

beforeAll(async () => {
  experiments = await openExperiments(ROWS, ROWS / CHUNKS);
  const reference = await experiments.copy();
  await reference.ingest();
  whole = await contentsOf(reference.client);
  await reference.drop();
}, 600_000);

afterAll(() => experiments.close());

const appliedIn = (standing: Standing | null): number => Object.keys(standing?.chunks ?? {}).length;

async function until(condition: () => Promise<boolean>, within: number): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < within) {
    if (await condition()) return performance.now() - start;
    await sleep(5);
  }
  return Infinity;
}

async function killed(worker: RunningWorker): Promise<void> {
  const gone = once(worker.child, 'exit');
  worker.child.kill('SIGKILL');
  await gone;
}

interface Kill {
  /** As another session saw the batch once the process was dead: neither before its first commit nor after its last. */
  readonly standing: Standing;
  /** Until another chunk was committed, or the batch ended when none was left; before the decision, until the first was. */
  readonly resumedMs: number;
}

const isReady = ({ said }: RunningWorker): boolean => said.stderr.includes('a commencé');

/** Two workers share the batch; by turns one is killed and replaced, until it is done or `most` have been killed. */
async function killAgainAndAgain(copy: Copy, most: number): Promise<Kill[]> {
  const kills: Kill[] = [];
  const employ = (): RunningWorker => startWorker(copy.variables);
  const workers = [employ(), employ()];
  const now = (): Promise<Standing | null> => standingOf(copy.client);
  let last: Standing | null = null;
  const isOver = (standing: Standing | null): boolean => standing?.status === 'DONE';
  try {
    for (let blow = 0; kills.length < most; blow++) {
      await until(() => Promise.resolve(workers.every(isReady)), PATIENCE_MS);
      const from = appliedIn(await now());
      // The first blow falls while the batch is being decided.
      if (blow > 0) {
        const wanted = from + (BETWEEN[blow % BETWEEN.length] ?? 1);
        await until(async () => appliedIn((last = await now())) >= wanted || isOver(last), PATIENCE_MS);
      }
      const struck = workers.shift();
      if (struck !== undefined) await killed(struck);
      const standing = await now();
      if (standing === null || isOver(standing)) break;
      const wentOn = async (): Promise<boolean> => {
        const later = await now();
        return isOver(later) || appliedIn(later) > appliedIn(standing);
      };
      const resumedMs = await until(wentOn, PATIENCE_MS);
      kills.push({ standing, resumedMs });
      workers.push(employ());
    }
    await until(async () => isOver(await now()), PATIENCE_MS);
    await until(async () => (await leftInStaging(copy.client)).length === 0, PATIENCE_MS);
    return kills;
  } finally {
    for (const worker of workers) if (worker.child.signalCode === null) await killed(worker);
  }
}

/** A batch that is received and not decided: a command was killed right after its first commit. */
async function receivedOn(copy: Copy): Promise<void> {
  await copy.killed(async ({ client }) => {
    const received = new Promise<void>((resolve) => {
      client.on('notification', ({ payload }) => {
        if (payload === 'received') resolve();
      });
    });
    await received;
  });
}

it(`loses and doubles nothing when workers are killed at ${KILLS} moments of a batch of ${ROWS} establishments`, async () => {
  const kills: Kill[] = [];
  for (let lives = 0; kills.length < KILLS && lives < 30; lives++) {
    const copy = await experiments.copy();
    try {
      await slowChunks(copy.client, CHUNK_SECONDS);
      await receivedOn(copy);
      const here = await killAgainAndAgain(copy, KILLS - kills.length);
      const end = await standingOf(copy.client);
      expect(end?.status).toBe('DONE');
      expect(await contentsOf(copy.client)).toEqual(whole);
      expect(await leftInStaging(copy.client)).toEqual([]);
      // A chunk that was finished at a blow keeps the transaction that finished it: none is done again.
      for (const { standing } of here) expect(end?.chunks).toMatchObject(standing.chunks);
      kills.push(...here);
    } finally {
      await copy.drop();
    }
  }
  expect(kills.length).toBe(KILLS);
  for (const { standing } of kills) expect(standing.status).toMatch(/^(RECEIVED|DECIDED)$/);
  const applying = kills.filter(({ standing }) => standing.status === 'DECIDED').length;
  expect(applying).toBeGreaterThanOrEqual(KILLS / 2);
  const resumed = kills.map(({ resumedMs }) => resumedMs).sort((a, b) => a - b);
  process.stderr.write(
    `${KILLS} kills, ${applying} of them while chunks were applied; resumed after ${Math.round(resumed[Math.floor(resumed.length / 2)] ?? 0)} ms (median), ${Math.round(resumed.at(-1) ?? 0)} ms (longest).\n`,
  );
  expect(resumed.at(-1)).toBeLessThan(RESUMED_WITHIN_MS);
}, 1_500_000);
