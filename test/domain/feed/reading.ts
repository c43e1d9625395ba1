import { createFeedReader } from '#domain/feed/feed-reader';
import type { FeedEnd, LineFault, NotifiedLine } from '#domain/feed/feed';
import type { RateToWrite } from '#domain/feed/feed-writer';

/** All that a reader told, for assertions. */
export interface Reading {
  readonly notified: NotifiedLine[];
  readonly faults: LineFault[];
  readonly ignored: { siret: string | null; line: number; reason: string }[];
  readonly end: FeedEnd;
}

/** Reads a whole document, cut into pieces of the given sizes (the last size repeats). */
export function read(document: string | Uint8Array, pieces: readonly number[] = [65_536]): Reading {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const told = { notified: [] as NotifiedLine[], faults: [] as LineFault[], ignored: [] as Reading['ignored'] };
  const reader = createFeedReader('envoi', {
    notified: (line) => told.notified.push(line),
    fault: (fault) => told.faults.push(fault),
    ignored: (siret, line, reason) => told.ignored.push({ siret, line, reason }),
  });
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = pieces[Math.min(piece, pieces.length - 1)] ?? 1;
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { ...told, end: reader.end() };
}

/** Three establishments of invented companies; their keys are right. The dairy's SIREN and NIC start with zeros. */
export const BAKERY = '99887701300016';
export const GARAGE = '99665501500021';
export const DAIRY = '00123450900014';

export const aRate = (change: Partial<RateToWrite> = {}): RateToWrite => ({
  siret: BAKERY,
  code: '158AC',
  office: 'N',
  section: '01',
  rate: '2.35',
  effectiveFrom: '2026-01-01',
  calculatedAt: '2025-12-30',
  ctn: 'DD',
  ...change,
});
