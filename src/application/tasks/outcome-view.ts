import type { LocalDate } from '#domain/values/local-date';

/** What became of a task, as pages tell it: read back from what was frozen when it ended. */
export interface OutcomeView {
  /** Who answered; null when nobody had to. */
  readonly by: string | null;
  readonly questions: readonly { readonly question: string; readonly answer: string }[];
  readonly warnings: readonly { readonly message: string; readonly reason: string | null }[];
  /** Date of effect of the rates given; null when none were. */
  readonly effectiveFrom: LocalDate | null;
  readonly affiliationTask: boolean;
  /** The document that made the task needless. */
  readonly feed: number | null;
  /** Who corrected the rate meanwhile. */
  readonly correctedBy: string | null;
}

/** Old outcomes lack what was not kept in their day: that is left empty. */
export function outcomeView(outcome: unknown): OutcomeView {
  const sheet = field(outcome, 'sheet');
  const superseding = field(outcome, 'supersededBy');
  const feed = typeof superseding === 'number' ? superseding : field(superseding, 'feed');
  return {
    by: textOf(field(outcome, 'by')),
    questions: listOf(field(outcome, 'questions')).flatMap((one) => {
      const [question, answer] = [textOf(field(one, 'question')), textOf(field(one, 'answer'))];
      return question === null || answer === null ? [] : [{ question, answer }];
    }),
    warnings: listOf(field(outcome, 'warnings')).flatMap((one) => {
      const message = textOf(field(one, 'message'));
      return message === null ? [] : [{ message, reason: textOf(field(one, 'reason')) }];
    }),
    effectiveFrom: textOf(field(sheet, 'effectiveFrom')) as LocalDate | null,
    affiliationTask: field(outcome, 'affiliationTask') === true,
    feed: feed === null || feed === undefined || feed === '' ? null : Number(feed),
    correctedBy: textOf(field(superseding, 'correction')),
  };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
