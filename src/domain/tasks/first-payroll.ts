import type { RateProfile } from '../rates/profile';
import type { Period } from '../values/local-date';
import type { TaskToRaise } from './task';

/** What is asked of an establishment before its first payroll. */
export interface PayrollStart {
  /** Month in which the company became a client: client_depuis, else the day it was first seen. */
  readonly clientSince: Period;
  /** Month of the earliest start among the contracts still open in the month of NOW; null = nobody works there. */
  readonly earliestHire: Period | null;
  /** A rate came from the caisse or from a person, on whatever date. */
  readonly hasRate: boolean;
  /** What the latest declared month declares; empty while it declares nothing but 999ZZ. */
  readonly declared: readonly RateProfile[];
  readonly openTask: OpenFirstPayroll | null;
}

export interface OpenFirstPayroll {
  readonly id: number;
  readonly cause: string;
  /** The document that pre-fills it, null while only a DSN does. */
  readonly feed: number | null;
  readonly raisedIn: Period;
}

export interface FirstPayrollPlan {
  readonly task: TaskToRaise | null;
  /** The open task turned out needless: the company is an older client than it seemed. */
  readonly ended: OpenFirstPayroll | null;
}

const NOTHING: FirstPayrollPlan = { task: null, ended: null };

/**
 * FIRST_PAYROLL (rule 11), for companies that are clients since the month of NOW or later. Its cause is the
 * first month whose payroll needs the rate: that of the earliest hire, but not before the company is a client.
 */
export function planFirstPayroll(start: PayrollStart, now: Period): FirstPayrollPlan {
  const { clientSince, earliestHire, hasRate, declared, openTask } = start;
  if (openTask !== null && openTask.feed === null && clientSince < openTask.raisedIn)
    return { task: null, ended: openTask };
  if (earliestHire === null || hasRate || clientSince < now) return NOTHING;
  // What a notification pre-filled is not taken back to what was declared.
  if (openTask !== null && openTask.feed !== null) return NOTHING;
  const needed = earliestHire > clientSince ? earliestHire : clientSince;
  return {
    ended: null,
    task: {
      kind: 'FIRST_PAYROLL',
      cause: openTask?.cause ?? needed,
      reason: 'FIRST_PAYROLL',
      period: null,
      prefill: { effectiveFrom: null, calculatedAt: null, profiles: declared, feed: null, note: null },
    },
  };
}
