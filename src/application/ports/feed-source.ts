import type { Readable } from 'node:stream';
import type { Refusal } from '#domain/values/result';

/** A document that lies at a source. */
export interface FoundDocument {
  /** What its source knows it by, the same at each look. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  /**
   * For a document that may still be growing, what changes as it does: it is taken once this stands still. Null when
   * what is there is complete and never changes; what became of it is then remembered under its key.
   */
  readonly look: string | null;
  /** Rejects, or its stream fails, when the source does; the next poll finds the document again. */
  open(): Promise<Readable>;
  /** Told to the source once the document is kept (null), or refused for good. Twice is the same as once. */
  settled(refusal: Refusal | null): Promise<void>;
}

/** A place where documents of rates arrive by themselves. */
export abstract class FeedSource {
  abstract readonly origin: 'FOLDER' | 'CRM';
  /** What is there, some at a time; throws a `SourceFailure` when the source cannot be asked. */
  abstract find(): AsyncIterable<readonly FoundDocument[]>;
}

/** The sources that this process is configured with. */
export class FeedSources {
  constructor(readonly all: readonly FeedSource[]) {}
}

/** A source that does not give what it should, for now; one French sentence. */
export class SourceFailure extends Error {}

/** What is wrong with one document only: it says nothing against the others of its source. */
export class DocumentFailure extends SourceFailure {}
