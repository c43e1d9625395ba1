import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { accepted, type Result } from '#domain/values/result';
import { canReach, runsAsRoot, unprivilegedAccount, type Account } from './account';
import { lostPlace, noAccount, otherOwner, outOfReach } from './refusals';
import { hasCode, isSystemError, readIfThere } from './text-file';

/** Where everything of one embedded database lies, and under which user its programs run (null: ours). */
export interface DataHome {
  readonly dataDir: string;
  /** `dataDir`, or the place that stands in for it when it is out of the server's reach. */
  readonly folder: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly logFile: string;
  readonly presences: string;
  readonly account: Account | null;
}

/** Root's places for what PostgreSQL's user must reach; the second for systems whose first is read-only. */
const STORES = ['/var/lib/taux-juste', '/var/tmp/taux-juste'];

export const lockFileOf = (dataDir: string): string => join(dataDir, 'postgres.lock');
export const pointerOf = (dataDir: string): string => join(dataDir, 'postgres.location');

/** Makes the folder with modes of our own: under a strict umask, root would shut PostgreSQL's user out of it. */
export function makeDataDir(dataDir: string): void {
  const first = mkdirSync(dataDir, { recursive: true });
  if (!runsAsRoot()) {
    if (first !== undefined) chmodSync(dataDir, 0o700);
    return;
  }
  if (first !== undefined) {
    for (let folder = dataDir; folder.length >= first.length; folder = dirname(folder)) chmodSync(folder, 0o755);
  } else if (readdirSync(dataDir).length === 0) {
    // Nothing is in it that passing through could disclose, and what we put there is closed file by file.
    chmodSync(dataDir, statSync(dataDir).mode | 0o111);
  }
}

/** The home of the data folder's database; one that is new and out of reach is settled elsewhere, which the log says. */
export function homeOf(dataDir: string, log: (line: string) => void): Result<DataHome> {
  const pointer = pointerOf(dataDir);
  const folder = readIfThere(pointer)?.trim() ?? dataDir;
  if (!existsSync(folder)) return lostPlace(pointer, folder);
  const cluster = join(folder, 'postgres');
  const owner = existsSync(cluster) ? statSync(cluster).uid : null;
  if (!runsAsRoot()) {
    const foreign = process.getuid !== undefined && owner !== null && owner !== process.getuid();
    return foreign ? otherOwner(cluster, owner) : accepted(layOut(dataDir, folder, null));
  }
  const account = owner === null || owner === 0 ? unprivilegedAccount() : { uid: owner, gid: statSync(cluster).gid };
  if (account === null) return noAccount();
  if (canReach(account, folder)) return accepted(layOut(dataDir, folder, account));
  if (owner !== null) return outOfReach(cluster, String(account.uid));
  return accepted(layOut(dataDir, settleElsewhere(dataDir, log), account));
}

/** A folder that every user may read and only root may write, for copies of programs. */
export function copiesFolder(home: DataHome): string {
  return home.account === null ? home.dataDir : openStore();
}

function layOut(dataDir: string, folder: string, account: Account | null): DataHome {
  return {
    dataDir,
    folder,
    cluster: join(folder, 'postgres'),
    passwordFile: join(folder, 'postgres.password'),
    portFile: join(folder, 'postgres.port'),
    logFile: join(folder, 'postgres.log'),
    presences: join(folder, 'presences'),
    account,
  };
}

/** Named after the requested path; erasing the data folder, pointer included, means a new base, so a place is never taken over. */
function settleElsewhere(dataDir: string, log: (line: string) => void): string {
  const store = openStore();
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const place = firstFree(join(store, name));
  chmodSync(place, 0o755);
  writeFileSync(join(place, 'requested-by.txt'), `${dataDir}\n`);
  writeFileSync(pointerOf(dataDir), `${place}\n`);
  log(
    `Le dossier « ${dataDir} » est hors d'atteinte de l'utilisateur sous lequel PostgreSQL tourne : la base est gardée dans « ${place} ».`,
  );
  return place;
}

function firstFree(path: string): string {
  for (let rank = 1; ; rank += 1) {
    const place = rank === 1 ? path : `${path}-${String(rank)}`;
    try {
      mkdirSync(place);
      return place;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
}

function openStore(): string {
  const store = STORES.find(makeStore);
  if (store === undefined)
    throw Object.assign(new Error('No folder of root alone'), { code: 'EACCES', path: STORES[0] });
  return store;
}

/** False where nothing may be written or, in a folder shared by all, where someone else was first. */
function makeStore(store: string): boolean {
  try {
    mkdirSync(store, { recursive: true, mode: 0o755 });
    const { uid, mode } = statSync(store);
    if (uid !== 0 || (mode & 0o022) !== 0) return false;
    chmodSync(store, 0o755);
    return true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
