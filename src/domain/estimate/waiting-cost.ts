import { contractText, type EmployeeContract } from '../affiliation/contract';
import type { Evidence } from '../affiliation/profile-of';
import { PayrollRates } from '../payroll/payroll';
import type { RateProfile } from '../rates/profile';
import { asIfRecorded, sheetOn } from '../rates/sheet';
import { isAlsaceMoselle } from '../reference/places';
import type { Reference } from '../reference/reference';
import { expectedMode } from '../tariff/expected-mode';
import type { Headcount } from '../tariff/headcount';
import type { LocalDate, Period } from '../values/local-date';
import { cents, contribution, type Cents } from '../values/money';
import { frenchRate } from '../values/rate';
import { AWAITING_NOTICE, dsnCode } from '../values/risk-code';

/** What each month of waiting may add to the regularisation; an estimate, never a sum due. */
export type WaitingCost =
  | {
      readonly kind: 'KNOWN';
      /** Positive: too little is paid meanwhile; negative: too much. */
      readonly perMonth: Cents;
      readonly base: Cents;
      /** The month whose bases were taken. */
      readonly period: Period;
      /** The rate that it is measured against, in words. */
      readonly against: string;
    }
  | { readonly kind: 'UNKNOWN'; readonly because: string };

export interface WaitingFacts {
  readonly contracts: readonly EmployeeContract[];
  readonly evidence: Evidence;
  /** Day from which the awaited rate holds. */
  readonly from: LocalDate;
  /** Notified for the task and not yet confirmed; empty when nothing is. */
  readonly notified: readonly RateProfile[];
  readonly headcount: Headcount | null;
  readonly postcode: string | null;
  readonly createdOn: LocalDate | null;
}

/** What waiting for the rate costs a month: the plausible rate against those that the latest DSN declares. */
export function waitingCost(facts: WaitingFacts, reference: Reference): WaitingCost {
  const plausible = plausibleRates(facts, reference);
  if (plausible === null)
    return { kind: 'UNKNOWN', because: 'aucun taux vraisemblable n’est connu pour cet établissement' };
  const month = comparedMonth(facts, plausible.profiles, reference);
  if (month === null) return { kind: 'UNKNOWN', because: 'aucun mois déclaré ne donne de base de calcul' };
  return { kind: 'KNOWN', ...month, against: plausible.words };
}

/** The latest declared month: what it would have cost at the awaited rates, less what it did cost. */
function comparedMonth(
  { contracts, evidence, from }: WaitingFacts,
  awaited: readonly RateProfile[],
  reference: Reference,
): { readonly perMonth: Cents; readonly base: Cents; readonly period: Period } | null {
  const period = evidence.declared.at(-1)?.period;
  if (period === undefined) return null;
  const sheets = [
    ...evidence.sheets,
    asIfRecorded({ effectiveFrom: from, source: 'NOTIFIED', profiles: awaited }, evidence.sheets),
  ];
  const rates = new PayrollRates(contracts, { ...evidence, sheets }, reference);
  const known = new Map(contracts.map((contract) => [contractText(contract), contract]));
  let [base, perMonth, compared] = [0, 0, 0];
  for (const line of evidence.declared) {
    const contract = line.period === period ? known.get(contractText(line)) : undefined;
    const assigned = contract === undefined ? null : rates.on(contract, from);
    if (line.rate === null || assigned?.kind !== 'RATED') continue;
    compared += 1;
    base += line.base;
    perMonth += contribution(line.base, assigned.rate) - contribution(line.base, line.rate);
  }
  return compared === 0 ? null : { perMonth: cents(perMonth), base: cents(base), period };
}

interface Plausible {
  readonly profiles: readonly RateProfile[];
  readonly words: string;
}

/** The rate that waits to be confirmed, else the published one where the firm's mode makes it likely. */
function plausibleRates(facts: WaitingFacts, reference: Reference): Plausible | null {
  const { notified, evidence, from, headcount, postcode, createdOn } = facts;
  if (notified.length > 0) return { profiles: notified, words: `le taux notifié, à confirmer (${shown(notified)})` };
  const [known, other] = sheetOn(evidence.sheets, from)?.profiles ?? [];
  if (known === undefined || other !== undefined || known.code === AWAITING_NOTICE) return null;
  const btp = reference.ctn(known.code) === null ? null : reference.isBtp(known.code);
  const { mode } = expectedMode({ headcount, postcode, btp, createdOn, codes: [known.code] }, from);
  const national = reference.nationalRate(known.code, known.office, from);
  if (isAlsaceMoselle(postcode) !== false || mode === 'INDIVIDUAL' || national === null) return null;
  const profiles = [{ ...known, rate: national }];
  return { profiles, words: `le taux national du code (${shown(profiles)}), à défaut du vôtre` };
}

const shown = (profiles: readonly RateProfile[]): string =>
  profiles.map(({ code, office, rate }) => `${dsnCode(code, office)} ${frenchRate(rate)}`).join(', ');
