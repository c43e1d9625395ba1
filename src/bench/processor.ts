import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc in a second, on every Linux that Node runs on. */
const TICKS = 100;
const [PARENT, FIRST_TIME, LAST_TIME] = [1, 11, 14];

interface Stat {
  readonly parent: number;
  /** Of its own and of the children it has waited for. */
  readonly ticks: number;
}

/** Null when there is no such process any more. Its name, between brackets, may hold anything. */
function statOf(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const times = fields.slice(FIRST_TIME, LAST_TIME + 1).map(Number);
  return { parent: Number(fields[PARENT]), ticks: times.reduce((sum, ticks) => sum + ticks, 0) };
}

/**
 * Seconds of processor that a process has used so far, with its living children and with those it has waited for:
 * of a postmaster, all of PostgreSQL. Read where there is a /proc; NaN elsewhere.
 */
export function processorSeconds(pid: number): number {
  if (process.platform !== 'linux') return NaN;
  const own = statOf(pid);
  if (own === null) return NaN;
  let ticks = own.ticks;
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (child?.parent === pid) ticks += child.ticks;
  }
  return ticks / TICKS;
}
