import { cents, type Cents } from '#domain/values/money';
import type { Headcount } from './headcount';

export interface EnrolmentPenalty {
  readonly perEmployee: Cents;
  readonly total: Cents;
  readonly capped: boolean;
}

const EURO = 100;
const SMALL_BELOW = 20_00;
const LARGE_FROM = 150_00;
const YEARLY_CEILING = cents(10_000_00);

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

function thousandths(company: Headcount): number {
  if (company < SMALL_BELOW) return 5;
  return company < LARGE_FROM ? 10 : 15;
}
