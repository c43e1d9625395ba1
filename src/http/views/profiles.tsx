import type { JSX } from 'preact';
import type { RateProfile } from '#domain/rates/profile';
import { frenchRate } from '#domain/values/rate';
import { AWAITING_NOTICE, dsnCode } from '#domain/values/risk-code';

interface ProfilesProps {
  readonly profiles: readonly RateProfile[];
  /** What the codes are called, under each; left out where there is no room. */
  readonly labels?: ReadonlyMap<string, string | null>;
}

/** The rates of a sheet, highest first. */
export const Profiles = ({ profiles, labels }: ProfilesProps): JSX.Element => (
  <ul class="tj-plain-list">
    {profiles.map((profile) => {
      const label = labels?.get(profile.code) ?? null;
      return (
        <li key={profileName(profile)}>
          <span class="tj-figures">
            {profileName(profile)} <b>{rateWords(profile)}</b>
          </span>
          {label === null ? null : <span class="tj-fine tj-below">{label}</span>}
        </li>
      );
    })}
  </ul>
);

/** `452BEB, section 01` */
export const profileName = ({ code, office, section }: Omit<RateProfile, 'rate'>): string =>
  `${dsnCode(code, office)}${section === null ? '' : `, section ${section}`}`;

export const rateWords = ({ code, rate }: Pick<RateProfile, 'code' | 'rate'>): string =>
  code === AWAITING_NOTICE ? 'en attente de notification' : frenchRate(rate);
