import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, type Result } from '#domain/values/result';
import type { DataHome } from './data-home';
import { servesFolder } from './process-mark';
import { runProgram, spawning } from './program';
import { programRefusal } from './refusals';
import { hasCode, readIfThere } from './text-file';

/** What a running server says of itself in its `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Durability stays at PostgreSQL's own defaults; the journal must not hold values of statements, which name people. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

const POLL_MS = 5;
const ATTEMPTS = 10;
const RETRY_PAUSE_MS = 200;
const RECOVERY_NOTICE_MS = 2_000;
const SMART_MS = 3_000;
const FAST_MS = 60_000;
const LOG_LIMIT = 10_000_000;
/** Another program took the port between our look and the server's, or children of a killed server are still dying. */
const PASSING = /could not bind|Address already in use|could not create any TCP\/IP sockets|is still in use/;

/** The server of this data directory; a file left by one that was killed is removed. */
export function findPostmaster(home: DataHome, log: (line: string) => void): Postmaster | null {
  const postmaster = readPostmaster(home);
  if (postmaster === null || servesFolder(postmaster.pid, home.cluster)) return postmaster;
  log(
    `Le serveur PostgreSQL ${String(postmaster.pid)} s'est arrêté brutalement : son fichier postmaster.pid est retiré.`,
  );
  rmSync(pidFileOf(home), { force: true });
  return null;
}

/** Starts the server on the port of last time if that is free, else on one that the system chooses. */
export async function launch(
  home: DataHome,
  programs: string,
  log: (line: string) => void,
): Promise<Result<Postmaster>> {
  rotateLog(home);
  let wanted = rememberedPort(home);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wanted);
    writeFileSync(home.portFile, `${String(port)}\n`);
    const before = existsSync(home.logFile) ? statSync(home.logFile).size : 0;
    const started = await (process.platform === 'win32' ? launchByPgCtl : launchDirectly)(home, programs, port, log);
    if (typeof started !== 'string') return accepted(started);
    const said = `${started}\n${readFileSync(home.logFile).subarray(before).toString('utf8')}`;
    if (attempt === ATTEMPTS || !PASSING.test(said))
      return programRefusal('démarrer', said, home.dataDir, home.logFile);
    wanted = 0;
    await sleep(RETRY_PAUSE_MS);
  }
}

/** Smart shutdown: open sessions may finish. One that lasts too long is cut off, for Ctrl-C must end. */
export async function shutDown(home: DataHome, programs: string | null, log: (line: string) => void): Promise<void> {
  const postmaster = findPostmaster(home, log);
  if (postmaster === null) return;
  await signal(home, programs, postmaster.pid, 'smart');
  if (await isGone(home, postmaster.pid, SMART_MS)) return;
  log("Des connexions restent ouvertes à la base : elles sont coupées pour que PostgreSQL s'arrête.");
  await signal(home, programs, postmaster.pid, 'fast');
  if (await isGone(home, postmaster.pid, FAST_MS)) return;
  log(`PostgreSQL (processus ${String(postmaster.pid)}) ne s'arrête pas ; voyez « ${home.logFile} ».`);
}

/** The server in its own process group, so that Ctrl-C reaches us first; answers with what went wrong. */
async function launchDirectly(
  home: DataHome,
  programs: string,
  port: number,
  log: (line: string) => void,
): Promise<Postmaster | string> {
  // Never our own stderr: whoever reads it through a pipe would wait for the server's end.
  const journal = openSync(home.logFile, 'a', 0o600);
  const child = spawn(join(programs, 'postgres'), argumentsFor(home, port), {
    ...spawning(home.account),
    detached: true,
    stdio: ['ignore', journal, journal],
  });
  closeSync(journal);
  let ended: string | null = null;
  child.on('error', (error) => (ended = `error: ${error.message}`));
  child.on('exit', (code, killer) => (ended = `error: postgres (${String(code ?? killer)})`));
  child.unref();
  const hasEnded = (): string | null => ended;
  const slow = performance.now() + RECOVERY_NOTICE_MS;
  for (let told = false; ;) {
    const failure = hasEnded();
    if (failure !== null) return failure;
    const postmaster = readPostmaster(home);
    if (postmaster?.ready === true && postmaster.pid === child.pid) return postmaster;
    if (!told && performance.now() > slow) {
      log('PostgreSQL relit son journal après un arrêt brutal : le démarrage prend un peu plus de temps.');
      told = true;
    }
    await sleep(POLL_MS);
  }
}

/** On Windows only pg_ctl gives up an administrator's rights for the server, and only it can stop it cleanly. */
async function launchByPgCtl(home: DataHome, programs: string, port: number): Promise<Postmaster | string> {
  const [, cluster = '', ...rest] = argumentsFor(home, port);
  const args = ['start', '-w', '-t', '600', '-D', cluster, '-l', home.logFile, '-o', rest.join(' ')];
  const { output } = await runProgram(join(programs, 'pg_ctl'), args, null);
  const postmaster = readPostmaster(home);
  return postmaster?.ready === true ? postmaster : output;
}

async function signal(home: DataHome, programs: string | null, pid: number, mode: 'smart' | 'fast'): Promise<void> {
  if (process.platform === 'win32') {
    if (programs !== null)
      await runProgram(join(programs, 'pg_ctl'), ['stop', '-W', '-m', mode, '-D', home.cluster], null);
    return;
  }
  try {
    process.kill(pid, mode === 'smart' ? 'SIGTERM' : 'SIGINT');
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

async function isGone(home: DataHome, pid: number, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (readPostmaster(home)?.pid !== pid || !servesFolder(pid, home.cluster)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function argumentsFor(home: DataHome, port: number): string[] {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', home.cluster, '-p', String(port), ...settings];
}

/** Lines: pid, data directory, start, port, socket directory, address, shared memory, status. */
function readPostmaster(home: DataHome): Postmaster | null {
  const lines = readIfThere(pidFileOf(home))?.split('\n') ?? [];
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null;
}

const pidFileOf = (home: DataHome): string => join(home.cluster, 'postmaster.pid');

const rememberedPort = (home: DataHome): number => Number(readIfThere(home.portFile)) || 0;

/** `wanted` when nobody listens there, else one from the system (0 asks for that at once). */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (wanted === 0) reject(error);
      else resolve(freePort(0));
    });
    probe.listen({ host: '127.0.0.1', port: wanted }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : wanted));
    });
  });
}

function rotateLog(home: DataHome): void {
  if (existsSync(home.logFile) && statSync(home.logFile).size > LOG_LIMIT)
    renameSync(home.logFile, `${home.logFile}.1`);
}
