import { Injectable } from '@nestjs/common';
import { byUrgency } from '#domain/tasks/listed-task';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import { listDoneForYou, listTasks, type PlacedTask } from '#storage/tasks/read-tasks';
import { findEstablishment } from '../companies/find-establishment';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';

export interface TasksAsked {
  readonly period: string | null;
  readonly siret: string | null;
  readonly all: boolean;
}

/** The tasks of the month, most urgent first; an open one shows in every month from its own on. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(asked: TasksAsked): Promise<Result<readonly PlacedTask[]>> {
    const period: Result<Period | null> = asked.period === null ? accepted(null) : parsePeriod(asked.period);
    if (!period.ok) return period;
    return this.database.transaction('system', async (tx) => {
      const establishment = asked.siret === null ? null : await findEstablishment(tx, asked.siret);
      if (establishment?.ok === false) return establishment;
      const filter = { period: period.value, siret: establishment?.value.siret ?? null, all: asked.all };
      const tasks = await listTasks(tx, filter);
      const done = asked.all ? await listDoneForYou(tx, filter) : [];
      const month = period.value ?? parisMonth(this.clock.now());
      return accepted([...tasks, ...done].sort(byUrgency(month)));
    });
  }
}
