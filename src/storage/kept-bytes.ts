import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Tx } from './database';

/** A table that keeps the bytes of something: number, part, gzipped. */
export interface BytesTable {
  readonly table: 'feed_bytes' | 'deposit_bytes' | 'work_bytes';
  readonly key: 'feed_id' | 'deposit_id' | 'document_id';
}

/** Parts of stored bytes; a value in Postgres is written whole, so a large file is cut. */
const PART = 4 * 1024 * 1024;

/** Keeps bytes, compressed, in parts; rejects as their stream fails. */
export async function keepParts(tx: Tx, { table, key }: BytesTable, id: number, bytes: Readable): Promise<void> {
  let part = 0;
  let pieces: Buffer[] = [];
  let held = 0;
  const flush = async (): Promise<void> => {
    if (held === 0) return;
    const values = [id, part++, Buffer.concat(pieces)];
    await tx.query(`INSERT INTO ${table} (${key}, part, gzipped) VALUES ($1, $2, $3)`, values);
    pieces = [];
    held = 0;
  };
  // Unlike `pipe`, a pipeline hands on the failure of its source: the loop below throws it rather than wait for ever.
  for await (const piece of pipeline(bytes, createGzip({ level: 1 }), () => undefined)) {
    pieces.push(piece as Buffer);
    held += (piece as Buffer).length;
    if (held >= PART) await flush();
  }
  await flush();
}

/** The kept bytes, still gzipped, part after part. */
export async function* keptParts(tx: Tx, { table, key }: BytesTable, id: number): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const [row] = await tx.query<{ gzipped: Buffer }>(`SELECT gzipped FROM ${table} WHERE ${key} = $1 AND part = $2`, [
      id,
      part,
    ]);
    if (row === undefined) return;
    yield row.gzipped;
  }
}
