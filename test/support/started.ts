import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const DIST = join(__dirname, '..', '..', 'dist');
/** What of the caller's environment would change where a program runs. */
const OURS = ['PORT', 'HOST', 'NOW', 'DATA_DIR', 'DATABASE_URL', 'INIT_CWD', 'WORKER'];

/** A program of dist/ that runs, and all that it has said so far. */
export interface Started {
  readonly child: ChildProcess;
  output: string;
}

export function start(entry: string, args: readonly string[], environment: Record<string, string>): Started {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.includes(name));
  const child = spawn(process.execPath, [join(DIST, entry), ...args], {
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started: Started = { child, output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (started.output += chunk.toString()));
  return started;
}

export async function ended(started: Started): Promise<{ readonly code: number | null; readonly output: string }> {
  const [code] = (await once(started.child, 'close')) as [number | null];
  return { code, output: started.output };
}

/** Waits until the program has said something of that shape; fails when it ends before. */
export async function said(started: Started, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(started.output);
    if (match !== null) return match;
    if (started.child.exitCode !== null) throw new Error(`Ended without saying ${pattern.source}: ${started.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\//;
