import { contractText, type EmployeeContract } from '../affiliation/contract';
import type { Evidence } from '../affiliation/profile-of';
import { PayrollRates } from '../payroll/payroll';
import type { RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import type { LocalDate, Period } from '../values/local-date';
import { cents, contribution, type Cents } from '../values/money';
import type { Rate } from '../values/rate';

/** What a change of rates costs or spares in one month like the latest declared one. */
export interface MonthlyEffect {
  /** The month whose bases were taken. */
  readonly period: Period;
  /** Σ bases of the employees concerned. */
  readonly base: Cents;
  /** Positive when the contribution grows. */
  readonly difference: Cents;
}

/** The same evidence as it stood with other sheets on file. */
export const withSheets = (evidence: Evidence, sheets: readonly RateSheet[]): Evidence => ({ ...evidence, sheets });

/**
 * The effect on `day` of what `after` has on file and `before` has not, on the bases of the latest declared month; null
 * when no month is declared or nobody of it has a rate both ways.
 */
export function monthlyEffectOf(
  contracts: readonly EmployeeContract[],
  { before, after }: { readonly before: Evidence; readonly after: Evidence },
  reference: Reference,
  day: LocalDate,
): MonthlyEffect | null {
  const period = after.declared.at(-1)?.period;
  if (period === undefined) return null;
  const known = new Map(contracts.map((contract) => [contractText(contract), contract]));
  const former = new PayrollRates(contracts, before, reference);
  const present = new PayrollRates(contracts, after, reference);
  let [base, difference, compared] = [0, 0, 0];
  for (const line of after.declared) {
    const contract = line.period === period ? known.get(contractText(line)) : undefined;
    if (contract === undefined) continue;
    const [was, is] = [rateOn(former, contract, day), rateOn(present, contract, day)];
    if (was === null || is === null) continue;
    compared++;
    if (was === is) continue;
    base += line.base;
    difference += contribution(line.base, is) - contribution(line.base, was);
  }
  return compared === 0 ? null : { period, base: cents(base), difference: cents(difference) };
}

function rateOn(rates: PayrollRates, contract: EmployeeContract, day: LocalDate): Rate | null {
  const assigned = rates.on(contract, day);
  return assigned.kind === 'RATED' ? assigned.rate : null;
}
