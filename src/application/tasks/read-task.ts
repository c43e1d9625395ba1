import { Injectable } from '@nestjs/common';
import { waitingCost, type WaitingCost } from '#domain/estimate/waiting-cost';
import type { TaskQuestion } from '#domain/journey/outcome';
import { sheetOn, type RateSheet } from '#domain/rates/sheet';
import { caisseOf, type Caisse } from '#domain/reference/places';
import type { Reference } from '#domain/reference/reference';
import { refuseAtOnce } from '#domain/tasks/at-once';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import { whyTask } from '#domain/tasks/why-task';
import type { LocalDate, Period } from '#domain/values/local-date';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import type { TariffFacts } from '#storage/companies/tariff-facts';
import { Database } from '#storage/database';
import { feedFile, verdictOn } from '#storage/ledger/sheet-origin';
import { postponementsOf, type DatedTaskRow, type KeptPostponement } from '#storage/tasks/read-task';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay, parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { findTask } from './find-task';
import { readDraft, type Draft } from './task-draft';
import { readTaskFile, taskQuestion, type TaskFile } from './task-question';

/** Everything that the pages of a task show. */
export interface TaskOnPages {
  readonly task: DatedTaskRow;
  readonly establishment: KnownEstablishment & { readonly caisse: Caisse | null };
  readonly tariff: TariffFacts;
  /** Employees with a contract that is open today. */
  readonly employees: number;
  readonly reference: Reference;
  readonly today: LocalDate;
  readonly thisMonth: Period;
  readonly question: TaskQuestion;
  readonly draft: Draft;
  /** French sentences, the gravest first. */
  readonly why: readonly string[];
  /** What holds on the task's date as things are; null when nothing does. */
  readonly onFile: RateSheet | null;
  /** Null when one click confirms what is proposed. */
  readonly notAtOnce: Refusal | null;
  readonly postponements: readonly KeptPostponement[];
  readonly waiting: WaitingCost;
}

/** Reads a task with all that its pages need, whatever became of it. */
@Injectable()
export class ReadTask {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, { scope }: Caller): Promise<Result<TaskOnPages>> {
    const { reference } = await this.rulebook.current();
    const now = this.clock.now();
    const today = parisDay(now);
    const read = await this.database.transaction(scope, async (tx) => {
      const found = await findTask(tx, id, scope);
      if (!found.ok) return found;
      const { value: task } = found;
      const establishment = await readEstablishment(tx, task.siret);
      if (establishment === null) throw new Error(`Task ${task.id} is of no known establishment.`);
      const draft = await readDraft(tx, task.id);
      const postponements = await postponementsOf(tx, task.id);
      return accepted({ task, establishment, draft, postponements, file: await readTaskFile(tx, task) });
    });
    if (!read.ok) return read;
    const { task, establishment, draft, postponements, file } = read.value;
    const date = dateOfEffect(task, reference);
    const onFile = sheetOn(file.evidence.sheets, date);
    return accepted({
      ...{ task, draft, postponements, reference, today, onFile, tariff: file.tariff },
      thisMonth: parisMonth(now),
      establishment: { ...establishment, caisse: caisseOf(establishment.postcode) },
      employees: file.evidence.contracts.filter(({ endedOn }) => endedOn === null || endedOn >= today).length,
      question: taskQuestion(file, { reference, today, reasons: 'OBLIGATORY' }),
      why: await this.why(file, onFile),
      notAtOnce: refuseAtOnce(task, onFile?.profiles ?? []),
      waiting: waitingOf(file, date, reference),
    });
  }

  /** A document may name many companies: it is read as the system, after the task was found among the caller's own. */
  private why({ task, evidence, tariff }: TaskFile, onFile: RateSheet | null): Promise<readonly string[]> {
    return this.database.transaction('system', async (tx) => {
      const { reason, cause, prefill, siret } = task;
      const { feed } = prefill;
      const file = feed === null ? null : await feedFile(tx, feed);
      return whyTask({
        ...{ reason, cause, prefill, onFile, declared: evidence.declared, clientSince: tariff.clientSince },
        finding: feed === null ? null : await verdictOn(tx, feed, siret),
        received: file === null ? null : { file: file.file, on: parisDay(file.receivedAt) },
      });
    });
  }
}

function waitingOf({ task, evidence, tariff }: TaskFile, from: LocalDate, reference: Reference): WaitingCost {
  const { headcount, postcode, createdOn } = tariff;
  const notified = task.prefill.feed === null ? [] : task.prefill.profiles;
  const { contracts } = evidence;
  return waitingCost({ contracts, evidence, from, notified, headcount, postcode, createdOn }, reference);
}
