import type { LocalDate, Period } from '#domain/values/local-date';
import type { Cents } from '#domain/values/money';
import type { Rate } from '#domain/values/rate';
import type { LineRejection } from '#domain/values/rejection';
import type { Refusal } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siren, Siret } from '#domain/values/siret';

/**
 * S20.G00.05.002: 01 normale, 02 normale sans individu (« néant »), 03 annule et remplace intégral,
 * 04 annule, 05 annule et remplace néant.
 */
export type DeclarationType = '01' | '02' | '03' | '04' | '05';

/** One declared month of one establishment, told before its employees. */
export interface DeclaredEstablishment {
  readonly siren: Siren;
  readonly siret: Siret;
  readonly period: Period;
  readonly type: DeclarationType;
  /** S20.G00.05.003 « nm »: fraction n of m. */
  readonly fraction: { readonly index: number; readonly of: number };
  /** S20.G00.05.004, at most 15 digits, so a plain number compares it exactly: within one fraction the highest supersedes. */
  readonly order: number;
  readonly postcode: string | null;
  readonly town: string | null;
  readonly address: string | null;
  /** Blocks 22/23 (CTP 100, qualifier 920) about months other than the declared one; their `contract` is null. */
  readonly regularisations: readonly Regularisation[];
  readonly line: number;
  readonly test: boolean;
}

export interface DeclaredContract {
  readonly number: string;
  readonly startedOn: LocalDate;
  readonly endedOn: LocalDate | null;
  readonly nature: string | null;
  readonly jobTitle: string | null;
  readonly pcs: string | null;
  /** S21.G00.40.039: 200 général, 300 agricole; others are kept as they are. */
  readonly regime: string;
  readonly code: RiskCode;
  readonly office: boolean;
  /** Null if and only if the code is 999ZZ. */
  readonly rate: Rate | null;
  /** Sum of the bases brutes déplafonnées (78 code 03) of the declared month. */
  readonly base: Cents;
  /** Line of S21.G00.40.040. */
  readonly line: number;
}

/** An amount declared now about another month: it changes neither a sheet nor what that month declared. */
export interface Regularisation {
  readonly contract: string | null;
  readonly period: Period;
  readonly base: Cents | null;
  readonly rate: Rate | null;
  readonly amount: Cents | null;
  /** Block it was read in. One correction often stands in 78, 81 and 23 at once: never add across rubrics. */
  readonly rubric: '78' | '81' | '23';
  readonly line: number;
}

export interface DeclaredEmployee {
  /** S21.G00.30.019, or `contract number-start date` when the file has none. Never a NIR. */
  readonly matricule: string;
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly contracts: readonly DeclaredContract[];
  readonly regularisations: readonly Regularisation[];
  readonly line: number;
}

export interface DsnSink {
  establishment(establishment: DeclaredEstablishment): void;
  employee(employee: DeclaredEmployee): void;
  /** An employee left out for a rejected rubrique, named as he would have been: what is known of him stays. */
  leftOut(matricule: string): void;
  rejection(rejection: LineRejection): void;
}

export interface DsnEnd {
  /** The S90 trailer was read: a file cut in the middle is not complete, and the caller drops it whole. */
  readonly complete: boolean;
  /** Lines read, blank ones included; up to the refusal when there is one. */
  readonly lines: number;
  /** S90.G00.90.001 announces another number of rubriques than the file holds: worth a note, not a refusal. */
  readonly countMismatch: boolean;
  readonly refusal: Refusal | null;
}
