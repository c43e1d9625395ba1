import type { Readable } from 'node:stream';
import type { Tx } from '../database';
import { keepParts, keptParts, type BytesTable } from '../kept-bytes';

const WORK_BYTES: BytesTable = { table: 'work_bytes', key: 'document_id' };

/** Where a document stands: its work, and the file that it came in, by its rank. */
export interface DocumentPlace {
  readonly work: number;
  readonly file: number;
  /** As reports call it. */
  readonly name: string;
}

export interface WorkDocument {
  readonly id: number;
  readonly file: number;
  readonly name: string;
  /** Of the document as it was sent, where it is not kept as it was. */
  readonly sha256: string | null;
  /** In bytes, as it is kept. */
  readonly size: number;
  /** Why nothing of it is kept; null when it is. */
  readonly code: string | null;
  readonly message: string | null;
}

interface Left {
  readonly code: string;
  readonly message: string;
}

/** Remembers that a document was left out, so that the report tells it in its place. */
export async function leaveOutDocument(tx: Tx, place: DocumentPlace, { code, message }: Left): Promise<void> {
  const { work, file, name } = place;
  await tx.query('INSERT INTO work_document (work_id, file, name, code, message) VALUES ($1, $2, $3, $4, $5)', [
    ...[work, file, name],
    ...[code, message],
  ]);
}

/** Keeps the bytes of a document; `told` is asked for its size and digest once they have passed. */
export async function keepDocument(
  tx: Tx,
  { work, file, name }: DocumentPlace,
  bytes: Readable,
  told: () => { readonly size: number; readonly sha256: string | null },
): Promise<void> {
  const [row] = await tx.query<{ id: number }>(
    'INSERT INTO work_document (work_id, file, name) VALUES ($1, $2, $3) RETURNING id',
    [work, file, name],
  );
  if (row === undefined) throw new Error('An inserted document has no number.');
  await keepParts(tx, WORK_BYTES, row.id, bytes);
  const { size, sha256 } = told();
  await tx.query('UPDATE work_document SET size_bytes = $2, sha256 = $3 WHERE id = $1', [row.id, size, sha256]);
}

/** In the order in which they came. */
export const documentsOf = (tx: Tx, work: number): Promise<WorkDocument[]> =>
  tx.query<WorkDocument>(
    `SELECT id, file, name, sha256, size_bytes AS size, code, message FROM work_document WHERE work_id = $1 ORDER BY id`,
    [work],
  );

/** The bytes of a document, still gzipped; none once its work is over. */
export const keptDocument = (tx: Tx, id: number): AsyncGenerator<Buffer> => keptParts(tx, WORK_BYTES, id);
