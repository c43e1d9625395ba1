/** What is erased when its time is over; facts, rates, tasks and the journal never are. */
export const PURGED = [
  'sessions',
  'attempts',
  'invitations',
  'mails',
  'works',
  'events',
  'answers',
  'polls',
  'runs',
] as const;
export type Purged = (typeof PURGED)[number];

export interface RetentionPeriod {
  readonly what: Purged;
  /** For people. */
  readonly title: string;
  /** Kept so many days after it served. */
  readonly days: number;
  /** Which of them, and why no longer; one French sentence. */
  readonly reason: string;
}

export const RETENTION: readonly RetentionPeriod[] = [
  {
    what: 'sessions',
    title: 'sessions expirées',
    days: 0,
    reason: 'Une session finie ne sert plus à personne et nomme un navigateur.',
  },
  {
    what: 'attempts',
    title: 'tentatives de connexion',
    days: 1,
    reason: 'Elles freinent les essais répétés pendant une heure ; au-delà elles ne font que désigner des personnes.',
  },
  {
    what: 'invitations',
    title: 'invitations utilisées, retirées ou expirées',
    days: 90,
    reason: 'Le temps de répondre à qui dit n’avoir rien reçu ; le journal garde qui a invité qui.',
  },
  {
    what: 'mails',
    title: 'messages envoyés ou abandonnés',
    days: 400,
    reason:
      'Leur texte part dès l’envoi, ou quand quelqu’un a tranché d’une issue incertaine ; l’adresse et la clé restent treize mois, pour qu’un message ne parte pas deux fois.',
  },
  {
    what: 'works',
    title: 'comptes rendus d’imports par les pages',
    days: 90,
    reason: 'Les fichiers sont effacés dès la fin ; le compte rendu sert à corriger le lot, puis n’a plus d’usage.',
  },
  {
    what: 'events',
    title: 'événements remis à tous leurs destinataires',
    days: 90,
    reason: 'Un destinataire peut se les faire renvoyer pendant trois mois ; les faits eux-mêmes restent.',
  },
  {
    what: 'answers',
    title: 'réponses gardées pour les écritures répétées',
    days: 1,
    reason: 'Un programme qui répète une écriture le fait dans la journée ; au-delà elle est faite à nouveau.',
  },
  {
    what: 'polls',
    title: 'relèves des sources',
    days: 30,
    reason: 'Il y en a une toutes les cinq minutes : un mois suffit pour comprendre un retard.',
  },
  {
    what: 'runs',
    title: 'passages du calendrier',
    days: 800,
    reason: 'Deux campagnes se comparent ; au-delà le journal garde ce qu’elles ont fait.',
  },
];
