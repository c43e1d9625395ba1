import { isAutomationAllowed } from '../reconciliation/policy';
import { explain } from '../reconciliation/explain';
import type { TaskReason } from '../tasks/task';
import { frenchDate } from '../values/local-date';
import { isAgricultural } from '../values/risk-code';
import type { CampaignCase } from './dossier';

/** One rule of a campaign: it speaks by saying why in a French sentence, and is silent by returning null. */
export interface CampaignRule {
  readonly name: string;
  readonly reason: TaskReason;
  readonly speaks: (asked: CampaignCase) => string | null;
}

/** Who gets a task at once, because the machine cannot renew alone; the first that speaks names the reason (rules 9 and 12). */
export const OPENING_RULES: readonly CampaignRule[] = [
  { name: 'PLUSIEURS_TAUX', reason: 'SEVERAL_RATES', speaks: severalRates },
  { name: 'AUTOMATISATION_REFUSEE', reason: 'AUTOMATION_NOT_ALLOWED', speaks: automationRefused },
  { name: 'REGIME_300', reason: 'AUTOMATION_NOT_ALLOWED', speaks: agriculturalRegime },
];

/** Who gets a task at the end, because no rate has come. */
export const CLOSING_RULES: readonly CampaignRule[] = [
  { name: 'TAUX_NON_RECU', reason: 'NOT_RECEIVED', speaks: nothingReceived },
];

/** What is said of a notified rate that waits behind the task; null when none does. */
export function heldNote({ dossier: { held }, campaign }: CampaignCase): string | null {
  if (held === null) return null;
  const why = explain({ rule: 'GARDE', facts: held }).replace('Retenu', 'retenu');
  return `Un taux notifié au ${frenchDate(campaign.effectiveFrom)} est ${why}`;
}

function severalRates({ notifiable }: CampaignCase): string | null {
  if (notifiable.length < 2) return null;
  return `${notifiable.length} taux en place : une personne confirme chacun d’eux.`;
}

function automationRefused({ dossier: { company }, policy }: CampaignCase): string | null {
  if (isAutomationAllowed(company, policy)) return null;
  if (company.automation === false) return 'L’entreprise a refusé la mise à jour automatique.';
  const since = company.clientSince ?? company.firstSeenOn;
  return `Entreprise cliente depuis le ${frenchDate(since)} : la mise à jour automatique n’est pas permise à celles arrivées à partir du ${frenchDate(policy.automationRefusedForClientsSince)}.`;
}

/** MSA rates (regime 300 of S21.G00.40.039) never come in a CRM 34. */
function agriculturalRegime({ onFile }: CampaignCase): string | null {
  const profile = onFile.find(({ code }) => isAgricultural(code));
  return profile === undefined ? null : `Code ${profile.code} du régime agricole : son taux ne vient dans aucun flux.`;
}

function nothingReceived(asked: CampaignCase): string | null {
  // Who is already asked for the rate of a first payroll is not told in a second task that none has come.
  if (asked.dossier.contracts !== 'OPEN' || asked.dossier.firstPayroll) return null;
  return heldNote(asked) ?? `Aucun taux reçu, saisi ou publié au ${frenchDate(asked.campaign.effectiveFrom)}.`;
}
