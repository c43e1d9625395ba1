import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, parseMark, markOf, type ProcessMark } from './process-mark';
import { readIfThere } from './text-file';

/** A `server` keeps the data folder for itself and serves it; a `command` comes, works and goes. */
export type Claim = 'server' | 'command';

/** A process that uses the database at this moment, as its file in the `presences` folder says. */
export interface Presence extends ProcessMark {
  readonly claim: Claim;
}

/** Who is there; files left by killed processes are swept. Call it under the start lock. */
export function presentIn(folder: string): Presence[] {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const present: Presence[] = [];
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const mark = parseMark(readIfThere(file) ?? '');
    if (mark !== null && isRunning(mark))
      present.push({ ...mark, claim: name.startsWith('server') ? 'server' : 'command' });
    else rmSync(file, { force: true });
  }
  return present;
}

/** Records this process; the answer takes the record away again. */
export function enter(folder: string, claim: Claim): () => void {
  const file = join(folder, `${claim}-${String(process.pid)}-${randomUUID().slice(0, 8)}.json`);
  writeFileSync(file, `${JSON.stringify(markOf(process.pid))}\n`, { mode: 0o644 });
  return () => rmSync(file, { force: true });
}
