import { Injectable } from '@nestjs/common';
import { NO_ANSWERS } from '#domain/journey/answers';
import { outcomeOf } from '#domain/journey/outcome';
import { sheetOn } from '#domain/rates/sheet';
import type { Reference } from '#domain/reference/reference';
import { refuseAtOnce } from '#domain/tasks/at-once';
import { endedRow, parseSelection, refusedRow, unknownRow, type BulkRow } from '#domain/tasks/bulk';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import { accepted, type Result } from '#domain/values/result';
import { Database, type Tx } from '#storage/database';
import { tasksNamed } from '#storage/tasks/month-rows';
import { taskToChange } from '#storage/tasks/read-tasks';
import { companiesOf, sees, type Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay, parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { settleTask, type Act } from '../tasks/settle-task';
import { readTaskFile, taskQuestion } from '../tasks/task-question';
import { bulkReport, type BulkReport } from './bulk-report';

export interface BulkConfirmation {
  /** Numbers of tasks, 500 at most, each with the document whose proposal was read: `12-345`. */
  readonly seen: readonly string[];
}

const CONFIRMED = { ...NO_ANSWERS, confirm: true };

/**
 * Confirms many renewals as the caisse notified them: a result for each. Each is a transaction of its own, so that one
 * that needs a person holds up none of the others, and one sent twice is already done.
 */
@Injectable()
export class ConfirmTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run({ seen }: BulkConfirmation, caller: Caller): Promise<Result<BulkReport>> {
    const proposals = new Map(seen.map(readProposal));
    const ids = parseSelection([...proposals.keys()]);
    if (!ids.ok) return ids;
    const { reference } = await this.rulebook.current();
    const act = { at: this.clock.now(), actor: caller.actor };
    const rows: BulkRow[] = [];
    for (const id of ids.value) {
      const proposal = { id, feed: proposals.get(String(id)) ?? null };
      rows.push(
        await this.database.transaction(caller.scope, (tx) => confirm(tx, proposal, { caller, reference, act })),
      );
    }
    const tasks = await this.database.transaction(caller.scope, (tx) =>
      tasksNamed(tx, ids.value, parisMonth(act.at), companiesOf(caller.scope)),
    );
    return accepted(bulkReport(rows, tasks));
  }
}

/** `12-345`: task 12, as document 345 proposes it. */
function readProposal(text: string): readonly [id: string, feed: number | null] {
  const [id = '', feed = ''] = text.trim().split('-');
  return [id, /^\d{1,15}$/.test(feed) ? Number(feed) : null];
}

interface Proposal {
  readonly id: number;
  readonly feed: number | null;
}

interface Confirming {
  readonly caller: Caller;
  readonly reference: Reference;
  readonly act: Act;
}

async function confirm(tx: Tx, { id, feed }: Proposal, { caller, reference, act }: Confirming): Promise<BulkRow> {
  const task = await taskToChange(tx, id);
  if (task === null || !sees(caller.scope, task.siren)) return unknownRow(id);
  if (task.status !== 'OPEN') return endedRow(task, 'ALREADY');
  if (task.prefill.feed !== feed) {
    const message = 'La caisse a notifié autre chose entre-temps : relisez la tâche avant de confirmer.';
    return refusedRow(id, { message });
  }
  const file = await readTaskFile(tx, task);
  const onFile = sheetOn(file.evidence.sheets, dateOfEffect(task, reference))?.profiles ?? [];
  const refusal = refuseAtOnce(task, onFile);
  if (refusal !== null) return refusedRow(id, refusal);
  const outcome = outcomeOf(
    taskQuestion(file, { reference, today: parisDay(act.at), reasons: 'OBLIGATORY' }),
    CONFIRMED,
  );
  if (!outcome.ok) {
    const faults = outcome.refusal.fields.map(({ message }) => message).join(' ');
    return refusedRow(id, { message: `${faults} Ouvrez la tâche.` });
  }
  await settleTask(tx, { ...file, outcome: outcome.value, answers: CONFIRMED }, act);
  return { id, outcome: 'DONE', message: 'Confirmée : le taux notifié est en place.' };
}
