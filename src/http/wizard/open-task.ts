import { NotFoundException } from '@nestjs/common';
import type { Caller } from '#application/access/caller';
import type { ReadNextStep } from '#application/tasks/read-next-step';
import type { ReadTask, TaskOnPages } from '#application/tasks/read-task';
import { NO_ANSWERS, type Answers } from '#domain/journey/answers';
import { answersThatCount, typedFields } from '#domain/journey/draft';
import { pathThrough, type Journey, type Path } from '#domain/journey/graph';
import type { RateQuestion } from '#domain/journey/rate-answers';
import { rateJourney } from '#domain/journey/rate-journey';
import { page, redirect, type Answer } from '../page/page';
import { linkTo, PATHS } from '../paths';
import { EndedPage } from './done-page';

/** A task of rates that waits for its answer, and how far its draft has come. */
export interface OpenTask {
  readonly shown: TaskOnPages;
  readonly question: RateQuestion;
  readonly journey: Journey<Answers>;
  /** What counts of the draft. */
  readonly answers: Answers;
  readonly path: Path;
}

export interface Readers {
  readonly read: ReadTask;
  readonly nextStep: ReadNextStep;
}

/**
 * The task that a page is about; the page to show instead when there is nothing to answer, or when it is asked
 * elsewhere. What was `typed` for a task that has ended is shown beside its result.
 */
export async function openTask(
  { read, nextStep }: Readers,
  id: string,
  caller: Caller,
  typed?: Partial<Answers>,
): Promise<OpenTask | Answer> {
  const found = await read.run(id, caller);
  if (!found.ok) throw new NotFoundException(found.refusal.message);
  const shown = found.value;
  if (shown.task.status !== 'OPEN') return endedPage(nextStep, id, caller, typed);
  const { question } = shown;
  if (question.kind === 'EMPLOYEE_AFFILIATION') return redirect(linkTo('taskEmployees', { id }));
  const journey = rateJourney(question);
  const answers = answersThatCount(shown.draft.answers);
  return { shown, question, journey, answers, path: pathThrough(journey, answers) };
}

export const isAnswer = (opened: OpenTask | Answer): opened is Answer => 'kind' in opened;

const OK = 200;
export const CONFLICT = 409;

/** By whom or by what the task has ended; 409 when somebody wanted to answer it all the same, with what they typed. */
export async function endedPage(
  nextStep: ReadNextStep,
  id: string,
  caller: Caller,
  typed?: Partial<Answers>,
): Promise<Answer> {
  const step = await nextStep.run(id, caller);
  if (!step.ok) throw new NotFoundException(step.refusal.message);
  const shown = typed === undefined ? [] : typedFields({ ...NO_ANSWERS, ...typed });
  return page({
    title: 'Tâche terminée',
    body: EndedPage({ step: step.value, typed: shown }),
    back: PATHS.tasks,
    status: typed === undefined ? OK : CONFLICT,
  });
}
