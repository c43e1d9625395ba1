import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { hasCode } from './text-file';

/** A process that can be told from a later one to which the system gave the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly startedAt: string;
}

/** The process lives, but the system will not say since when (another user's, hidden). */
const UNKNOWN = 'inconnu';

export const markOf = (pid: number): ProcessMark => ({ pid, startedAt: startOf(pid) ?? UNKNOWN });

export function isRunning(mark: ProcessMark): boolean {
  const startedAt = startOf(mark.pid);
  return startedAt !== null && (startedAt === mark.startedAt || startedAt === UNKNOWN || mark.startedAt === UNKNOWN);
}

/** The same at the price of a look, for whoever looks often: away from Linux a number given again is not noticed. */
export const seemsRunning = (mark: ProcessMark): boolean =>
  process.platform === 'linux' ? isRunning(mark) : isAlive(mark.pid);

/** Reads a mark back from JSON; null for anything else, such as a file cut by a full disk. */
export function parseMark(text: string): ProcessMark | null {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<ProcessMark>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

/** When the process began, in whatever form the system tells it, to be compared only; null when it does not live. */
function startOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  try {
    if (process.platform === 'linux') return linuxStart(pid);
    // On Windows the start time needs PowerShell, half a second: the program's name shows well enough a number given again.
    if (process.platform === 'win32') return taskOf(pid);
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } })
      .toString()
      .trim();
  } catch {
    return isAlive(pid) ? UNKNOWN : null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Ticks since boot, with the boot's own number; a zombie, whose parent has not buried it yet, is dead. */
function linuxStart(pid: number): string | null {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
  // The second field is the program's name in brackets and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${fields[19] ?? ''}`;
}

/** Does the process run PostgreSQL in that folder? A server's working directory is its data directory. */
export function servesFolder(pid: number, cluster: string): boolean {
  if (startOf(pid) === null) return false;
  const folder = process.platform === 'linux' ? workingFolder(pid) : null;
  return folder === null ? programOf(pid).includes('postgres') : folder === realpathSync(cluster);
}

/** Null when the system keeps it from us, as a container does even from root. */
function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return null;
  }
}

function programOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${String(pid)}/comm`, 'latin1');
    if (process.platform === 'win32') return taskOf(pid);
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)]).toString();
  } catch {
    // Taking a living server for dead would let a second one write the same files: in doubt it serves.
    return isAlive(pid) ? 'postgres' : '';
  }
}

const taskOf = (pid: number): string =>
  execFileSync('tasklist', ['/FI', `PID eq ${String(pid)}`, '/FO', 'CSV', '/NH'])
    .toString()
    .split(',')[0] ?? '';
