import { pairProfiles } from '#domain/rates/pairing';
import type { RateProfile } from '#domain/rates/profile';
import type { Reference } from '#domain/reference/reference';
import { frenchRate } from '#domain/values/rate';
import { AWAITING_NOTICE, dsnCode } from '#domain/values/risk-code';
import { labelOf } from '../overview/place';
import type { RateChange } from '../overview/verdict-line';

/** What a sheet changes beside the one before it, profile by profile; without one before, what it says. */
export function rateChanges(
  after: readonly RateProfile[],
  before: readonly RateProfile[],
  reference: Reference,
): readonly RateChange[] {
  const { pairs, ended } = pairProfiles(after, before);
  const change = (profile: RateProfile, was: RateProfile | null, is: RateProfile | null): RateChange => {
    const code = dsnCode(profile.code, profile.office);
    return { code, label: labelOf(code, reference), before: rateOf(was), after: rateOf(is) };
  };
  return [
    ...after.map((profile) => {
      const pair = pairs.find(([own]) => own === profile);
      return change(profile, pair?.[1] ?? null, profile);
    }),
    ...ended.map((profile) => change(profile, profile, null)),
  ];
}

/** No rate stands beside 999ZZ. */
const rateOf = (profile: RateProfile | null): string | null =>
  profile === null || profile.code === AWAITING_NOTICE ? null : frenchRate(profile.rate);
