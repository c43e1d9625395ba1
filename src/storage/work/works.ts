import type { FileKind } from '#domain/start/file-kind';
import type { Tx } from '../database';

export type WorkState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED';

export interface SentFile {
  /** As the person named it. */
  readonly name: string;
  readonly size: number;
}

/** Files of one person, being read or read; `Report` is what the verb that reads them keeps. */
export interface Work<Report> {
  readonly id: number;
  readonly state: WorkState;
  readonly step: FileKind | null;
  readonly files: readonly SentFile[];
  readonly size: number;
  readonly read: number;
  readonly report: Report | null;
  /** One sentence, when it broke off. */
  readonly failure: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const COLUMNS = `id, state, step, files, size_bytes AS size, read_bytes AS read, report, failure,
  created_at AS "createdAt", ended_at AS "endedAt"`;

export interface NewWork {
  readonly accountId: number;
  readonly files: readonly SentFile[];
  /** Where the files lie until they are read: removed with the end of the work. */
  readonly folder: string;
  readonly at: string;
}

export async function insertWork(tx: Tx, { accountId, files, folder, at }: NewWork): Promise<number> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO work (account_id, files, folder, size_bytes, created_at, seen_at)
     VALUES ($1, $2, $3, $4, $5, $5) RETURNING id`,
    [accountId, JSON.stringify(files), folder, size, at],
  );
  if (row === undefined) throw new Error('An inserted work has no number.');
  return row.id;
}

/** That of the account only: another's does not exist. */
export async function workOf<Report>(tx: Tx, accountId: number, id: number): Promise<Work<Report> | null> {
  const [row] = await tx.query<Work<Report>>(`SELECT ${COLUMNS} FROM work WHERE id = $1 AND account_id = $2`, [
    id,
    accountId,
  ]);
  return row ?? null;
}

export const worksOf = <Report>(tx: Tx, accountId: number, count: number): Promise<Work<Report>[]> =>
  tx.query<Work<Report>>(`SELECT ${COLUMNS} FROM work WHERE account_id = $1 ORDER BY id DESC LIMIT $2`, [
    accountId,
    count,
  ]);

export interface Progress {
  readonly step: FileKind;
  readonly read: number;
}

export async function markProgress(tx: Tx, id: number, { step, read }: Progress, at: string): Promise<void> {
  await tx.query(
    `UPDATE work SET state = 'RUNNING', step = $2, read_bytes = $3, seen_at = $4 WHERE id = $1 AND ended_at IS NULL`,
    [id, step, read, at],
  );
}

/** Says that somebody still holds these. */
export async function touchWorks(tx: Tx, ids: readonly number[], at: string): Promise<void> {
  await tx.query('UPDATE work SET seen_at = $2 WHERE id = ANY ($1) AND ended_at IS NULL', [ids, at]);
}

export async function endWork(tx: Tx, id: number, report: unknown, at: string): Promise<void> {
  await tx.query(
    `UPDATE work SET state = 'DONE', report = $2, failure = NULL, read_bytes = size_bytes, seen_at = $3, ended_at = $3
     WHERE id = $1`,
    [id, JSON.stringify(report), at],
  );
}

export async function failWork(tx: Tx, id: number, failure: string, at: string): Promise<void> {
  await tx.query(
    `UPDATE work SET state = 'FAILED', failure = $2, seen_at = $3, ended_at = $3 WHERE id = $1 AND ended_at IS NULL`,
    [id, failure, at],
  );
}

/** Works that nobody has held since an instant, or those named, are over without an end; their folders. */
export async function interruptWorks(
  tx: Tx,
  which: { readonly unseenSince: string } | { readonly id: number },
  at: string,
): Promise<readonly string[]> {
  const rows = await tx.query<{ folder: string }>(
    `UPDATE work SET state = 'INTERRUPTED', ended_at = $2
     WHERE ended_at IS NULL AND ${'id' in which ? 'id = $1' : 'seen_at <= $1'} RETURNING folder`,
    ['id' in which ? which.id : which.unseenSince, at],
  );
  return rows.map(({ folder }) => folder);
}
