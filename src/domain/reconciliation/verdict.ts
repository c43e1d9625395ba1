import type { LineFault } from '../feed/feed';
import type { RateProfile } from '../rates/profile';
import type { LocalDate, LocalMoment } from '../values/local-date';
import type { Siret } from '../values/siret';
import type { NotifiedProfile } from './document';

/** The closed set of verdicts, in the order in which the first that applies to any date speaks for the document (rule 5). */
export const VERDICTS = ['QUARANTINED', 'HELD', 'TASK_RAISED', 'AUTO_UPDATED', 'UNCHANGED', 'IGNORED'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** Why a person must decide, strongest first (rule 9). */
export const REASONS = ['INCOHERENT', 'SEVERAL_RATES', 'AUTOMATION_NOT_ALLOWED'] as const;
export type Reason = (typeof REASONS)[number];

/** What a rule used when it spoke, kept so that "why?" is answered later without recomputation. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface Finding {
  readonly rule: string;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly facts: Facts;
}

/** What was found for one date of effect of a document. */
export interface DatedFinding extends Finding {
  readonly effectiveFrom: LocalDate;
  readonly calculatedAt: LocalMoment | null;
  readonly notified: readonly NotifiedProfile[];
  /** The whole sheet to record: what is notified plus what the caisse never notifies and must not vanish. */
  readonly sheet: readonly RateProfile[];
  /** Campaign year that this date opens, if any. */
  readonly opening: number | null;
  /** How many notified rates have a rate on file to compare with, and how many of these moved: what the batch breaker counts. */
  readonly compared: number;
  readonly moved: number;
}

/** The verdict on one establishment in one document, with everything that follows from it. */
export interface Decision extends Finding {
  readonly siret: Siret;
  readonly feed: number;
  /** Date of effect of the finding that spoke; null when the document as a whole was refused. */
  readonly effectiveFrom: LocalDate | null;
  readonly dated: readonly DatedFinding[];
  readonly refusedLines: readonly LineFault[];
}

/** Whether the sheets of a decision may be recorded at once. */
export const isApplied = (verdict: VerdictKind): boolean => verdict === 'AUTO_UPDATED' || verdict === 'UNCHANGED';
