import { sameSheet } from '../rates/pairing';
import type { RateProfile } from '../rates/profile';
import type { OpenTask } from '../reconciliation/dossier';
import { isApplied, type DatedFinding, type Decision, type Reason } from '../reconciliation/verdict';
import type { CampaignYear, Reference } from '../reference/reference';
import { lastDay, periodOf, type LocalDate, type Period } from '../values/local-date';
import type { TaskToRaise } from './task';

/** What one document leaves behind: tasks for people, and open tasks that it makes needless. */
export interface Consequences {
  readonly tasks: readonly TaskToRaise[];
  readonly ended: readonly OpenTask[];
}

/**
 * What the documents of one establishment leave behind, taken in their order: a task that a later document of the
 * same batch answers, or asks again, is not raised for the earlier one.
 */
export function consequencesOf(
  decisions: readonly Decision[],
  openTasks: readonly OpenTask[],
  reference: Reference,
): readonly Consequences[] {
  const answeredLater = (task: TaskToRaise, place: number): boolean =>
    decisions.slice(place + 1).some((later) => {
      const asked = tasksOf(later, openTasks, reference).some((other) => isSameTask(other, task));
      return asked || tasksEndedBy(later, [asOpen(task)], reference).length > 0;
    });
  return decisions.map((decision, place) => {
    const tasks = tasksOf(decision, openTasks, reference).filter((task) => !answeredLater(task, place));
    const ended = tasksEndedBy(decision, openTasks, reference);
    return { tasks: ended.length === 0 ? tasks : [...tasks, ...doubtsAbout(decision, ended, reference)], ended };
  });
}

/** Where a decision ends a task, its rate is looked at again should a person answer that very task otherwise meanwhile. */
function doubtsAbout(decision: Decision, ended: readonly OpenTask[], reference: Reference): TaskToRaise[] {
  return decision.dated
    .filter(({ effectiveFrom }) => ended.some((task) => answers(effectiveFrom, task, reference)))
    .map((finding) => ({
      ...taskAt(incoherenceAt(finding), finding, 'INCOHERENT', decision.feed),
      ifContradicted: true,
    }));
}

/**
 * What becomes of a task that a document was to raise when a person has meanwhile entered rates for the same date: what
 * that document would have raised after them. None where both say the same, else an incoherence (rules 6 and 8).
 */
export function taskAfterAnswer(task: TaskToRaise, entered: readonly RateProfile[]): TaskToRaise | null {
  const { effectiveFrom, profiles } = task.prefill;
  if (effectiveFrom === null || sameSheet(profiles, entered)) return null;
  return { kind: 'INCOHERENCE', cause: effectiveFrom, reason: 'INCOHERENT', period: null, prefill: task.prefill };
}

/**
 * The tasks that a decision leaves to a person: one per date that could not be applied by itself. The task that
 * already waits for a rate takes the latest date only, as a task has one answer.
 */
export function tasksOf(decision: Decision, openTasks: readonly OpenTask[], reference: Reference): TaskToRaise[] {
  const { verdict, reason } = decision;
  if (verdict !== 'TASK_RAISED' || reason === null) return [];
  const tasks: TaskToRaise[] = [];
  for (const finding of decision.dated.toReversed()) {
    if (finding.verdict === 'UNCHANGED') continue;
    const own = finding.reason ?? reason;
    const places = [...placesFor(finding, own, openTasks, reference), incoherenceAt(finding)];
    const place = places.find((candidate) => !tasks.some((task) => isSameTask(task, candidate)));
    if (place !== undefined) tasks.unshift(taskAt(place, finding, own, decision.feed));
  }
  return tasks;
}

type Place = Pick<TaskToRaise, 'kind' | 'cause' | 'period'>;

const isSameTask = (a: Place, b: Place): boolean => a.kind === b.kind && a.cause === b.cause;

function taskAt(place: Place, finding: DatedFinding, reason: Reason, feed: number): TaskToRaise {
  const { effectiveFrom, calculatedAt, sheet } = finding;
  const profiles = sheet.map(({ code, section, office, rate }) => ({ code, section, office, rate }));
  return { ...place, reason, prefill: { effectiveFrom, calculatedAt, profiles, feed, note: null } };
}

const incoherenceAt = ({ effectiveFrom }: DatedFinding): Place => ({
  kind: 'INCOHERENCE',
  cause: effectiveFrom,
  period: null,
});

/** Rule 9: an incoherence has its own task; the rest goes to the task that already waits for a rate, else opens one. */
function placesFor(
  finding: DatedFinding,
  reason: Reason,
  openTasks: readonly OpenTask[],
  reference: Reference,
): readonly Place[] {
  if (reason === 'INCOHERENT') return [];
  const places: Place[] = [];
  const waiting = taskWaitingFor(finding.effectiveFrom, openTasks, reference);
  if (waiting !== null) {
    places.push({ kind: waiting.kind, cause: waiting.cause, period: periodOfCampaign(waiting, reference) });
  }
  if (finding.opening !== null) {
    places.push({ kind: 'ANNUAL_RENEWAL', cause: String(finding.opening), period: periodOf(finding.effectiveFrom) });
  }
  return places;
}

/**
 * The renewal of the campaign that the date belongs to, else the first payroll, else a renewal that began before the
 * date; a correction of a past year is no answer to a renewal that begins later.
 */
function taskWaitingFor(date: LocalDate, openTasks: readonly OpenTask[], reference: Reference): OpenTask | null {
  const renewals = openTasks.filter(({ kind }) => kind === 'ANNUAL_RENEWAL');
  const current = campaignOn(date, reference)?.year;
  const own = renewals.find(({ cause }) => cause === String(current));
  const firstPayroll = openTasks.find(({ kind }) => kind === 'FIRST_PAYROLL');
  if (own !== undefined || firstPayroll !== undefined) return own ?? firstPayroll ?? null;
  if (reference.campaignStarting(date) !== null) return null;
  return renewals.findLast((task) => (startOf(task, reference) ?? date) <= date) ?? null;
}

/** The campaign whose rates hold that day. */
const campaignOn = (date: LocalDate, reference: Reference): CampaignYear | undefined =>
  reference.campaigns().findLast(({ effectiveFrom }) => effectiveFrom <= date);

/** First day of a renewal's campaign: the year's, else the date its own prefill gives. */
const startOf = (renewal: OpenTask, reference: Reference): LocalDate | null =>
  reference.campaign(Number(renewal.cause))?.effectiveFrom ?? renewal.effectiveFrom;

function periodOfCampaign(task: OpenTask, reference: Reference): Period | null {
  const start = task.kind === 'ANNUAL_RENEWAL' ? startOf(task, reference) : null;
  return start === null ? null : periodOf(start);
}

/** Open tasks that a rate recorded by itself makes needless: they end as superseded and say so (rule 14). */
export function tasksEndedBy(
  decision: Decision,
  openTasks: readonly OpenTask[],
  reference: Reference,
): readonly OpenTask[] {
  if (openTasks.length === 0 || !isApplied(decision.verdict)) return [];
  return openTasks.filter((task) =>
    decision.dated.some(({ effectiveFrom }) => answers(effectiveFrom, task, reference)),
  );
}

function answers(effectiveFrom: LocalDate, task: OpenTask, reference: Reference): boolean {
  switch (task.kind) {
    case 'ANNUAL_RENEWAL':
      return startOf(task, reference) === effectiveFrom;
    case 'FIRST_PAYROLL':
      return effectiveFrom <= lastDay(task.cause as Period);
    case 'INCOHERENCE':
      // What a DSN declares otherwise is not settled by the caisse saying its rate again.
      return task.cause === effectiveFrom && task.reason !== undefined && task.reason !== 'DECLARED_OTHERWISE';
    case 'EMPLOYEE_AFFILIATION':
      return false;
  }
}

const asOpen = ({ kind, cause, reason, prefill }: TaskToRaise): OpenTask => ({
  id: 0,
  kind,
  cause,
  reason,
  effectiveFrom: prefill.effectiveFrom,
  calculatedAt: prefill.calculatedAt,
});
