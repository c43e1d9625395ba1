import type { RateProfile } from '../rates/profile';
import type { RateSheet } from '../rates/sheet';
import type { CompanyFacts, Policy } from '../reconciliation/policy';
import type { Facts } from '../reconciliation/verdict';
import type { CampaignYear, Reference } from '../reference/reference';
import type { TaskStatus } from '../tasks/task';
import type { Siren, Siret } from '../values/siret';

/** All that a campaign asks about one establishment. */
export interface CampaignDossier {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly company: CompanyFacts;
  /** OPEN = one at least runs on the campaign's date or later; UNKNOWN = nobody has named any. */
  readonly contracts: 'OPEN' | 'ENDED' | 'UNKNOWN';
  readonly sheets: readonly RateSheet[];
  /** The renewal task of this campaign, if there ever was one; the open one first. */
  readonly renewal: TaskStatus | null;
  /** A first payroll already waits for this establishment's rate. */
  readonly firstPayroll: boolean;
  /** Facts of the guard that holds back a document about this date; null when nothing does. */
  readonly held: Facts | null;
}

export interface CampaignWorld {
  readonly campaign: CampaignYear;
  readonly reference: Reference;
  readonly policy: Policy;
}

/** One establishment seen on the campaign's date: what the rules ask. */
export interface CampaignCase extends CampaignWorld {
  readonly dossier: CampaignDossier;
  /** Every profile on file that day but 999ZZ. */
  readonly onFile: readonly RateProfile[];
  /** Those a caisse notifies (rule 6). */
  readonly notifiable: readonly RateProfile[];
}
