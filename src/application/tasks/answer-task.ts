import { Injectable } from '@nestjs/common';
import { readAnswers } from '#domain/journey/answers';
import type { AnswersRefusal } from '#domain/journey/graph';
import { outcomeOf } from '#domain/journey/outcome';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { settleTask } from './settle-task';
import { openTask, type TaskDetail } from './task-detail';
import { readTaskFile, taskQuestion } from './task-question';

/**
 * Gives an answer that came as a file: rates entered, or employees put on their profiles. The task ends as done; warnings
 * are kept with it, with or without a reason.
 */
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
      const task = await openTask(tx, id, caller.scope);
      if (!task.ok) return task;
      const file = await readTaskFile(tx, task.value);
      const asking = { reference, today: parisDay(act.at), reasons: 'OPTIONAL' } as const;
      const outcome = outcomeOf(taskQuestion(file, asking), answers.value);
      if (!outcome.ok) return outcome;
      return accepted(await settleTask(tx, { ...file, outcome: outcome.value, answers: answers.value }, act));
    });
  }
}
