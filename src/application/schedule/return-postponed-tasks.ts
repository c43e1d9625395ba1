import { Injectable } from '@nestjs/common';
import type { Period } from '#domain/values/local-date';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { returnTasks } from '#storage/tasks/returned-tasks';
import { Clock } from '../ports/clock';

/** Tasks noted in one transaction. */
const CHUNK = 1_000;

/**
 * Notes in the journal, once each, the tasks whose month has come again. They are to do from the first of that month
 * whether or not this has run: what a month shows is asked of `postponed_until`.
 */
@Injectable()
export class ReturnPostponedTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** How many came back. */
  async run(month: Period, actor: string): Promise<number> {
    const at = this.clock.now();
    let returned = 0;
    for (let chunk = CHUNK; chunk === CHUNK; returned += chunk) {
      chunk = await this.database.transaction('system', async (tx) => {
        const tasks = await returnTasks(tx, month, at, CHUNK);
        const entries = tasks.map(({ id, siret, siren, kind, cause, until }) => ({
          ...{ at, actor, action: 'task.returned', siren, siret, covers: null },
          body: { task: id, kind, cause, before: { postponedUntil: until }, after: { month } },
        }));
        await appendEntries(tx, entries);
        return tasks.length;
      });
    }
    return returned;
  }
}
