import { Injectable } from '@nestjs/common';
import type { CampaignStep } from '#domain/campaign/campaign';
import type { CampaignDossier, CampaignWorld } from '#domain/campaign/dossier';
import type { CampaignYear, ImportedTable, Reference } from '#domain/reference/reference';
import type { TaskKind, TaskReason } from '#domain/tasks/task';
import { addYears, periodOf, type LocalDate, type Period } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { appendEntries } from '#storage/audit';
import { nextDossiers } from '#storage/campaign/campaign-dossiers';
import { closeCampaign, openCampaign, tallyOf, type CampaignTally } from '#storage/campaign/campaigns';
import { Database, type Tx } from '#storage/database';
import { knownTables } from '#storage/rulebook/national-tables';
import { FinishBatches } from '../intake/finish-batches';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { applyRenewals, planAll } from './apply-renewals';

/** Establishments read, decided and written together: one transaction. */
const CHUNK = 10_000;

export interface CampaignOptions {
  readonly close: boolean;
  readonly dryRun: boolean;
  /** For a year that no table gives; the arrêté's date wins where there is one. */
  readonly effectiveFrom: LocalDate | null;
  readonly actor: string;
  /** ISO instant at which the schedule meant it to be, when it comes late; else it is opened or closed now. */
  readonly dueAt?: string;
}

export interface WouldRaise {
  readonly siret: Siret;
  readonly kind: TaskKind;
  readonly reason: TaskReason;
  readonly because: string;
}

export interface CampaignReport extends CampaignTally {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  readonly periods: readonly Period[];
  /** Of a dry run only. */
  readonly wouldRaise?: readonly WouldRaise[];
}

/** Opens or closes the renewal of a year (rule 12). It only raises tasks and may be run again at any time. */
@Injectable()
export class RunCampaign {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
    private readonly finishBatches: FinishBatches,
  ) {}

  async run(year: number, options: CampaignOptions): Promise<Result<CampaignReport>> {
    const { reference, policy } = await this.rulebook.current();
    const campaign = campaignOf(year, options.effectiveFrom, reference);
    if (!campaign.ok) return campaign;
    const world: CampaignWorld = {
      campaign: campaign.value,
      reference: await this.withCampaign(reference, campaign.value),
      policy,
    };
    const step = options.close ? 'CLOSING' : 'OPENING';
    const wouldRaise = options.dryRun
      ? await this.database.exclusively(() => this.rehearse(step, world))
      : await this.finishBatches.before(() => this.perform(step, world, options));
    const tally = await this.database.transaction('system', (tx) => tallyOf(tx, campaign.value));
    const { effectiveFrom } = campaign.value;
    const report = { year, effectiveFrom, periods: [periodOf(effectiveFrom)], ...tally };
    return accepted(wouldRaise === null ? report : { ...report, wouldRaise });
  }

  /** A year opened by date has the table imported for it, if one was, and otherwise no figures: never those of the year before. */
  private async withCampaign(reference: Reference, campaign: CampaignYear): Promise<Reference> {
    if (reference.campaign(campaign.year) !== null) return reference;
    const { imported } = await this.database.transaction('system', knownTables);
    const table = imported.find(({ year }) => year === campaign.year) ?? emptyTable(campaign);
    return reference.with([{ ...table, effectiveFrom: campaign.effectiveFrom }]);
  }

  private async rehearse(step: CampaignStep, world: CampaignWorld): Promise<WouldRaise[]> {
    const found: WouldRaise[] = [];
    await this.chunkByChunk(world, (_tx, dossiers) => {
      for (const { dossier, plan } of planAll(step, dossiers, world)) {
        if (plan.raised === null) continue;
        const { because, task } = plan.raised;
        found.push({ siret: dossier.siret, kind: task.kind, reason: task.reason, because });
      }
      return Promise.resolve();
    });
    return found;
  }

  private async perform(step: CampaignStep, world: CampaignWorld, options: CampaignOptions): Promise<null> {
    const at = this.clock.now();
    const { actor, dueAt } = options;
    const { year, effectiveFrom } = world.campaign;
    const body = { year, effectiveFrom, ...(dueAt === undefined ? {} : { dueAt }) };
    const about = { at, actor, siren: null, siret: null, covers: null, body };
    await this.database.transaction('system', async (tx) => {
      if (await openCampaign(tx, world.campaign, dueAt ?? at))
        await appendEntries(tx, [{ ...about, action: 'campaign.opened' }]);
    });
    await this.chunkByChunk(world, (tx, dossiers) =>
      applyRenewals(tx, planAll(step, dossiers, world), { step, world, at, actor }),
    );
    if (step === 'CLOSING') {
      await this.database.transaction('system', async (tx) => {
        if (await closeCampaign(tx, year, dueAt ?? at))
          await appendEntries(tx, [{ ...about, action: 'campaign.closed' }]);
      });
    }
    return null;
  }

  private async chunkByChunk(
    { campaign }: CampaignWorld,
    work: (tx: Tx, dossiers: readonly CampaignDossier[]) => Promise<void>,
  ): Promise<void> {
    for (let after: string | null = ''; after !== null;) {
      const from: string = after;
      after = await this.database.transaction('system', async (tx) => {
        const dossiers = await nextDossiers(tx, campaign, from, CHUNK);
        await work(tx, dossiers);
        return dossiers[dossiers.length - 1]?.siret ?? null;
      });
    }
  }
}

function campaignOf(year: number, given: LocalDate | null, reference: Reference): Result<CampaignYear> {
  const known = reference.campaign(year);
  if (known !== null) {
    if (given === null || given === known.effectiveFrom) return accepted(known);
    return refused(
      'CAMPAGNE_DEJA_DATEE',
      `Campagne ${year} : elle prend effet le ${known.effectiveFrom} et non le ${given} ; relancez sans --effective-from.`,
    );
  }
  if (given === null) {
    return refused(
      'CAMPAGNE_INCONNUE',
      `Campagne ${year} : aucune table ne donne sa date d'effet ; importez la table de l'année ou précisez --effective-from AAAA-MM-JJ.`,
    );
  }
  // An arrêté may come late, as in 2025, but neither a year early nor more than a year late.
  const first = `${year}-01-01` as LocalDate;
  if (given < first || given >= addYears(first, 2)) {
    return refused('DATE_EFFET', `Date d'effet ${given} : elle doit tomber en ${year} ou en ${year + 1}.`);
  }
  return accepted({ year, effectiveFrom: given, arrete: null });
}

const emptyTable = (campaign: CampaignYear): ImportedTable => ({
  ...campaign,
  rates: new Map(),
  officeRates: { btp: null, others: null },
  labels: new Map(),
  ctns: new Map(),
});
