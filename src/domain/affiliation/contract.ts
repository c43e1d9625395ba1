import type { ProfileKey } from '../rates/profile';
import type { Population } from '../rates/population';
import type { LocalDate, Period } from '../values/local-date';
import type { Cents } from '../values/money';
import type { Rate } from '../values/rate';
import type { RiskCode } from '../values/risk-code';

/** One employee may have several contracts in one establishment. */
export interface ContractName {
  readonly matricule: string;
  /** S21.G00.40.009. */
  readonly number: string;
}

export interface EmployeeContract extends ContractName {
  readonly startedOn: LocalDate;
  /** Last day, null while the contract is open. */
  readonly endedOn: LocalDate | null;
  /** S21.G00.40.039: 200 general, 300 MSA; others as they are. */
  readonly regime: string;
  readonly population: Population;
}

/** A person's word: this contract is on the profile of this key from that day. The latest word holds. */
export interface Affiliation extends ContractName {
  readonly since: LocalDate;
  readonly key: ProfileKey;
}

/** What the accepted DSN of a month says of a contract; rate null if and only if the code is 999ZZ. */
export interface DeclaredLine extends ContractName {
  readonly period: Period;
  readonly regime: string;
  readonly code: RiskCode;
  readonly office: boolean;
  readonly rate: Rate | null;
  /** Base brute déplafonnée of the month (78 code 03). */
  readonly base: Cents;
}

export const contractText = ({ matricule, number }: ContractName): string => `${matricule}\n${number}`;

/** Items gathered by contract, each group in the order of the items. */
export function byContract<T extends ContractName>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(contractText(item));
    if (group === undefined) groups.set(contractText(item), [item]);
    else group.push(item);
  }
  return groups;
}

export const isOpenIn = (contract: EmployeeContract, first: LocalDate, last: LocalDate): boolean =>
  contract.startedOn <= last && (contract.endedOn === null || contract.endedOn >= first);

/** Open on that day, or to begin later. */
export const isOpenSince = ({ endedOn }: EmployeeContract, day: LocalDate): boolean =>
  endedOn === null || endedOn >= day;
