import type { Tx } from '../database';

export type ProcessRole = 'PAGES' | 'WORKER';

/** A job under way. */
export interface Occupation {
  readonly job: string;
  readonly since: string;
}

export interface RunningProcess {
  readonly id: string;
  readonly role: ProcessRole;
  readonly machine: string;
  readonly pid: number;
  readonly startedAt: string;
  /** Its last sign of life. */
  readonly seenAt: string;
  readonly doing: readonly Occupation[];
}

export async function noteProcess(tx: Tx, running: RunningProcess): Promise<void> {
  const { id, role, machine, pid, startedAt, seenAt, doing } = running;
  await tx.query(
    `INSERT INTO running_process (id, role, machine, pid, started_at, seen_at, doing) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, doing = EXCLUDED.doing`,
    [id, role, machine, pid, startedAt, seenAt, JSON.stringify(doing)],
  );
}

export async function forgetProcess(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM running_process WHERE id = $1', [id]);
}

/** Those that ended without a word, once nobody wonders any more. */
export async function forgetProcessesBefore(tx: Tx, instant: string): Promise<void> {
  await tx.query('DELETE FROM running_process WHERE seen_at < $1', [instant]);
}

/** The workers first, the oldest of each first. */
export const runningProcesses = (tx: Tx): Promise<RunningProcess[]> =>
  tx.query<RunningProcess>(
    `SELECT id, role, machine, pid, started_at AS "startedAt", seen_at AS "seenAt", doing
     FROM running_process ORDER BY role DESC, started_at, id`,
  );
