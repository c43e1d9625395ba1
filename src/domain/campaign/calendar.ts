import { parisInstant, type TimeOfDay } from '../values/paris';
import { addDays, addYears, firstDay, periodOf, type LocalDate } from '../values/local-date';

/** When campaigns open and close, counted from the day on which a year's rates take effect. */
export interface CampaignCalendar {
  /** A day after the rates hold: on 2 January, or on 2 May for a year like 2025. */
  readonly opensDaysAfter: number;
  /**
   * Before the payrolls of the first month are made: on 20 January. Whoever has no rate by then is asked for it.
   */
  readonly closesDaysAfter: number;
  /** Days that somebody has set for one year, instead. */
  readonly years: Readonly<Record<string, ChosenDays>>;
}

export interface ChosenDays {
  readonly opens?: LocalDate;
  readonly closes?: LocalDate;
}

export const DEFAULT_CALENDAR: CampaignCalendar = { opensDaysAfter: 1, closesDaysAfter: 19, years: {} };

const AT: TimeOfDay = '06:00';

/** A year whose date of effect is known: from its arrêté, or because somebody opened its campaign by date. */
export interface KnownYear {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  /** Day on which we learnt it; null when the program came with it. */
  readonly knownOn: LocalDate | null;
  /** Day on which its campaign was opened, by whomever; null while it is not. */
  readonly openedOn: LocalDate | null;
}

export interface CampaignDates {
  readonly year: number;
  /** ISO instants. */
  readonly opensAt: string;
  readonly closesAt: string;
}

/** A table that came after its date of effect moves both days by as much: nobody is told "nothing received" at once. */
export function campaignDates(known: KnownYear, calendar: CampaignCalendar): CampaignDates {
  const { year, effectiveFrom, openedOn } = known;
  const chosen = calendar.years[String(year)] ?? {};
  const learnt = isRecent(known) ? latest(effectiveFrom, known.knownOn) : effectiveFrom;
  const begun = openedOn === null ? learnt : latest(effectiveFrom, addDays(openedOn, -calendar.opensDaysAfter));
  return {
    year,
    opensAt: parisInstant(chosen.opens ?? addDays(learnt, calendar.opensDaysAfter), AT),
    closesAt: parisInstant(chosen.closes ?? addDays(begun, calendar.closesDaysAfter), AT),
  };
}

/** The day on which the table of a civil year is missed: when its campaign would usually open. */
export const isYearMissing = (known: readonly KnownYear[], on: LocalDate): boolean =>
  known.every(({ year }) => year !== Number(on.slice(0, 4)));

/** The table of a year long past, imported for its history, opens nothing. */
const isRecent = ({ effectiveFrom, knownOn }: KnownYear): boolean =>
  knownOn !== null && knownOn < addYears(firstDay(periodOf(effectiveFrom)), 1);

const latest = (one: LocalDate, other: LocalDate | null): LocalDate => (other !== null && other > one ? other : one);
