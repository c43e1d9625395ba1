import type { RateProfile } from './profile';

/** What two sets of profiles have in common and where they part. */
export interface Pairing {
  readonly pairs: readonly (readonly [notified: RateProfile, onFile: RateProfile])[];
  readonly added: readonly RateProfile[];
  readonly ended: readonly RateProfile[];
}

export type Discrepancy =
  | { readonly kind: 'RATE'; readonly notified: RateProfile; readonly onFile: RateProfile }
  | { readonly kind: 'ADDED'; readonly notified: RateProfile }
  | { readonly kind: 'ENDED'; readonly onFile: RateProfile };

/**
 * Pairs profiles of the same key. A null section matches any section when each side has exactly one
 * profile with that code and office; otherwise the keys differ (design rule 4).
 */
export function pairProfiles(notified: readonly RateProfile[], onFile: readonly RateProfile[]): Pairing {
  const [onlyNotified, onlyOnFile] = [notified[0], onFile[0]];
  if (notified.length === 1 && onFile.length === 1 && onlyNotified && onlyOnFile) {
    return sameCode(onlyNotified, onlyOnFile) && sectionsAgree(onlyNotified, onlyOnFile)
      ? { pairs: [[onlyNotified, onlyOnFile]], added: [], ended: [] }
      : { pairs: [], added: notified, ended: onFile };
  }
  const left = [...onFile];
  const pairs: [RateProfile, RateProfile][] = [];
  const added: RateProfile[] = [];
  for (const profile of [...notified]) {
    const partner = partnerOf(profile, notified, onFile, left);
    if (partner === undefined) added.push(profile);
    else {
      left.splice(left.indexOf(partner), 1);
      pairs.push([profile, partner]);
    }
  }
  return { pairs, added, ended: left };
}

/** compareSheets of the design: every way in which what is notified differs from what is on file. */
export function compareSheets(notified: readonly RateProfile[], onFile: readonly RateProfile[]): Discrepancy[] {
  const { pairs, added, ended } = pairProfiles(notified, onFile);
  return [
    ...pairs.flatMap(([a, b]): Discrepancy[] => (a.rate === b.rate ? [] : [{ kind: 'RATE', notified: a, onFile: b }])),
    ...added.map((profile): Discrepancy => ({ kind: 'ADDED', notified: profile })),
    ...ended.map((profile): Discrepancy => ({ kind: 'ENDED', onFile: profile })),
  ];
}

/** Same keys and same rates on both sides. */
export function sameSheet(notified: readonly RateProfile[], onFile: readonly RateProfile[]): boolean {
  if (notified.length !== onFile.length) return false;
  const { pairs, added } = pairProfiles(notified, onFile);
  return added.length === 0 && pairs.every(([a, b]) => a.rate === b.rate);
}

/** Same keys on both sides, whatever the rates: affiliations can be carried over. */
export function sameKeys(notified: readonly RateProfile[], onFile: readonly RateProfile[]): boolean {
  return notified.length === onFile.length && pairProfiles(notified, onFile).added.length === 0;
}

const sameCode = (a: RateProfile, b: RateProfile): boolean => a.code === b.code && a.office === b.office;

const sectionsAgree = (a: RateProfile, b: RateProfile): boolean =>
  a.section === null || b.section === null || a.section === b.section;

function partnerOf(
  profile: RateProfile,
  notified: readonly RateProfile[],
  onFile: readonly RateProfile[],
  left: readonly RateProfile[],
): RateProfile | undefined {
  const alike = left.filter((other) => sameCode(profile, other));
  const aloneOnBothSides =
    notified.filter((other) => sameCode(profile, other)).length === 1 &&
    onFile.filter((other) => sameCode(profile, other)).length === 1;
  if (aloneOnBothSides) return alike.find((other) => sectionsAgree(profile, other));
  const exact = alike.filter((other) => other.section === profile.section);
  // A DECLARED sheet may hold one key twice with two rates: the equal rate first, or a twin would look changed.
  return exact.find((other) => other.rate === profile.rate) ?? exact[0];
}
