import { appliedRate, agreesWith, type Population } from '../rates/population';
import { keyText, type ProfileKey, type RateProfile } from '../rates/profile';
import { sheetOn, type RateSheet } from '../rates/sheet';
import { firstDay, lastDay, type LocalDate, type Period } from '../values/local-date';
import type { Rate } from '../values/rate';
import { isAgricultural, type RiskCode } from '../values/risk-code';
import {
  byContract,
  contractText,
  type Affiliation,
  type ContractName,
  type DeclaredLine,
  type EmployeeContract,
} from './contract';

/** S21.G00.40.039: MSA. */
export const AGRICULTURAL_REGIME = '300';
/** Code 401ZE is declared under this regime only. */
const ELECTRICITY_AND_GAS = { regime: '147', code: '401ZE' };

/** All that tells on which profile the contracts of one establishment are. */
export interface Evidence {
  readonly sheets: readonly RateSheet[];
  readonly affiliations: readonly Affiliation[];
  /** Oldest month first. */
  readonly declared: readonly DeclaredLine[];
}

/** What tells the profile of a contract: a person's word, the DSN of a month, or that there is no other. */
export type Origin =
  { readonly kind: 'SAID' } | { readonly kind: 'DECLARED'; readonly period: Period } | { readonly kind: 'ONLY_ONE' };

export interface Suggestion {
  readonly profile: RateProfile;
  readonly origin: Origin;
}

/** Who is on which profile of an establishment: a person's word first, then what the DSN declared, then the only one there is. */
export class Affiliations {
  private readonly words: ReadonlyMap<string, readonly Affiliation[]>;
  private readonly lines: ReadonlyMap<string, readonly DeclaredLine[]>;

  constructor(private readonly evidence: Evidence) {
    this.words = byContract(evidence.affiliations);
    this.lines = byContract(evidence.declared);
  }

  /**
   * The contract's profile among those of `sheet`, for the payroll of a month whose sheet was taken on `day`. Null when
   * nothing tells it: then a person must, as nobody stays on a former rate unseen.
   */
  profileOf(contract: EmployeeContract, month: Period, day: LocalDate, sheet: RateSheet): RateProfile | null {
    return this.suggestionFor(contract, month, day, sheet)?.profile ?? null;
  }

  /** The same profile, with what tells it. */
  suggestionFor(contract: EmployeeContract, month: Period, day: LocalDate, sheet: RateSheet): Suggestion | null {
    const profiles = sheet.profiles.filter(({ code }) => isOfRegime(code, contract.regime));
    const said = this.affiliated(contract, month, day, profiles);
    if (said !== null) return { profile: said, origin: { kind: 'SAID' } };
    const line = this.latestDeclared(contract, month);
    const declared = line === null ? null : this.asDeclared(contract, line, profiles);
    if (line !== null && declared !== null) {
      return { profile: declared, origin: { kind: 'DECLARED', period: line.period } };
    }
    const [only] = profiles;
    return profiles.length === 1 && only !== undefined ? { profile: only, origin: { kind: 'ONLY_ONE' } } : null;
  }

  /** What the DSN of the month says of a contract, or the latest one before it. */
  latestDeclared(contract: ContractName, month: Period): DeclaredLine | null {
    return this.lines.get(contractText(contract))?.findLast(({ period }) => period <= month) ?? null;
  }

  /** The word in force on the day, unless a later one of the same month already fits. */
  private affiliated(
    contract: ContractName,
    month: Period,
    day: LocalDate,
    profiles: readonly RateProfile[],
  ): RateProfile | null {
    const words = (this.words.get(contractText(contract)) ?? []).filter(({ since }) => since <= lastDay(month));
    const newestFirst = [...words].reverse().sort((a, b) => (a.since === b.since ? 0 : a.since > b.since ? -1 : 1));
    for (const { since, key } of newestFirst) {
      const profile = successorOf(key, sheetOn(this.evidence.sheets, since)?.profiles ?? [], profiles);
      if (profile !== null || since <= day) return profile;
    }
    return null;
  }

  private asDeclared(
    contract: EmployeeContract,
    line: DeclaredLine,
    profiles: readonly RateProfile[],
  ): RateProfile | null {
    if (line.rate === null) return null;
    const alike = profiles.filter((profile) => sameCode(profile, line));
    if (alike.length < 2) return alike[0] ?? null;
    const former = sheetOn(this.evidence.sheets, firstDay(line.period))?.profiles ?? [];
    const formerAlike = former.filter((profile) => sameCode(profile, line));
    const was = withRate(formerAlike, line.rate, contract.population);
    const carried = was === null ? [] : alike.filter((profile) => keyText(profile) === keyText(was));
    return carried.length === 1 ? (carried[0] ?? null) : withRate(alike, line.rate, contract.population);
  }
}

/**
 * The profile that a key of a former sheet has become: the same key, or the only one of that code and office when there
 * was no other either. So a section that is renumbered or not said (rule 4) leaves nobody behind.
 */
function successorOf(
  key: ProfileKey,
  former: readonly ProfileKey[],
  profiles: readonly RateProfile[],
): RateProfile | null {
  const exact = profiles.find((profile) => keyText(profile) === keyText(key));
  if (exact !== undefined) return exact;
  const alike = profiles.filter((profile) => sameCode(profile, key));
  const wasAlone = former.filter((profile) => sameCode(profile, key)).length < 2;
  return alike.length === 1 && wasAlone ? (alike[0] ?? null) : null;
}

/** Regime 300 goes with the codes of MSA and with no other (rule CCH-15 of S21.G00.40.040). */
export function isOfRegime(code: RiskCode, regime: string): boolean {
  if (isAgricultural(code)) return regime === AGRICULTURAL_REGIME;
  if (code === ELECTRICITY_AND_GAS.code) return regime === ELECTRICITY_AND_GAS.regime;
  return regime !== AGRICULTURAL_REGIME;
}

/** Whether a contract can be put on one of these profiles at all: those of the MSA have a sheet of their own. */
export const hasProfileFor = ({ regime }: EmployeeContract, profiles: readonly RateProfile[]): boolean =>
  profiles.some(({ code }) => isOfRegime(code, regime));

const sameCode = (a: Pick<ProfileKey, 'code' | 'office'>, b: Pick<ProfileKey, 'code' | 'office'>): boolean =>
  a.code === b.code && a.office === b.office;

/** The one profile that a declared rate stems from: as this population pays it, else as any population would. */
function withRate(profiles: readonly RateProfile[], declared: Rate, population: Population): RateProfile | null {
  const exact = profiles.filter(({ rate }) => appliedRate(rate, population) === declared);
  const possible = exact.length > 0 ? exact : profiles.filter(({ rate }) => agreesWith(declared, rate));
  return possible.length === 1 ? (possible[0] ?? null) : null;
}
