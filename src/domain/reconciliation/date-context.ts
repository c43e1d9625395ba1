import { pairProfiles } from '../rates/pairing';
import { isNotifiable, type RateProfile } from '../rates/profile';
import { isStrong, nextChangeAfter, sheetOn, type RateSheet } from '../rates/sheet';
import type { CampaignYear, Reference } from '../reference/reference';
import type { LocalDate } from '../values/local-date';
import type { Rate } from '../values/rate';
import type { DatedGroup, NotifiedProfile } from './document';
import { profilesOf, type Dossier } from './dossier';
import type { Policy } from './policy';

/** A notified rate beside the rate it is compared with. */
export interface Comparison {
  readonly notified: NotifiedProfile;
  readonly former: Rate | null;
  readonly origin: 'FICHE' | 'TABLE_NATIONALE' | null;
}

/** One date of effect of one document, seen against everything that is known: what the rules ask. */
export interface DateContext {
  readonly group: DatedGroup;
  readonly dossier: Dossier;
  readonly reference: Reference;
  readonly policy: Policy;
  readonly guardsLifted: boolean;
  readonly onFile: RateSheet | null;
  /** Profiles on file that a caisse notifies: regime 200, without 999ZZ and the published codes (design rule 6). */
  readonly counted: readonly RateProfile[];
  /** The others, which a notification neither confirms nor ends. */
  readonly uncounted: readonly RateProfile[];
  /** The campaign that this date opens: a campaign date for which nothing notified or entered stands yet (design rule 7). */
  readonly opening: CampaignYear | null;
  readonly comparisons: readonly Comparison[];
  /** First day from which another sheet holds, in the ledger or later in the document. */
  readonly until: LocalDate | null;
}

export function contextOf(
  group: DatedGroup,
  dossier: Dossier,
  world: { readonly reference: Reference; readonly policy: Policy; readonly guardsLifted?: boolean },
  nextGroup: LocalDate | null,
): DateContext {
  const { reference, policy } = world;
  const onFile = sheetOn(dossier.sheets, group.effectiveFrom);
  const counts = (profile: RateProfile): boolean =>
    isNotifiable(profile.code, (code) => reference.isPublishedOnly(code));
  const counted = profilesOf(onFile).filter(counts);
  const change = nextChangeAfter(dossier.sheets, group.effectiveFrom);
  return {
    group,
    dossier,
    reference,
    policy,
    guardsLifted: world.guardsLifted === true,
    onFile,
    counted,
    uncounted: profilesOf(onFile).filter((profile) => !counts(profile)),
    opening: openingOf(group.effectiveFrom, dossier, reference),
    comparisons: comparisonsOf(group, counted, dossier, reference),
    until: change !== null && (nextGroup === null || change < nextGroup) ? change : nextGroup,
  };
}

function openingOf(date: LocalDate, dossier: Dossier, reference: Reference): CampaignYear | null {
  const campaign = reference.campaignStarting(date);
  if (campaign === null) return null;
  return dossier.sheets.some((sheet) => sheet.effectiveFrom === date && isStrong(sheet.source)) ? null : campaign;
}

/** Design rule 16: the matching profile on file, else the only one, else the national rate (never in Alsace-Moselle), else nothing. */
function comparisonsOf(
  group: DatedGroup,
  counted: readonly RateProfile[],
  dossier: Dossier,
  reference: Reference,
): Comparison[] {
  const { pairs } = pairProfiles(group.profiles, counted);
  return group.profiles.map((notified): Comparison => {
    const former =
      pairs.find(([profile]) => profile === notified)?.[1] ?? (counted.length === 1 ? counted[0] : undefined);
    if (former !== undefined) return { notified, former: former.rate, origin: 'FICHE' };
    if (dossier.alsaceMoselle === true) return { notified, former: null, origin: null };
    const national = reference.nationalRate(notified.code, notified.office, group.effectiveFrom);
    return { notified, former: national, origin: national === null ? null : 'TABLE_NATIONALE' };
  });
}
