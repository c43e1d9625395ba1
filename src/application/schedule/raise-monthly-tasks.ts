import { Injectable } from '@nestjs/common';
import type { Period } from '#domain/values/local-date';
import { appendEntries } from '#storage/audit';
import { establishmentsAfter } from '#storage/companies/list-establishments';
import { Database, type Tx } from '#storage/database';
import { countTasks } from '#storage/tasks/raise-tasks';
import { raiseAffiliations } from '../affiliation/raise-affiliations';
import { FinishBatches } from '../intake/finish-batches';
import { Clock } from '../ports/clock';
import { raiseFirstPayrolls } from '../tasks/raise-first-payrolls';

/** Establishments asked about in one transaction. */
const CHUNK = 5_000;

export interface MonthlyTasks {
  readonly raised: number;
  readonly ended: number;
}

/**
 * What a month calls for and no document has raised: first payrolls, and the affiliations of those who come or have
 * left, as hires and departures that were known long before come near. Renewals are the campaign's, and an open task
 * shows in every later month by itself.
 */
@Injectable()
export class RaiseMonthlyTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly finishBatches: FinishBatches,
  ) {}

  /** `dueAt` (ISO) lies in the month and dates the tasks, however late they are raised. Null when told to stop. */
  async run(month: Period, dueAt: string, actor: string, stop: AbortSignal): Promise<MonthlyTasks | null> {
    return this.finishBatches.before(async () => {
      let [raised, ended] = [0, 0];
      for (let after: string | null = ''; after !== null;) {
        if (stop.aborted) return null;
        const from: string = after;
        const done = await this.database.transaction('system', (tx) => this.chunk(tx, from, { month, dueAt, actor }));
        raised += done.raised;
        ended += done.ended;
        after = done.last;
      }
      return { raised, ended };
    });
  }

  private async chunk(tx: Tx, after: string, { month, dueAt, actor }: Asked) {
    const sirets = await establishmentsAfter(tx, after, CHUNK);
    const by = { month };
    const before = await countTasks(tx, sirets);
    const firstPayrolls = await raiseFirstPayrolls(tx, sirets, dueAt, by);
    const affiliations = await raiseAffiliations(tx, sirets, dueAt, by);
    const raised = (await countTasks(tx, sirets)) - before;
    const ended = firstPayrolls.ended + affiliations.ended;
    if (raised + ended > 0) {
      const body = { month, dueAt, from: sirets[0], to: sirets.at(-1), raised, ended };
      const about = { siren: null, siret: null, covers: null };
      await appendEntries(tx, [{ at: this.clock.now(), actor, action: 'month.generated', body, ...about }]);
    }
    return { raised, ended, last: sirets.at(-1) ?? null };
  }
}

interface Asked {
  readonly month: Period;
  readonly dueAt: string;
  readonly actor: string;
}
