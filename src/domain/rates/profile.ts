import type { Rate } from '../values/rate';
import { AWAITING_NOTICE, isAgricultural, type RiskCode } from '../values/risk-code';

/** The key of a rate inside an establishment: one code risque can carry several rates, told apart by section and office. */
export interface ProfileKey {
  readonly code: RiskCode;
  /** Section of the establishment at the caisse; null when the source does not say (a DSN, a person). */
  readonly section: string | null;
  /** Taux « fonctions supports de nature administrative » (témoin bureau). */
  readonly office: boolean;
}

export interface RateProfile extends ProfileKey {
  readonly rate: Rate;
}

/** Code 401ZE belongs to regime 147, not to the general regime whose rates come in a CRM 34. */
const OTHER_REGIME_CODES: ReadonlySet<string> = new Set(['401ZE']);

/**
 * Whether the caisse notifies this profile: general regime (200) only, neither 999ZZ nor a code whose
 * rate is published for all (CSS D. 242-6-22). The others stay beside, uncounted.
 */
export const isNotifiable = (code: RiskCode, isPublishedOnly: (code: RiskCode) => boolean): boolean =>
  code !== AWAITING_NOTICE && !isAgricultural(code) && !OTHER_REGIME_CODES.has(code) && !isPublishedOnly(code);

/** Profile 1 is the highest rate; ties are broken by key so that the same sheet is always written the same way. */
export function inProfileOrder<P extends RateProfile>(profiles: readonly P[]): readonly P[] {
  if (profiles.length < 2) return profiles;
  return [...profiles].sort((a, b) => b.rate - a.rate || compareText(keyText(a), keyText(b)));
}

/** A key as one word, for maps and for affiliations carried from one sheet to the next: `452BE|01|B`. */
export const keyText = (key: ProfileKey): string => `${key.code}|${key.section ?? ''}|${key.office ? 'B' : ''}`;

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
