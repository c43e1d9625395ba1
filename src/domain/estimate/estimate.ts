import { contractText, type DeclaredLine, type EmployeeContract } from '../affiliation/contract';
import type { Evidence } from '../affiliation/profile-of';
import { PayrollRates } from '../payroll/payroll';
import type { Reference } from '../reference/reference';
import { firstDay, type Period } from '../values/local-date';
import { groupedBy } from '../values/grouped';
import { cents, contribution, type Cents } from '../values/money';

/** A declared month whose contribution is not the right one; nothing of it is ever filed by the program. */
export interface EstimatedMonth {
  readonly period: Period;
  /** Contribution at the rates that the DSN of the month declared; nothing for 999ZZ. */
  readonly declared: Cents;
  /** Contribution at the rates that the payroll of the month would use today. */
  readonly right: Cents;
  /** Σ bases brutes déplafonnées (78 code 03) of the month. */
  readonly base: Cents;
  readonly difference: Cents;
  /** Employees for whom the two differ. */
  readonly employees: number;
}

export interface Estimate {
  readonly months: readonly EstimatedMonth[];
  readonly total: Cents;
}

/**
 * The regularisation to expect, month by month: right minus declared contribution, computed contract by contract to
 * the cent, then summed. Where nothing better than the declaration itself is known, what was declared counts as right.
 */
export function estimateOf(
  contracts: readonly EmployeeContract[],
  evidence: Evidence,
  reference: Reference,
  since: Period,
): Estimate {
  const known = new Map(contracts.map((contract) => [contractText(contract), contract]));
  const rates = new PayrollRates(contracts, evidence, reference);
  const months: EstimatedMonth[] = [];
  for (const [period, lines] of groupedBy(evidence.declared, (line) => line.period)) {
    if (period < since) continue;
    const sums = [...groupedBy(lines, contractText)].map(([name, own]) => {
      const contract = known.get(name) ?? contractAsDeclared(own);
      return { ...amountsOf(contract, period, own, rates), matricule: contract.matricule };
    });
    const month = monthOf(period, sums);
    if (month.difference !== 0) months.push(month);
  }
  months.sort((a, b) => (a.period < b.period ? -1 : 1));
  return { months, total: cents(months.reduce((sum, { difference }) => sum + difference, 0)) };
}

interface Amounts {
  readonly base: number;
  readonly declared: number;
  readonly right: number;
}

/** A contract may be declared in several lines, one per fraction or rate of the month. */
function amountsOf(
  contract: EmployeeContract,
  period: Period,
  lines: readonly DeclaredLine[],
  rates: PayrollRates,
): Amounts {
  let base = 0;
  let declared = 0;
  for (const [rate, alike] of groupedBy(lines, (line) => line.rate)) {
    const sum = alike.reduce((total, line) => total + line.base, 0);
    base += sum;
    declared += rate === null ? 0 : contribution(cents(sum), rate);
  }
  const assigned = rates.of(contract, period);
  const isBetterKnown = assigned.kind === 'RATED' && assigned.sheet.source !== 'DECLARED';
  return { base, declared, right: isBetterKnown ? contribution(cents(base), assigned.rate) : declared };
}

function monthOf(period: Period, sums: readonly (Amounts & { readonly matricule: string })[]): EstimatedMonth {
  const total = (amount: (one: Amounts) => number): Cents => cents(sums.reduce((sum, one) => sum + amount(one), 0));
  return {
    period,
    declared: total(({ declared }) => declared),
    right: total(({ right }) => right),
    base: total(({ base }) => base),
    difference: total(({ right, declared }) => right - declared),
    employees: new Set(sums.filter(({ right, declared }) => right !== declared).map(({ matricule }) => matricule)).size,
  };
}

/** For a declared contract of which nothing else is known. */
function contractAsDeclared(lines: readonly DeclaredLine[]): EmployeeContract {
  const { matricule = '', number = '', regime = '', period = '' as Period } = lines[0] ?? {};
  return { matricule, number, regime, startedOn: firstDay(period), endedOn: null, population: 'NORMAL' };
}
