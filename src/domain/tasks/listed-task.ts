import type { LocalDate, Period } from '../values/local-date';
import type { Siret } from '../values/siret';
import { titleOf, type TaskKind, type TaskStatus } from './task';

/** A task as every list shows it; a DONE_FOR_YOU is the record of an automatic update. */
export interface ListedTask {
  /** A number as text, or `auto-<feed>-<siret>` for what was done by itself. */
  readonly id: string;
  readonly siret: Siret;
  readonly period: Period;
  readonly kind: TaskKind | 'DONE_FOR_YOU';
  /** Of the task, or the rule that spoke for a DONE_FOR_YOU. */
  readonly reason: string;
  readonly status: TaskStatus;
  /** A month, while the task waits for it or when it last did. */
  readonly postponedUntil: Period | null;
  readonly postponements: number;
  readonly title: string;
}

/** Where and whose it is, for people. */
export interface TaskPlace {
  readonly company: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

/** The record of an automatic update: nothing is stored beside the verdict it is derived from. */
export function doneForYou(done: {
  readonly feed: number;
  readonly siret: Siret;
  readonly rule: string;
  readonly effectiveFrom: LocalDate;
}): ListedTask {
  return {
    id: `auto-${done.feed}-${done.siret}`,
    siret: done.siret,
    period: done.effectiveFrom.slice(0, 7) as Period,
    kind: 'DONE_FOR_YOU',
    reason: done.rule,
    status: 'DONE',
    postponedUntil: null,
    postponements: 0,
    title: titleOf('DONE_FOR_YOU'),
  };
}

const STATUSES: readonly TaskStatus[] = ['OPEN', 'DONE', 'SUPERSEDED'];
/** A wrong first payslip is the dearest; an affiliation cannot be done before its rates. */
const KINDS: readonly ListedTask['kind'][] = [
  'FIRST_PAYROLL',
  'INCOHERENCE',
  'ANNUAL_RENEWAL',
  'EMPLOYEE_AFFILIATION',
  'DONE_FOR_YOU',
];

/** Most urgent first, in the month that is looked at: what waits for a later month comes after, what has ended comes last. */
export function byUrgency(month: Period): (a: ListedTask, b: ListedTask) => number {
  const waits = ({ postponedUntil }: ListedTask): number => Number(postponedUntil !== null && postponedUntil > month);
  return (a, b) =>
    STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
    waits(a) - waits(b) ||
    compareText(a.period, b.period) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(a.siret, b.siret) ||
    compareText(a.id.padStart(20), b.id.padStart(20));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
