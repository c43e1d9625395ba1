import { pairProfiles } from '../rates/pairing';
import { isNotifiable, type RateProfile } from '../rates/profile';
import { isStrong, nextChangeAfter, sheetOn, type RateSheet } from '../rates/sheet';
import type { CampaignYear, Reference } from '../reference/reference';
import type { LocalDate } from '../values/local-date';
import type { Rate } from '../values/rate';
import type { RiskCode } from '../values/risk-code';
import type { DatedGroup, NotifiedProfile } from './document';
import type { Dossier } from './dossier';
import type { Policy } from './policy';

/** A notified rate beside the rate it is compared with. */
export interface Comparison {
  readonly notified: NotifiedProfile;
  readonly former: Rate | null;
  readonly origin: 'FICHE' | 'TABLE_NATIONALE' | null;
  /** The profile on file that `former` belongs to; null when it comes from elsewhere. */
  readonly onFile: RateProfile | null;
}

/** One date of effect of one document, seen against everything that is known: what the rules ask. */
export interface DateContext {
  readonly group: DatedGroup;
  readonly dossier: Dossier;
  readonly reference: Reference;
  readonly policy: Policy;
  readonly guardsLifted: boolean;
  readonly onFile: RateSheet | null;
  /** Profiles on file that a caisse notifies: regime 200, without 999ZZ and the published codes (rule 6). */
  readonly counted: readonly RateProfile[];
  /** The others, which a notification neither confirms nor ends. */
  readonly uncounted: readonly RateProfile[];
  /** The campaign that this date opens: a campaign date for which nothing notified or entered stands yet (rule 7). */
  readonly opening: CampaignYear | null;
  readonly comparisons: readonly Comparison[];
  /** First day from which another sheet holds, in the ledger or later in the document. */
  readonly until: LocalDate | null;
}

const NO_PROFILES: readonly RateProfile[] = [];

export function contextOf(
  group: DatedGroup,
  dossier: Dossier,
  world: { readonly reference: Reference; readonly policy: Policy; readonly guardsLifted?: boolean },
  nextGroup: LocalDate | null,
): DateContext {
  const { reference, policy } = world;
  const onFile = sheetOn(dossier.sheets, group.effectiveFrom);
  const profiles = onFile?.profiles ?? NO_PROFILES;
  const counted = countedOf(profiles, group, reference);
  const change = nextChangeAfter(dossier.sheets, group.effectiveFrom);
  return {
    group,
    dossier,
    reference,
    policy,
    guardsLifted: world.guardsLifted === true,
    onFile,
    counted,
    uncounted:
      counted.length === profiles.length ? NO_PROFILES : profiles.filter((profile) => !counted.includes(profile)),
    opening: openingOf(group.effectiveFrom, dossier, reference),
    comparisons: comparisonsOf(group, counted, dossier, reference),
    until: change !== null && (nextGroup === null || change < nextGroup) ? change : nextGroup,
  };
}

/** Whether a notification has anything to say about a code: one a caisse notifies, or one that this very document names. */
export function isConcerned(code: RiskCode, group: DatedGroup, reference: Reference): boolean {
  return (
    isNotifiable(code, (other) => reference.isPublishedOnly(other)) ||
    group.profiles.some((profile) => profile.code === code)
  );
}

/** Those of `profiles`, of a sheet on file, that a notification confirms, changes or ends. */
export function countedOf(
  profiles: readonly RateProfile[],
  group: DatedGroup,
  reference: Reference,
): readonly RateProfile[] {
  const counts = (profile: RateProfile): boolean => isConcerned(profile.code, group, reference);
  return profiles.every(counts) ? profiles : profiles.filter(counts);
}

function openingOf(date: LocalDate, dossier: Dossier, reference: Reference): CampaignYear | null {
  const campaign = reference.campaignStarting(date);
  if (campaign === null) return null;
  for (const { effectiveFrom, source } of dossier.sheets) {
    if (effectiveFrom === date && isStrong(source)) return null;
  }
  return campaign;
}

/** Rule 16: the matching profile on file, else the only one, else the national rate (never in Alsace-Moselle), else nothing. */
function comparisonsOf(
  group: DatedGroup,
  counted: readonly RateProfile[],
  dossier: Dossier,
  reference: Reference,
): readonly Comparison[] {
  const { pairs, ended } = pairProfiles(group.profiles, counted);
  // « The only one » is what a changed key replaces: a profile that has found its match stands for no other.
  const replaced = counted.length === 1 ? ended[0] : undefined;
  const [first] = pairs;
  if (group.profiles.length === 1 && first !== undefined) return group.profiles.map((p) => withFormer(p, first[1]));
  const partners = new Map(pairs);
  return group.profiles.map((notified) => {
    const former = partners.get(notified) ?? replaced;
    return former === undefined ? withNational(notified, group, dossier, reference) : withFormer(notified, former);
  });
}

const withFormer = (notified: NotifiedProfile, onFile: RateProfile): Comparison => ({
  notified,
  former: onFile.rate,
  origin: 'FICHE',
  onFile,
});

function withNational(
  notified: NotifiedProfile,
  group: DatedGroup,
  dossier: Dossier,
  reference: Reference,
): Comparison {
  const national =
    dossier.alsaceMoselle === true ? null : reference.nationalRate(notified.code, notified.office, group.effectiveFrom);
  return { notified, former: national, origin: national === null ? null : 'TABLE_NATIONALE', onFile: null };
}
