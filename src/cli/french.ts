const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `06/01/2026 10:00`, Paris time. */
export const frenchMoment = (instant: string): string => PARIS.format(new Date(instant));

/** `1 salarié`, `9 salariés`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count > 1 ? 's' : ''}`;
