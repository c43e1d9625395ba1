import { slotWords } from '#domain/schedule/standing';

it.each([
  ['2026', 'campagne 2026'],
  ['2026-01', 'janvier 2026'],
  ['2026-01-06', '6 janvier 2026'],
  ['2026-01-06T09:15Z', '6 janvier 2026 à 10 h 15'],
  ['2026-07-01T22:05Z', '2 juillet 2026 à 0 h 05'],
])('the slot %s reads « %s »', (slot, words) => {
  expect(slotWords(slot).replaceAll('\u00a0', ' ')).toBe(words);
});
