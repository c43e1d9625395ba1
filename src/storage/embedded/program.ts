import { spawn, type SpawnOptions } from 'node:child_process';
import type { Account } from './account';

/** Nothing of the caller's environment: a PGPORT or LD_LIBRARY_PATH of his must not reach our server. */
const SETTLED = { LC_ALL: 'C', TZ: 'UTC' };

/** How every program of PostgreSQL is spawned: as the account, from a folder that any user may stand in. */
export function spawning(account: Account | null): SpawnOptions {
  return {
    ...(account ?? {}),
    ...(process.platform === 'win32' ? {} : { cwd: '/' }),
    env: SETTLED,
    windowsHide: true,
  };
}

/** Runs a short-lived program to its end; `code` is null when it was killed or could not be run at all. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account | null,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawning(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', (error) => resolve({ code: null, output: `${output}\nerror: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
