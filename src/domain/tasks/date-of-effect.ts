import type { Reference } from '../reference/reference';
import { firstDay, parseIsoDate, type LocalDate, type Period } from '../values/local-date';
import type { Prefill, TaskKind } from './task';

/** What a task says about when its rate starts. */
export interface DatedTask {
  readonly kind: TaskKind;
  readonly cause: string;
  readonly period: Period;
  readonly prefill: Pick<Prefill, 'effectiveFrom'>;
}

/**
 * The date of effect of an answer unless the person gives another (rule 15): the campaign's for a renewal, the
 * 1st of the period for a first payroll, that of the contradicting document for an incoherence.
 */
export function dateOfEffect({ kind, cause, period, prefill }: DatedTask, reference: Reference): LocalDate {
  switch (kind) {
    case 'ANNUAL_RENEWAL':
      return reference.campaign(Number(cause))?.effectiveFrom ?? prefill.effectiveFrom ?? firstDay(period);
    case 'FIRST_PAYROLL':
      return firstDay(period);
    case 'INCOHERENCE':
    case 'EMPLOYEE_AFFILIATION': {
      const date = parseIsoDate(cause);
      return date.ok ? date.value : (prefill.effectiveFrom ?? firstDay(period));
    }
  }
}
