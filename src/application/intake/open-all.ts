import { refusalOf, type Rejection } from './ingest-report';
import { isRefusal, sha256Of, UnreadableSource, type DocumentSource, type SourceRefusal } from './sources';
import type { Hashed } from './take-in';

interface Opened {
  readonly hashed: readonly Hashed[];
  readonly refusals: readonly Rejection[];
}

/** Every document by its digest, which is read outside any turn at the base. */
export async function openAll(sources: AsyncIterable<DocumentSource | SourceRefusal>): Promise<Opened> {
  const hashed: Hashed[] = [];
  const refusals: Rejection[] = [];
  for await (const source of sources) {
    if (isRefusal(source)) refusals.push(refusalOf(source));
    else {
      try {
        hashed.push({ source, sha256: await sha256Of(source) });
      } catch (error) {
        if (!(error instanceof UnreadableSource)) throw error;
        refusals.push(refusalOf(error.refusal));
      }
    }
  }
  return { hashed, refusals };
}
