import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contentsOf, standingOf, type Contents } from '../faults/ledger';
import { killedAt, openExperiments, type Copy, type Experiments } from '../faults/killed-ingest';
import { stopNamed } from '../faults/stops';

const WORKER = join(__dirname, '..', '..', 'dist', 'worker.js');
const MIDDLE_OF_A_CHUNK = 'verdicts of a chunk written, not its sheets';

/** A batch killed in the middle of a chunk, beside what it would have left had it not been. */
export interface Interrupted {
  readonly copy: Copy;
  readonly whole: Contents;
  readonly experiments: Experiments;
}

export async function interruptedBatch(): Promise<Interrupted> {
  const experiments = await openExperiments(2_000, 100);
  const reference = await experiments.copy();
  await reference.ingest();
  const whole = await contentsOf(reference.client);
  await reference.drop();
  const copy = await experiments.copy();
  await killedAt(copy, stopNamed(MIDDLE_OF_A_CHUNK));
  return { copy, whole, experiments };
}

export interface RunningWorker {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  /** By SIGTERM; its exit code. */
  stop(): Promise<number | null>;
}

export function startWorker(variables: Readonly<Record<string, string>>): RunningWorker {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [WORKER], {
    env: { PATH, HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const exit = once(child, 'exit') as Promise<[number | null]>;
  return {
    child,
    said,
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await exit;
      return code;
    },
  };
}

/** Milliseconds until the batch is done; Infinity when it is not in time. */
export async function finishedWithin({ client }: Copy, milliseconds: number): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < milliseconds) {
    if ((await standingOf(client))?.status === 'DONE') return performance.now() - start;
    await sleep(100);
  }
  return Infinity;
}
