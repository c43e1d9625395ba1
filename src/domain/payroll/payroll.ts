import { AGRICULTURAL_REGIME, Affiliations, type Evidence } from '../affiliation/profile-of';
import { contractText, isOpenIn, type DeclaredLine, type EmployeeContract } from '../affiliation/contract';
import { appliedRate } from '../rates/population';
import type { RateProfile } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import { firstDay, frenchDate, lastDay, periodOf, type LocalDate, type Period } from '../values/local-date';
import type { Rate } from '../values/rate';
import { AWAITING_NOTICE, dsnCode, isAgricultural } from '../values/risk-code';

/** What stops the payroll of a contract until somebody acts. */
export type BlockingCode = 'AUCUN_TAUX' | 'SANS_PROFIL' | 'CODE_FERME';

export interface Blocking {
  readonly code: BlockingCode;
  readonly matricule: string;
  readonly contract: string;
  readonly message: string;
}

/** The rate of a contract for a month. */
export type Assigned =
  | { readonly kind: 'RATED'; readonly sheet: RateSheet; readonly profile: RateProfile; readonly rate: Rate }
  /** 999ZZ: no notice has come yet; a rate beside it is forbidden (SIG-11). */
  | { readonly kind: 'AWAITING' }
  | { readonly kind: 'BLOCKED'; readonly code: BlockingCode; readonly message: string };

/** S21.G00.40.040 and .043 of a contract; both null when it is blocked, the rate alone with 999ZZ. */
export interface PayrollLine {
  readonly matricule: string;
  readonly contract: string;
  readonly codeRisque: string | null;
  readonly rate: Rate | null;
}

export interface Payroll {
  readonly employees: readonly PayrollLine[];
  readonly blocking: readonly Blocking[];
}

/** Code and rate of each contract open in the month, or what blocks it: exactly one of the two. */
export function payrollOf(
  contracts: readonly EmployeeContract[],
  month: Period,
  evidence: Evidence,
  reference: Reference,
): Payroll {
  const rates = new PayrollRates(contracts, evidence, reference);
  const employees: PayrollLine[] = [];
  const blocking: Blocking[] = [];
  for (const contract of contracts.filter((one) => isOpenIn(one, firstDay(month), lastDay(month)))) {
    const name = { matricule: contract.matricule, contract: contract.number };
    const assigned = rates.of(contract, month);
    employees.push({ ...name, ...lineOf(assigned) });
    if (assigned.kind === 'BLOCKED') blocking.push({ code: assigned.code, ...name, message: assigned.message });
  }
  return { employees, blocking };
}

function lineOf(assigned: Assigned): Pick<PayrollLine, 'codeRisque' | 'rate'> {
  switch (assigned.kind) {
    case 'RATED':
      return { codeRisque: dsnCode(assigned.profile.code, assigned.profile.office), rate: assigned.rate };
    case 'AWAITING':
      return { codeRisque: AWAITING_NOTICE, rate: null };
    case 'BLOCKED':
      return { codeRisque: null, rate: null };
  }
}

/** Answers, month by month, with which code and rate the contracts of one establishment are paid. */
export class PayrollRates {
  readonly affiliations: Affiliations;
  /** Profiles that somebody of normal population declares: their rate is the full one. */
  private readonly fullRates: ReadonlySet<string>;

  constructor(
    contracts: readonly EmployeeContract[],
    private readonly evidence: Evidence,
    private readonly reference: Reference,
  ) {
    this.affiliations = new Affiliations(evidence);
    const reduced = new Set(contracts.filter(({ population }) => population !== 'NORMAL').map(contractText));
    this.fullRates = new Set(evidence.declared.filter((line) => !reduced.has(contractText(line))).map(rateText));
  }

  /**
   * The sheet of a month is the one in force on its first day, or on the contract's first day when it starts later
   * (docs/decisions/0007): a rate does not change in the middle of a pay slip.
   */
  of(contract: EmployeeContract, month: Period): Assigned {
    const first = firstDay(month);
    const startsLater = contract.startedOn > first && contract.startedOn <= lastDay(month);
    return this.on(contract, startsLater ? contract.startedOn : first);
  }

  /** With which code and rate the contract is paid by the sheet in force on a day. */
  on(contract: EmployeeContract, day: LocalDate): Assigned {
    const month = periodOf(day);
    const sheet = this.sheetFor(contract, day);
    if (sheet === null) return this.withoutSheet(contract, month, day);
    const profile = this.affiliations.profileOf(contract, month, day, sheet);
    if (profile === null) return blocked('SANS_PROFIL', withoutProfile(contract, sheet));
    if (profile.code === AWAITING_NOTICE) return { kind: 'AWAITING' };
    const standing = this.reference.codeStanding(profile.code, profile.office, day);
    if (standing !== 'known') return blocked('CODE_FERME', closedCode(contract, profile, day));
    return { kind: 'RATED', sheet, profile, rate: this.rateOf(contract, month, sheet, profile) };
  }

  /** MSA rates never come in a feed: behind a notified sheet that has none, the declared or entered one still speaks for them. */
  private sheetFor(contract: EmployeeContract, day: LocalDate): RateSheet | null {
    const { sheets } = this.evidence;
    if (contract.regime !== AGRICULTURAL_REGIME) return sheetOn(sheets, day);
    return sheetOn(
      sheets.filter(({ profiles }) => profiles.some(({ code }) => isAgricultural(code))),
      day,
    );
  }

  private withoutSheet(contract: EmployeeContract, month: Period, day: LocalDate): Assigned {
    if (this.affiliations.latestDeclared(contract, month)?.code === AWAITING_NOTICE) return { kind: 'AWAITING' };
    const whose = contract.regime === AGRICULTURAL_REGIME ? 'Aucun taux AT de la MSA' : 'Aucun taux AT/MP';
    return blocked(
      'AUCUN_TAUX',
      `${whose} n'est connu au ${frenchDate(day)} pour ${shown(contract)} : saisissez celui de la notification ou importez une DSN qui le déclare.`,
    );
  }

  /** A declared rate may be the reduced one already: then nobody of normal population declares it. */
  private rateOf(contract: EmployeeContract, month: Period, sheet: RateSheet, profile: RateProfile): Rate {
    if (contract.population === 'NORMAL') return profile.rate;
    const declared = this.affiliations.latestDeclared(contract, month);
    const alreadyReduced =
      sheet.source === 'DECLARED' && declared?.rate === profile.rate && !this.fullRates.has(rateText(declared));
    return alreadyReduced ? profile.rate : appliedRate(profile.rate, contract.population);
  }
}

const rateText = ({ code, office, rate }: Pick<DeclaredLine, 'code' | 'office' | 'rate'>): string =>
  `${dsnCode(code, office)}|${rate ?? ''}`;

const blocked = (code: BlockingCode, message: string): Assigned => ({ kind: 'BLOCKED', code, message });

const shown = ({ matricule, number }: EmployeeContract): string => `le matricule ${matricule} (contrat ${number})`;

function withoutProfile(contract: EmployeeContract, sheet: RateSheet): string {
  const choices = sheet.profiles.map(({ code, office }) => dsnCode(code, office)).join(', ');
  return `Rien ne dit sur quel profil de taux est ${shown(contract)}, parmi ${choices} : affiliez-le (commande affiliate).`;
}

const closedCode = (contract: EmployeeContract, { code, office }: RateProfile, day: LocalDate): string =>
  `Le code ${dsnCode(code, office)} de ${shown(contract)} ne peut pas être déclaré au ${frenchDate(day)} : demandez à la caisse celui qui le remplace.`;
