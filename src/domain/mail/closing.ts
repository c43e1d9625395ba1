import { addDays, addMonths, firstDay, periodOf, type LocalDate, type Period } from '../values/local-date';

/** Days of the next month on which a DSN is due: the 5th from fifty employees on, else the 15th; unknown counts as the 5th. */
const DUE_DAYS = [5, 15] as const;
export type DueDay = (typeof DUE_DAYS)[number];

/** From this headcount on the DSN is due on the 5th. */
export const EARLY_HEADCOUNT_HUNDREDTHS = 50_00;

/** How long before the due day people are reminded. */
const DAYS_BEFORE = 3;

export interface Closing {
  readonly dueDay: DueDay;
  readonly dueOn: LocalDate;
  /** The payroll month that is declared then. */
  readonly period: Period;
}

/** The due days that people are to be reminded of today: from three days before to the day itself. */
export function closingsNear(today: LocalDate): readonly Closing[] {
  const month = periodOf(today);
  return DUE_DAYS.map((dueDay) => ({
    dueDay,
    dueOn: addDays(firstDay(month), dueDay - 1),
    period: addMonths(month, -1),
  })).filter(({ dueOn }) => today <= dueOn && today >= addDays(dueOn, -DAYS_BEFORE));
}
