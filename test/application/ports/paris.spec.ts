import { momentWords } from '#application/ports/paris';

describe('a moment in a sentence', () => {
  it.each([
    ['in winter', '2026-01-06T07:00:00.000Z', '6 janvier 2026 à 8 h 00'],
    ['in summer', '2026-07-01T13:05:00.000Z', '1er juillet 2026 à 15 h 05'],
    ['after midnight in Paris', '2025-12-31T23:30:00.000Z', '1er janvier 2026 à 0 h 30'],
  ])('is told in words and in the time of Paris, %s', (_when, instant, words) => {
    expect(momentWords(instant).replaceAll('\u00a0', ' ')).toBe(words);
  });
});
