import type { RateProfile } from '../rates/profile';
import type { Reason as FeedReason } from '../reconciliation/verdict';
import type { LocalDate, LocalMoment, Period } from '../values/local-date';

/** DONE_FOR_YOU is not raised: it is the record of an automatic update, shown as « Tâche réalisée par Taux Juste ». */
export const TASK_KINDS = ['FIRST_PAYROLL', 'ANNUAL_RENEWAL', 'INCOHERENCE', 'EMPLOYEE_AFFILIATION'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** All but the first are reasons of tasks, never of a feed verdict (rule 9); the last two ask for employees again. */
export type TaskReason =
  | FeedReason
  | 'FIRST_PAYROLL'
  | 'NOT_RECEIVED'
  | 'DECLARED_OTHERWISE'
  | 'NEW_PROFILES'
  | 'NEW_EMPLOYEE'
  | 'PROFILE_LEFT';

export type TaskStatus = 'OPEN' | 'DONE' | 'SUPERSEDED';

/** What the wizard shows before anybody types: the notified or declared sheet, and where it comes from. */
export interface Prefill {
  readonly effectiveFrom: LocalDate | null;
  readonly calculatedAt: LocalMoment | null;
  readonly profiles: readonly RateProfile[];
  readonly feed: number | null;
  /** Said when something waits behind the task, for instance a notification that a guard holds. */
  readonly note: string | null;
}

/** One open task per (establishment, kind, cause): a newer fact on the same cause updates it (rule 13). */
export interface TaskToRaise {
  readonly kind: TaskKind;
  /** Campaign year, date of effect or hire month, as text. */
  readonly cause: string;
  readonly reason: TaskReason;
  /** Null = the month of NOW, or the next one when that month is already declared. */
  readonly period: Period | null;
  readonly prefill: Prefill;
  /** Raised only if, before the plan is applied, a person enters other rates for the date of the prefill. */
  readonly ifContradicted?: true;
}

const TITLES: Record<TaskKind | 'DONE_FOR_YOU', string> = {
  FIRST_PAYROLL: 'Renseigner le taux AT/MP avant la première paie',
  ANNUAL_RENEWAL: 'Confirmer le taux AT/MP de l’année',
  INCOHERENCE: 'Vérifier un taux AT/MP incohérent',
  EMPLOYEE_AFFILIATION: 'Affilier les salariés aux taux AT/MP',
  DONE_FOR_YOU: 'Tâche réalisée par Taux Juste',
};

export const titleOf = (kind: TaskKind | 'DONE_FOR_YOU'): string => TITLES[kind];

const REASONS: Readonly<Record<TaskReason, string>> = {
  INCOHERENT: 'contredit ce qui est déclaré ou saisi',
  SEVERAL_RATES: 'plusieurs taux',
  AUTOMATION_NOT_ALLOWED: 'mise à jour automatique non permise',
  FIRST_PAYROLL: 'nouvelle cliente, aucun taux confirmé',
  NOT_RECEIVED: 'aucun taux reçu',
  DECLARED_OTHERWISE: 'la DSN déclare autre chose',
  NEW_PROFILES: 'nouveaux profils de taux',
  NEW_EMPLOYEE: 'nouveau salarié sans profil de taux',
  PROFILE_LEFT: 'le dernier salarié d’un profil est parti',
};

export const TASK_REASONS = Object.keys(REASONS) as readonly TaskReason[];

/** For people; a rule's name, which is no reason, stays as it is. */
export const reasonWords = (reason: string): string =>
  Object.hasOwn(REASONS, reason) ? REASONS[reason as TaskReason] : reason;
