import type { OpenTask } from '../reconciliation/dossier';
import { isApplied, type DatedFinding, type Decision, type Reason } from '../reconciliation/verdict';
import type { Reference } from '../reference/reference';
import { lastDay, periodOf, type LocalDate, type Period } from '../values/local-date';
import type { TaskKind, TaskToRaise } from './task';

/** The tasks that a decision leaves to a person: one per date that could not be applied by itself. */
export function tasksOf(decision: Decision, openTasks: readonly OpenTask[], reference: Reference): TaskToRaise[] {
  if (decision.verdict !== 'TASK_RAISED' || decision.reason === null) return [];
  const { reason, feed } = decision;
  return decision.dated
    .filter((finding) => finding.verdict !== 'UNCHANGED')
    .map((finding) => {
      const own = finding.reason ?? reason;
      return {
        ...placeOf(finding, own, openTasks, reference),
        reason: own,
        prefill: {
          effectiveFrom: finding.effectiveFrom,
          calculatedAt: finding.calculatedAt,
          profiles: finding.sheet.map(({ code, section, office, rate }) => ({ code, section, office, rate })),
          feed,
          note: null,
        },
      };
    });
}

type Place = Pick<TaskToRaise, 'kind' | 'cause' | 'period'>;

/** Design rule 9: an incoherence has its own task; the rest goes to the task that already waits for a rate, else opens one. */
function placeOf(finding: DatedFinding, reason: Reason, openTasks: readonly OpenTask[], reference: Reference): Place {
  const incoherence: Place = { kind: 'INCOHERENCE', cause: finding.effectiveFrom, period: null };
  if (reason === 'INCOHERENT') return incoherence;
  const waiting = taskWaitingFor(finding.effectiveFrom, openTasks, reference);
  if (waiting !== null)
    return { kind: waiting.kind, cause: waiting.cause, period: periodOfCampaign(waiting, reference) };
  if (finding.opening === null) return incoherence;
  return { kind: 'ANNUAL_RENEWAL', cause: String(finding.opening), period: periodOf(finding.effectiveFrom) };
}

function taskWaitingFor(date: LocalDate, openTasks: readonly OpenTask[], reference: Reference): OpenTask | null {
  const campaign = reference.campaignStarting(date);
  const renewal = openTasks.find((task) => task.kind === 'ANNUAL_RENEWAL' && task.cause === String(campaign?.year));
  const others = openTasks.filter(
    (task) => task.kind === 'FIRST_PAYROLL' || (task.kind === 'ANNUAL_RENEWAL' && campaign === null),
  );
  return renewal ?? others[0] ?? null;
}

function periodOfCampaign(task: OpenTask, reference: Reference): Period | null {
  const start = task.kind === 'ANNUAL_RENEWAL' ? reference.campaign(Number(task.cause))?.effectiveFrom : undefined;
  return start === undefined ? null : periodOf(start);
}

const WAITING_FOR_A_RATE: readonly TaskKind[] = ['FIRST_PAYROLL', 'ANNUAL_RENEWAL', 'INCOHERENCE'];

/** Open tasks that a rate recorded by itself makes needless: they end as superseded and say so (design rule 14). */
export function tasksEndedBy(
  decision: Decision,
  openTasks: readonly OpenTask[],
  reference: Reference,
): readonly OpenTask[] {
  if (!isApplied(decision.verdict) || openTasks.length === 0) return [];
  return openTasks.filter(
    (task) =>
      WAITING_FOR_A_RATE.includes(task.kind) &&
      decision.dated.some(({ effectiveFrom }) => answers(effectiveFrom, task, reference)),
  );
}

function answers(effectiveFrom: LocalDate, task: OpenTask, reference: Reference): boolean {
  switch (task.kind) {
    case 'ANNUAL_RENEWAL':
      return reference.campaign(Number(task.cause))?.effectiveFrom === effectiveFrom;
    case 'FIRST_PAYROLL':
      return effectiveFrom <= lastDay(task.cause as Period);
    case 'INCOHERENCE':
      return task.cause === effectiveFrom;
    case 'EMPLOYEE_AFFILIATION':
      return false;
  }
}
