import type { Readable } from 'node:stream';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { BatchCount } from '#domain/reconciliation/batch';
import type { Tx } from '../database';
import { completeAndTell } from '../events/feed-events';
import { keepParts, keptParts, type BytesTable } from '../kept-bytes';
import type { Staging } from './staging';

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
  readonly status: 'RECEIVED' | 'DECIDED' | 'DONE';
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

export async function unfinishedBatches(tx: Tx): Promise<Batch[]> {
  return tx.query<Batch>(
    `SELECT id, actor, received_at AS "receivedAt", status, withheld, compared, moved,
            CASE WHEN again IS NOT NULL
              THEN json_build_object('why', again, 'asides', asides, 'guardsLifted', guards_lifted) END AS again
     FROM batch WHERE status <> 'DONE' ORDER BY id`,
  );
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

/** From here on the batch is only applied: what was decided of it, the breaker included, does not change any more. */
export async function markDecided(
  tx: Tx,
  batchId: number,
  count: BatchCount,
  withheld: boolean,
  verdicts: ReadonlyMap<number, VerdictCounts>,
): Promise<void> {
  await tx.query(`UPDATE batch SET status = 'DECIDED', withheld = $2, compared = $3, moved = $4 WHERE id = $1`, [
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

export async function markDone(tx: Tx, batchId: number): Promise<void> {
  const [batch] = await tx.query<Pick<Batch, 'receivedAt'>>(
    'SELECT received_at AS "receivedAt" FROM batch WHERE id = $1',
    [batchId],
  );
  if (batch === undefined) return;
  const update = `UPDATE batch SET status = 'DONE' WHERE id = $1 AND status <> 'DONE' RETURNING id`;
  await completeAndTell(tx, update, batch.receivedAt, [batchId]);
}

export async function reserveSheets(tx: Tx, wanted: number): Promise<number> {
  const [row] = await tx.query<{ first: number }>('SELECT reserve_sheets($1) AS first', [Math.max(1, wanted)]);
  return row?.first ?? 0;
}

export async function appliedChunks(tx: Tx, batchId: number): Promise<number[]> {
  const rows = await tx.query<{ chunk: number }>('SELECT chunk FROM batch_chunk WHERE batch_id = $1 ORDER BY chunk', [
    batchId,
  ]);
  return rows.map(({ chunk }) => chunk);
}

/** The chunks of a plan, each summed up once; none when the database lost its unlogged tables. */
export async function plannedChunks(tx: Tx, { consequences }: Staging): Promise<number[]> {
  const rows = await tx.query<{ chunk: number }>(
    `SELECT chunk FROM ${consequences} WHERE what = 'ENTRY' ORDER BY chunk`,
  );
  return rows.map(({ chunk }) => chunk);
}
