import { judgeAffiliations } from '#domain/affiliation/affiliate';
import { readAffiliationFile } from '#domain/affiliation/affiliation-file';
import { everyoneIsAffiliated } from '#domain/affiliation/completeness';
import type { LocalDate } from '#domain/values/local-date';
import { affiliated, contract, declared, sheet } from '../payroll/situations';

const SHEETS = [
  sheet('2025-05-01', ['553AC/01 2.10']),
  sheet('2026-01-01', ['452BE/01 6.12', '452BE/02 4.10', '452BEB/03 0.71', 'RA110 3.20']),
];
const CONTRACTS = [
  contract('00042'),
  contract('7'),
  contract('7', { number: '00002' }),
  contract('8', { endedOn: '2025-12-31' as LocalDate }),
  contract('9', { regime: '300' }),
];

function judged(...rows: readonly string[]) {
  const text = ['matricule,contrat,profil,depuis,population', ...rows].join('\r\n');
  const file = readAffiliationFile(Buffer.from(text, 'latin1'));
  const { affiliations, rejections } = judgeAffiliations(file.lines, CONTRACTS, SHEETS);
  return {
    taken: affiliations.map(({ matricule, number, since, key, population }) =>
      [matricule, number, since, `${key.code}${key.office ? 'B' : ''}/${key.section ?? ''}`, population ?? '']
        .join(' ')
        .trim(),
    ),
    refused: [...file.rejections, ...rejections].map(({ line, code }) => `${line} ${code}`),
  };
}

describe('a line of an affiliation file', () => {
  test.each([
    ['by number, 1 being the highest rate', '00042,00001,1,2026-01-01', '00042 00001 2026-01-01 452BE/01'],
    ['by code as the DSN writes it', '00042,00001,452BEB,2026-01-01', '00042 00001 2026-01-01 452BEB/03'],
    ['a French date', '00042,00001,2,01/02/2026', '00042 00001 2026-02-01 452BE/02'],
    ['on the sheet that holds at its date', '00042,00001,1,2025-06-01', '00042 00001 2025-06-01 553AC/01'],
    ['zeros that a spreadsheet dropped', '42,1,1,2026-01-01', '00042 00001 2026-01-01 452BE/01'],
    ['the only contract need not be named', '00042,,1,2026-01-01', '00042 00001 2026-01-01 452BE/01'],
    ['an artist', '00042,00001,1,2026-01-01,artiste', '00042 00001 2026-01-01 452BE/01 ARTIST'],
    ['MSA on its own code', '9,00001,RA110,2026-01-01', '9 00001 2026-01-01 RA110/'],
  ])('is taken: %s', (_situation, row, expected) => {
    expect(judged(row)).toEqual({ taken: [expected], refused: [] });
  });

  test.each([
    ['no matricule', ',00001,1,2026-01-01', 'MATRICULE_ABSENT'],
    ['no profile', '00042,00001,,2026-01-01', 'PROFIL_ABSENT'],
    ['a date that does not exist', '00042,00001,1,2026-02-30', 'DATE_ILLISIBLE'],
    ['a population of its own', '00042,00001,1,2026-01-01,danseur', 'POPULATION_INCONNUE'],
    ['an unknown employee', '99,00001,1,2026-01-01', 'MATRICULE_INCONNU'],
    ['an unknown contract', '7,00009,1,2026-01-01', 'CONTRAT_INCONNU'],
    ['several contracts and none named', '7,,1,2026-01-01', 'CONTRAT_ABSENT'],
    ['a contract that ended before', '8,00001,1,2026-01-01', 'CONTRAT_TERMINE'],
    ['a day without rates', '00042,00001,1,2024-01-01', 'AUCUN_TAUX'],
    ['a fifth profile of four', '00042,00001,5,2026-01-01', 'PROFIL_INCONNU'],
    ['a code that the sheet does not have', '00042,00001,602MG,2026-01-01', 'PROFIL_INCONNU'],
    ['a code that two profiles share', '00042,00001,452BE,2026-01-01', 'PROFIL_AMBIGU'],
    ['something that is no code', '00042,00001,atelier,2026-01-01', 'CODE_ILLISIBLE'],
    ['MSA on a code of the general regime', '9,00001,1,2026-01-01', 'REGIME_DIFFERENT'],
  ])('is rejected: %s', (_situation, row, code) => {
    expect(judged(row)).toEqual({ taken: [], refused: [`2 ${code}`] });
  });

  test('two profiles for one contract from one day: neither is taken, the others are', () => {
    expect(judged('00042,00001,1,2026-01-01', '7,00001,1,2026-01-01', '00042,00001,2,2026-01-01')).toEqual({
      taken: ['7 00001 2026-01-01 452BE/01'],
      refused: ['2 AFFILIATIONS_CONTRADICTOIRES', '4 AFFILIATIONS_CONTRADICTOIRES'],
    });
  });

  test('a file without its header is refused whole, naming what is missing', () => {
    expect(readAffiliationFile(Buffer.from('matricule;contrat;profil\n1;1;1\n')).refusal).toEqual({
      code: 'ENTETE_INCONNU',
      message: expect.stringContaining('il manque depuis') as string,
    });
  });
});

describe('everybody is affiliated', () => {
  const two = [sheet('2026-01-01', ['452BE/01 6.12', '452BEB/02 0.71'])];
  const people = [contract('1'), contract('2')];
  const from = '2026-01-01' as LocalDate;
  test.each([
    ['when each has a profile and each profile somebody', ['452BE/01', '452BEB/02'], true],
    ['not while a profile has nobody', ['452BE/01', '452BE/01'], false],
    ['not while somebody has none', ['452BE/01'], false],
  ])('%s', (_situation, keys, expected) => {
    const affiliations = keys.map((key, index) => affiliated(String(index + 1), '2026-01-01', key));
    expect(everyoneIsAffiliated(people, { sheets: two, affiliations, declared: [] }, from)).toBe(expected);
  });

  test('what the DSN declares counts where nobody said otherwise', () => {
    const evidence = {
      sheets: two,
      affiliations: [affiliated('2', '2026-01-01', '452BEB/02')],
      declared: [declared('2025-12', '1', '452BE 6.00')],
    };
    expect(everyoneIsAffiliated(people, evidence, from)).toBe(true);
  });

  test('who left is not waited for', () => {
    const left = [...people, contract('3', { endedOn: '2025-12-31' as LocalDate })];
    const affiliations = [affiliated('1', '2026-01-01', '452BE/01'), affiliated('2', '2026-01-01', '452BEB/02')];
    expect(everyoneIsAffiliated(left, { sheets: two, affiliations, declared: [] }, from)).toBe(true);
  });

  test('never without a sheet', () => {
    expect(everyoneIsAffiliated([], { sheets: [], affiliations: [], declared: [] }, from)).toBe(false);
  });
});
