import { appendEntries, type AuditEntry } from '#storage/audit';
import type { Database, Tx } from '#storage/database';
import { addFeeds, forgetBatch, forgetFeeds, keepBytes, openBatch, recordReadings } from '#storage/intake/batches';
import { dropLinesOf, Staging } from '#storage/intake/staging';
import { allDone } from './all-done';
import { readable } from './ingest-report';
import { UnreadableSource, type DocumentSource, type SourceRefusal } from './source';
import { stageDocuments, type StagedDocument } from './stage';

/** A document whose digest is known. */
export interface Hashed {
  readonly source: DocumentSource;
  readonly sha256: string;
}

/** A document with the number it has in its batch. */
export interface Received extends Hashed {
  readonly id: number;
}

export interface TakenIn {
  /** Null when no document was readable: then nothing is left of any. */
  readonly batchId: number | null;
  readonly received: readonly Received[];
  readonly documents: readonly StagedDocument[];
  readonly staged: number;
}

interface Taking {
  readonly batchId: number;
  readonly actor: string;
  readonly at: string;
  /** The deposit that the documents come from; null when somebody gave them. */
  readonly deposit: number | null;
}

/**
 * Registers the documents, keeps their bytes and stages their lines, side by side; the batch exists once all three are
 * done. A document that turns out unreadable leaves neither bytes nor lines.
 */
export async function takeIn(
  database: Database,
  fresh: readonly Hashed[],
  { actor, at, deposit }: Omit<Taking, 'batchId'>,
): Promise<TakenIn> {
  return database.transaction('system', async (tx) => {
    const batchId = await openBatch(tx, actor, at, { deposit });
    const staging = Staging.forBatch(batchId);
    try {
      return await fill(database, tx, staging, fresh, { batchId, actor, at, deposit });
    } catch (error) {
      // On a full disk every byte counts: they are not left to the next tidying.
      await tidy(database, staging).catch(() => undefined);
      throw error;
    }
  });
}

const tidy = (database: Database, staging: Staging): Promise<void> => database.session((tx) => staging.drop(tx));

async function fill(
  database: Database,
  tx: Tx,
  staging: Staging,
  fresh: readonly Hashed[],
  taking: Taking,
): Promise<TakenIn> {
  const { batchId, at } = taking;
  const entered = fresh.map(({ source, sha256 }) => ({ file: source.name, size: source.size, sha256 }));
  const ids = await addFeeds(tx, batchId, entered, at);
  const received = fresh.flatMap((document) => {
    const id = ids.get(document.sha256);
    return id === undefined ? [] : [{ ...document, id }];
  });
  await database.session((session) => staging.create(session));
  const [{ documents: read, staged }, unkept] = await allDone([
    stageDocuments(database, staging, received.map(toStage)),
    keepAll(tx, received),
  ]);
  if (unkept.size > 0) await database.session((session) => dropLinesOf(session, staging, [...unkept.keys()]));
  const documents = read.map((document) => withRefusal(document, unkept));
  await forgetFeeds(
    tx,
    documents.filter(({ end }) => end.refusal !== null).map(({ id }) => id),
  );
  const kept = readable(documents);
  if (kept.length === 0) {
    await forgetBatch(tx, batchId);
    await tidy(database, staging);
    return { batchId: null, received, documents, staged };
  }
  await recordReadings(
    tx,
    kept.map(({ id, end: { format, lines } }) => ({ id, format, lines })),
  );
  await appendEntries(tx, receptions(received, documents, taking));
  return { batchId, received, documents, staged };
}

export const toStage = ({ id, source }: Received) => ({ id, file: source.name, open: () => source.open() });

/** The documents whose bytes could not be read to their end, a second time. */
async function keepAll(tx: Tx, received: readonly Received[]): Promise<ReadonlyMap<number, SourceRefusal>> {
  const unkept = new Map<number, SourceRefusal>();
  for (const { id, source } of received) {
    try {
      await keepBytes(tx, id, source.open());
    } catch (error) {
      if (!(error instanceof UnreadableSource)) throw error;
      unkept.set(id, error.refusal);
    }
  }
  return unkept;
}

function withRefusal(document: StagedDocument, unkept: ReadonlyMap<number, SourceRefusal>): StagedDocument {
  const refusal = unkept.get(document.id);
  return refusal === undefined ? document : { ...document, end: { ...document.end, refusal } };
}

/** The reception of each document, in the transaction that makes the batch exist. */
function receptions(
  received: readonly Received[],
  documents: readonly StagedDocument[],
  { batchId, actor, at }: Taking,
): AuditEntry[] {
  const kept = new Map(readable(documents).map(({ id, end }) => [id, end]));
  return received.flatMap(({ id, source, sha256 }): AuditEntry[] => {
    const end = kept.get(id);
    if (end === undefined) return [];
    const body = { batch: batchId, feed: id, file: source.name, sha256, format: end.format, lines: end.lines };
    return [{ at, actor, action: 'feed.received', siren: null, siret: null, body, covers: null }];
  });
}
