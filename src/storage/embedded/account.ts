import { existsSync, lstatSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** The system user under which PostgreSQL's programs run. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** An existing user without privileges, to whom root hands PostgreSQL (which refuses to run as root). */
export function unprivilegedAccount(passwd = '/etc/passwd'): Account | null {
  const lines = existsSync(passwd) ? readFileSync(passwd, 'utf8').split('\n') : [];
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? [];
    // macOS writes nobody as -2, which the system calls take as an unsigned number.
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  return null;
}

/** May the account go through every folder down to `path`? Access lists are not looked at: at worst we copy for nothing. */
export function canReach(account: Account, path: string): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if (!allows(account, statSync(folder), 0o1)) return false;
    if (dirname(folder) === folder) return true;
  }
}

export function canRead(account: Account, path: string): boolean {
  const stats = lstatSync(path);
  return allows(account, stats, stats.isDirectory() ? 0o5 : 0o4);
}

function allows(account: Account, stats: Stats, wanted: number): boolean {
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0;
  return ((stats.mode >> shift) & wanted) === wanted;
}
