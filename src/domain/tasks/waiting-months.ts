import { addMonths, type Period } from '../values/local-date';

const OFFERED = 6;

/** The months that a task may be put off to: after its own and after the one that runs. */
export function waitingMonths(period: Period, thisMonth: Period): readonly Period[] {
  const latest = period > thisMonth ? period : thisMonth;
  return Array.from({ length: OFFERED }, (_, place) => addMonths(latest, place + 1));
}
