import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(__dirname, '..', '..', 'dist', 'cli.js');

/** What a command said and how it ended; `code` is null when a signal ended it. */
export interface CliAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON, or undefined when it is none. */
  readonly json: unknown;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly answer: Promise<CliAnswer>;
}

type Variables = Readonly<Record<string, string>>;

/** Starts a command as a user does, with only the variables given beside those of the machine. */
export function startCli(args: readonly string[], variables: Variables): CliProcess {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const env = { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }), ...variables };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const answer = new Promise<CliAnswer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said, json: parsed(said.stdout) }));
  });
  return { child, answer };
}

export const runCli = (args: readonly string[], variables: Variables): Promise<CliAnswer> =>
  startCli(args, variables).answer;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
