/** What the samples tell: one establishment each, named in samples/README.md. */
export const STORIES = {
  'declared-otherwise': {
    title: 'Vous déclarez 2,10 %, la caisse notifie 2,35 %',
    text: 'The switch of May 2025 was forgotten: November and December still declare the rate of 2024. 2 months, 9 employees, 214,60 € to expect. Task INCOHERENCE, then `estimate`.',
  },
  'year-2025': {
    title: 'L’année 2025 en trois taux',
    text: 'The rate of 2024 holds until 30 April 2025, that of 2025 from 1 May, that of 2026 from 1 January: `rates --on` 2025-04-30, 2025-05-01 and 2026-01-01.',
  },
  'office-rates': {
    title: 'Fonctions supports : deux taux, un clic',
    text: 'Building workers and office staff (452BE and 452BEB) each have their rate. The renewal is pre-filled with the new rates, and everyone stays on the same profile.',
  },
  'section-change': {
    title: 'La section change, personne ne reste sur l’ancien taux',
    text: 'Section 01 becomes 02 in January: the former profile ends, all employees follow.',
  },
  'first-notice': {
    title: '999ZZ, puis la première notification',
    text: 'Opened in October 2025 and declared under 999ZZ, without a rate; the first notice gives the rates since the opening. Two months to regularise.',
  },
  'unknown-until-dsn': {
    title: 'Inconnu jusqu’à sa DSN',
    text: 'The caisse names a new workshop before anybody here: its line is kept, and decided when its first DSN arrives on 14 January.',
  },
  'new-client': {
    title: 'La première paie d’une nouvelle cliente',
    text: 'Client since January 2026: task FIRST_PAYROLL, pre-filled by what the former payroll declared, then by the notification.',
  },
  'new-client-waiting': {
    title: 'Nouveau client, rien reçu de la caisse',
    text: 'Client since January 2026, without a notification: the task FIRST_PAYROLL shows the declared rate.',
  },
  'automation-refused': {
    title: 'Cliente depuis mars 2024 : pas d’automatisme',
    text: 'Companies that joined on or after 1 December 2023 are not updated by themselves.',
  },
  'automation-no': {
    title: 'L’entreprise a dit non',
    text: 'An old client that refused the automatic update: a person confirms.',
  },
  'automation-yes': {
    title: 'L’entreprise a dit oui',
    text: 'Client since September 2024, but it asked for the automatic update: done for it.',
  },
  'unknown-code': {
    title: 'Un code que la table RAT ne connaît pas',
    text: 'The document gives 602MD, which is not in RAT: quarantined.',
  },
  'ten-times': {
    title: 'Le taux multiplié par dix',
    text: '19,40 % instead of 1,94 %: held until somebody releases or refuses it.',
  },
  'payroll-running': {
    title: 'La paie est en cours',
    text: 'The notification comes while the payroll of January is being run: held, and applied when it is closed on 23 January.',
  },
  contradiction: {
    title: 'Deux taux pour la même clé',
    text: 'One document gives 2,95 % and 3,95 % for the same code, section, date and calculation: quarantined.',
  },
  'bonus-malus': {
    title: 'Un bonus-malus n’est pas un taux AT/MP',
    text: 'The file speaks of bonus-malus (bmcc) only: ignored, and asked for at the end of the campaign.',
  },
  'past-correction': {
    title: 'Une correction en cours d’année',
    text: 'The caisse corrects the rate from 1 July 2025, and November and December are declared otherwise: a person decides.',
  },
  'several-rates': {
    title: 'Un deuxième taux apparaît',
    text: 'One rate on file, two in the notification (dry and cold storage): a person confirms, then puts employees on them.',
  },
  'not-received': {
    title: 'Rien reçu de la caisse',
    text: 'No notification in January: the closing of the campaign raises a task NOT_RECEIVED.',
  },
  artists: {
    title: 'Artistes à 70 %',
    text: 'Technicians pay the whole rate, artists 70 % of it: 1,65 and 1,16 declared in December, 1,50 and 1,05 in January.',
  },
  agricultural: {
    title: 'Le régime agricole ne vient dans aucun flux',
    text: 'MSA, regime 300: the opening of the campaign asks a person at once.',
  },
  published: {
    title: 'Un taux publié pour tous',
    text: 'Code 511TG is never notified (D. 242-6-22): its rate of 2026 is taken from the national table.',
  },
} as const;

export type StoryName = keyof typeof STORIES;
