import { fileWords } from '#domain/feed/file-words';

describe('the name of a document', () => {
  it.each([
    ['alone', '2025-05.csv', '2025-05.csv'],
    ['within an archive', '2026-01/lot.zip!crm34.xml', 'crm34.xml (dans 2026-01/lot.zip)'],
    ['within an archive within another', 'tout.zip!lot.zip!crm34.xml', 'crm34.xml (dans lot.zip) (dans tout.zip)'],
  ])('comes before that of what it came in: %s', (_where, file, words) => {
    expect(fileWords(file)).toBe(words);
  });
});
