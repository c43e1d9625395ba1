import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Containers may share a folder, and give their processes the same numbers: their names differ. */
const PREFIX = `taux-juste-depot-${hostname().replace(/[^A-Za-z0-9]/g, '_')}-`;
const OURS = /^(\d+)-/;

/** Folders of this process that somebody works in. */
const held = new Set<string>();

/** A folder that ends with the work, however it ends; its name says whose it is, should the process be killed. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  held.add(folder);
  try {
    return await work(folder);
  } finally {
    held.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the folders of processes that were killed; how many. */
export async function removeLeftovers(): Promise<number> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => {
    const [, pid] = name.startsWith(PREFIX) ? (OURS.exec(name.slice(PREFIX.length)) ?? []) : [];
    return pid !== undefined && isLeft(Number(pid), join(tmpdir(), name));
  });
  for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true });
  return left.length;
}

const isLeft = (pid: number, folder: string): boolean => (pid === process.pid ? !held.has(folder) : !isAlive(pid));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
