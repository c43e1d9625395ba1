import type { Rhythm } from './rhythm';

export interface ScheduleItem {
  readonly name: ItemName;
  /** What people call it. */
  readonly title: string;
  readonly rhythm: Rhythm;
  /** When several slots were missed: each is made good in order, or the latest stands for all of them. */
  readonly missed: 'EACH' | 'LATEST';
  /** How far back a missed slot is made good, in days. */
  readonly lookBackDays: number;
  /** Not begun so long after its hour, support is told, in minutes. */
  readonly lateAfterMinutes: number;
  /** Items whose earlier slots end first: a digest counts the tasks that a campaign has just raised. */
  readonly after: readonly ItemName[];
  /** Whether support is told at each run that finds the same amiss, or only at the first until one finds it well. */
  readonly tells: 'EACH_TIME' | 'ONCE';
  /** What it does and why so often, in one French sentence. */
  readonly reason: string;
}

export const ITEM_NAMES = [
  'campaign-opening',
  'campaign-closing',
  'table-check',
  'monthly-tasks',
  'returning-tasks',
  'digests',
  'reminders',
  'feed-poll',
  'journal-verification',
  'retention',
] as const;
export type ItemName = (typeof ITEM_NAMES)[number];

const [AN_HOUR, HALF_A_DAY] = [60, 720];
const RAISING = ['campaign-opening', 'campaign-closing', 'monthly-tasks', 'returning-tasks'] as const;

/** Everything that runs by itself at an hour, in the order in which slots of one instant are taken. */
export const SCHEDULE: readonly ScheduleItem[] = [
  {
    name: 'campaign-opening',
    title: 'Ouverture de la campagne annuelle',
    rhythm: { every: 'CAMPAIGN', step: 'opensAt' },
    ...{ missed: 'EACH', lookBackDays: 400, lateAfterMinutes: AN_HOUR, after: [], tells: 'EACH_TIME' },
    reason:
      'Lève les renouvellements que la machine ne peut pas faire seule, le lendemain de la date d’effet de l’année.',
  },
  {
    name: 'campaign-closing',
    title: 'Clôture de la campagne annuelle',
    rhythm: { every: 'CAMPAIGN', step: 'closesAt' },
    ...{
      missed: 'EACH',
      lookBackDays: 400,
      lateAfterMinutes: AN_HOUR,
      after: ['campaign-opening'],
      tells: 'EACH_TIME',
    },
    reason: 'Demande le taux de chaque établissement qui n’a rien reçu, avant les paies du premier mois.',
  },
  {
    name: 'table-check',
    title: 'Table des taux de l’année',
    rhythm: { every: 'MONTH', day: 2, at: '06:00' },
    ...{ missed: 'LATEST', lookBackDays: 40, lateAfterMinutes: HALF_A_DAY, after: [], tells: 'EACH_TIME' },
    reason: 'Dit au support qu’aucun arrêté ne donne encore la date d’effet de l’année : elle n’est jamais inventée.',
  },
  {
    name: 'monthly-tasks',
    title: 'Tâches du mois',
    rhythm: { every: 'MONTH', day: 1, at: '05:00' },
    ...{ missed: 'EACH', lookBackDays: 100, lateAfterMinutes: AN_HOUR, after: [], tells: 'EACH_TIME' },
    reason: 'Lève ce que le mois appelle et que rien n’a levé : premières paies, embauches et départs qui approchent.',
  },
  {
    name: 'returning-tasks',
    title: 'Tâches repoussées qui reviennent',
    rhythm: { every: 'MONTH', day: 1, at: '05:30' },
    ...{ missed: 'EACH', lookBackDays: 100, lateAfterMinutes: AN_HOUR, after: [], tells: 'EACH_TIME' },
    reason: 'Note au journal chaque tâche repoussée jusqu’à ce mois, qui est de nouveau à faire.',
  },
  {
    name: 'digests',
    title: 'Résumés du mois',
    rhythm: { every: 'DAY', at: '07:00' },
    ...{ missed: 'LATEST', lookBackDays: 3, lateAfterMinutes: HALF_A_DAY, after: RAISING, tells: 'EACH_TIME' },
    reason: 'Écrit une fois par mois à chaque personne qui a des tâches, le matin où elle en a.',
  },
  {
    name: 'reminders',
    title: 'Rappels avant la DSN',
    rhythm: { every: 'DAY', at: '07:15' },
    ...{ missed: 'LATEST', lookBackDays: 3, lateAfterMinutes: HALF_A_DAY, after: RAISING, tells: 'EACH_TIME' },
    reason: 'Rappelle, dans les trois jours avant l’échéance, les tâches de la paie à déclarer.',
  },
  {
    name: 'feed-poll',
    title: 'Relève des sources de taux',
    rhythm: { every: 'MINUTES', minutes: 5 },
    ...{ missed: 'LATEST', lookBackDays: 1, lateAfterMinutes: AN_HOUR, after: [], tells: 'ONCE' },
    reason: 'Prend ce qui est arrivé dans le dossier surveillé et sur le portail des retours CRM.',
  },
  {
    name: 'journal-verification',
    title: 'Vérification du journal',
    rhythm: { every: 'DAY', at: '02:30' },
    ...{ missed: 'LATEST', lookBackDays: 3, lateAfterMinutes: HALF_A_DAY, after: [], tells: 'EACH_TIME' },
    reason: 'Relit la chaîne du journal et les faits qu’elle couvre ; dit au support la première rupture.',
  },
  {
    name: 'retention',
    title: 'Effacement de ce qui a fait son temps',
    rhythm: { every: 'DAY', at: '03:30' },
    ...{ missed: 'LATEST', lookBackDays: 3, lateAfterMinutes: HALF_A_DAY, after: [], tells: 'EACH_TIME' },
    reason: 'Efface ce dont la durée de conservation est passée ; jamais un taux, une tâche ni le journal.',
  },
];

export const itemNamed = (name: string): ScheduleItem | null => SCHEDULE.find((item) => item.name === name) ?? null;
