import { fileKind, HEAD_BYTES, type FileKind } from '#domain/start/file-kind';
import { isSealed, nested } from './compressed';
import { UnreadableSource, type DocumentSource, type SourceRefusal } from './source';

/** What a document is by its first bytes, null when it is none of ours; a refusal when nobody can tell. */
export async function kindOfDocument(source: DocumentSource): Promise<FileKind | SourceRefusal | null> {
  let head = Buffer.alloc(0);
  try {
    for await (const bytes of source.open() as AsyncIterable<Buffer>) {
      head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES)]);
      if (head.length >= HEAD_BYTES) break;
    }
  } catch (error) {
    if (error instanceof UnreadableSource) return error.refusal;
    throw error;
  }
  return isSealed(head) ? nested(source.name) : fileKind(head.subarray(0, HEAD_BYTES));
}
