import type { RateSheet } from '../rates/sheet';
import type { LocalDate, LocalMoment, Period } from '../values/local-date';
import type { Rate } from '../values/rate';
import type { RiskCode } from '../values/risk-code';
import type { TaskReason } from '../tasks/task';
import type { Siren, Siret } from '../values/siret';

/** A rate that the accepted DSN of a month carries for some contracts of the general regime (999ZZ declares nothing and is left out). */
export interface DeclaredRate {
  readonly period: Period;
  readonly code: RiskCode;
  readonly office: boolean;
  readonly rate: Rate;
}

export interface OpenTask {
  readonly id: number;
  readonly kind: 'FIRST_PAYROLL' | 'ANNUAL_RENEWAL' | 'INCOHERENCE' | 'EMPLOYEE_AFFILIATION';
  readonly cause: string;
  /** Why it was raised, where the reader has asked: an INCOHERENCE ends with its contradiction only when this is known. */
  readonly reason?: TaskReason;
  /** Date of effect and calculation of what pre-fills the task; null while nothing does. */
  readonly effectiveFrom: LocalDate | null;
  readonly calculatedAt: LocalMoment | null;
}

/** All that is known of one establishment when a document about it is decided. */
export interface Dossier {
  readonly siren: Siren;
  readonly siret: Siret;
  /** null = postcode unknown. */
  readonly alsaceMoselle: boolean | null;
  readonly automationAllowed: boolean;
  readonly sheets: readonly RateSheet[];
  readonly declared: readonly DeclaredRate[];
  readonly openTasks: readonly OpenTask[];
  /** Months whose payroll is being run: nothing they use is changed under them. */
  readonly runningPayrolls: readonly Period[];
}

/** The latest calculation seen for a date of effect, on a sheet or in an open task (rule 20). */
export function latestCalculation(dossier: Dossier, effectiveFrom: LocalDate): LocalMoment | null {
  return laterOf(latestMark(dossier.sheets, effectiveFrom), latestMark(dossier.openTasks, effectiveFrom));
}

interface Mark {
  readonly effectiveFrom: LocalDate | null;
  readonly calculatedAt: LocalMoment | null;
}

function latestMark(marks: readonly Mark[], date: LocalDate): LocalMoment | null {
  let latest: LocalMoment | null = null;
  for (const { effectiveFrom, calculatedAt } of marks) {
    if (effectiveFrom === date) latest = laterOf(latest, calculatedAt);
  }
  return latest;
}

function laterOf(a: LocalMoment | null, b: LocalMoment | null): LocalMoment | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
