import type { RateProfile } from '../rates/profile';
import type { Reference } from '../reference/reference';
import type { Prefill } from '../tasks/task';
import { frenchDate, parseWrittenDate, type LocalDate } from '../values/local-date';
import type { Answers, ProfileAnswer } from './answers';
import { readDateOfEffect } from './date-answer';
import type { FieldFault, Journey, Step } from './graph';
import { codeFault, placeFault, profileShown, readProfile } from './profile-answer';

/** What is asked about the rates of one establishment. */
export interface RateQuestion {
  readonly prefill: Prefill;
  /** Date of effect unless the person says otherwise (rule 15). */
  readonly defaultDate: LocalDate;
  /** Day of the answer, in Paris. */
  readonly today: LocalDate;
  readonly reference: Reference;
}

const FEWEST = 2;
const MOST = 50;
const PROFILE = /^profile-([1-9]\d?)$/;
const CASES: Readonly<Record<string, string>> = {
  single: 'Un seul code risque et un seul taux',
  several: 'Cet établissement a plusieurs taux AT/MP',
  unknown: "Je n'ai pas accès à ces informations",
};
const EMPTY: ProfileAnswer = { codeRisque: null, section: null, office: false, rate: null };

/**
 * The wizard of a rate: what is asked → how many rates, or what is proposed → date of effect → the rates → recap. Who
 * has no access to the notice is told where to look and that the task can be postponed.
 */
export function rateJourney(asked: RateQuestion): Journey<Answers> {
  const steps: Readonly<Record<string, Step<Answers>>> = {
    subject: informs('Quel est le taux AT/MP de cet établissement ?', () => 'situation'),
    situation: situation(asked),
    elsewhere: elsewhere(),
    date: date(asked),
    confirmation: confirmation(asked),
    count: count(),
    recap: informs('Vérifiez avant d’enregistrer', () => null),
  };
  return {
    first: 'subject',
    step: (name) => {
      const rank = PROFILE.exec(name)?.[1];
      const step = rank === undefined ? steps[name] : profile(Number(rank), asked);
      if (step === undefined) throw new Error(`No step is called ${name}.`);
      return step;
    },
  };
}

const informs = (question: string, next: () => string | null): Step<Answers> => ({
  question,
  shown: () => null,
  faults: () => [],
  next,
});

function situation({ prefill }: RateQuestion): Step<Answers> {
  return {
    question: 'Quelle est votre situation ?',
    shown: ({ confirm, case: said }) => (confirm ? 'Le taux proposé est le bon' : (CASES[said ?? ''] ?? null)),
    faults: (answers) => {
      const { confirm, case: said, profiles, affiliations } = answers;
      if (affiliations.length > 0)
        return [fault('affiliations', 'CHAMP_INATTENDU', 'Les salariés se placent dans la tâche d’affiliation.')];
      if (confirm && (said !== null || profiles.length > 0))
        return [
          fault(
            'confirm',
            'CONFIRMATION_OU_SAISIE',
            'Confirmez le taux proposé, ou saisissez-en un autre : pas les deux.',
          ),
        ];
      if (confirm && prefill.profiles.length === 0)
        return [fault('confirm', 'RIEN_A_CONFIRMER', 'Aucun taux n’est proposé : saisissez celui de la notification.')];
      if (!confirm && (said === null || CASES[said] === undefined))
        return [
          fault('case', 'CAS_INCONNU', 'Répondez single (un seul taux), several (plusieurs) ou unknown (pas accès).'),
        ];
      if (said === 'single' && profiles.length > 1)
        return [
          fault(
            'profiles',
            'UN_SEUL_TAUX',
            `Un seul taux est attendu, ${profiles.length} sont donnés : répondez several.`,
          ),
        ];
      return [];
    },
    next: ({ confirm, case: said }) => {
      if (confirm || said === 'single' || said === 'several') return 'date';
      return said === 'unknown' ? 'elsewhere' : null;
    },
  };
}

/** Registration for the compte AT/MP is obligatory for all since 2022: the notice is there first. */
function elsewhere(): Step<Answers> {
  const message =
    'Le taux se lit sur net-entreprises (compte AT/MP, inscription obligatoire), puis sur le compte Urssaf, qui retarde, sur le courrier de la caisse ou auprès d’elle ; en attendant, repoussez la tâche.';
  return {
    question: 'Où trouver le taux ?',
    shown: () => null,
    faults: () => [fault('case', 'SANS_ACCES', message)],
    next: () => null,
  };
}

function date(asked: RateQuestion): Step<Answers> {
  return {
    question: 'Date d’effet',
    shown: (answers) => frenchDate(dateOf(answers, asked)),
    faults: ({ effectiveFrom: text }) => {
      if (text === null) return [];
      const read = readDateOfEffect(text, asked.today);
      return read.ok ? [] : [{ field: 'effectiveFrom', ...read.refusal }];
    },
    next: ({ confirm, case: said }) => (confirm ? 'confirmation' : said === 'several' ? 'count' : 'profile-1'),
  };
}

function confirmation(asked: RateQuestion): Step<Answers> {
  const { prefill, reference } = asked;
  return {
    question: 'Taux proposé',
    shown: () => prefill.profiles.map(profileShown).join(' ; '),
    faults: (answers) =>
      prefill.profiles.flatMap((proposed, index): FieldFault[] => {
        const message = codeFault(proposed, dateOf(answers, asked), reference);
        const place = placeFault(proposed, prefill.profiles.slice(0, index));
        if (message !== null)
          return [fault('confirm', 'CODE_HORS_TABLE', `${message} Saisissez le taux de la notification.`)];
        return place === null ? [] : [{ field: 'confirm', ...place }];
      }),
    next: () => 'recap',
  };
}

function count(): Step<Answers> {
  return {
    question: 'Combien de taux ?',
    shown: (answers) => String(countOf(answers)),
    faults: (answers) => {
      const { count: text, profiles } = answers;
      const wanted = countOf(answers);
      if ((text !== null && !/^\d{1,3}$/.test(text)) || wanted < FEWEST || wanted > MOST) {
        const message = `Donnez au moins ${FEWEST} taux et ${MOST} au plus ; pour un seul, répondez single.`;
        return [fault(text === null ? 'profiles' : 'count', 'NOMBRE_DE_TAUX', message)];
      }
      if (profiles.length <= wanted) return [];
      return [
        fault(
          'count',
          'NOMBRE_DE_TAUX',
          `${profiles.length} taux sont donnés pour ${wanted} annoncés : corrigez le nombre.`,
        ),
      ];
    },
    next: () => 'profile-1',
  };
}

function profile(rank: number, asked: RateQuestion): Step<Answers> {
  const read = (answers: Answers, index: number) =>
    readProfile(answers.profiles[index] ?? EMPTY, `profiles[${index}].`, dateOf(answers, asked), asked.reference);
  return {
    question: rank === 1 ? 'Profil 1 : le taux le plus élevé' : `Profil ${rank}`,
    shown: (answers) => {
      const own = read(answers, rank - 1).profile;
      return own === null ? null : profileShown(own);
    },
    faults: (answers) => {
      const own = read(answers, rank - 1);
      if (own.profile === null) return own.faults;
      const before = Array.from({ length: rank - 1 }, (_, index) => read(answers, index).profile);
      const place = placeFault(
        own.profile,
        before.filter((other) => other !== null),
      );
      return place === null ? [] : [{ field: `profiles[${rank - 1}]`, ...place }];
    },
    next: (answers) => (rank < Math.min(countOf(answers), MOST) ? `profile-${rank + 1}` : 'recap'),
  };
}

/** What is typed is read as a date here too when it can be: codes are asked about on that day. */
export function dateOf({ effectiveFrom }: Answers, { defaultDate }: RateQuestion): LocalDate {
  const typed = effectiveFrom === null ? null : parseWrittenDate(effectiveFrom);
  return typed?.ok === true ? typed.value : defaultDate;
}

/** The profiles that complete answers give, highest rate first. */
export function profilesOfAnswers(answers: Answers, asked: RateQuestion): readonly RateProfile[] {
  if (answers.confirm) return asked.prefill.profiles;
  return answers.profiles.flatMap((answer, index) => {
    const { profile: read } = readProfile(answer, `profiles[${index}].`, dateOf(answers, asked), asked.reference);
    return read === null ? [] : [read];
  });
}

function countOf({ case: said, count: text, profiles }: Answers): number {
  if (said !== 'several') return 1;
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : profiles.length;
}

const fault = (field: string, code: string, message: string): FieldFault => ({ field, code, message });
