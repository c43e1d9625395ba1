import type { Reference } from '#domain/reference/reference';
import { sheetOn, type RateSheet } from '#domain/rates/sheet';
import { explain } from '#domain/reconciliation/explain';
import { refuseAtOnce } from '#domain/tasks/at-once';
import { dateOfEffect } from '#domain/tasks/date-of-effect';
import type { MonthState } from '#domain/tasks/month';
import type { TaskKind, TaskReason } from '#domain/tasks/task';
import { updateName } from '#domain/updates/update-name';
import { periodOf, type LocalDate, type Period } from '#domain/values/local-date';
import { frenchRate, parseRate } from '#domain/values/rate';
import type { Refusal } from '#domain/values/result';
import type { Siren } from '#domain/values/siret';
import type { MonthTask, MonthUpdate, RetainedRate } from '#storage/tasks/month-rows';
import { labelOf, placeOf, type Place } from '../overview/place';
import { ratesOf, type RateChange } from '../overview/verdict-line';
import { parisDay } from '../ports/paris';
import { rateChanges } from './rate-changes';

interface Line extends Place {
  readonly siren: Siren;
  /** The payroll that it is for. */
  readonly period: Period;
  /** What is proposed, or what was put on file. */
  readonly rates: readonly RateChange[];
}

/** A task of the month, ready to be read. */
export interface TaskMonthLine extends Line {
  readonly id: number;
  readonly state: Exclude<MonthState, 'DONE_FOR_YOU'>;
  readonly kind: TaskKind;
  readonly reason: TaskReason;
  /** The document in which the caisse notified what is proposed; null when that is only on file or declared. */
  readonly feed: number | null;
  readonly note: string | null;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
  /** Null while it is open. */
  readonly endedOn: LocalDate | null;
  /** A person; null when the rate arrived by itself and nobody had to answer. */
  readonly endedBy: string | null;
  /** Why one click may not confirm it; null when it may. */
  readonly notAtOnce: Refusal | null;
}

/** « Tâche réalisée par Taux Juste ». */
export interface UpdateMonthLine extends Line {
  /** `auto-<feed>-<siret>`. */
  readonly id: string;
  readonly state: 'DONE_FOR_YOU';
  readonly effectiveFrom: LocalDate;
  readonly why: string;
  /** The day on which support took it back; null while it stands. */
  readonly undoneOn: LocalDate | null;
}

export type MonthLine = TaskMonthLine | UpdateMonthLine;

/** `sheets` are all of the establishment's; they are asked what holds on the task's date. */
export function taskMonthLine(row: MonthTask, sheets: readonly RateSheet[], reference: Reference): TaskMonthLine {
  const { id, siren, state, kind, reason, period, prefill, postponedUntil, postponements, endedAt, endedBy } = row;
  const onFile = sheetOn(sheets, dateOfEffect(row, reference))?.profiles ?? [];
  const isCompared = prefill.feed !== null || kind === 'INCOHERENCE';
  const proposed = (): readonly RateChange[] =>
    rateChanges(prefill.profiles, isCompared && kind !== 'EMPLOYEE_AFFILIATION' ? onFile : [], reference);
  const rates = state === 'DONE' ? retainedRates(row.retained ?? [], reference) : proposed();
  return {
    ...placeOf(row, rates[0]?.code ?? null),
    ...{ id, siren, state, kind, reason, period, rates, postponedUntil, postponements, endedBy },
    feed: prefill.feed,
    note: prefill.note,
    endedOn: endedAt === null ? null : parisDay(endedAt),
    notAtOnce: refuseAtOnce(row, onFile),
  };
}

const retainedRates = (retained: readonly RetainedRate[], reference: Reference): readonly RateChange[] =>
  retained.map(({ codeDsn, rate }) => {
    const parsed = rate === null ? null : parseRate(rate);
    const after = parsed?.ok === true ? frenchRate(parsed.value) : null;
    return { code: codeDsn, label: labelOf(codeDsn, reference), before: null, after };
  });

export function updateMonthLine(row: MonthUpdate, reference: Reference): UpdateMonthLine {
  const { feed, siret, siren, rule, facts, effectiveFrom, undoneAt } = row;
  const rates = ratesOf(facts, reference);
  return {
    ...placeOf(row, rates[0]?.code ?? null),
    id: updateName({ feed, siret }),
    ...{ siren, state: 'DONE_FOR_YOU', effectiveFrom, rates },
    period: periodOf(effectiveFrom),
    why: explain({ rule, facts }),
    undoneOn: undoneAt === null ? null : parisDay(undoneAt),
  };
}
