import type { Refusal, Result } from '../values/result';

/** What is wrong with one field of the answers; `message` is a French sentence that says what to do. */
export interface FieldFault {
  /** As in the answers: `profiles[1].rate`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
  /** The warning that wants a reason, as `reasons` names it. */
  readonly warning?: string;
}

export const fault = (field: string, code: string, message: string): FieldFault => ({ field, code, message });

/** Answers that cannot be taken: every fault at once, so that a person corrects them in one go. */
export interface AnswersRefusal extends Refusal {
  readonly fields: readonly FieldFault[];
}

/** A question and its answer, as a recap shows them. */
export interface Shown {
  readonly question: string;
  readonly answer: string;
}

/**
 * One page of the wizard. Only `next` is written: the way back, the progress, the place to resume and what is asked
 * at all follow from walking it.
 */
export interface Step<Answers> {
  readonly question: string;
  /** What is asked on the page, as it is shown before saving; nothing where the page only informs. */
  readonly shown: (answers: Answers) => readonly Shown[];
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
  /** The same up to the last step that can be seen, however much is missing before it: what progress counts. */
  readonly route: readonly string[];
  /** The first step whose answer is missing or wrong: where the person goes on. Null when there is none. */
  readonly frontier: string | null;
  readonly complete: boolean;
  /** Of the frontier and of every step that can be seen behind it. */
  readonly faults: readonly FieldFault[];
}

/** The way that the answers make through the journey. */
export function pathThrough<Answers>(journey: Journey<Answers>, answers: Answers): Path {
  const route: string[] = [];
  const faults: FieldFault[] = [];
  let frontier: string | null = null;
  for (let name: string | null = journey.first; name !== null;) {
    const step: Step<Answers> = journey.step(name);
    const own = step.faults(answers);
    route.push(name);
    if (own.length > 0) frontier ??= name;
    faults.push(...own);
    name = step.next(answers);
  }
  const steps = frontier === null ? route : route.slice(0, route.indexOf(frontier) + 1);
  return { steps, route, frontier, complete: frontier === null, faults };
}

/** Whether a page may be shown: every page before it is answered. */
export const isWithinReach = ({ steps }: Path, name: string): boolean => steps.includes(name);

/** The page that leads to this one, on this way; null for the first. */
export const stepBefore = ({ route }: Path, name: string): string | null => route[route.indexOf(name) - 1] ?? null;

/** Where the person goes on: the first page that misses something, else the last one. */
export const resumePoint = ({ steps }: Path): string | null => steps.at(-1) ?? null;

/** A question and its answer as they were shown: frozen with the outcome, because questions change. */
export interface AnsweredQuestion extends Shown {
  readonly step: string;
}

export const answeredQuestions = <Answers>(
  journey: Journey<Answers>,
  answers: Answers,
  { steps }: Path,
): readonly AnsweredQuestion[] =>
  steps.flatMap((name) =>
    journey
      .step(name)
      .shown(answers)
      .map((shown) => ({ step: name, ...shown })),
  );

export function refusedAnswers(faults: readonly FieldFault[]): Result<never, AnswersRefusal> {
  const message = faults.map((fault) => `${fault.field} : ${fault.message}`).join(' ');
  return { ok: false, refusal: { code: 'REPONSES_REFUSEES', message, fields: faults } };
}
