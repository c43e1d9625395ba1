import { planRenewal, type CampaignPlan, type CampaignStep } from '#domain/campaign/campaign';
import type { CampaignDossier, CampaignWorld } from '#domain/campaign/dossier';
import { appendEntries } from '#storage/audit';
import type { Tx } from '#storage/database';
import { recordSheets } from '#storage/ledger/record-sheets';
import { raiseTasks } from '#storage/tasks/raise-tasks';

export interface PlannedDossier {
  readonly dossier: CampaignDossier;
  readonly plan: CampaignPlan;
}

/** What the step does, establishment by establishment; those it leaves alone are left out. */
export const planAll = (
  step: CampaignStep,
  dossiers: readonly CampaignDossier[],
  world: CampaignWorld,
): readonly PlannedDossier[] =>
  dossiers
    .map((dossier) => ({ dossier, plan: planRenewal(step, dossier, world) }))
    .filter(({ plan }) => plan.raised !== null || plan.published !== null);

interface Circumstances {
  readonly step: CampaignStep;
  readonly world: CampaignWorld;
  readonly at: string;
  readonly actor: string;
}

/** Tasks, published sheets and the one audit entry that stands for them. */
export async function applyRenewals(
  tx: Tx,
  planned: readonly PlannedDossier[],
  circumstances: Circumstances,
): Promise<void> {
  const { step, world, at, actor } = circumstances;
  const { year, effectiveFrom } = world.campaign;
  if (planned.length === 0) return;
  const renewals = planned.flatMap(({ dossier: { siret, siren }, plan: { raised } }) =>
    raised === null ? [] : [{ siret, siren, body: raised.task, rule: raised.rule }],
  );
  await raiseTasks(tx, renewals, at);
  const sheets = planned.flatMap(({ dossier: { siret, siren }, plan: { published } }) => {
    if (published === null) return [];
    const profiles = published.map((profile) => ({ ...profile, line: null }));
    return [{ siret, siren, effectiveFrom, source: 'PUBLISHED' as const, calculatedAt: null, feed: null, profiles }];
  });
  const recorded = await recordSheets(tx, sheets, at);
  const body = {
    ...{ year, effectiveFrom, step },
    from: planned[0]?.dossier.siret,
    to: planned[planned.length - 1]?.dossier.siret,
    rules: countBy(renewals.map(({ rule }) => rule)),
    sheets: recorded === null ? null : { from: recorded.from, to: recorded.to },
    arrete: world.campaign.arrete,
  };
  const covers = recorded?.covers ?? null;
  await appendEntries(tx, [{ at, actor, action: 'campaign.chunk', siren: null, siret: null, body, covers }]);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
