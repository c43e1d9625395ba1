import type { VerdictKind } from '#domain/reconciliation/verdict';
import type { TaskKind } from '#domain/tasks/task';
import { frenchPeriod, parsePeriod } from '#domain/values/local-date';

export const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = {
  AUTO_UPDATED: 'Mis à jour',
  UNCHANGED: 'Confirmé',
  TASK_RAISED: 'Tâche',
  HELD: 'Retenu',
  QUARANTINED: 'En quarantaine',
  IGNORED: 'Ignoré',
};

export const VERDICT_TONES: Readonly<Record<VerdictKind, 'yellow' | 'red' | 'green' | 'grey' | 'purple'>> = {
  AUTO_UPDATED: 'green',
  UNCHANGED: 'green',
  TASK_RAISED: 'yellow',
  HELD: 'purple',
  QUARANTINED: 'red',
  IGNORED: 'grey',
};

/** Rules that decide about one date; what is quarantined bears the name of its fault instead. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  TAUX_UNIQUE: 'Taux unique',
  CONFIRME: 'Taux déjà en place',
  GARDE: 'Garde-fou',
  CONTREDIT_SAISIE: 'Contredit une saisie',
  CONTREDIT_DECLARE: 'Contredit une DSN',
  PLUSIEURS_TAUX: 'Plusieurs taux',
  AUTOMATISATION_REFUSEE: 'Mise à jour automatique non permise',
  SANS_TAUX_ATMP: 'Sans taux AT/MP',
};

/** In the order of a page: what needs somebody first. */
export const VERDICT_ORDER: readonly VerdictKind[] = [
  'TASK_RAISED',
  'HELD',
  'QUARANTINED',
  'AUTO_UPDATED',
  'UNCHANGED',
  'IGNORED',
];

export const TASK_WORDS: Readonly<Record<TaskKind, string>> = {
  FIRST_PAYROLL: 'Première paie',
  INCOHERENCE: 'Incohérence',
  ANNUAL_RENEWAL: 'Renouvellement annuel',
  EMPLOYEE_AFFILIATION: 'Affiliation des salariés',
};

const NUMBERS = new Intl.NumberFormat('fr-FR');

export const frenchNumber = (value: number): string => NUMBERS.format(value);

export function monthWords(period: string): string {
  const parsed = parsePeriod(period);
  return parsed.ok ? frenchPeriod(parsed.value) : period;
}

/** `1 salarié`, `12 salariés`: the noun takes its plural from two on. */
export const counted = (count: number, noun: string): string =>
  `${frenchNumber(count)}\u00a0${count < 2 ? noun : `${noun}s`}`;

/** Words of a sentence, as a label of its own begins. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
