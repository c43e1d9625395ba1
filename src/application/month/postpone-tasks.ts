import { Injectable } from '@nestjs/common';
import { parseSelection, planPostponement, unknownRow } from '#domain/tasks/bulk';
import { frenchPeriod, parsePeriod, type Period } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import { parseWords } from '#domain/values/words';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { tasksNamed } from '#storage/tasks/month-rows';
import { postponeTasks, tasksToPostpone } from '#storage/tasks/postpone-tasks';
import { companiesOf, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { postponementEntry } from '../tasks/postponement-entry';
import { bulkReport, type BulkReport } from './bulk-report';

export interface BulkPostponement {
  /** Numbers of tasks, 500 at most. */
  readonly ids: readonly string[];
  /** `YYYY-MM`. */
  readonly until: string;
  readonly reason: string;
}

const REASON = { name: 'Le motif', hint: 'dites ce qui manque', most: 500 } as const;

/**
 * Puts many tasks off to one coming month: a result for each, one entry in the journal for each that moved. Those that
 * already wait for that month are left as they are, so that sending the form twice changes nothing.
 */
@Injectable()
export class PostponeTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(asked: BulkPostponement, { actor, scope }: Caller): Promise<Result<BulkReport>> {
    const at = this.clock.now();
    const ids = parseSelection(asked.ids);
    if (!ids.ok) return ids;
    const until = readMonth(asked.until, parisMonth(at));
    if (!until.ok) return until;
    const reason = parseWords(asked.reason, REASON);
    if (!reason.ok) return reason;
    const postponement = { until: until.value, reason: reason.value, actor, at };
    const companies = companiesOf(scope);
    return this.database.transaction(scope, async (tx) => {
      const locked = await tasksToPostpone(tx, ids.value, companies);
      const tasks = new Map(locked.map((task) => [task.id, task]));
      const rows = ids.value.map((id) => {
        const task = tasks.get(id);
        return task === undefined ? unknownRow(id) : planPostponement(task, until.value);
      });
      const moved = new Set(rows.filter(({ outcome }) => outcome === 'DONE').map(({ id }) => id));
      await postponeTasks(tx, [...moved], postponement);
      const report = bulkReport(rows, await tasksNamed(tx, ids.value, until.value, companies));
      const entries = locked.filter(({ id }) => moved.has(id)).map((task) => postponementEntry(task, postponement));
      await appendEntries(tx, entries);
      return accepted(report);
    });
  }
}

function readMonth(text: string, thisMonth: Period): Result<Period> {
  if (text.trim() === '') return refused('MOIS_ABSENT', 'Le mois de report est obligatoire : choisissez-en un.');
  const until = parsePeriod(text.trim());
  if (!until.ok || until.value > thisMonth) return until;
  const message = `Le mois de report ${until.value} ne convient pas : choisissez un mois après ${frenchPeriod(thisMonth)}.`;
  return refused('MOIS_PASSE', message);
}
