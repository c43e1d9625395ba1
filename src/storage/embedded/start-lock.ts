import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#domain/values/result';
import { isRunning, parseMark, markOf } from './process-mark';
import { startTooLong } from './refusals';
import { hasCode, readIfThere } from './text-file';

const PATIENCE_MS = 120_000;

/** Lets one process at a time start, stop or erase the database of a data folder; the lock of a dead process is broken. */
export async function underLock<T>(file: string, action: () => Promise<Result<T>>): Promise<Result<T>> {
  const deadline = performance.now() + PATIENCE_MS;
  const own = `${JSON.stringify({ ...markOf(process.pid), lock: randomUUID() })}\n`;
  while (!take(file, own)) {
    const holder = holderOf(file);
    if (holder === 'dead') breakLock(file);
    else if (performance.now() > deadline) return startTooLong(file, holder === 'gone' ? 0 : holder.pid);
    else await sleep(10);
  }
  try {
    return await action();
  } finally {
    if (readIfThere(file) === own) rmSync(file, { force: true });
  }
}

/** A link appears with its content or not at all: nobody can read a lock that is only half written. */
function take(file: string, own: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, own, { mode: 0o644 });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function holderOf(file: string): { pid: number } | 'dead' | 'gone' {
  const text = readIfThere(file);
  if (text === null) return 'gone';
  const mark = parseMark(text);
  return mark !== null && isRunning(mark) ? mark : 'dead';
}

/** Moved aside and read again: between our look and the move, a living process may have taken the dead one's place. */
function breakLock(file: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== 'dead') linkSync(aside, file);
  } catch {
    // Someone else broke it first: the next attempt to take it decides.
  } finally {
    rmSync(aside, { force: true });
  }
}
