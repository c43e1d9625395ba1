import { Injectable } from '@nestjs/common';
import { isYearMissing } from '#domain/campaign/calendar';
import type { ItemName } from '#domain/schedule/items';
import { frenchDate, type LocalDate, type Period } from '#domain/values/local-date';
import { Database } from '#storage/database';
import { VerifyJournal } from '../audit/verify-journal';
import { RunCampaign } from '../campaign/run-campaign';
import { systemCaller } from '../access/caller';
import { PollFeedSources } from '../deposits/poll-feed-sources';
import { AskDigests } from '../mail/ask-digests';
import { AskReminders } from '../mail/ask-reminders';
import { PostOffice } from '../mail/post-office';
import { parisDay } from '../ports/paris';
import { knownYears } from './campaign-years';
import { PurgeExpired } from './purge-expired';
import { RaiseMonthlyTasks } from './raise-monthly-tasks';
import { ReturnPostponedTasks } from './return-postponed-tasks';

/** In the journal, and as who opens a campaign. */
export const CALENDAR = 'système : calendrier';

export interface DueSlot {
  readonly slot: string;
  /** ISO instant. */
  readonly dueAt: string;
}

export interface WorkDone {
  /** One French sentence. */
  readonly report: string;
  /** Whether support is to be told. */
  readonly alert: boolean;
}

type Work = (due: DueSlot, stop: AbortSignal) => Promise<WorkDone | null>;

const NO_MAIL = 'Aucun serveur d’envoi n’est configuré : rien n’est écrit.';

/** What each item of the schedule does: one verb, and its answer as a sentence. Doing it twice is the same as once. */
@Injectable()
export class ScheduledWork {
  private readonly works: Readonly<Record<ItemName, Work>> = {
    'campaign-opening': (due) => this.campaign(due, false),
    'campaign-closing': (due) => this.campaign(due, true),
    'table-check': (due) => this.checkTable(due),
    'monthly-tasks': async ({ slot, dueAt }, stop) => {
      const done = await this.raiseMonthlyTasks.run(slot as Period, dueAt, CALENDAR, stop);
      return done === null
        ? null
        : told(`${count(done.raised, 'tâche levée', 'tâches levées')}, ${count(done.ended, 'close', 'closes')}.`);
    },
    'returning-tasks': async ({ slot }) => {
      const returned = await this.returnPostponed.run(slot as Period, CALENDAR);
      return told(`${count(returned, 'tâche repoussée revient', 'tâches repoussées reviennent')}.`);
    },
    digests: async () =>
      told(this.office.isOpen ? `${count(await this.askDigests.run(), 'résumé écrit', 'résumés écrits')}.` : NO_MAIL),
    reminders: async () =>
      told(this.office.isOpen ? `${count(await this.askReminders.run(), 'rappel écrit', 'rappels écrits')}.` : NO_MAIL),
    'feed-poll': (_due, stop) => this.poll(stop),
    'journal-verification': () => this.verify(),
    retention: async () => {
      const purged = await this.purgeExpired.run(CALENDAR);
      const parts = purged.filter(({ rows }) => rows > 0).map(({ title, rows }) => `${title} (${rows})`);
      return told(parts.length === 0 ? 'Rien à effacer.' : `Effacé : ${parts.join(', ')}.`);
    },
  };

  constructor(
    private readonly database: Database,
    private readonly runCampaign: RunCampaign,
    private readonly raiseMonthlyTasks: RaiseMonthlyTasks,
    private readonly returnPostponed: ReturnPostponedTasks,
    private readonly askDigests: AskDigests,
    private readonly askReminders: AskReminders,
    private readonly verifyJournal: VerifyJournal,
    private readonly purgeExpired: PurgeExpired,
    private readonly pollFeedSources: PollFeedSources,
    private readonly office: PostOffice,
  ) {}

  /** Null when it was told to stop before its end: it is taken up again. */
  run(name: ItemName, due: DueSlot, stop: AbortSignal): Promise<WorkDone | null> {
    return this.works[name](due, stop);
  }

  /** Whether nothing is configured that it could work on: then it has no slots. */
  isIdle(name: ItemName): boolean {
    return name === 'feed-poll' && !this.pollFeedSources.isNeeded();
  }

  private async poll(stop: AbortSignal): Promise<WorkDone | null> {
    const { kept, alreadyReceived, refused, failures } = await this.pollFeedSources.run(systemCaller(CALENDAR), stop);
    if (stop.aborted) return null;
    const report = `${count(kept, 'document reçu', 'documents reçus')}, ${count(alreadyReceived, 'déjà connu', 'déjà connus')}, ${count(refused, 'refusé', 'refusés')}.`;
    return { report: [report, ...failures.slice(0, 1)].join(' '), alert: failures.length > 0 };
  }

  private async campaign({ slot, dueAt }: DueSlot, close: boolean): Promise<WorkDone> {
    const options = { close, dryRun: false, effectiveFrom: null, actor: CALENDAR, dueAt };
    const run = await this.runCampaign.run(Number(slot), options);
    if (!run.ok) return { report: run.refusal.message, alert: true };
    const { year, tasksRaised, alreadyDone } = run.value;
    const step = close ? 'close' : 'ouverte';
    const raised = count(tasksRaised, 'tâche levée', 'tâches levées');
    const settled = count(alreadyDone, 'établissement réglé', 'établissements réglés');
    return told(`Campagne ${year} ${step} : ${raised} en tout, ${settled} sans personne.`);
  }

  private async checkTable({ dueAt }: DueSlot): Promise<WorkDone> {
    const years = await this.database.transaction('system', knownYears);
    const day: LocalDate = parisDay(dueAt);
    const year = day.slice(0, 4);
    if (isYearMissing(years, day)) {
      return {
        report: `Aucun arrêté connu ne donne la date d’effet de ${year} : importez sa table (« reference import ») ou ouvrez la campagne avec « campaign ${year} --effective-from AAAA-MM-JJ ». Les taux de l’année d’avant restent en place.`,
        alert: true,
      };
    }
    const known = years.find((one) => String(one.year) === year);
    return told(
      `La date d’effet de ${year} est connue${known === undefined ? '' : ` : ${frenchDate(known.effectiveFrom)}`}.`,
    );
  }

  private async verify(): Promise<WorkDone> {
    const { entries, intact, firstBroken } = await this.verifyJournal.run();
    if (intact) return told(`${count(entries, 'entrée', 'entrées')}, chaîne intacte.`);
    const place = firstBroken?.seq == null ? 'un fait qu’aucune entrée ne couvre' : `l’entrée ${firstBroken.seq}`;
    return {
      report: `Le journal est rompu : ${place}. Lancez « audit verify » et prévenez l’exploitant.`,
      alert: true,
    };
  }
}

const told = (report: string): WorkDone => ({ report, alert: false });
const count = (number: number, one: string, many: string): string => `${number}\u00a0${number > 1 ? many : one}`;
