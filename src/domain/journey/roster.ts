import { contractText, type Affiliation, type EmployeeContract } from '../affiliation/contract';
import type { Suggestion } from '../affiliation/profile-of';
import type { RateProfile } from '../rates/profile';
import type { LocalDate } from '../values/local-date';
import type { AffiliationAnswer, Answers } from './answers';

/** Which employee is on which of the profiles of a sheet. */
export interface AffiliationQuestion<Contract extends EmployeeContract = EmployeeContract> {
  /** As the sheet has them: profile 1 first. */
  readonly profiles: readonly RateProfile[];
  readonly since: LocalDate;
  /** Those open on that day or later. */
  readonly contracts: readonly Contract[];
  /** Where each contract would be if nobody said otherwise, by `contractText`. */
  readonly suggestions: ReadonlyMap<string, Suggestion>;
}

export interface Placed<Contract extends EmployeeContract = EmployeeContract> {
  readonly contract: Contract;
  readonly profile: RateProfile;
}

/** The contracts asked about, found by name; with thousands of them nobody is searched for one by one. */
export class Roster<Contract extends EmployeeContract = EmployeeContract> {
  private readonly byMatricule = new Map<string, Contract[]>();

  constructor(readonly asked: AffiliationQuestion<Contract>) {
    for (const contract of asked.contracts) {
      const own = this.byMatricule.get(contract.matricule);
      if (own === undefined) this.byMatricule.set(contract.matricule, [contract]);
      else own.push(contract);
    }
  }

  /** Several when the employee has several contracts and none is named. */
  named({ matricule, contract }: AffiliationAnswer): readonly Contract[] {
    const own = matricule === null ? [] : (this.byMatricule.get(matricule) ?? []);
    return contract === null ? own : own.filter(({ number }) => number === contract);
  }

  /** The profile of a rank, 1 being the highest rate. */
  profileNamed({ profile }: AffiliationAnswer): RateProfile | undefined {
    return profile !== null && /^[1-9]\d?$/.test(profile) ? this.asked.profiles[Number(profile) - 1] : undefined;
  }

  /** What is answered, completed by what is suggested when the person confirms it. */
  placed(answers: Answers): readonly Placed<Contract>[] {
    const said = new Map<Contract, RateProfile>();
    for (const answer of answers.affiliations) {
      const [contract] = this.named(answer);
      const profile = this.profileNamed(answer);
      if (contract !== undefined && profile !== undefined) said.set(contract, profile);
    }
    return this.asked.contracts.flatMap((contract) => {
      const suggested = answers.confirm ? this.asked.suggestions.get(contractText(contract))?.profile : undefined;
      const profile = said.get(contract) ?? suggested;
      return profile === undefined ? [] : [{ contract, profile }];
    });
  }
}

/** The affiliations that complete answers give. */
export const affiliationsOfAnswers = (answers: Answers, asked: AffiliationQuestion): readonly Affiliation[] =>
  new Roster(asked).placed(answers).map(({ contract: { matricule, number }, profile: { code, section, office } }) => ({
    matricule,
    number,
    since: asked.since,
    key: { code, section, office },
  }));
