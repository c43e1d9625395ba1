import { addMonths, periodOf, type LocalDate, type Period } from '../values/local-date';

/** The first payroll made at a rate that holds from `since`: a declared month is never rewritten. */
export function nextPayroll(since: LocalDate, declared: readonly Period[]): Period {
  const last = declared.reduce<Period | null>(
    (latest, month) => (latest === null || month > latest ? month : latest),
    null,
  );
  const first = periodOf(since);
  return last === null || last < first ? first : addMonths(last, 1);
}
