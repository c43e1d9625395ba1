import type { Reference } from '#domain/reference/reference';
import { titleOf, type TaskKind, type TaskReason } from '#domain/tasks/task';
import { frenchRate } from '#domain/values/rate';
import { dsnCode } from '#domain/values/risk-code';
import type { TaskRow } from '#storage/overview/read-overview';
import { labelOf, placeOf, type Place } from './place';
import type { RateChange } from './verdict-line';

/** One open task, ready to be read. */
export interface TaskLine extends Place {
  readonly id: number;
  readonly kind: TaskKind;
  readonly reason: TaskReason;
  readonly title: string;
  readonly period: string;
  readonly postponedUntil: string | null;
  /** What the task is pre-filled with. */
  readonly proposed: readonly RateChange[];
  readonly note: string | null;
}

export function taskLine(row: TaskRow, reference: Reference): TaskLine {
  const { id, kind, reason, period, postponedUntil, prefill } = row;
  const proposed = prefill.profiles.map(({ code, office, rate }) => {
    const written = dsnCode(code, office);
    return { code: written, label: labelOf(written, reference), before: null, after: frenchRate(rate) };
  });
  return {
    ...placeOf(row, proposed[0]?.code ?? null),
    ...{ id, kind, reason, period, postponedUntil, proposed },
    title: titleOf(kind),
    note: prefill.note,
  };
}
