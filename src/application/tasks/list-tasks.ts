import { Injectable } from '@nestjs/common';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { listedTasks, type PlacedTask } from '#storage/tasks/listed-tasks';
import { companiesOf, type Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';

export interface TasksAsked {
  readonly period: string | null;
  readonly siret: string | null;
  readonly all: boolean;
  /** Takes the tasks page by page; without it they are gathered in the answer, however many. */
  readonly onPage?: (page: readonly PlacedTask[]) => Promise<void>;
}

/** The tasks of the month, most urgent first; an open one shows in every month from its own on. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(asked: TasksAsked, { scope }: Caller): Promise<Result<readonly PlacedTask[]>> {
    const period: Result<Period | null> = asked.period === null ? accepted(null) : parsePeriod(asked.period);
    if (!period.ok) return period;
    return this.database.transaction(scope, async (tx) => {
      const establishment = asked.siret === null ? null : await findEstablishment(tx, asked.siret, scope);
      if (establishment?.ok === false) return establishment;
      const filter = {
        period: period.value,
        siret: establishment?.value.siret ?? null,
        all: asked.all,
        companies: companiesOf(scope),
      };
      const month = period.value ?? parisMonth(this.clock.now());
      const gathered: PlacedTask[] = [];
      for await (const page of listedTasks(tx, filter, month)) {
        if (asked.onPage === undefined) gathered.push(...page);
        else await asked.onPage(page);
      }
      return accepted(gathered);
    });
  }
}
