export { frenchMoment } from '#application/ports/paris';

/** `1 salarié`, `9 tâches levées`: every word takes its plural. */
export const counted = (count: number, words: string): string =>
  `${count} ${count > 1 ? words.replaceAll(/\S+/g, '$&s') : words}`;
