import { DEFAULT_CALENDAR, type CampaignCalendar } from '../campaign/calendar';
import { rateOfHundredths, type Rate } from '../values/rate';
import type { LocalDate } from '../values/local-date';

/** Guards and thresholds are data: these are the defaults, and the configuration may replace any of them. */
export interface Policy {
  /** Companies that joined on or after this day are not updated by themselves unless they say oui. */
  readonly automationRefusedForClientsSince: LocalDate;
  readonly guards: {
    /** A rate this many times the former one, or more, is held; and likewise divided. */
    readonly ratio: number;
    /** Above this rate a line is held, unless the national table itself goes above for that code. */
    readonly ceiling: Rate;
  };
  readonly batch: {
    /** The breaker speaks only when at least so many rates have a former rate to compare with. */
    readonly minimumCompared: number;
    /** Share, in percent, of compared rates above which the whole batch is held. */
    readonly movedShare: number;
    /** A rate has moved when it changes by this percentage or more. */
    readonly movedBy: number;
    /** Establishments applied together: one transaction, one audit entry. */
    readonly chunk: number;
  };
  /** A date of effect further ahead of the calculation than this many years cannot be trusted. */
  readonly furthestYearsAhead: number;
  /** When campaigns open and close by themselves. */
  readonly calendar: CampaignCalendar;
}

export const DEFAULT_POLICY: Policy = {
  automationRefusedForClientsSince: '2023-12-01' as LocalDate,
  guards: { ratio: 2, ceiling: rateOfHundredths(30_00) },
  batch: { minimumCompared: 20, movedShare: 20, movedBy: 50, chunk: 10_000 },
  furthestYearsAhead: 2,
  calendar: DEFAULT_CALENDAR,
};

export interface CompanyFacts {
  /** The company's explicit oui/non; null while it has said nothing. */
  readonly automation: boolean | null;
  readonly clientSince: LocalDate | null;
  readonly firstSeenOn: LocalDate;
}

/** The company's word wins; else a dated policy (rule 10). A company known only by its DSN is a client since it was first seen. */
export const isAutomationAllowed = (company: CompanyFacts, policy: Policy): boolean =>
  company.automation ?? (company.clientSince ?? company.firstSeenOn) < policy.automationRefusedForClientsSince;
