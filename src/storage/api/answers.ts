import type { Tx } from '../database';

/** Who asked for what: the key, the value of its header, and what the request says apart from its body. */
export interface Asked {
  readonly keyId: number;
  readonly value: string;
  /** SHA-256 of method, address and name of the file. */
  readonly request: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface KeptRequest {
  readonly id: number;
  readonly request: Buffer;
  /** SHA-256 of the body; null while a file is being read for the first time. */
  readonly body: Buffer | null;
  /** Until when somebody works on it; null once it was answered. */
  readonly leasedUntil: string | null;
  readonly answer: KeptAnswer | null;
}

export interface Lease {
  readonly attempt: string;
  readonly at: string;
  readonly until: string;
}

/** Takes the value for this attempt; null when it was taken before. */
export async function claimValue(tx: Tx, asked: Asked, body: Buffer | null, lease: Lease): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO idempotency (api_key_id, value, request, body, attempt, leased_until, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (api_key_id, value) DO NOTHING RETURNING id`,
    [asked.keyId, asked.value, asked.request, body, lease.attempt, lease.until, lease.at],
  );
  return row?.id ?? null;
}

interface Row extends Omit<KeptRequest, 'answer'> {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly text: string | null;
}

/** What is known of a value, locked to the end of the transaction. */
export async function keptRequest(tx: Tx, { keyId, value }: Asked): Promise<KeptRequest | null> {
  const [row] = await tx.query<Row>(
    `SELECT id, request, body, leased_until AS "leasedUntil", status, headers, answer AS text
     FROM idempotency WHERE api_key_id = $1 AND value = $2 FOR UPDATE`,
    [keyId, value],
  );
  if (row === undefined) return null;
  const { status, headers, text, ...kept } = row;
  return { ...kept, answer: status === null ? null : { status, headers: headers ?? {}, text: text ?? '' } };
}

/** Gives what an attempt left unfinished to another one. */
export async function leaseAgain(tx: Tx, id: number, body: Buffer | null, lease: Lease): Promise<void> {
  await tx.query('UPDATE idempotency SET attempt = $2, leased_until = $3, body = coalesce($4, body) WHERE id = $1', [
    id,
    lease.attempt,
    lease.until,
    body,
  ]);
}

/** Lengthens the lease of an attempt that is still at work. */
export async function prolong(tx: Tx, id: number, attempt: string, until: string): Promise<void> {
  await tx.query(
    'UPDATE idempotency SET leased_until = $3 WHERE id = $1 AND attempt = $2 AND leased_until IS NOT NULL',
    [id, attempt, until],
  );
}

/** Keeps the answer, unless the lease ran out and another attempt took over. */
export async function keepAnswer(
  tx: Tx,
  { id, attempt, body }: { readonly id: number; readonly attempt: string; readonly body: Buffer },
  { status, headers, text }: KeptAnswer,
): Promise<void> {
  await tx.query(
    `UPDATE idempotency SET status = $3, headers = $4, answer = $5, body = $6, leased_until = NULL
     WHERE id = $1 AND attempt = $2 AND leased_until IS NOT NULL`,
    [id, attempt, status, JSON.stringify(headers), text, body],
  );
}

/** Frees a value whose attempt came to nothing. */
export async function freeValue(tx: Tx, id: number, attempt: string): Promise<void> {
  await tx.query('DELETE FROM idempotency WHERE id = $1 AND attempt = $2 AND leased_until IS NOT NULL', [id, attempt]);
}

/** Most rows of others that one request clears away: it has something else to do. */
const CLEARED_AT_ONCE = 50;

/**
 * Forgets what is older than an instant: this value, and some of the others. What somebody works on stays, and so do rows
 * that another transaction holds.
 */
export async function forgetAnswers(tx: Tx, { keyId, value }: Asked, before: string): Promise<void> {
  await tx.query(
    `DELETE FROM idempotency WHERE api_key_id = $1 AND value = $2
       AND created_at <= $3 AND (leased_until IS NULL OR leased_until <= $3)`,
    [keyId, value, before],
  );
  await tx.query(
    `DELETE FROM idempotency WHERE id IN (
       SELECT id FROM idempotency WHERE created_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [before, CLEARED_AT_ONCE],
  );
}
