import type { FileRejection } from '#domain/values/rejection';
import type { ReceivedFeed, VerdictCounts } from '#storage/intake/batches';
import type { RefusedLine } from '#storage/intake/refused-lines';
import type { DecidedBatch } from './decide-batch';
import { noVerdicts } from './decide-stretch';
import type { SettledBatch } from './settle-batch';
import type { SourceRefusal } from './source';
import type { StagedDocument } from './stage';

export interface FeedReport {
  readonly id: number | null;
  readonly sha256: string;
  readonly file: string;
  readonly alreadyReceived: boolean;
  readonly lines: number;
  readonly verdicts: VerdictCounts;
}

export interface Rejection extends FileRejection {
  readonly siret: string | null;
}

export interface IngestReport {
  readonly feeds: readonly FeedReport[];
  /** Empty when the caller took them page by page. */
  readonly rejections: readonly Rejection[];
  /** Sentences for people: what was ignored and why, a batch held whole. */
  readonly notes: readonly string[];
}

/** What the report needs of a received document. */
interface ReceivedDocument {
  readonly id: number;
  readonly sha256: string;
  readonly source: { readonly name: string };
}

/** Documents that were understood to their end. */
export const readable = (documents: readonly StagedDocument[]): StagedDocument[] =>
  documents.filter(({ end }) => end.refusal === null);

/** The feeds of a batch as decided; `batchId` is null for a dry run, whose feeds have no number. */
export function feedReports(
  received: readonly ReceivedDocument[],
  documents: readonly StagedDocument[],
  decided: DecidedBatch,
  batchId: number | null,
): FeedReport[] {
  const shas = new Map(received.map(({ id, sha256 }) => [id, sha256]));
  return readable(documents).map(({ id, file, end }) => ({
    id: batchId === null ? null : id,
    sha256: shas.get(id) ?? '',
    file,
    alreadyReceived: false,
    lines: end.lines,
    verdicts: decided.verdicts.get(id) ?? noVerdicts(),
  }));
}

export const refusalOf = ({ file, code, message }: SourceRefusal): Rejection => ({
  file,
  line: null,
  siret: null,
  code,
  message,
});

/** Documents refused as a whole once they had been read. */
export const refusedDocuments = (documents: readonly StagedDocument[]): Rejection[] =>
  documents.flatMap(({ file, end }) => (end.refusal === null ? [] : [refusalOf({ file, ...end.refusal })]));

/** Refused lines under the names of their documents. */
export const rejectionsOf = (
  received: readonly ReceivedDocument[],
): ((page: readonly RefusedLine[]) => readonly Rejection[]) => {
  const files = new Map(received.map(({ id, source }) => [id, source.name]));
  return (page) => page.map(({ feed, ...line }) => ({ file: files.get(feed) ?? '', ...line }));
};

export function notesOf(documents: readonly StagedDocument[], { withheld, count }: DecidedBatch): string[] {
  const ignored = documents.filter(({ ignoredBecause, end }) => ignoredBecause !== null && end.lines === 0);
  const notes = ignored.map(({ file, ignoredBecause }) => `${file} : ${ignoredBecause ?? ''}`);
  if (withheld) {
    notes.push(
      `Lot retenu en entier : ${count.moved} taux sur ${count.compared} bougent de moitié ou plus. Voyez « held list », puis libérez ou refusez.`,
    );
  }
  return notes;
}

/** What could not be applied is no reason to fail: the rest stands, and a person has it tried again. */
export function quarantineNotes({ quarantined, chunks }: SettledBatch): string[] {
  const [first] = quarantined;
  if (first === undefined) return [];
  return [
    `${quarantined.length} tranche(s) du lot sur ${chunks} n'ont pas pu être appliquées après ${first.attempts} essais (${first.lastError}) Le reste est en place : levez la cause, puis demandez un nouvel essai au support.`,
  ];
}

/** A feed whose bytes were there before: the verdicts of its first reception. */
export const knownReport = (feed: ReceivedFeed, file: string): FeedReport => ({
  id: feed.id,
  sha256: feed.sha256,
  file,
  alreadyReceived: true,
  lines: feed.lines,
  verdicts: feed.verdicts ?? noVerdicts(),
});
