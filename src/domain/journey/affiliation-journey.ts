import { contractText, type Affiliation, type EmployeeContract } from '../affiliation/contract';
import { isOfRegime } from '../affiliation/profile-of';
import type { RateProfile } from '../rates/profile';
import { frenchDate, type LocalDate } from '../values/local-date';
import { dsnCode } from '../values/risk-code';
import type { AffiliationAnswer, Answers } from './answers';
import type { FieldFault, Journey } from './graph';
import { profileShown } from './profile-answer';

/** Which employee is on which of the profiles of a sheet. */
export interface AffiliationQuestion {
  /** As the sheet has them: profile 1 first. */
  readonly profiles: readonly RateProfile[];
  readonly since: LocalDate;
  /** Those open on that day or later. */
  readonly contracts: readonly EmployeeContract[];
  /** The profile that each contract would be on if nobody said otherwise, by `contractText`. */
  readonly proposed: ReadonlyMap<string, RateProfile>;
}

interface Placed {
  readonly contract: EmployeeContract;
  readonly profile: RateProfile;
}

/** The wizard of an affiliation: what is asked → every employee on exactly one profile → recap. */
export function affiliationJourney(asked: AffiliationQuestion): Journey<Answers> {
  const steps: Readonly<Record<string, ReturnType<Journey<Answers>['step']>>> = {
    subject: {
      question: `Quel est le taux de chaque salarié à partir du ${frenchDate(asked.since)} ?`,
      shown: () => asked.profiles.map((one, index) => `profil ${index + 1} = ${profileShown(one)}`).join(' ; '),
      faults: () => [],
      next: () => 'employees',
    },
    employees: {
      question: 'Salariés par profil',
      shown: (answers) => placed(answers, asked).map(placedText).join(' ; '),
      faults: (answers) => employeeFaults(answers, asked),
      next: () => 'recap',
    },
    recap: { question: 'Vérifiez avant d’enregistrer', shown: () => null, faults: () => [], next: () => null },
  };
  return {
    first: 'subject',
    step: (name) => {
      const step = steps[name];
      if (step === undefined) throw new Error(`No step is called ${name}.`);
      return step;
    },
  };
}

/** The affiliations that complete answers give. */
export const affiliationsOfAnswers = (answers: Answers, asked: AffiliationQuestion): readonly Affiliation[] =>
  placed(answers, asked).map(({ contract: { matricule, number }, profile: { code, section, office } }) => ({
    matricule,
    number,
    since: asked.since,
    key: { code, section, office },
  }));

function employeeFaults(answers: Answers, asked: AffiliationQuestion): FieldFault[] {
  if (answers.case !== null || answers.profiles.length > 0) {
    const message = 'Les taux sont déjà enregistrés : cette tâche n’attend que les salariés (affiliations).';
    return [fault('profiles', 'CHAMP_INATTENDU', message)];
  }
  if (asked.contracts.length === 0) {
    const message = 'Aucun salarié n’est connu dans cet établissement : importez d’abord sa DSN.';
    return [fault('affiliations', 'AUCUN_SALARIE', message)];
  }
  const faults = answers.affiliations.flatMap((answer, index) => entryFaults(answer, index, answers, asked));
  return faults.length > 0 ? faults : wholeFaults(placed(answers, asked), asked);
}

function entryFaults(
  answer: AffiliationAnswer,
  index: number,
  { affiliations }: Answers,
  asked: AffiliationQuestion,
): FieldFault[] {
  const at = (name: string, code: string, message: string) => [fault(`affiliations[${index}].${name}`, code, message)];
  const named = contractsNamed(answer, asked);
  const [contract, other] = named;
  if (answer.matricule === null) return at('matricule', 'MATRICULE_ABSENT', 'Le matricule est obligatoire.');
  if (contract === undefined) {
    const which = answer.contract === null ? '' : ` avec le contrat ${answer.contract}`;
    return at(
      'matricule',
      'CONTRAT_INCONNU',
      `Aucun salarié ouvert n'a ce matricule${which} : vérifiez-le ou importez la DSN.`,
    );
  }
  if (other !== undefined) {
    const numbers = named.map(({ number }) => number).join(', ');
    return at('contract', 'CONTRAT_ABSENT', `Ce matricule a plusieurs contrats (${numbers}) : nommez-en un par ligne.`);
  }
  const profile = profileNamed(answer, asked);
  if (profile === undefined)
    return at('profile', 'PROFIL_INCONNU', `Donnez un numéro de profil de 1 à ${asked.profiles.length}.`);
  if (!isOfRegime(profile.code, contract.regime)) {
    const named = dsnCode(profile.code, profile.office);
    return at('profile', 'REGIME_DIFFERENT', `Le code ${named} n'est pas du régime ${contract.regime} de ce salarié.`);
  }
  const twin = affiliations.slice(0, index).findIndex((one) => contractsNamed(one, asked)[0] === contract);
  if (twin < 0) return [];
  return at(
    'matricule',
    'SALARIE_EN_DOUBLE',
    `Ce contrat est déjà placé par affiliations[${twin}] : gardez une seule ligne.`,
  );
}

/** Every employee on exactly one profile, and no profile without employee as long as there are enough of them. */
function wholeFaults(done: readonly Placed[], { contracts, profiles }: AffiliationQuestion): FieldFault[] {
  const placedContracts = new Set(done.map(({ contract }) => contract));
  const missing = contracts.filter((contract) => !placedContracts.has(contract));
  if (missing.length > 0) {
    const names = missing.slice(0, 10).map(({ matricule, number }) => `${matricule} (contrat ${number})`);
    const more = missing.length > names.length ? ` et ${missing.length - names.length} autres` : '';
    return [
      fault(
        'affiliations',
        'SALARIE_SANS_PROFIL',
        `Sans profil : ${names.join(', ')}${more} ; placez chacun sur un profil.`,
      ),
    ];
  }
  if (contracts.length < profiles.length) return [];
  const used = new Set(done.map(({ profile }) => profile));
  return profiles.flatMap((profile, index) =>
    used.has(profile)
      ? []
      : [
          fault(
            'affiliations',
            'PROFIL_SANS_SALARIE',
            `Aucun salarié sur le profil ${index + 1} (${profileShown(profile)}) : placez-en un au moins.`,
          ),
        ],
  );
}

/** What is answered, completed by what is proposed when the person confirms it. */
function placed(answers: Answers, asked: AffiliationQuestion): Placed[] {
  const said = new Map<EmployeeContract, RateProfile>();
  for (const answer of answers.affiliations) {
    const [contract] = contractsNamed(answer, asked);
    const profile = profileNamed(answer, asked);
    if (contract !== undefined && profile !== undefined) said.set(contract, profile);
  }
  return asked.contracts.flatMap((contract) => {
    const profile = said.get(contract) ?? (answers.confirm ? asked.proposed.get(contractText(contract)) : undefined);
    return profile === undefined ? [] : [{ contract, profile }];
  });
}

const contractsNamed = ({ matricule, contract }: AffiliationAnswer, { contracts }: AffiliationQuestion) =>
  contracts.filter((one) => one.matricule === matricule && (contract === null || one.number === contract));

const profileNamed = ({ profile }: AffiliationAnswer, { profiles }: AffiliationQuestion): RateProfile | undefined =>
  profile !== null && /^[1-9]\d?$/.test(profile) ? profiles[Number(profile) - 1] : undefined;

const placedText = ({ contract: { matricule, number }, profile }: Placed): string =>
  `${matricule} (contrat ${number}) : ${dsnCode(profile.code, profile.office)}`;

const fault = (field: string, code: string, message: string): FieldFault => ({ field, code, message });
