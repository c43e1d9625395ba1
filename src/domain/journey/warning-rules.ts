import { frenchDate } from '../values/local-date';
import { frenchRate, rateOfHundredths } from '../values/rate';
import { AWAITING_NOTICE } from '../values/risk-code';
import type { TypedProfile, WarningRule } from './warning-rule';
import {
  awaitingDespiteRate,
  belowFloor,
  collectiveSentence,
  copiedFromNationalTable,
  isAwaiting,
  isNew,
  isOther,
  misplacedComma,
  named,
  noLowerThanBase,
  officeInLargeFirm,
  own,
  published,
} from './warning-sentences';

/** As for what is received (rule 16): nearly no rate is higher. */
const CEILING = rateOfHundredths(30_00);
const WITHOUT_ESTABLISHMENT = '511TH';

const COLLECTIVE_TABLE = 'arrêté annuel des taux nets collectifs';
const OFFICE_CONDITIONS = 'conditions du taux « fonctions supports »';

const byTable = ({ reference, on }: TypedProfile): string =>
  reference.campaigns().findLast(({ effectiveFrom }) => effectiveFrom <= on)?.arrete ?? COLLECTIVE_TABLE;
const byLocalLaw = (): string => 'CSS D. 242-30';
const byMode = ({ mode }: TypedProfile): string => mode.article;

/**
 * Everything that is said about a typed rate, the gravest of a field first. What makes a rate impossible (a code not in
 * the table, no form B that day, a rate beside 999ZZ) is no warning: `readProfile` refuses it.
 */
export const RULES: readonly WarningRule[] = [
  {
    rule: 'ATTENTE_MALGRE_UN_TAUX',
    field: 'codeRisque',
    level: 'REASON',
    article: () => 'DSN S21.G00.40.043, SIG-11',
    sentence: awaitingDespiteRate,
  },
  {
    rule: 'EN_ATTENTE',
    field: 'codeRisque',
    level: 'NOTE',
    article: () => 'DSN S21.G00.40.043, SIG-11',
    sentence: (typed) =>
      isAwaiting(typed)
        ? '999ZZ ne vaut que jusqu’à la première notification : remplacez-le dès qu’elle arrive, la DSN n’admet aucun taux avec lui.'
        : null,
  },
  {
    rule: 'SANS_ETABLISSEMENT_EN_FRANCE',
    field: 'codeRisque',
    level: 'NOTE',
    article: () => 'CSS D. 242-6-22',
    sentence: ({ profile }) =>
      profile.code === WITHOUT_ESTABLISHMENT
        ? '511TH est réservé aux employeurs sans établissement en France ; son taux est unique et publié.'
        : null,
  },
  {
    rule: 'TAUX_UNIQUE_PUBLIE',
    field: 'rate',
    level: 'REASON',
    article: () => 'CSS D. 242-6-22',
    sentence: (typed) =>
      typed.reference.isPublishedOnly(typed.profile.code) && isOther(typed)
        ? `Le code ${named(typed)} a un taux unique, publié au Journal officiel et jamais notifié : ${published(typed)}, et non ${own(typed)}.`
        : null,
  },
  {
    rule: 'TAUX_NUL',
    field: 'rate',
    level: 'REASON',
    article: byTable,
    sentence: (typed) =>
      typed.profile.rate === 0 && !isAwaiting(typed)
        ? 'Le taux est nul : aucun taux AT/MP publié ne l’est, relisez la notification.'
        : null,
  },
  { rule: 'VIRGULE', field: 'rate', level: 'REASON', article: byTable, sentence: misplacedComma },
  {
    rule: 'AU_DESSUS_DU_PLAFOND',
    field: 'rate',
    level: 'REASON',
    article: byTable,
    sentence: (typed) =>
      typed.profile.rate > CEILING && (typed.national === null || typed.national <= CEILING)
        ? `${own(typed)} dépasse ${frenchRate(CEILING)}, ce que presque aucun code n’atteint : la virgule est-elle bien placée ?`
        : null,
  },
  { rule: 'SOUS_LE_PLANCHER', field: 'rate', level: 'REASON', article: byTable, sentence: belowFloor },
  {
    rule: 'TAUX_SUPPORTS_AUTRE',
    field: 'rate',
    level: 'REASON',
    article: byTable,
    sentence: (typed) =>
      typed.profile.office && isOther(typed)
        ? `Le taux « fonctions supports » est le même pour tous : ${published(typed)} au ${frenchDate(typed.on)}, et non ${own(typed)}.`
        : null,
  },
  {
    rule: 'ETABLISSEMENT_NOUVEAU',
    field: 'rate',
    level: 'REASON',
    article: byMode,
    sentence: (typed) => (isNew(typed) ? collectiveSentence(typed) : null),
  },
  {
    rule: 'TAUX_COLLECTIF_AUTRE',
    field: 'rate',
    level: 'REASON',
    article: byMode,
    sentence: (typed) => (isNew(typed) ? null : collectiveSentence(typed)),
  },
  {
    rule: 'TABLEAU_NATIONAL_EN_ALSACE_MOSELLE',
    field: 'rate',
    level: 'REASON',
    article: byLocalLaw,
    sentence: copiedFromNationalTable,
  },
  {
    rule: 'ALSACE_MOSELLE',
    field: 'rate',
    level: 'NOTE',
    article: byLocalLaw,
    sentence: ({ alsaceMoselle, profile }) =>
      alsaceMoselle === true && profile.code !== AWAITING_NOTICE
        ? 'En Alsace-Moselle les seuils et les taux collectifs sont propres à la région : ce taux n’est pas comparé au tableau national, relisez la notification.'
        : null,
  },
  {
    rule: 'SUPPORTS_EN_TAUX_INDIVIDUEL',
    field: 'office',
    level: 'REASON',
    article: byMode,
    sentence: officeInLargeFirm,
  },
  {
    rule: 'SUPPORTS_PAS_PLUS_BAS',
    field: 'office',
    level: 'REASON',
    article: () => OFFICE_CONDITIONS,
    sentence: noLowerThanBase,
  },
];
