import type { DepositOrigin, DepositState } from '#domain/deposits/deposit';
import type { Readable } from 'node:stream';
import type { Tx } from '../database';
import { keepParts, keptParts, type BytesTable } from '../kept-bytes';

/** A document of rates on the doorstep; `Report` is what the verb that takes it in keeps. */
export interface Deposit<Report> {
  readonly id: number;
  readonly name: string;
  readonly origin: DepositOrigin;
  /** Who sent it, as the journal names them. */
  readonly actor: string;
  /** The only companies that it may bring; null for all. */
  readonly companies: readonly string[] | null;
  readonly sha256: string;
  readonly size: number;
  readonly state: DepositState;
  /** Once it is over. */
  readonly report: Report | null;
  readonly receivedAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

const COLUMNS = `id, name, origin, actor, companies, sha256, size_bytes AS size, state, report,
  received_at AS "receivedAt", started_at AS "startedAt", ended_at AS "endedAt"`;

const DEPOSIT_BYTES: BytesTable = { table: 'deposit_bytes', key: 'deposit_id' };

export interface NewDeposit {
  readonly name: string;
  readonly origin: DepositOrigin;
  readonly actor: string;
  readonly companies: readonly string[] | null;
  /** Stands for the companies in what makes a deposit the same as another; empty for all. */
  readonly boundTo: string;
  readonly sha256: string;
  readonly size: number;
  readonly at: string;
}

/** The number of the deposit of these bytes for these companies that was not refused. */
export async function sameDeposit(tx: Tx, { sha256, boundTo }: NewDeposit): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `SELECT id FROM deposit WHERE sha256 = $1 AND bound_to = $2 AND state <> 'REFUSED'`,
    [sha256, boundTo],
  );
  return row?.id ?? null;
}

/** Its number; null when the same one has just come, or is just coming, by another way. */
export async function insertDeposit(tx: Tx, deposit: NewDeposit): Promise<number | null> {
  const { name, origin, actor, companies, boundTo, sha256, size, at } = deposit;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO deposit (name, origin, actor, companies, bound_to, sha256, size_bytes, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (sha256, bound_to) WHERE state <> 'REFUSED' DO NOTHING RETURNING id`,
    [name, origin, actor, companies, boundTo, sha256, size, at],
  );
  return row?.id ?? null;
}

export const keepDeposit = (tx: Tx, id: number, bytes: Readable): Promise<void> =>
  keepParts(tx, DEPOSIT_BYTES, id, bytes);

/** The bytes of a deposit, still gzipped; none once it is over. */
export const keptDeposit = (tx: Tx, id: number): AsyncGenerator<Buffer> => keptParts(tx, DEPOSIT_BYTES, id);

/** The deposit as one that is being taken in; null when it is over. */
export async function startDeposit<Report>(tx: Tx, id: number, at: string): Promise<Deposit<Report> | null> {
  const [row] = await tx.query<Deposit<Report>>(
    `UPDATE deposit SET state = 'IN_PROGRESS', started_at = coalesce(started_at, $2)
     WHERE id = $1 AND ended_at IS NULL RETURNING ${COLUMNS}`,
    [id, at],
  );
  return row ?? null;
}

/** Ends a deposit and lets go of its bytes; false when it had ended before. */
export async function endDeposit(
  tx: Tx,
  id: number,
  state: 'TAKEN' | 'REFUSED',
  report: unknown,
  at: string,
): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE deposit SET state = $2, report = $3, started_at = coalesce(started_at, $4), ended_at = $4
     WHERE id = $1 AND ended_at IS NULL RETURNING id`,
    [id, state, JSON.stringify(report), at],
  );
  if (ended.length === 0) return false;
  await tx.query('DELETE FROM deposit_bytes WHERE deposit_id = $1', [id]);
  return true;
}

/** Deposits that are not over, oldest first. */
export async function openDeposits(tx: Tx, count: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>('SELECT id FROM deposit WHERE ended_at IS NULL ORDER BY id LIMIT $1', [
    count,
  ]);
  return rows.map(({ id }) => id);
}

/** Those of the caller's companies only: of any other it is said that it does not exist. `companies` is null for all. */
export async function depositOf<Report>(
  tx: Tx,
  id: number,
  companies: readonly string[] | null,
): Promise<Deposit<Report> | null> {
  const [row] = await tx.query<Deposit<Report>>(
    `SELECT ${COLUMNS} FROM deposit WHERE id = $1 AND ($2::text[] IS NULL OR companies <@ $2)`,
    [id, companies],
  );
  return row ?? null;
}

/** The latest first, those before `before` when one is given. */
export const depositsOf = <Report>(
  tx: Tx,
  companies: readonly string[] | null,
  before: number | null,
  count: number,
): Promise<Deposit<Report>[]> =>
  tx.query<Deposit<Report>>(
    `SELECT ${COLUMNS} FROM deposit
     WHERE ($1::text[] IS NULL OR companies <@ $1) AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [companies, before, count],
  );
