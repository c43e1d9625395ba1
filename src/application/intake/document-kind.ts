import { fileKind, HEAD_BYTES, type FileKind } from '#domain/start/file-kind';
import { NESTED } from './compressed';
import { UnreadableSource, type DocumentSource } from './source';

/** What a document is by its first bytes; null when it is none of ours. What an archive in an archive holds is not known. */
export async function kindOfDocument(source: DocumentSource): Promise<FileKind | 'NESTED' | 'UNREADABLE' | null> {
  let head = Buffer.alloc(0);
  try {
    for await (const bytes of source.open() as AsyncIterable<Buffer>) {
      head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES)]);
      if (head.length >= HEAD_BYTES) break;
    }
  } catch (error) {
    if (error instanceof UnreadableSource) return error.refusal.code === NESTED ? 'NESTED' : 'UNREADABLE';
    throw error;
  }
  return fileKind(head.subarray(0, HEAD_BYTES));
}
