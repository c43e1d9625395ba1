import { createFeedReader } from '#domain/feed/feed-reader';
import type { FeedSink } from '#domain/feed/feed';
import type { Database } from '#storage/database';
import { admit, outsideAccount, type Admission } from '../access/admission';
import { isRefusal, UnreadableSource, type DocumentSource, type SourceRefusal } from './sources';

/**
 * Documents of rates that name only companies the person may bring; the others are refused whole, as a document is
 * kept and decided whole. Companies that nobody knows yet are refused too: a rate says nothing of who employs.
 */
export async function* ownFeeds(
  database: Database,
  sources: AsyncIterable<DocumentSource | SourceRefusal>,
  admission: Admission,
): AsyncGenerator<DocumentSource | SourceRefusal> {
  const bound = admission === 'ALL' || 'companies' in admission ? admission : { ...admission, takesNew: false };
  for await (const source of sources) {
    if (isRefusal(source) || bound === 'ALL') {
      yield source;
      continue;
    }
    const named = await companiesOfFeed(source);
    const { refused } = await database.transaction('system', (tx) => admit(tx, bound, named));
    if (refused.size === 0) yield source;
    for (const siren of [...refused].sort()) yield { file: source.name, ...outsideAccount(siren) };
  }
}

/** None of a document that cannot be read: whoever takes it in refuses it with the right words. */
async function companiesOfFeed(source: DocumentSource): Promise<ReadonlySet<string>> {
  const sirens = new Set<string>();
  const add = (siret: string | null): void => {
    if (siret !== null) sirens.add(siret.slice(0, 9));
  };
  const sink: FeedSink = {
    notified: ({ siret }) => add(siret),
    fault: ({ siret }) => add(siret),
    ignored: (siret) => add(siret),
  };
  const reader = createFeedReader(source.name, sink);
  try {
    for await (const bytes of source.open() as AsyncIterable<Buffer>) reader.push(bytes);
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
  }
  reader.end();
  return sirens;
}
