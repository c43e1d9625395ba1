import type { Refusal, Result } from '../values/result';

/** What is wrong with one field of the answers; `message` is a French sentence that says what to do. */
export interface FieldFault {
  /** As in the answers: `profiles[1].rate`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Answers that cannot be taken: every fault at once, so that a person corrects them in one go. */
export interface AnswersRefusal extends Refusal {
  readonly fields: readonly FieldFault[];
}

/**
 * One page of the wizard. Only `next` is written: the way back, the progress, the place to resume and what is asked
 * at all follow from walking it.
 */
export interface Step<Answers> {
  readonly question: string;
  /** The answer as it is shown before saving; null where the page only informs. */
  readonly shown: (answers: Answers) => string | null;
  readonly faults: (answers: Answers) => readonly FieldFault[];
  /** Null at the end, or where the way cannot be told before the faults are mended. */
  readonly next: (answers: Answers) => string | null;
}

export interface Journey<Answers> {
  readonly first: string;
  readonly step: (name: string) => Step<Answers>;
}

export interface Path {
  /** Names of the steps up to the frontier, it included; up to the end when the path is complete. */
  readonly steps: readonly string[];
  /** The first step whose answer is missing or wrong: where the person goes on. Null when there is none. */
  readonly frontier: string | null;
  readonly complete: boolean;
  /** Of the frontier and of every step that can be seen behind it. */
  readonly faults: readonly FieldFault[];
}

/** The way that the answers make through the journey. */
export function pathThrough<Answers>(journey: Journey<Answers>, answers: Answers): Path {
  const steps: string[] = [];
  const faults: FieldFault[] = [];
  let frontier: string | null = null;
  for (let name: string | null = journey.first; name !== null;) {
    const step: Step<Answers> = journey.step(name);
    const own = step.faults(answers);
    if (frontier === null) steps.push(name);
    if (own.length > 0) frontier ??= name;
    faults.push(...own);
    name = step.next(answers);
  }
  return { steps, frontier, complete: frontier === null, faults };
}

/** A question and its answer as they were shown: frozen with the outcome, because questions change. */
export interface AnsweredQuestion {
  readonly step: string;
  readonly question: string;
  readonly answer: string;
}

export const answeredQuestions = <Answers>(
  journey: Journey<Answers>,
  answers: Answers,
  { steps }: Path,
): readonly AnsweredQuestion[] =>
  steps.flatMap((name) => {
    const step = journey.step(name);
    const answer = step.shown(answers);
    return answer === null ? [] : [{ step: name, question: step.question, answer }];
  });

export function refusedAnswers(faults: readonly FieldFault[]): Result<never, AnswersRefusal> {
  const message = faults.map((fault) => `${fault.field} : ${fault.message}`).join(' ');
  return { ok: false, refusal: { code: 'REPONSES_REFUSEES', message, fields: faults } };
}
