import { createGzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { BatchCount } from '#domain/reconciliation/batch';
import type { Tx } from '../database';

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

export interface Batch {
  readonly id: number;
  readonly actor: string;
  readonly receivedAt: string;
  readonly status: 'RECEIVED' | 'DECIDED' | 'DONE';
  readonly withheld: boolean;
  readonly compared: number;
  readonly moved: number;
}

const FEED = 'id, batch_id AS "batchId", sha256, file, format, lines, verdicts';

/** Parts of stored bytes; a value in Postgres is written whole, so a large file is cut. */
const PART = 4 * 1024 * 1024;

export async function feedBySha(tx: Tx, sha256: string): Promise<ReceivedFeed | null> {
  const [row] = await tx.query<ReceivedFeed>(`SELECT ${FEED} FROM feed WHERE sha256 = $1`, [sha256]);
  return row ?? null;
}

export async function feedsOf(tx: Tx, batchId: number): Promise<ReceivedFeed[]> {
  return tx.query<ReceivedFeed>(`SELECT ${FEED} FROM feed WHERE batch_id = $1 ORDER BY ordinal`, [batchId]);
}

export async function openBatch(tx: Tx, actor: string, at: string): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO batch (actor, received_at, status) VALUES ($1, $2, 'RECEIVED') RETURNING id`,
    [actor, at],
  );
  if (row === undefined) throw new Error('INSERT … RETURNING gave no row.');
  return row.id;
}

export interface NewFeed {
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
}

/** Null when the same bytes are already there. */
export async function addFeed(
  tx: Tx,
  batchId: number,
  ordinal: number,
  feed: NewFeed,
  at: string,
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO feed (batch_id, ordinal, file, sha256, size, received_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (sha256) DO NOTHING RETURNING id`,
    [batchId, ordinal, feed.file, feed.sha256, feed.size, at],
  );
  return row?.id ?? null;
}

/** Keeps the received bytes, compressed, in parts: a batch can always be taken up from them. */
export async function keepBytes(tx: Tx, feedId: number, bytes: Readable): Promise<void> {
  let part = 0;
  let pieces: Buffer[] = [];
  let held = 0;
  const flush = async (): Promise<void> => {
    if (held === 0) return;
    await tx.query('INSERT INTO feed_bytes (feed_id, part, gzipped) VALUES ($1, $2, $3)', [
      feedId,
      part++,
      Buffer.concat(pieces),
    ]);
    pieces = [];
    held = 0;
  };
  for await (const piece of bytes.pipe(createGzip({ level: 1 }))) {
    pieces.push(piece as Buffer);
    held += (piece as Buffer).length;
    if (held >= PART) await flush();
  }
  await flush();
}

/** The stored bytes of a feed, still gzipped, part after part. */
export async function* keptBytes(tx: Tx, feedId: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const [row] = await tx.query<{ gzipped: Buffer }>(
      'SELECT gzipped FROM feed_bytes WHERE feed_id = $1 AND part = $2',
      [feedId, part],
    );
    if (row === undefined) return;
    yield row.gzipped;
  }
}

export async function forgetFeeds(tx: Tx, feeds: readonly number[]): Promise<void> {
  await tx.query('DELETE FROM feed_bytes WHERE feed_id = ANY($1)', [feeds]);
  await tx.query('DELETE FROM feed WHERE id = ANY($1)', [feeds]);
}

export async function unfinishedBatches(tx: Tx): Promise<Batch[]> {
  return tx.query<Batch>(
    `SELECT id, actor, received_at AS "receivedAt", status, withheld, compared, moved FROM batch WHERE status <> 'DONE' ORDER BY id`,
  );
}

export interface FeedReading {
  readonly format: string;
  readonly lines: number;
}

export async function recordReading(tx: Tx, feedId: number, reading: FeedReading): Promise<void> {
  await tx.query('UPDATE feed SET format = $2, lines = $3 WHERE id = $1', [feedId, reading.format, reading.lines]);
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
  await tx.query(`UPDATE batch SET status = 'DONE' WHERE id = $1`, [batchId]);
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

/** The chunks of a plan; none when the database lost its unlogged tables. */
export async function planSize(tx: Tx, verdicts: string): Promise<number[]> {
  const rows = await tx.query<{ chunk: number }>(`SELECT DISTINCT chunk FROM ${verdicts} ORDER BY chunk`);
  return rows.map(({ chunk }) => chunk);
}
