import type { FeedReport, Rejection } from '../intake/ingest-report';
import type { VerdictCounts } from '#storage/intake/batches';

/** Documents that are named with the report: more are counted only. */
export const MOST_FEEDS = 500;

/** What came of a deposit; kept with it. */
export interface DepositReport {
  /** The first {@link MOST_FEEDS}. */
  readonly feeds: readonly FeedReport[];
  /** All of them. */
  readonly feedCount: number;
  /** Of all of them. */
  readonly verdicts: Partial<VerdictCounts>;
  /** The first of them, as many as a report of an import keeps. */
  readonly rejections: readonly Rejection[];
  readonly rejected: number;
  /** Sentences for people. */
  readonly notes: readonly string[];
}
