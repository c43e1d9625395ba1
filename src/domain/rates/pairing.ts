import { groupedBy } from '../values/grouped';
import { keyText, type RateProfile } from './profile';

/** What two sets of profiles have in common and where they part. */
export interface Pairing {
  readonly pairs: readonly (readonly [notified: RateProfile, onFile: RateProfile])[];
  readonly added: readonly RateProfile[];
  readonly ended: readonly RateProfile[];
}

/**
 * Pairs profiles of the same key. A null section matches any section when each side has exactly one
 * profile with that code and office; otherwise the keys differ (rule 4).
 */
export function pairProfiles(notified: readonly RateProfile[], onFile: readonly RateProfile[]): Pairing {
  const onlyNotified = notified[0];
  const onlyOnFile = onFile[0];
  if (onlyNotified === undefined || onlyOnFile === undefined) return { pairs: [], added: notified, ended: onFile };
  if (notified.length > 1 || onFile.length > 1) return pairMany(notified, onFile);
  return sameKeyAlone(onlyNotified, onlyOnFile)
    ? { pairs: [[onlyNotified, onlyOnFile]], added: [], ended: [] }
    : { pairs: [], added: notified, ended: onFile };
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

const sectionsAgree = (a: RateProfile, b: RateProfile): boolean =>
  a.section === null || b.section === null || a.section === b.section;

const sameKeyAlone = (a: RateProfile, b: RateProfile): boolean =>
  a.code === b.code && a.office === b.office && sectionsAgree(a, b);

const keyAndRate = (profile: RateProfile): string => `${keyText(profile)}|${profile.rate}`;
const codeAndOffice = ({ code, office }: RateProfile): string => `${code}|${office ? 'B' : ''}`;

function pairMany(notified: readonly RateProfile[], onFile: readonly RateProfile[]): Pairing {
  const partners = new Map<RateProfile, RateProfile>();
  // A DECLARED sheet may hold one key twice with two rates: the equal rate first, or its twin would look changed.
  pairBy(keyAndRate, notified, onFile, partners);
  pairBy(keyText, notified, onFile, partners);
  const alone = aloneOfTheirCode(onFile);
  for (const [word, profile] of aloneOfTheirCode(notified)) {
    const other = alone.get(word);
    if (other !== undefined && !partners.has(profile) && sectionsAgree(profile, other)) partners.set(profile, other);
  }
  const taken = new Set(partners.values());
  return {
    pairs: notified.flatMap((profile) => {
      const partner = partners.get(profile);
      return partner === undefined ? [] : [[profile, partner] as const];
    }),
    added: notified.filter((profile) => !partners.has(profile)),
    ended: onFile.filter((profile) => !taken.has(profile)),
  };
}

/** Pairs, in their order, those not yet paired that are called by the same word. */
function pairBy(
  wordOf: (profile: RateProfile) => string,
  notified: readonly RateProfile[],
  onFile: readonly RateProfile[],
  partners: Map<RateProfile, RateProfile>,
): void {
  const taken = new Set(partners.values());
  const left = onFile.filter((profile) => !taken.has(profile));
  const free = new Map([...groupedBy(left, wordOf)].map(([word, alike]) => [word, alike.values()]));
  for (const profile of notified) {
    if (partners.has(profile)) continue;
    const partner = free.get(wordOf(profile))?.next().value;
    if (partner !== undefined) partners.set(profile, partner);
  }
}

function aloneOfTheirCode(profiles: readonly RateProfile[]): ReadonlyMap<string, RateProfile> {
  const alone = new Map<string, RateProfile>();
  for (const [word, alike] of groupedBy(profiles, codeAndOffice)) {
    const [only] = alike;
    if (only !== undefined && alike.length === 1) alone.set(word, only);
  }
  return alone;
}
