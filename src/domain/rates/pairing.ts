import { keyText, type RateProfile } from './profile';

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

/** Every way in which what is notified differs from what is on file. */
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
  const free = groupedBy(
    onFile.filter((profile) => !taken.has(profile)),
    wordOf,
  );
  for (const profile of notified) {
    if (partners.has(profile)) continue;
    const partner = free.get(wordOf(profile))?.shift();
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

function groupedBy(
  profiles: readonly RateProfile[],
  wordOf: (profile: RateProfile) => string,
): ReadonlyMap<string, RateProfile[]> {
  const groups = new Map<string, RateProfile[]>();
  for (const profile of profiles) {
    const word = wordOf(profile);
    const alike = groups.get(word);
    if (alike === undefined) groups.set(word, [profile]);
    else alike.push(profile);
  }
  return groups;
}
