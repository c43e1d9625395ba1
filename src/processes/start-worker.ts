import { join } from 'node:path';
import type { Environment } from '#config/environment';
import { WorkerChild } from './worker-child';

/** Beside the entry points, one floor up. */
const ENTRY = join(__dirname, '..', 'worker.js');

/**
 * The worker of a process that serves, on the same base; null when the settings say that it runs elsewhere. `also` are
 * variables in which it differs.
 */
export function startWorker(
  { worker, dataDir }: Environment,
  log: (line: string) => void,
  also: Readonly<Record<string, string>> = {},
): WorkerChild | null {
  if (worker === 'none') return null;
  return new WorkerChild({ entry: ENTRY, variables: { DATA_DIR: dataDir, ...also }, log });
}
