import type { Period } from '../values/local-date';
import type { Siren } from '../values/siret';
import type { TaskKind, TaskReason } from './task';

/** Where a task stands as seen from a month; DONE_FOR_YOU is the record of an automatic update. */
export const MONTH_STATES = ['TO_DO', 'POSTPONED', 'DONE', 'DONE_FOR_YOU'] as const;
export type MonthState = (typeof MONTH_STATES)[number];

/** LATE: of an earlier payroll than the month looked at. */
export const FOLLOW_UPS = ['LATE', 'NEVER_POSTPONED', 'POSTPONED_BEFORE'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/** What a person narrows the month to. Kind, reason and follow-up say nothing of what was done by itself. */
export interface MonthFilter {
  /** Company name, case and accents indifferent, or the first digits of a SIREN or SIRET; null = all. */
  readonly search: string | null;
  readonly company: Siren | null;
  /** Name of the caisse, or `MSA`. */
  readonly caisse: string | null;
  readonly kind: TaskKind | null;
  readonly reason: TaskReason | null;
  readonly followUp: FollowUp | null;
}

export const NO_FILTER: MonthFilter = {
  search: null,
  company: null,
  caisse: null,
  kind: null,
  reason: null,
  followUp: null,
};

export type MonthCounts = Readonly<Record<MonthState, number>>;

/** What one looks at: a month, narrowed. */
export interface MonthAsked {
  readonly month: Period;
  readonly filter: MonthFilter;
}
