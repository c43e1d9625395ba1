import type { Readable } from 'node:stream';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { BatchCount } from '#domain/reconciliation/batch';
import type { Tx } from '../database';
import { endStretches, type StretchPlan } from './stretches';
import { keepParts, keptParts, type BytesTable } from '../kept-bytes';

export type VerdictCounts = Readonly<Record<VerdictKind, number>>;

export interface ReceivedFeed {
  readonly id: number;
  readonly batchId: number;
  readonly sha256: string;
  readonly file: string;
  readonly format: string | null;
  readonly lines: number;
  readonly verdicts: VerdictCounts | null;
}

/** What a batch decides again, of what was set aside. */
export interface Again {
  /** Why, in French: it is written beside what ends. */
  readonly why: string;
  readonly asides: readonly number[];
  /** A person released them: the guards have had their say. */
  readonly guardsLifted: boolean;
}

export interface Batch {
  readonly id: number;
  readonly actor: string;
  readonly receivedAt: string;
  /** Reopened: it was decided, and what it has not applied is to be decided again. */
  readonly status: 'RECEIVED' | 'DECIDED' | 'REOPENED' | 'DONE';
  readonly withheld: boolean;
  readonly compared: number;
  readonly moved: number;
  /** Null for a batch of received documents. */
  readonly again: Again | null;
}

const FEED = 'id, batch_id AS "batchId", sha256, file, format, lines, verdicts';

/** The feeds already received under these digests. */
export async function feedsBySha(tx: Tx, digests: readonly string[]): Promise<ReadonlyMap<string, ReceivedFeed>> {
  const rows = await tx.query<ReceivedFeed>(`SELECT ${FEED} FROM feed WHERE sha256 = ANY($1)`, [digests]);
  return new Map(rows.map((feed) => [feed.sha256, feed]));
}

export async function feedsOf(tx: Tx, batchId: number): Promise<ReceivedFeed[]> {
  return tx.query<ReceivedFeed>(`SELECT ${FEED} FROM feed WHERE batch_id = $1 ORDER BY ordinal`, [batchId]);
}

export async function openBatch(
  tx: Tx,
  actor: string,
  at: string,
  { again = null, deposit = null }: { readonly again?: Again | null; readonly deposit?: number | null } = {},
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO batch (actor, received_at, status, again, asides, guards_lifted, deposit_id)
     VALUES ($1, $2, 'RECEIVED', $3, $4, $5, $6) RETURNING id`,
    [actor, at, again?.why ?? null, again?.asides ?? null, again?.guardsLifted ?? false, deposit],
  );
  if (row === undefined) throw new Error('INSERT … RETURNING gave no row.');
  return row.id;
}

/** A batch whose documents were all refused leaves nothing behind. */
export async function forgetBatch(tx: Tx, batchId: number): Promise<void> {
  await tx.query('DELETE FROM batch WHERE id = $1', [batchId]);
}

export interface NewFeed {
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

/** Enters the documents of a batch, in order; their numbers by digest. Bytes that came meanwhile get none. */
export async function addFeeds(
  tx: Tx,
  batchId: number,
  feeds: readonly NewFeed[],
  at: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ id: number; sha256: string }>(
    `INSERT INTO feed (batch_id, ordinal, file, sha256, size, received_at)
     SELECT $1, f.ordinal - 1, f.feed->>'file', f.feed->>'sha256', (f.feed->>'size')::bigint, $3
     FROM json_array_elements($2) WITH ORDINALITY AS f (feed, ordinal) ORDER BY f.ordinal
     ON CONFLICT (sha256) DO NOTHING RETURNING id, sha256`,
    [batchId, JSON.stringify(feeds), at],
  );
  return new Map(rows.map(({ id, sha256 }) => [sha256, id]));
}

const FEED_BYTES: BytesTable = { table: 'feed_bytes', key: 'feed_id' };

/** Keeps the received bytes: a batch can always be taken up from them. */
export const keepBytes = (tx: Tx, feedId: number, bytes: Readable): Promise<void> =>
  keepParts(tx, FEED_BYTES, feedId, bytes);

/** The stored bytes of a feed, still gzipped, part after part. */
export const keptBytes = (tx: Tx, feedId: number): AsyncGenerator<Buffer> => keptParts(tx, FEED_BYTES, feedId);

export async function forgetFeeds(tx: Tx, feeds: readonly number[]): Promise<void> {
  await tx.query('DELETE FROM feed_bytes WHERE feed_id = ANY($1)', [feeds]);
  await tx.query('DELETE FROM feed WHERE id = ANY($1)', [feeds]);
}

const BATCH = `
  SELECT id, actor, received_at AS "receivedAt", status, withheld, compared, moved,
         CASE WHEN again IS NOT NULL
           THEN json_build_object('why', again, 'asides', asides, 'guardsLifted', guards_lifted) END AS again
  FROM batch`;

export async function unfinishedBatches(tx: Tx): Promise<Batch[]> {
  return tx.query<Batch>(`${BATCH} WHERE status <> 'DONE' ORDER BY id`);
}

export async function batchById(tx: Tx, batchId: number): Promise<Batch | null> {
  const [batch] = await tx.query<Batch>(`${BATCH} WHERE id = $1`, [batchId]);
  return batch ?? null;
}

export interface FeedReading {
  readonly id: number;
  readonly format: string;
  readonly lines: number;
}

export async function recordReadings(tx: Tx, readings: readonly FeedReading[]): Promise<void> {
  await tx.query(
    `UPDATE feed SET format = r.format, lines = r.lines
     FROM json_to_recordset($1) AS r (id bigint, format text, lines integer) WHERE feed.id = r.id`,
    [JSON.stringify(readings)],
  );
}

/** From here on the batch is only applied, chunk by chunk. False when its plan is not the one on record any more. */
export async function markDecided(tx: Tx, batchId: number, plan: StretchPlan): Promise<boolean> {
  await tx.query(`UPDATE batch SET status = 'DECIDED' WHERE id = $1`, [batchId]);
  return endStretches(tx, batchId, plan);
}

/** What was decided of a batch, the breaker included: said once, and not again when it is planned anew. */
export async function recordDecision(
  tx: Tx,
  batchId: number,
  count: BatchCount,
  withheld: boolean,
  verdicts: ReadonlyMap<number, VerdictCounts>,
): Promise<void> {
  await tx.query('UPDATE batch SET withheld = $2, compared = $3, moved = $4 WHERE id = $1', [
    batchId,
    withheld,
    count.compared,
    count.moved,
  ]);
  const rows = [...verdicts].map(([feed, counts]) => ({ feed, counts }));
  await tx.query(
    `UPDATE feed SET verdicts = r.counts FROM json_to_recordset($1) AS r (feed bigint, counts jsonb) WHERE feed.id = r.feed`,
    [JSON.stringify(rows)],
  );
}

export async function reserveSheets(tx: Tx, wanted: number): Promise<number> {
  const [row] = await tx.query<{ first: number }>('SELECT reserve_sheets($1) AS first', [Math.max(1, wanted)]);
  return row?.first ?? 0;
}
