import type { EmployeeContract } from '../affiliation/contract';
import { isOfRegime } from '../affiliation/profile-of';
import type { RateProfile } from '../rates/profile';
import { frenchDate } from '../values/local-date';
import { dsnCode } from '../values/risk-code';
import type { AffiliationAnswer, Answers } from './answers';
import { fault, type FieldFault, type Journey, type Shown } from './graph';
import { profileShown } from './profile-answer';
import { Roster, type AffiliationQuestion, type Placed } from './roster';

const subjectOf = ({ since }: AffiliationQuestion): string =>
  `Quel est le taux de chaque salarié à partir du ${frenchDate(since)} ?`;

const rankShown = (profile: RateProfile, index: number): string => `profil ${index + 1} = ${profileShown(profile)}`;

/** The wizard of an affiliation: what is asked → every employee on exactly one profile → recap. */
export function affiliationJourney(asked: AffiliationQuestion): Journey<Answers> {
  const roster = new Roster(asked);
  const steps: Readonly<Record<string, ReturnType<Journey<Answers>['step']>>> = {
    subject: {
      question: subjectOf(asked),
      shown: () => [{ question: subjectOf(asked), answer: asked.profiles.map(rankShown).join(' ; ') }],
      faults: () => [],
      next: () => 'employees',
    },
    employees: {
      question: 'Salariés par profil',
      shown: (answers) => shownByProfile(roster.placed(answers), asked),
      faults: (answers) => employeeFaults(answers, roster),
      next: () => 'recap',
    },
    recap: { question: 'Vérifiez avant d’enregistrer', shown: () => [], faults: () => [], next: () => null },
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

function employeeFaults(answers: Answers, roster: Roster): FieldFault[] {
  if (answers.case !== null || answers.profiles.length > 0) {
    const message = 'Les taux sont déjà enregistrés : cette tâche n’attend que les salariés (affiliations).';
    return [fault('profiles', 'CHAMP_INATTENDU', message)];
  }
  if (roster.asked.contracts.length === 0) {
    const message = 'Aucun salarié n’est connu dans cet établissement : importez d’abord sa DSN.';
    return [fault('affiliations', 'AUCUN_SALARIE', message)];
  }
  const taken = new Map<EmployeeContract, number>();
  const faults = answers.affiliations.flatMap((answer, index) => entryFaults(answer, index, taken, roster));
  return faults.length > 0 ? faults : wholeFaults(roster.placed(answers), roster.asked);
}

/** `taken`: where each contract was placed before, completed by this entry. */
function entryFaults(
  answer: AffiliationAnswer,
  index: number,
  taken: Map<EmployeeContract, number>,
  roster: Roster,
): FieldFault[] {
  const at = (name: string, code: string, message: string) => [fault(`affiliations[${index}].${name}`, code, message)];
  const named = roster.named(answer);
  const [contract, other] = named;
  if (answer.matricule === null) return at('matricule', 'MATRICULE_ABSENT', 'Le matricule est obligatoire.');
  if (contract === undefined) {
    const which = answer.contract === null ? '' : ` avec le contrat ${answer.contract}`;
    return at(
      'matricule',
      'CONTRAT_INCONNU',
      `Aucun salarié ouvert n’a ce matricule${which} : vérifiez-le ou importez la DSN.`,
    );
  }
  if (other !== undefined) {
    const numbers = named.map(({ number }) => number).join(', ');
    return at('contract', 'CONTRAT_ABSENT', `Ce matricule a plusieurs contrats (${numbers}) : nommez-en un par ligne.`);
  }
  const profile = roster.profileNamed(answer);
  if (profile === undefined)
    return at('profile', 'PROFIL_INCONNU', `Donnez un numéro de profil de 1 à ${roster.asked.profiles.length}.`);
  if (!isOfRegime(profile.code, contract.regime)) {
    const named = dsnCode(profile.code, profile.office);
    return at('profile', 'REGIME_DIFFERENT', `Le code ${named} n’est pas du régime ${contract.regime} de ce salarié.`);
  }
  const twin = taken.get(contract);
  taken.set(contract, twin ?? index);
  if (twin === undefined) return [];
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

/** Of a long list the beginning: who is where is recorded contract by contract anyway. */
const MOST_SHOWN = 20;

function shownByProfile(done: readonly Placed[], { profiles }: AffiliationQuestion): Shown[] {
  return profiles.map((profile, index) => {
    const own = done.filter((one) => one.profile === profile).map(({ contract: { matricule } }) => matricule);
    const more = own.length > MOST_SHOWN ? ` et ${own.length - MOST_SHOWN} autres` : '';
    const who = own.length === 0 ? '' : ` (${own.slice(0, MOST_SHOWN).join(', ')}${more})`;
    const answer = `${own.length === 0 ? 'aucun salarié' : salaries(own.length)}${who}`;
    return { question: `Salariés du ${rankShown(profile, index)}`, answer };
  });
}

const salaries = (count: number): string => (count === 1 ? '1 salarié' : `${count} salariés`);
