import type { RateProfile } from '../rates/profile';
import type { RateSheet } from '../rates/sheet';
import type { LocalDate, LocalMoment, Period } from '../values/local-date';
import type { Rate } from '../values/rate';
import type { RiskCode } from '../values/risk-code';
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

/** The latest calculation seen for a date of effect, on a sheet or in an open task (design rule 20). */
export function latestCalculation(dossier: Dossier, effectiveFrom: LocalDate): LocalMoment | null {
  let latest: LocalMoment | null = null;
  for (const mark of [...dossier.sheets, ...dossier.openTasks]) {
    if (mark.effectiveFrom !== effectiveFrom || mark.calculatedAt === null) continue;
    if (latest === null || mark.calculatedAt > latest) latest = mark.calculatedAt;
  }
  return latest;
}

export const profilesOf = (sheet: RateSheet | null): readonly RateProfile[] => sheet?.profiles ?? [];
