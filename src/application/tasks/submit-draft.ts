import { Injectable } from '@nestjs/common';
import { answersThatCount } from '#domain/journey/draft';
import type { AnswersRefusal } from '#domain/journey/graph';
import { outcomeOf } from '#domain/journey/outcome';
import { accepted, refused, type Refusal, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { StoredTask } from '#storage/tasks/read-tasks';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { frenchMoment, parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { settleTask } from './settle-task';
import { openTask, type TaskDetail } from './task-detail';
import { readDraft, type Draft } from './task-draft';
import { readTaskFile, taskQuestion } from './task-question';

/** What the person has read over. */
export interface ReadOver {
  readonly version: number;
  /** The document whose proposal was shown; null when none was. */
  readonly proposal: number | null;
}

/** Makes the draft that a person has read over the answer to its task; the task ends as done. */
@Injectable()
export class SubmitDraft {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, seen: ReadOver, caller: Caller): Promise<Result<TaskDetail, Refusal | AnswersRefusal>> {
    const { reference } = await this.rulebook.current();
    const act = { at: this.clock.now(), actor: caller.actor };
    return this.database.transaction(caller.scope, async (tx) => {
      const task = await openTask(tx, id, caller.scope);
      if (!task.ok) return task;
      const draft = await readDraft(tx, task.value.id);
      const stale = staleness(seen, draft, task.value);
      if (stale !== null) return stale;
      const file = await readTaskFile(tx, task.value);
      const asking = { reference, today: parisDay(act.at), reasons: 'OBLIGATORY' } as const;
      const answers = answersThatCount(draft.answers);
      const outcome = outcomeOf(taskQuestion(file, asking), answers);
      if (!outcome.ok) return outcome;
      return accepted(await settleTask(tx, { ...file, outcome: outcome.value, answers }, act));
    });
  }
}

/** What somebody, or a document, has changed since has not been read over. */
function staleness(seen: ReadOver, draft: Draft, { prefill }: StoredTask): Result<never> | null {
  if (draft.version !== seen.version) {
    const who = draft.by === null ? '' : ` par ${draft.by.actor}, le ${frenchMoment(draft.by.at)}`;
    return refused('BROUILLON_CHANGE', `Les réponses ont été changées${who} : relisez-les avant d’enregistrer.`);
  }
  if (!draft.answers.confirm || prefill.feed === seen.proposal) return null;
  const message = 'Un nouveau document a changé le taux proposé : relisez la proposition avant de la confirmer.';
  return refused('PROPOSITION_CHANGEE', message);
}
