import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** One document to read: a file, the content of a gzip, or a member of an archive. */
export interface DocumentSource {
  /** As people are to see it: `taux.xml`, `janvier/taux.xml` or `envoi.zip!taux.xml`. */
  readonly name: string;
  /** In bytes; for a gzip, that of the file as it lies on the disk. */
  readonly size: number;
  /** SHA-256 of the bytes, when opening the source already had to read them all. */
  readonly sha256?: string;
  /** The document's bytes, as often as wanted: once to hash, once to read. Fails with an `UnreadableSource`. */
  readonly open: () => Readable;
}

/** A document that cannot be opened; `message` is one French sentence. */
export interface SourceRefusal {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}

/** What a source's stream fails with when only reading could tell: corrupt data, a bomb, a file that has gone. */
export class UnreadableSource extends Error {
  constructor(readonly refusal: SourceRefusal) {
    super(refusal.message);
  }
}

export interface SourceLimits {
  /** Bytes that one member or gzip may hold once inflated. */
  readonly inflatedMember: number;
  /** Bytes that all members of one archive may hold once inflated. */
  readonly inflatedArchive: number;
  /** How many times larger than its compressed form a content may be… */
  readonly ratio: number;
  /** … once it is larger than this many bytes. */
  readonly ratioFrom: number;
  readonly members: number;
}

const MEGABYTE = 1024 * 1024;

export const SOURCE_LIMITS: SourceLimits = {
  inflatedMember: 2048 * MEGABYTE,
  inflatedArchive: 4096 * MEGABYTE,
  ratio: 200,
  ratioFrom: 10 * MEGABYTE,
  members: 200_000,
};

export const isRefusal = (source: DocumentSource | SourceRefusal): source is SourceRefusal => 'code' in source;

export const refusedSource = (file: string, code: string, message: string): SourceRefusal => ({ file, code, message });

export const unreadable = (file: string, code: string, message: string): UnreadableSource =>
  new UnreadableSource(refusedSource(file, code, message));

/** A byte stream over `chunks`, whose own failures become `otherwise`. */
export function streamOf(chunks: () => AsyncIterable<Buffer>, otherwise: () => UnreadableSource): Readable {
  async function* guarded(): AsyncGenerator<Buffer> {
    try {
      yield* chunks();
    } catch (error) {
      throw error instanceof UnreadableSource ? error : otherwise();
    }
  }
  return Readable.from(guarded(), { objectMode: false });
}

/** SHA-256 of the document's bytes, in hexadecimal; rejects with an `UnreadableSource`. */
export async function sha256Of(source: DocumentSource): Promise<string> {
  if (source.sha256 !== undefined) return source.sha256;
  const hash = createHash('sha256');
  for await (const chunk of source.open() as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
