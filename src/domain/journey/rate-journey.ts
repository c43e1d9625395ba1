import { frenchDate } from '../values/local-date';
import { parseWords } from '../values/words';
import type { Answers } from './answers';
import { readDateOfEffect } from './date-answer';
import { fault, type FieldFault, type Journey, type Shown, type Step } from './graph';
import { codeFault, placeFault, profileShown, type ReadProfile } from './profile-answer';
import { countOf, dateOf, profileAt, profilesOfAnswers, warningsOfAnswers, type RateQuestion } from './rate-answers';
import { reasonFor, type Warning } from './warnings';

const FEWEST = 2;
const MOST = 50;
const REASON = { name: 'Le motif', hint: 'dites pourquoi ce taux est juste', most: 500 };
export const CASES = {
  single: 'Un seul code risque et un seul taux',
  several: 'Cet établissement a plusieurs taux AT/MP',
  unknown: 'Je n’ai pas accès à ces informations',
} as const;

/** The case as people are told it; null when what was said is none. */
const caseWords = (said: string | null): string | null => {
  const known = (Object.keys(CASES) as (keyof typeof CASES)[]).find((name) => name === said);
  return known === undefined ? null : CASES[known];
};

/**
 * The wizard of a rate, a page each: the subject, what is proposed and the case → the rates and their date → recap.
 * Who has no access to the notice is told where to look and that the task can be postponed.
 */
export function rateJourney(asked: RateQuestion): Journey<Answers> {
  const steps: Readonly<Record<string, Step<Answers>>> = {
    situation: situation(asked),
    elsewhere: elsewhere(),
    rates: rates(asked),
    recap: { question: 'Vérifiez avant d’enregistrer', shown: () => [], faults: () => [], next: () => null },
  };
  return {
    first: 'situation',
    step: (name) => {
      const step = steps[name];
      if (step === undefined) throw new Error(`No step is called ${name}.`);
      return step;
    },
  };
}

function situation(asked: RateQuestion): Step<Answers> {
  return {
    question: 'Quelle est votre situation ?',
    shown: (answers) => {
      const { confirm, case: said } = answers;
      if (confirm) {
        const proposed = asked.prefill.profiles.map(profileShown).join(' ; ');
        const own = { question: 'Quelle est votre situation ?', answer: 'Le taux proposé est le bon' };
        return [own, dateShown(answers, asked), { question: 'Taux proposé', answer: proposed }];
      }
      const own = caseWords(said);
      if (own === null) return [];
      const count = said === 'several' ? [{ question: 'Combien de taux ?', answer: String(countOf(answers)) }] : [];
      return [{ question: 'Quelle est votre situation ?', answer: own }, ...count];
    },
    faults: (answers) => {
      const faults = caseFaults(answers, asked);
      if (faults.length > 0) return faults;
      return answers.confirm ? proposalFaults(answers, asked) : countFaults(answers);
    },
    next: ({ confirm, case: said }) => {
      if (confirm) return 'recap';
      if (said === 'single' || said === 'several') return 'rates';
      return said === 'unknown' ? 'elsewhere' : null;
    },
  };
}

function caseFaults({ confirm, case: said, profiles, affiliations }: Answers, { prefill }: RateQuestion): FieldFault[] {
  if (affiliations.length > 0)
    return [fault('affiliations', 'CHAMP_INATTENDU', 'Les salariés se placent dans la tâche d’affiliation.')];
  if (confirm && (said !== null || profiles.length > 0)) {
    const message = 'Confirmez le taux proposé, ou saisissez-en un autre : pas les deux.';
    return [fault('confirm', 'CONFIRMATION_OU_SAISIE', message)];
  }
  if (confirm && prefill.profiles.length === 0)
    return [fault('confirm', 'RIEN_A_CONFIRMER', 'Aucun taux n’est proposé : saisissez celui de la notification.')];
  if (!confirm && caseWords(said) === null) {
    const message =
      'Votre situation : dites si l’établissement a un seul taux, plusieurs, ou si vous n’y avez pas accès.';
    return [fault('case', 'CAS_INCONNU', message)];
  }
  if (said !== 'single' || profiles.length < FEWEST) return [];
  const message = `Un seul taux est attendu, ${profiles.length} sont donnés : choisissez « ${CASES.several} ».`;
  return [fault('profiles', 'UN_SEUL_TAUX', message)];
}

/** What is proposed may have become wrong since: a code closes, a date is changed. */
function proposalFaults(answers: Answers, asked: RateQuestion): FieldFault[] {
  const { prefill, reference } = asked;
  const faults = prefill.profiles.flatMap((proposed, index): FieldFault[] => {
    const message = codeFault(proposed, dateOf(answers, asked), reference);
    const place = placeFault(proposed, prefill.profiles.slice(0, index));
    if (message !== null)
      return [fault('confirm', 'CODE_HORS_TABLE', `${message} Saisissez le taux de la notification.`)];
    return place === null ? [] : [{ field: 'confirm', ...place }];
  });
  const all = [...dateFaults(answers, asked), ...faults];
  return all.length > 0 ? all : reasonFaults(answers, asked);
}

function countFaults(answers: Answers): FieldFault[] {
  const { case: said, count: text, profiles } = answers;
  if (said !== 'several') return [];
  const wanted = countOf(answers);
  if ((text !== null && !/^\d{1,3}$/.test(text)) || wanted < FEWEST || wanted > MOST) {
    const message = `Nombre de taux : donnez un nombre entre ${FEWEST} et ${MOST}, ou choisissez « ${CASES.single} ».`;
    return [fault(text === null ? 'profiles' : 'count', 'NOMBRE_DE_TAUX', message)];
  }
  if (profiles.length <= wanted) return [];
  const message = `Nombre de taux : ${profiles.length} taux sont donnés pour ${wanted} annoncés, corrigez le nombre.`;
  return [fault('count', 'NOMBRE_DE_TAUX', message)];
}

/** Registration for the compte AT/MP is obligatory for all since 2022: the notice is there first. */
function elsewhere(): Step<Answers> {
  const message =
    'Le taux se lit sur net-entreprises (compte AT/MP, inscription obligatoire), puis sur le compte Urssaf, qui retarde, sur le courrier de la caisse ou auprès d’elle ; en attendant, repoussez la tâche.';
  return {
    question: 'Où trouver le taux ?',
    shown: () => [],
    faults: () => [fault('case', 'SANS_ACCES', message)],
    next: () => null,
  };
}

/** All rates on one page, with their date: one rate or twenty, they are read from the same notice. */
function rates(asked: RateQuestion): Step<Answers> {
  return {
    question: 'Quel est le taux notifié ?',
    shown: (answers) => {
      const typed = profilesOfAnswers(answers, asked);
      const own = typed.map((profile, index) => ({
        question:
          typed.length === 1 ? 'Taux' : index === 0 ? 'Profil 1 : le taux le plus élevé' : `Profil ${index + 1}`,
        answer: profileShown(profile),
      }));
      return [dateShown(answers, asked), ...own];
    },
    faults: (answers) => {
      const typed = Array.from({ length: Math.min(countOf(answers), MOST) }, (_, index) =>
        profileAt(answers, index, asked),
      );
      const faults = [...dateFaults(answers, asked), ...typed.flatMap((_, index) => profileFaults(typed, index))];
      return faults.length > 0 ? faults : reasonFaults(answers, asked);
    },
    next: () => 'recap',
  };
}

function profileFaults(typed: readonly ReadProfile[], index: number): readonly FieldFault[] {
  const own = typed[index];
  if (own?.profile == null) return own?.faults ?? [];
  const before = typed.slice(0, index).flatMap(({ profile }) => (profile === null ? [] : [profile]));
  const place = placeFault(own.profile, before);
  return place === null ? [] : [{ field: `profiles[${index}]`, ...place }];
}

function dateFaults({ effectiveFrom: text }: Answers, { today }: RateQuestion): FieldFault[] {
  if (text === null) return [];
  const date = readDateOfEffect(text, today);
  return date.ok ? [] : [{ field: 'effectiveFrom', ...date.refusal }];
}

/** Each warning once: mended, or explained in words that may be kept. */
function reasonFaults(answers: Answers, asked: RateQuestion): FieldFault[] {
  const unfit = answers.reasons.flatMap(({ warning, reason }, index): FieldFault[] => {
    const words = reason === null ? null : parseWords(reason, REASON);
    if (words === null || words.ok) return [];
    return [{ field: `reasons[${index}].reason`, ...words.refusal, ...(warning === null ? {} : { warning }) }];
  });
  if (unfit.length > 0 || asked.reasons === 'OPTIONAL') return unfit;
  return warningsOfAnswers(answers, asked).flatMap((warning): FieldFault[] => {
    if (warning.level === 'NOTE' || reasonFor(warning, answers.reasons) !== null) return [];
    const field = answers.confirm ? 'confirm' : `profiles[${warning.index}].${warning.field}`;
    return [{ ...fault(field, 'MOTIF_ATTENDU', askedReason(warning)), warning: warning.key }];
  });
}

const askedReason = ({ message }: Warning): string => `${message} Corrigez, ou dites pourquoi c’est juste.`;

const dateShown = (answers: Answers, asked: RateQuestion): Shown => ({
  question: 'Date d’effet',
  answer: frenchDate(dateOf(answers, asked)),
});
