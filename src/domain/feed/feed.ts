import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { LineRejection } from '#domain/values/rejection';
import type { Refusal } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siret } from '#domain/values/siret';

/** One rate as a caisse notifies it. Code + section + office is its key inside the establishment. */
export interface NotifiedLine {
  /** From 1: the row of the CSV (header included), or the XML line where the `information` or `taux_AT` opens. */
  readonly line: number;
  readonly siret: Siret;
  readonly code: RiskCode;
  /** Témoin bureau: the rate of the fonctions supports, `B` in DSN. */
  readonly office: boolean;
  readonly section: string | null;
  readonly rate: Rate;
  readonly effectiveFrom: LocalDate;
  readonly calculatedAt: LocalMoment | null;
  /** Informative only: the table RAT decides which CTN a code belongs to. */
  readonly ctn: string | null;
}

/** A line that cannot be trusted, with one French sentence that says why and what to do. */
export interface LineFault extends LineRejection {
  /** Null when the SIRET itself cannot be read; `siretAsWritten` is then what stood in its place. */
  readonly siret: Siret | null;
  readonly siretAsWritten: string | null;
}

/** Receives what is read, in the order of the document. */
export interface FeedSink {
  notified(line: NotifiedLine): void;
  fault(fault: LineFault): void;
  /** Well formed, but without AT/MP rate: bonus-malus, another type of return, nothing to read. */
  ignored(siret: Siret | null, line: number, reason: string): void;
}

export type FeedFormat = 'CRM34' | 'CSV' | 'UNKNOWN';

export interface FeedEnd {
  readonly format: FeedFormat;
  /** Lines notified + lines faulty; what is ignored does not count. */
  readonly lines: number;
  /**
   * The document as a whole cannot be trusted (empty, UTF-16, wrong root, truncated XML…). Whatever was
   * emitted before must then be dropped: emitted lines count only when this is null.
   */
  readonly refusal: Refusal | null;
}

/** Push the bytes in pieces of any size, then end; neither ever throws because of the data. */
export interface FeedReader {
  push(bytes: Uint8Array): void;
  end(): FeedEnd;
}
