import { Injectable } from '@nestjs/common';
import { nextPayroll } from '#domain/payroll/next-payroll';
import { periodOf, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import { feedFile, type ReceivedFile } from '#storage/ledger/sheet-origin';
import { declaredSince, nextOpenTask, type DatedTaskRow, type NextTask } from '#storage/tasks/read-task';
import { companiesOf, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { findTask } from './find-task';
import { outcomeView, type OutcomeView } from './outcome-view';

/** What became of a task and what follows. */
export interface NextStep {
  readonly task: DatedTaskRow;
  readonly establishment: KnownEstablishment | null;
  readonly outcome: OutcomeView;
  /** The document that made the task needless; null when none did. */
  readonly document: ReceivedFile | null;
  /** The first payroll that is made at the rate; null where the task gave none. */
  readonly payroll: Period | null;
  /** Months from the date of effect on that are declared already: never rewritten. */
  readonly declared: readonly Period[];
  /** What to go on with; null when the month is finished. */
  readonly next: NextTask | null;
}

/** Says, once a task has ended, by whom and how, in which payroll its rate appears and what is to be done next. */
@Injectable()
export class ReadNextStep {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string, { scope }: Caller): Promise<Result<NextStep>> {
    const month = parisMonth(this.clock.now());
    const read = await this.database.transaction(scope, async (tx) => {
      const found = await findTask(tx, id, scope);
      if (!found.ok) return found;
      const { value: task } = found;
      const outcome = outcomeView(task.outcome);
      const { effectiveFrom } = outcome;
      const declared = effectiveFrom === null ? [] : await declaredSince(tx, task.siret, periodOf(effectiveFrom));
      const next = await nextOpenTask(tx, { after: task, month, companies: companiesOf(scope) });
      const payroll = effectiveFrom === null ? null : nextPayroll(effectiveFrom, declared);
      return accepted({
        task,
        establishment: await readEstablishment(tx, task.siret),
        outcome,
        declared,
        next,
        payroll,
      });
    });
    return read.ok ? accepted({ ...read.value, document: await this.document(read.value.outcome) }) : read;
  }

  /** A document may name many companies: it is read as the system, once the task was found among the caller's own. */
  private async document({ feed }: OutcomeView): Promise<ReceivedFile | null> {
    return feed === null ? null : this.database.transaction('system', (tx) => feedFile(tx, feed));
  }
}
