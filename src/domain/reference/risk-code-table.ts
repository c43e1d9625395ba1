import type { LocalDate } from '#domain/values/local-date';
import type { RiskCode } from '#domain/values/risk-code';
import riskCodes from './data/risk-codes.json';

/** Days on which a form of a code may be declared, both included; `to` is absent while it is open. */
export interface Validity {
  readonly from: LocalDate;
  readonly to?: LocalDate;
}

/** One code of the DSN table RAT: its base form, its fonctions supports form (suffix B), either of which may not exist. */
export interface CodeEntry {
  readonly regime: 'general' | 'agricultural';
  readonly ctn: string | null;
  readonly label: string | null;
  readonly base: Validity | null;
  readonly office: Validity | null;
}

/** RAT of norm P26V01, by base code. */
export const CODES: ReadonlyMap<RiskCode, CodeEntry> = new Map(
  Object.entries(riskCodes.codes) as [RiskCode, CodeEntry][],
);

interface NamedCode {
  readonly ctn: string;
  readonly label: string;
}

/** Codes that a Journal officiel priced and RAT P26V01 no longer holds. */
export const OUTSIDE_RAT: ReadonlyMap<RiskCode, NamedCode> = new Map(
  Object.entries(riskCodes.outsideRat.codes) as [RiskCode, NamedCode][],
);

const PUBLISHED_ONLY: ReadonlySet<string> = new Set(riskCodes.publishedOnly.codes);

/** Categories that take the published collective rate whatever the headcount and are never notified (CSS D. 242-6-22). */
export const isPublishedOnly = (code: RiskCode): boolean => PUBLISHED_ONLY.has(code);

/** All of them, in order. */
export const PUBLISHED_ONLY_CODES: readonly string[] = [...riskCodes.publishedOnly.codes].sort();

export const isValidOn = (validity: Validity, on: LocalDate): boolean =>
  validity.from <= on && (validity.to === undefined || on <= validity.to);
