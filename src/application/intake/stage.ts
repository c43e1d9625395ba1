import { createFeedReader } from '#domain/feed/feed-reader';
import type { FeedEnd, FeedReader, FeedSink } from '#domain/feed/feed';
import type { Readable } from 'node:stream';
import { LineWriter, dropLinesOf, type Staging } from '#storage/intake/staging';
import type { Database } from '#storage/database';
import type { Siret } from '#domain/values/siret';
import { UnreadableSource } from './source';

/** A document about to be staged: where its bytes are, and the number that stands for it in the batch. */
export interface DocumentToStage {
  readonly id: number;
  readonly file: string;
  open(): Readable;
}

export interface StagedDocument {
  readonly id: number;
  readonly file: string;
  readonly end: FeedEnd;
  /** Without any AT/MP rate and naming no establishment: it counts as one IGNORED. */
  readonly namelessIgnored: boolean;
  /** Why something was ignored, for people. */
  readonly ignoredBecause: string | null;
}

/** Lines whose SIRET cannot be read are staged under this key: rejections only, no establishment. */
export const NO_SIRET = '' as Siret;

/** Reads every document of a batch into its staging table. A document refused at its end leaves no line behind. */
export async function stageDocuments(
  database: Database,
  staging: Staging,
  documents: readonly DocumentToStage[],
): Promise<{ readonly documents: readonly StagedDocument[]; readonly staged: number }> {
  return database.session(async (tx) => {
    const writer = new LineWriter(tx, staging);
    const staged: StagedDocument[] = [];
    for (const document of documents) staged.push(await stageOne(writer, document));
    await writer.finish();
    await dropLinesOf(
      tx,
      staging,
      staged.filter(({ end }) => end.refusal !== null).map(({ id }) => id),
    );
    // Only the table's size matters to the plan of the one read that follows.
    await tx.query(`ANALYZE ${staging.lines} (siret)`);
    return { documents: staged, staged: writer.staged };
  });
}

async function stageOne(writer: LineWriter, document: DocumentToStage): Promise<StagedDocument> {
  const { id, file } = document;
  const seen: { named: boolean; because: string | null; ignored: Siret | null } = {
    named: false,
    because: null,
    ignored: null,
  };
  const sink: FeedSink = {
    notified: (line) => {
      seen.named = true;
      writer.notified(id, line);
    },
    fault: (fault) => {
      seen.named = true;
      writer.fault(id, fault.siret ?? NO_SIRET, fault);
    },
    ignored: (siret, line, reason) => {
      seen.because ??= reason;
      if (siret === null || siret === seen.ignored) return;
      seen.ignored = siret;
      seen.named = true;
      writer.ignored(id, siret, line);
    },
  };
  const end = await readToEnd(createFeedReader(file, sink), document.open(), () => writer.drain());
  const namelessIgnored = !seen.named && end.refusal === null && seen.because !== null;
  return { id, file, end, namelessIgnored, ignoredBecause: seen.because };
}

/** Bytes that cannot be had to their end refuse the document, as contents do. */
async function readToEnd(reader: FeedReader, bytes: Readable, drain: () => Promise<void>): Promise<FeedEnd> {
  try {
    for await (const piece of bytes) {
      reader.push(piece as Uint8Array);
      await drain();
    }
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    const { code, message } = error.refusal;
    return { format: 'UNKNOWN', lines: 0, refusal: { code, message } };
  }
  return reader.end();
}
