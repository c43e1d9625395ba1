import { Injectable } from '@nestjs/common';
import { affiliationQuestion } from '#domain/journey/affiliation-question';
import { readAnswers, type Answers } from '#domain/journey/answers';
import type { AnswersRefusal } from '#domain/journey/graph';
import { outcomeOf, type Outcome, type TaskQuestion } from '#domain/journey/outcome';
import { sheetOn } from '#domain/rates/sheet';
import type { Reference } from '#domain/reference/reference';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import type { LocalDate } from '#domain/values/local-date';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import { recordAffiliations } from '#storage/affiliation/affiliations';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { finishTask } from '#storage/tasks/change-task';
import type { StoredTask } from '#storage/tasks/read-tasks';
import type { Caller } from '../access/caller';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { askForEmployees, recordEntered } from '../rates/entered-sheet';
import { Rulebook } from '../rulebook/rulebook';
import { detailOf, openTask, profileView, type TaskDetail } from './task-detail';

interface Act {
  readonly at: string;
  readonly actor: string;
}

/** Gives a person's answer to a task: rates entered, or employees put on their profiles. The task ends as done. */
@Injectable()
export class AnswerTask {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, json: unknown, caller: Caller): Promise<Result<TaskDetail, Refusal | AnswersRefusal>> {
    const answers = readAnswers(json);
    if (!answers.ok) return answers;
    const { reference } = await this.rulebook.current();
    const act = { at: this.clock.now(), actor: caller.actor };
    return this.database.transaction(caller.scope, async (tx) => {
      const task = await openTask(tx, id);
      if (!task.ok) return task;
      const evidence = await readEvidence(tx, task.value.siret);
      const question = questionOf(task.value, evidence, reference, parisDay(act.at));
      const outcome = outcomeOf(question, answers.value);
      if (!outcome.ok) return outcome;
      return accepted(
        await settle(tx, { task: task.value, evidence, outcome: outcome.value, answers: answers.value }, act),
      );
    });
  }
}

/** What the task asks of this establishment as it is today. */
function questionOf(
  { kind, cause, period, prefill }: StoredTask,
  evidence: EstablishmentEvidence,
  reference: Reference,
  today: LocalDate,
): TaskQuestion {
  const defaultDate = dateOfEffect({ kind, cause, period, prefill }, reference);
  if (kind !== 'EMPLOYEE_AFFILIATION') return { kind, prefill, defaultDate, today, reference };
  return { kind, ...affiliationQuestion(defaultDate, evidence, prefill.profiles) };
}

interface Settled {
  readonly task: StoredTask;
  readonly evidence: EstablishmentEvidence;
  readonly outcome: Outcome;
  readonly answers: Answers;
}

async function settle(tx: Tx, { task, evidence, outcome, answers }: Settled, act: Act): Promise<TaskDetail> {
  const { siret, siren, kind, cause } = task;
  const { sheet, affiliations, questions } = outcome;
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
  const frozen = { by: act.actor, answers, questions, ...after };
  await finishTask(tx, task.id, frozen, act.at);
  const body = {
    task: task.id,
    ...{ kind, cause, questions },
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
