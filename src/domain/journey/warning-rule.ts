import type { RateProfile } from '../rates/profile';
import type { RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import type { ExpectedMode } from '../tariff/expected-mode';
import type { Headcount } from '../tariff/headcount';
import type { LocalDate } from '../values/local-date';
import type { Rate } from '../values/rate';

/** One typed profile seen against everything that is known: what the rules ask. */
export interface TypedProfile {
  readonly profile: RateProfile;
  /** The whole sheet that is typed, this profile included. */
  readonly sheet: readonly RateProfile[];
  readonly on: LocalDate;
  readonly reference: Reference;
  readonly headcount: Headcount | null;
  readonly alsaceMoselle: boolean | null;
  readonly mode: ExpectedMode;
  /** The published rate of the code that day; never one that another zone's table gives. */
  readonly national: Rate | null;
  readonly onFile: RateSheet | null;
}

/** `REASON`: taken only with a reason, which is kept. `NOTE`: said, and nothing is asked. */
export type WarningLevel = 'REASON' | 'NOTE';

export interface WarningRule {
  readonly rule: string;
  readonly field: 'codeRisque' | 'rate' | 'office';
  readonly level: WarningLevel;
  readonly article: (typed: TypedProfile) => string;
  /** The French sentence; null where the rule has nothing to say. */
  readonly sentence: (typed: TypedProfile) => string | null;
}
