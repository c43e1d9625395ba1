export { frenchMoment } from '#application/ports/paris';

/** `1 salarié`, `9 salariés`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count > 1 ? 's' : ''}`;
