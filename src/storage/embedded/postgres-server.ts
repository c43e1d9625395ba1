import { existsSync, realpathSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, type Result } from '#domain/values/result';
import { programsFor } from './binaries';
import { ensureCluster, passwordOf } from './cluster';
import { greet, urlOf } from './connection';
import { copiesFolder, homeOf, lockFileOf, makeDataDir, pointerOf, type DataHome } from './data-home';
import { findPostmaster, launch, shutDown, type Postmaster } from './postmaster';
import { isRunning, markOf, seemsRunning, type ProcessMark } from './process-mark';
import { enter, presentIn, type Claim } from './presences';
import { alreadyServed, lostPassword, PROGRAM_FAILED, programRefusal, stillUsed, systemRefusal } from './refusals';
import { underLock } from './start-lock';
import { watchOver, type Watch } from './watch';

export type { Claim } from './presences';

export interface PostgresServer {
  /** Of the database `taux_juste`, password included: never to be logged. */
  readonly url: string;
  /** False when a server was already running and this process came to it. */
  readonly startedHere: boolean;
  /**
   * Ends this process's use of the server; close your pools first. The last process to leave stops it by smart shutdown,
   * whoever started it: a command never takes the base away from a server process that came later, nor leaves it behind.
   */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly dataDir: string;
  /** A second `server` on the same folder is refused; a `command` always joins. */
  readonly claim: Claim;
  readonly log: (line: string) => void;
}

interface Running {
  readonly url: string;
  readonly startedHere: boolean;
  readonly postmaster: Postmaster;
}

interface Stay {
  readonly home: DataHome;
  readonly leave: () => void;
  server: ProcessMark;
}

const ANSWER_MS = 60_000;

/** A running PostgreSQL 18 on the data folder: the one that runs there already, else one started now. */
export function startPostgres(options: StartOptions): Promise<Result<PostgresServer>> {
  return guarded(options, async (home) => {
    const holder = presentIn(home.presences).find((presence) => presence.claim === 'server');
    if (options.claim === 'server' && holder !== undefined) return alreadyServed(options.dataDir, holder.pid);
    // Recorded before anything runs: on a full disk this is what fails, with no server left behind.
    const leave = enter(home.presences, options.claim);
    const running = await join(home, options.log).catch((error: unknown) => {
      leave();
      throw error;
    });
    if (!running.ok) {
      leave();
      return running;
    }
    const { postmaster, ...server } = running.value;
    const stay: Stay = { home, leave, server: markOf(postmaster.pid) };
    const watch = options.claim === 'server' ? keepRunning(stay, server.url, options.log) : null;
    let stopping: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      await watch?.end();
      await depart(stay, options.log);
    };
    return accepted({ ...server, stop: () => (stopping ??= stop()) });
  });
}

/**
 * A server that was killed is started again while a process serves from it: nobody else would. A command is told that
 * its base is lost instead, and ends.
 */
function keepRunning(stay: Stay, url: string, log: (line: string) => void): Watch {
  const { home } = stay;
  let told = '';
  const tell = (line: string): void => {
    if (line !== told) log(line);
    told = line;
  };
  return watchOver(
    () => seemsRunning(stay.server) || !existsSync(home.cluster),
    async () => {
      const lock = lockFileOf(home.dataDir);
      const running = await underLock(lock, () => join(home, log)).catch((error: unknown) => {
        const refusal = systemRefusal(error, home.dataDir);
        if (refusal === null) throw error;
        return refusal;
      });
      if (!running.ok) {
        tell(running.refusal.message);
        return;
      }
      stay.server = markOf(running.value.postmaster.pid);
      told = '';
      log(running.value.url === url ? STARTED_AGAIN : MOVED);
    },
  );
}

const STARTED_AGAIN = 'PostgreSQL s’était arrêté : il est relancé, et rien de ce qui était enregistré n’est perdu.';
const MOVED = 'PostgreSQL s’était arrêté et son port a été pris : relancez le programme pour qu’il retrouve sa base.';

/** Erases the embedded database of a data folder, wherever it is kept; refused while a process uses it. */
export function erasePostgres(options: Pick<StartOptions, 'dataDir' | 'log'>): Promise<Result<void>> {
  return guarded(options, async (home) => {
    const [user] = presentIn(home.presences);
    if (user !== undefined) return stillUsed(options.dataDir, user.pid);
    await halt(home, options.log);
    const own = [home.cluster, home.passwordFile, home.portFile, home.logFile, `${home.logFile}.1`, home.presences];
    for (const path of home.folder === home.dataDir ? own : [home.folder, pointerOf(home.dataDir)]) {
      rmSync(path, { recursive: true, force: true });
    }
    return accepted(undefined);
  });
}

async function guarded<T>(
  options: Pick<StartOptions, 'dataDir' | 'log'>,
  action: (home: DataHome) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    makeDataDir(options.dataDir);
    const dataDir = realpathSync(options.dataDir);
    return await underLock(lockFileOf(dataDir), async () => {
      const home = homeOf(dataDir, options.log);
      return home.ok ? action(home.value) : home;
    });
  } catch (error) {
    const refusal = systemRefusal(error, options.dataDir);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** Comes to the server that runs, or starts one, and waits until the base answers. */
async function join(home: DataHome, log: (line: string) => void): Promise<Result<Running>> {
  const deadline = performance.now() + ANSWER_MS;
  let startedHere = false;
  for (;;) {
    let postmaster = findPostmaster(home, log);
    if (postmaster === null) {
      const started = await startHere(home, log);
      if (!started.ok) return started;
      postmaster = started.value;
      startedHere = true;
    }
    const answer = postmaster.ready ? await openBase(home, postmaster) : null;
    if (answer?.ok === true) return accepted({ url: answer.value, startedHere, postmaster });
    const final = answer !== null && answer.refusal.code !== PROGRAM_FAILED;
    if (final || performance.now() > deadline) {
      if (startedHere) await halt(home, log);
      return answer ?? programRefusal('répondre', '', home.dataDir, home.logFile);
    }
    await sleep(10);
  }
}

async function startHere(home: DataHome, log: (line: string) => void): Promise<Result<Postmaster>> {
  const programs = await programsFor(home.account, () => copiesFolder(home), log);
  if (!programs.ok) return programs;
  const cluster = await ensureCluster(home, programs.value);
  return cluster.ok ? launch(home, programs.value, log) : cluster;
}

/** The address, if the base answers. */
async function openBase(home: DataHome, postmaster: Postmaster): Promise<Result<string>> {
  const password = passwordOf(home);
  if (!password.ok) return password;
  const greeting = await greet(postmaster.port, password.value);
  switch (greeting.state) {
    case 'ready':
      return accepted(urlOf(postmaster.port, password.value));
    case 'wrong-password':
      return lostPassword(home.passwordFile);
    case 'not-yet':
      return programRefusal('répondre', greeting.said, home.dataDir, home.logFile);
  }
}

async function depart({ home, leave, server }: Stay, log: (line: string) => void): Promise<void> {
  if (!existsSync(home.cluster) || !existsSync(home.dataDir)) {
    endHomeless(home, server, log);
    return;
  }
  const lastOneOut = async (): Promise<Result<void>> => {
    leave();
    if (presentIn(home.presences).length === 0) await halt(home, log);
    return accepted(undefined);
  };
  // A full disk has no room even for the lock: then we stop without it rather than not at all.
  const stopped = await underLock(lockFileOf(home.dataDir), lastOneOut).catch(lastOneOut);
  if (!stopped.ok) log(stopped.refusal.message);
}

/** Its files were erased while it ran: nothing is left to save, nor a lock to take, but it must not stay behind. */
function endHomeless(home: DataHome, server: ProcessMark, log: (line: string) => void): void {
  log(`Le dossier « ${home.dataDir} » a été effacé pendant que sa base tournait : PostgreSQL est arrêté sur-le-champ.`);
  if (isRunning(server)) process.kill(server.pid, 'SIGQUIT');
}

async function halt(home: DataHome, log: (line: string) => void): Promise<void> {
  const programs = process.platform === 'win32' ? await programsFor(null, () => copiesFolder(home), log) : null;
  await shutDown(home, programs?.ok === true ? programs.value : null, log);
}
