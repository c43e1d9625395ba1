import { Injectable } from '@nestjs/common';
import { answersOfBoard } from '#domain/journey/affiliation-board';
import type { AnswersRefusal } from '#domain/journey/graph';
import { outcomeOf } from '#domain/journey/outcome';
import { accepted, refused, type Refusal, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { frenchMoment } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { settleTask } from '../tasks/settle-task';
import { openTask, type TaskDetail } from '../tasks/task-detail';
import type { Draft } from '../tasks/task-draft';
import { notAnAffiliation, readAffiliationFile, unknownAffiliation } from './affiliation-file';

/**
 * Makes what a person has read over the answer to an affiliation task. Only what was said counts, no suggestion: who
 * came since the recap is not put anywhere unseen.
 */
@Injectable()
export class SubmitAffiliation {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  /** `version`: of the draft that the recap showed. */
  async run(id: string, version: number, caller: Caller): Promise<Result<TaskDetail, Refusal | AnswersRefusal>> {
    const { reference } = await this.rulebook.current();
    const act = { at: this.clock.now(), actor: caller.actor };
    return this.database.transaction(caller.scope, async (tx) => {
      const found = await openTask(tx, id, caller.scope);
      if (!found.ok) return found;
      const task = found.value;
      if (notAnAffiliation(task)) return unknownAffiliation(id);
      const { evidence, question, draft, said } = await readAffiliationFile(tx, task, reference);
      if (draft.version !== version) return changedSince(draft);
      const answers = answersOfBoard(said);
      const outcome = outcomeOf({ kind: 'EMPLOYEE_AFFILIATION', ...question }, answers);
      if (!outcome.ok) return outcome;
      return accepted(await settleTask(tx, { task, evidence, outcome: outcome.value, answers }, act));
    });
  }
}

function changedSince({ by }: Draft): Result<never> {
  const who = by === null ? '' : ` par ${by.actor}, le ${frenchMoment(by.at)}`;
  return refused('BROUILLON_CHANGE', `Les profils ont été changés${who} : relisez-les avant d’enregistrer.`);
}
