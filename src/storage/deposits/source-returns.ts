import type { Tx } from '../database';

/** Where documents are looked for again and again. */
export type SourceOrigin = 'FOLDER' | 'CRM';

/** What a source showed, and what became of it. */
export interface SeenReturn {
  readonly key: string;
  /** Of a document that may still be growing. */
  readonly look: string | null;
  /** Null while nothing became of it. */
  readonly outcome: 'KEPT' | 'REFUSED' | null;
  /** Why it was refused. */
  readonly reason: string | null;
  /** Since when it looks so. */
  readonly seenAt: string;
}

/** Those of the keys that were seen before. */
export async function seenReturns(
  tx: Tx,
  origin: SourceOrigin,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SeenReturn>> {
  const rows = await tx.query<SeenReturn>(
    `SELECT key, look, outcome, reason, seen_at AS "seenAt" FROM source_return WHERE origin = $1 AND key = ANY($2)`,
    [origin, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Remembers how a document looked, since when. */
export async function rememberLook(tx: Tx, origin: SourceOrigin, key: string, look: string, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO source_return (origin, key, look, seen_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (origin, key) DO UPDATE SET look = excluded.look, seen_at = excluded.seen_at,
       outcome = NULL, deposit_id = NULL, reason = NULL`,
    [origin, key, look, at],
  );
}

export interface ReturnOutcome {
  readonly key: string;
  /** How it looked, of a document that still lies where others come; null of what never changes. */
  readonly look: string | null;
  /** Null when it was refused. */
  readonly deposit: number | null;
  /** Why it was refused. */
  readonly reason: string | null;
}

/** Remembers what became of a document: for good, or while it looks so. */
export async function rememberOutcome(
  tx: Tx,
  origin: SourceOrigin,
  { key, look, deposit, reason }: ReturnOutcome,
  at: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO source_return (origin, key, look, outcome, deposit_id, reason, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (origin, key) DO UPDATE SET look = excluded.look, outcome = excluded.outcome, deposit_id = excluded.deposit_id,
       reason = excluded.reason, seen_at = excluded.seen_at`,
    [origin, key, look, deposit === null ? 'REFUSED' : 'KEPT', deposit, reason, at],
  );
}

/** Forgets looks at what is no longer there. */
export async function forgetLooks(tx: Tx, origin: SourceOrigin, present: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM source_return WHERE origin = $1 AND look IS NOT NULL AND NOT key = ANY($2)', [
    origin,
    present,
  ]);
}
