import { sameSheet } from '../rates/pairing';
import { inProfileOrder, isNotifiable, keyText, type RateProfile } from '../rates/profile';
import { isStrong, sheetOn, type RateSheet } from '../rates/sheet';
import type { CampaignYear } from '../reference/reference';
import type { TaskReason, TaskToRaise } from '../tasks/task';
import { periodOf } from '../values/local-date';
import { AWAITING_NOTICE } from '../values/risk-code';
import type { CampaignCase, CampaignDossier, CampaignWorld } from './dossier';
import { CLOSING_RULES, heldNote, OPENING_RULES, type CampaignRule } from './rules';

/** Opening asks where the machine cannot renew alone; closing asks wherever nothing has come. */
export type CampaignStep = 'OPENING' | 'CLOSING';

export interface RaisedRenewal {
  readonly rule: string;
  /** One French sentence: why this establishment. */
  readonly because: string;
  readonly task: TaskToRaise;
}

export interface CampaignPlan {
  /** Sheet of the campaign's date to record from the national table; null = nothing to publish. */
  readonly published: readonly RateProfile[] | null;
  readonly raised: RaisedRenewal | null;
}

const NOTHING: CampaignPlan = { published: null, raised: null };

/** What a campaign does about one establishment (rule 12). Asked again after it was applied, it answers nothing. */
export function planRenewal(step: CampaignStep, dossier: CampaignDossier, world: CampaignWorld): CampaignPlan {
  const { campaign, reference } = world;
  if (dossier.contracts === 'ENDED' || isSettled(dossier, campaign)) return NOTHING;
  const held = sheetOn(dossier.sheets, campaign.effectiveFrom);
  const onFile = (held?.profiles ?? []).filter(({ code }) => code !== AWAITING_NOTICE);
  const published = publishedProfiles(onFile, world);
  if (published !== null) return { published: isPublished(held, published, campaign) ? null : published, raised: null };
  const notifiable = onFile.filter(({ code }) => isNotifiable(code, (other) => reference.isPublishedOnly(other)));
  const rules = step === 'OPENING' ? OPENING_RULES : CLOSING_RULES;
  return { published: null, raised: firstRaised(rules, { ...world, dossier, onFile, notifiable }) };
}

/** A rate of exactly that date from the caisse or a person, or a task that waits for one or has been answered. */
function isSettled({ sheets, renewal }: CampaignDossier, { effectiveFrom }: CampaignYear): boolean {
  // An answered task settles the year even when the notice gave another date: nobody is asked the same thing twice.
  if (renewal === 'OPEN' || renewal === 'DONE') return true;
  return sheets.some((sheet) => sheet.effectiveFrom === effectiveFrom && isStrong(sheet.source));
}

/** The codes of D. 242-6-22 are never notified: the table gives their rate, to every company alike. */
function publishedProfiles(onFile: readonly RateProfile[], world: CampaignWorld): readonly RateProfile[] | null {
  const { reference, campaign } = world;
  if (onFile.length === 0 || !onFile.every(({ code }) => reference.isPublishedOnly(code))) return null;
  // By key: what a DSN declared may hold one key with two rates, the table has one.
  const published = new Map<string, RateProfile>();
  for (const profile of onFile) {
    const rate = reference.nationalRate(profile.code, profile.office, campaign.effectiveFrom);
    if (rate === null) return null;
    published.set(keyText(profile), { ...profile, rate });
  }
  return inProfileOrder([...published.values()]);
}

const isPublished = (held: RateSheet | null, published: readonly RateProfile[], campaign: CampaignYear): boolean =>
  held?.source === 'PUBLISHED' && held.effectiveFrom === campaign.effectiveFrom && sameSheet(published, held.profiles);

function firstRaised(rules: readonly CampaignRule[], asked: CampaignCase): RaisedRenewal | null {
  for (const { name, reason, speaks } of rules) {
    const because = speaks(asked);
    if (because !== null) return { rule: name, because, task: renewalTask(reason, asked) };
  }
  return null;
}

function renewalTask(reason: TaskReason, asked: CampaignCase): TaskToRaise {
  const { year, effectiveFrom } = asked.campaign;
  const profiles = asked.onFile.map(({ code, section, office, rate }) => {
    const { reference } = asked;
    const published = reference.isPublishedOnly(code) ? reference.nationalRate(code, office, effectiveFrom) : null;
    return { code, section, office, rate: published ?? rate };
  });
  return {
    kind: 'ANNUAL_RENEWAL',
    cause: String(year),
    reason,
    period: periodOf(effectiveFrom),
    prefill: {
      effectiveFrom,
      calculatedAt: null,
      profiles: inProfileOrder(profiles),
      feed: null,
      note: heldNote(asked),
    },
  };
}
