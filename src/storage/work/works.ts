import type { FileKind } from '#domain/start/file-kind';
import type { Tx } from '../database';

export type WorkState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'INTERRUPTED';

export interface SentFile {
  /** As the person named it. */
  readonly name: string;
  readonly size: number;
}

/** A file whose content has been looked at. */
export interface ToldFile extends SentFile {
  /** Null when it is none of ours. */
  readonly kind: FileKind | null;
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

export interface NewWork<Admission> {
  readonly accountId: number;
  /** As the journal names the person. */
  readonly actor: string;
  /** Which companies the files may bring. */
  readonly admission: Admission;
  readonly files: readonly SentFile[];
  readonly at: string;
}

export async function insertWork<Admission>(tx: Tx, work: NewWork<Admission>): Promise<number> {
  const { accountId, actor, admission, files, at } = work;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO work (account_id, actor, admission, files, size_bytes, created_at)
     VALUES ($1, $2, $3, $4, 0, $5) RETURNING id`,
    [accountId, actor, JSON.stringify(admission), JSON.stringify(files), at],
  );
  if (row === undefined) throw new Error('An inserted work has no number.');
  return row.id;
}

/** What the files are, and how much there is to read, once they are kept. */
export async function completeWork(tx: Tx, id: number, files: readonly ToldFile[]): Promise<void> {
  await tx.query(
    `UPDATE work SET files = $2, size_bytes =
       (SELECT coalesce(sum(size_bytes), 0) FROM work_document WHERE work_id = $1) WHERE id = $1`,
    [id, JSON.stringify(files)],
  );
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

/** A work as whoever does it needs it. */
export interface StartedWork<Admission> {
  readonly id: number;
  readonly actor: string;
  readonly admission: Admission;
  readonly files: readonly ToldFile[];
}

/** The work as one that is being done; null when it is over. */
export async function startWork<Admission>(tx: Tx, id: number): Promise<StartedWork<Admission> | null> {
  const [row] = await tx.query<StartedWork<Admission>>(
    `UPDATE work SET state = 'RUNNING', read_bytes = 0
     WHERE id = $1 AND ended_at IS NULL RETURNING id, actor, admission, files`,
    [id],
  );
  return row ?? null;
}

export interface Progress {
  readonly step: FileKind;
  readonly read: number;
}

export async function markProgress(tx: Tx, id: number, { step, read }: Progress): Promise<void> {
  await tx.query('UPDATE work SET step = $2, read_bytes = $3 WHERE id = $1 AND ended_at IS NULL', [id, step, read]);
}

/** Ends a work and lets go of its bytes; false when it had ended before. */
export async function endWork(tx: Tx, id: number, report: unknown, at: string): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE work SET state = 'DONE', report = $2, read_bytes = size_bytes, ended_at = $3
     WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    [id, JSON.stringify(report), at],
  );
  return letGo(tx, id, ended.length > 0);
}

/** The same without a report. */
export async function failWork(tx: Tx, id: number, failure: string, at: string): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE work SET state = 'FAILED', failure = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    [id, failure, at],
  );
  return letGo(tx, id, ended.length > 0);
}

async function letGo(tx: Tx, id: number, ended: boolean): Promise<boolean> {
  if (ended) await tx.query('DELETE FROM work_document WHERE work_id = $1', [id]);
  return ended;
}

/** Works that are not over, oldest first. */
export async function openWorks(tx: Tx, count: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>('SELECT id FROM work WHERE ended_at IS NULL ORDER BY id LIMIT $1', [
    count,
  ]);
  return rows.map(({ id }) => id);
}
