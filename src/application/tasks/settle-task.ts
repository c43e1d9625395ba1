import type { Answers } from '#domain/journey/answers';
import type { Outcome } from '#domain/journey/outcome';
import { sheetOn } from '#domain/rates/sheet';
import { recordAffiliations } from '#storage/affiliation/affiliations';
import { appendEntries } from '#storage/audit';
import type { Tx } from '#storage/database';
import { finishTask } from '#storage/tasks/change-task';
import { askForEmployees, recordEntered } from '../rates/entered-sheet';
import { profileView } from '../rates/profile-view';
import { detailOf, type TaskDetail } from './task-detail';
import type { TaskFile } from './task-question';

/** Who answers, and when. */
export interface Act {
  readonly at: string;
  readonly actor: string;
}

interface Settled extends Pick<TaskFile, 'task' | 'evidence'> {
  readonly outcome: Outcome;
  readonly answers: Answers;
}

/** Records what the answers of a person make of a task, and ends it as done: one fact, one entry in the journal. */
export async function settleTask(tx: Tx, { task, evidence, outcome, answers }: Settled, act: Act): Promise<TaskDetail> {
  const { siret, siren, kind, cause } = task;
  const { sheet, affiliations, questions, warnings } = outcome;
  const before = sheet === null ? null : sheetOn(evidence.sheets, sheet.effectiveFrom);
  const recorded = sheet === null ? null : await recordEntered(tx, task, sheet, act.at);
  const by = { task: String(task.id) };
  const raised = sheet === null ? false : await askForEmployees(tx, { siret, siren, sheet, before, by }, act.at);
  if (affiliations.length > 0) await recordAffiliations(tx, affiliations, { siret, siren, ...act });
  const after = {
    sheet:
      sheet === null ? null : { ...sheet, number: recorded?.from ?? null, profiles: sheet.profiles.map(profileView) },
    affiliations,
    affiliationTask: raised,
  };
  const frozen = { by: act.actor, answers, questions, warnings, ...after };
  await finishTask(tx, task.id, frozen, act.at);
  const body = {
    task: task.id,
    ...{ kind, cause, questions, warnings },
    before: {
      status: 'OPEN',
      sheet:
        before === null
          ? null
          : { number: before.number, source: before.source, profiles: before.profiles.map(profileView) },
      affiliations: affiliations.length === 0 ? [] : evidence.affiliations,
    },
    after: { status: 'DONE', ...after },
    sheets: recorded === null ? null : { from: recorded.from, to: recorded.to },
  };
  const covers = recorded?.covers ?? null;
  await appendEntries(tx, [{ ...act, action: 'task.answered', siren, siret, body, covers }]);
  return detailOf({ ...task, status: 'DONE', outcome: frozen });
}
