import { consequencesOf, taskAfterAnswer, tasksEndedBy, tasksOf } from '#domain/tasks/raise';
import { TASK_KINDS, titleOf, type TaskToRaise } from '#domain/tasks/task';
import type { OpenTask } from '#domain/reconciliation/dossier';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import {
  aDocument,
  aDossier,
  anOpenTask,
  aProfile,
  day,
  decisionOn,
  decisionsOn,
  WORLD,
  written,
} from '../../builders/trade';
import { ENDED_TASKS, PLACED_TASKS, RAISED_TASKS } from '../../cases/tasks';
import type { DossierInWords } from '../../builders/trade';

const raised = (document: NotifiedDocument, words: DossierInWords): TaskToRaise[] =>
  tasksOf(decisionOn(document, aDossier(words)), words.tasks ?? [], WORLD.reference);

const shown = ({ kind, cause, reason, period, ifContradicted }: TaskToRaise): string =>
  `${kind} ${cause} ${reason}${period === null ? '' : ` in ${period}`}${ifContradicted ? ' if contradicted' : ''}`;

const TWO_RATES = ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'];

describe('the tasks of a decision', () => {
  it.each(RAISED_TASKS)('are $tasks when $because', ({ notified, tasks, open = [], ...words }) => {
    const waiting = open.map((text) => anOpenTask(text));
    expect(raised(aDocument(notified), { ...words, tasks: waiting }).map(shown)).toEqual(tasks);
  });

  it('are pre-filled with the whole sheet, its date, its calculation and its feed', () => {
    const [task] = raised(aDocument(TWO_RATES, { feed: 12 }), {
      onFile: ['2025-11-01 DECLARED 452BE 6.20 + RA110 3.10'],
    });
    expect(written(task?.prefill.profiles ?? [])).toEqual(['452BE/01 6.35', 'RA110 3.10', '452BEB/01 0.71']);
    expect(task?.prefill).toMatchObject({
      effectiveFrom: '2026-01-01',
      calculatedAt: '2025-12-18T00:00:00',
      feed: 12,
      note: null,
    });
  });

  it('hold no line number and nothing else of the notified line', () => {
    const [task] = raised(aDocument(TWO_RATES), {});
    expect(task?.prefill.profiles.map((profile) => Object.keys(profile).sort())).toEqual([
      ['code', 'office', 'rate', 'section'],
      ['code', 'office', 'rate', 'section'],
    ]);
  });

  it.each(PLACED_TASKS)('go to $place when $because', ({ notified, open, place, ...words }) => {
    const tasks = raised(aDocument(notified), { ...words, tasks: open.map((text) => anOpenTask(text)) });
    expect(tasks.map(shown)).toEqual([place]);
  });

  it('are updated, not doubled: the cause of an open task stays its cause', () => {
    const [task] = raised(aDocument(TWO_RATES), { tasks: [anOpenTask('FIRST_PAYROLL 2025-12')] });
    expect(task).toMatchObject({ kind: 'FIRST_PAYROLL', cause: '2025-12', period: null });
  });

  it('never share one place: the latest date goes to the task that waits, the others have their own', () => {
    const document = aDocument([
      '2025-05-01 452BE/01 6.30',
      '2025-05-01 452BEB/01 0.71',
      ...TWO_RATES,
      '2026-02-01 452BE/01 6.50',
      '2026-02-01 452BEB/01 0.71',
    ]);
    const tasks = raised(document, { tasks: [anOpenTask('FIRST_PAYROLL 2026-02')] });
    expect(tasks.map((task) => [shown(task), task.prefill.effectiveFrom])).toEqual([
      ['ANNUAL_RENEWAL 2025 SEVERAL_RATES in 2025-05', '2025-05-01'],
      ['ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01', '2026-01-01'],
      ['FIRST_PAYROLL 2026-02 SEVERAL_RATES', '2026-02-01'],
    ]);
  });
});

describe('the open tasks that a decision ends', () => {
  it.each(ENDED_TASKS)('are $ended when $because', ({ notified, open, ended, ...words }) => {
    const tasks = open.map((text) => anOpenTask(text));
    const decision = decisionOn(aDocument(notified), aDossier({ ...words, tasks }));
    expect(tasksEndedBy(decision, tasks, WORLD.reference).map(({ kind }) => kind)).toEqual(ended);
  });

  it('are the renewals of a year without table too, by the date that they name', () => {
    const renewal: OpenTask = anOpenTask('ANNUAL_RENEWAL 2027', { effectiveFrom: day('2027-01-01') });
    const decision = decisionOn(aDocument(['2027-01-01 553AC/01 1.91 @2026-12-18']), aDossier());
    expect(tasksEndedBy(decision, [renewal], WORLD.reference)).toEqual([renewal]);
    const other = anOpenTask('ANNUAL_RENEWAL 2027', { effectiveFrom: day('2027-04-01') });
    expect(tasksEndedBy(decision, [other], WORLD.reference)).toEqual([]);
  });
});

describe('what several documents of one batch leave behind', () => {
  const consequences = (documents: NotifiedDocument[], words: DossierInWords = {}): string[][] =>
    consequencesOf(decisionsOn(documents, aDossier(words)), words.tasks ?? [], WORLD.reference).map(
      ({ tasks, ended }) => [...tasks.map(shown), ...ended.map(({ kind }) => `ends ${kind}`)],
    );
  const asking = aDocument(TWO_RATES, { feed: 1 });

  it('is no task that a later document answers', () => {
    const answering = aDocument(['2026-01-01 452BE/01 6.40 @2026-01-20'], { feed: 2 });
    expect(consequences([asking, answering])).toEqual([[], []]);
  });

  it('is one task where a later document asks the same again', () => {
    const again = aDocument(['2026-01-01 452BE/01 6.40 @2026-01-20', '2026-01-01 452BEB/01 0.66 @2026-01-20'], {
      feed: 2,
    });
    expect(consequences([asking, again])).toEqual([[], ['ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01']]);
  });

  it('is a task of its own where the later document speaks of another date', () => {
    const other = aDocument(['2025-05-01 452BE/01 6.10 @2026-01-20'], { feed: 2 });
    expect(consequences([asking, other])).toEqual([['ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01'], []]);
  });

  it('is the end of what was open before the batch, once answered', () => {
    const tasks = [anOpenTask('ANNUAL_RENEWAL 2026')];
    const answering = aDocument(['2026-01-01 452BE/01 6.40 @2026-01-20'], { feed: 2 });
    expect(consequences([asking, answering], { tasks })).toEqual([
      [],
      ['INCOHERENCE 2026-01-01 INCOHERENT if contradicted', 'ends ANNUAL_RENEWAL'],
    ]);
  });
});

describe('a task planned for a date for which a person then enters rates', () => {
  const [planned] = raised(aDocument(TWO_RATES, { feed: 12 }), { tasks: [anOpenTask('ANNUAL_RENEWAL 2026')] });
  const after = (...entered: readonly string[]): TaskToRaise | null =>
    planned === undefined ? null : taskAfterAnswer(planned, entered.map(aProfile));

  it.each([
    ['the same', ['452BE/01 6.35', '452BEB/01 0.71']],
    ['the same in another order', ['452BEB/01 0.71', '452BE/01 6.35']],
    ['the same without its sections', ['452BE 6.35', '452BEB 0.71']],
  ])('is not raised when they enter %s', (_case, entered) => {
    expect(after(...entered)).toBeNull();
  });

  it.each([
    ['another rate', ['452BE/01 6.53', '452BEB/01 0.71']],
    ['one rate for two', ['452BE/01 6.35']],
    ['another code', ['453BA/01 6.35', '452BEB/01 0.71']],
  ])('becomes an incoherence of that date when they enter %s', (_case, entered) => {
    const task = after(...entered);
    expect(task === null ? null : shown(task)).toBe('INCOHERENCE 2026-01-01 INCOHERENT');
    expect(task?.prefill).toEqual(planned?.prefill);
  });
});

describe('the title of a task', () => {
  it.each([...TASK_KINDS, 'DONE_FOR_YOU' as const])('of kind %s is a French phrase', (kind) => {
    expect(titleOf(kind)).toMatch(/^[A-ZÉ][\p{L} ’'/]+$/u);
  });
});
