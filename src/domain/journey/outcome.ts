import type { Affiliation } from '../affiliation/contract';
import { sameKeys, sameSheet } from '../rates/pairing';
import { inProfileOrder, type RateProfile } from '../rates/profile';
import type { TaskKind, TaskToRaise } from '../tasks/task';
import type { LocalDate, LocalMoment } from '../values/local-date';
import { accepted, type Result } from '../values/result';
import { affiliationJourney } from './affiliation-journey';
import type { Answers } from './answers';
import { answeredQuestions, pathThrough, refusedAnswers, type AnsweredQuestion, type AnswersRefusal } from './graph';
import { dateOf, profilesOfAnswers, warningsOfAnswers, type RateQuestion } from './rate-answers';
import { rateJourney } from './rate-journey';
import { affiliationsOfAnswers, type AffiliationQuestion } from './roster';
import { keptWarnings, type KeptWarning } from './warnings';

/** What a task asks, with all that its answers are held against. */
export type TaskQuestion =
  | ({ readonly kind: Exclude<TaskKind, 'EMPLOYEE_AFFILIATION'> } & RateQuestion)
  | ({ readonly kind: 'EMPLOYEE_AFFILIATION' } & AffiliationQuestion);

/** A sheet that a person gives. When it is what a document had brought, it keeps that document and its calculation. */
export interface EnteredSheet {
  readonly effectiveFrom: LocalDate;
  readonly profiles: readonly RateProfile[];
  readonly calculatedAt: LocalMoment | null;
  readonly feed: number | null;
}

export interface Outcome {
  readonly sheet: EnteredSheet | null;
  readonly affiliations: readonly Affiliation[];
  readonly questions: readonly AnsweredQuestion[];
  /** What was said about the rates, and why it was taken all the same. */
  readonly warnings: readonly KeptWarning[];
}

/** What the answers make of a task; refused with every fault, field by field. */
export function outcomeOf(task: TaskQuestion, answers: Answers): Result<Outcome, AnswersRefusal> {
  const journey = task.kind === 'EMPLOYEE_AFFILIATION' ? affiliationJourney(task) : rateJourney(task);
  const path = pathThrough(journey, answers);
  if (!path.complete) return refusedAnswers(path.faults);
  const questions = answeredQuestions(journey, answers, path);
  return accepted(
    task.kind === 'EMPLOYEE_AFFILIATION'
      ? { sheet: null, affiliations: affiliationsOfAnswers(answers, task), questions, warnings: [] }
      : { sheet: enteredSheet(answers, task), affiliations: [], questions, warnings: warningsKept(answers, task) },
  );
}

const warningsKept = (answers: Answers, task: RateQuestion): readonly KeptWarning[] =>
  keptWarnings(warningsOfAnswers(answers, task), profilesOfAnswers(answers, task), answers.reasons);

function enteredSheet(answers: Answers, task: RateQuestion): EnteredSheet {
  const { prefill } = task;
  const effectiveFrom = dateOf(answers, task);
  const profiles = inProfileOrder(profilesOfAnswers(answers, task));
  const asNotified = effectiveFrom === prefill.effectiveFrom && sameSheet(profiles, prefill.profiles);
  return {
    effectiveFrom,
    profiles,
    calculatedAt: asNotified ? prefill.calculatedAt : null,
    feed: asNotified ? prefill.feed : null,
  };
}

/** Several profiles whose keys are not those that held before: every employee must be put on one. Null when affiliations carry over. */
export function affiliationTask(entered: EnteredSheet, before: readonly RateProfile[]): TaskToRaise | null {
  const { profiles, effectiveFrom, calculatedAt, feed } = entered;
  if (profiles.length < 2 || sameKeys(profiles, before)) return null;
  return {
    kind: 'EMPLOYEE_AFFILIATION',
    cause: effectiveFrom,
    reason: 'NEW_PROFILES',
    period: null,
    prefill: { effectiveFrom, calculatedAt, profiles, feed, note: null },
  };
}
