import penalty from '../reference/data/enrolment-penalty.json';
import { cents, type Cents } from '#domain/values/money';
import { headcountOfHundredths, type Headcount } from './headcount';

export interface EnrolmentPenalty {
  readonly perEmployee: Cents;
  readonly total: Cents;
  readonly capped: boolean;
}

const EURO = 100;
const HUNDREDTHS = 100;
const YEARLY_CEILING = cents(penalty.yearlyCeiling);

/** What sets the penalty, as pages name it. */
export const PENALTY_ARTICLE = penalty.article;

/**
 * What a civil year without AT/MP account may cost (arrêté du 8 octobre 2020): 0.5 % of the PMSS per employee below 20, 1 % from 20
 * to 149, 1.5 % from 150, rounded up to the euro, times the employees of the establishments that are not enrolled,
 * 10 000 € at most (the ceiling is of secondary source).
 *
 * @param employees whole number of employees of the establishments not enrolled
 */
export function enrolmentPenalty(company: Headcount, employees: number, pmss: Cents): EnrolmentPenalty {
  const perEmployee = Math.ceil((pmss * thousandths(company)) / (1_000 * EURO)) * EURO;
  const due = perEmployee * employees;
  return { perEmployee: cents(perEmployee), total: cents(Math.min(due, YEARLY_CEILING)), capped: due > YEARLY_CEILING };
}

export interface PenaltyShare {
  /** Headcount of the company from which it applies. */
  readonly from: Headcount;
  readonly perEmployee: Cents;
}

/** The whole scale of a year, for who does not know the headcount. */
export const penaltyScale = (pmss: Cents): readonly PenaltyShare[] =>
  penalty.shares.map(({ from }) => {
    const company = headcountOfHundredths(from * HUNDREDTHS);
    return { from: company, perEmployee: enrolmentPenalty(company, 1, pmss).perEmployee };
  });

function thousandths(company: Headcount): number {
  return penalty.shares.findLast(({ from }) => company >= from * HUNDREDTHS)?.thousandths ?? 0;
}
