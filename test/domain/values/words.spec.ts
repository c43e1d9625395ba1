import { parseWords } from '#domain/values/words';

const MOTIF = { name: 'Le motif', hint: 'dites pourquoi', most: 60 };
const read = (text: string): string => {
  const words = parseWords(text, MOTIF);
  return words.ok ? words.value : words.refusal.code;
};

describe('what a person says in their own words', () => {
  it.each([
    ['  la notification dit 2,10 %  ', 'la notification dit 2,10 %', 'outer spaces go'],
    ['ligne 1\r\nligne 2', 'ligne 1\nligne 2', 'lines stay, of one kind'],
    ['nul\u0000 et \u0007cloche', 'nul et cloche', 'what no base can hold is dropped'],
    ['SIRET 123 456 789 00012', 'SIRET 123 456 789 00012', 'a SIRET is no NIR'],
    ['matricule 00001234567', 'matricule 00001234567', 'nor is a matricule'],
    ['', 'TEXTE_ABSENT', 'empty'],
    [' \u0000 ', 'TEXTE_ABSENT', 'nothing printable'],
    ['a'.repeat(61), 'TEXTE_TROP_LONG', 'longer than is kept'],
    ['Mme L., 2 85 05 78 006 084 36, est au bureau', 'NIR_INTERDIT', 'a NIR in groups'],
    ['1850578006084', 'NIR_INTERDIT', 'a NIR without its key'],
    ['285052A00608436 !', 'NIR_INTERDIT', 'a NIR of Corsica'],
  ])('%j gives %j (%s)', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('never repeats the number that it refuses', () => {
    const words = parseWords('1 85 05 78 006 084', MOTIF);
    expect(words.ok ? '' : words.refusal.message).not.toMatch(/\d{3}/);
  });
});
