import fc from 'fast-check';
import type { Evidence } from '#domain/affiliation/profile-of';
import type { EmployeeContract } from '#domain/affiliation/contract';
import { payrollOf } from '#domain/payroll/payroll';
import { builtInReference } from '#domain/reference/reference';
import type { LocalDate, Period } from '#domain/values/local-date';
import { formatRate } from '#domain/values/rate';
import { affiliated, contract, declared, sheet } from './situations';

interface Situation extends Partial<Evidence> {
  readonly who?: Partial<EmployeeContract>;
  readonly month?: string;
}

/** `452BE 6.12`, `999ZZ` or the blocking code, for the one employee 42. */
function paid({ who, month = '2026-01', sheets = [], affiliations = [], declared: lines = [] }: Situation): string {
  const payroll = payrollOf(
    [contract('42', who)],
    month as Period,
    { sheets, affiliations, declared: lines },
    builtInReference(),
  );
  const [line] = payroll.employees;
  if (line === undefined) return 'nobody';
  const [block] = payroll.blocking;
  if (block !== undefined) return block.code;
  return [line.codeRisque, line.rate === null ? null : formatRate(line.rate)].filter((word) => word !== null).join(' ');
}

const THREE = ['452BE/01 6.12', '602MG/02 5.40', '452BEB/03 0.71'];

describe('the rate an employee is paid at in a month', () => {
  test.each<[string, Situation, string]>([
    ['the only profile there is', { sheets: [sheet('2026-01-01', ['553AC/01 1.78'])] }, '553AC 1.78'],
    [
      'a person’s word goes before what was declared',
      {
        sheets: [sheet('2026-01-01', THREE)],
        affiliations: [affiliated('42', '2026-01-01', '602MG/02')],
        declared: [declared('2025-12', '42', '452BE 6.00')],
      },
      '602MG 5.40',
    ],
    [
      'fonctions supports carry the suffix B',
      { sheets: [sheet('2026-01-01', THREE)], affiliations: [affiliated('42', '2026-01-01', '452BEB/03')] },
      '452BEB 0.71',
    ],
    [
      'a word from the middle of the month counts for the month',
      { sheets: [sheet('2026-01-01', THREE)], affiliations: [affiliated('42', '2026-01-20', '602MG/02')] },
      '602MG 5.40',
    ],
    [
      'a word from next month does not',
      {
        sheets: [sheet('2026-01-01', THREE)],
        affiliations: [affiliated('42', '2026-01-01', '452BE/01'), affiliated('42', '2026-02-01', '602MG/02')],
      },
      '452BE 6.12',
    ],
    [
      'of two words of one day the later holds',
      {
        sheets: [sheet('2026-01-01', THREE)],
        affiliations: [affiliated('42', '2026-01-01', '452BE/01'), affiliated('42', '2026-01-01', '602MG/02')],
      },
      '602MG 5.40',
    ],
    [
      'new rates on the same keys carry the word over',
      {
        sheets: [sheet('2025-05-01', THREE), sheet('2026-01-01', ['452BE/01 6.30', '602MG/02 5.10', '452BEB/03 0.71'])],
        affiliations: [affiliated('42', '2025-05-01', '602MG/02')],
      },
      '602MG 5.10',
    ],
    [
      'a section that changes leaves nobody on the old rate',
      {
        sheets: [sheet('2025-05-01', THREE), sheet('2026-01-01', ['452BE/07 6.30', '602MG/02 5.10'])],
        affiliations: [affiliated('42', '2025-05-01', '452BE/01')],
      },
      '452BE 6.30',
    ],
    [
      'a section that was not said is found again',
      {
        sheets: [sheet('2025-05-01', ['452BE 6.12', '602MG 5.40'], 'ENTERED'), sheet('2026-01-01', THREE)],
        affiliations: [affiliated('42', '2025-05-01', '452BE')],
      },
      '452BE 6.12',
    ],
    [
      'a profile that ended sends nobody to another of its code',
      {
        sheets: [
          sheet('2025-05-01', ['452BE/01 6.12', '452BE/02 4.10']),
          sheet('2026-01-01', ['452BE/01 6.20', '602MG/01 5.40']),
        ],
        affiliations: [affiliated('42', '2025-05-01', '452BE/02')],
      },
      'SANS_PROFIL',
    ],
    [
      'a word that no longer fits does not wake an older one',
      {
        sheets: [sheet('2025-05-01', THREE), sheet('2026-01-01', ['452BE/01 6.30', '452BEB/03 0.71'])],
        affiliations: [affiliated('42', '2025-05-01', '452BE/01'), affiliated('42', '2025-09-01', '602MG/02')],
      },
      'SANS_PROFIL',
    ],
    [
      'without a word, what the DSN declared',
      { sheets: [sheet('2026-01-01', THREE)], declared: [declared('2025-11', '42', '602MG 5.00')] },
      '602MG 5.40',
    ],
    [
      'the DSN of the month before that of the month before',
      {
        sheets: [sheet('2026-01-01', THREE)],
        declared: [declared('2025-12', '42', '452BE 6.12'), declared('2026-01', '42', '452BEB 0.71')],
      },
      '452BEB 0.71',
    ],
    [
      'a later DSN says nothing of this month',
      { sheets: [sheet('2026-01-01', THREE)], declared: [declared('2026-02', '42', '602MG 5.40')] },
      'SANS_PROFIL',
    ],
    [
      'two rates under one code: the declared one tells which',
      {
        sheets: [sheet('2026-01-01', ['452BE/01 6.12', '452BE/02 4.10'])],
        declared: [declared('2026-01', '42', '452BE 4.10')],
      },
      '452BE 4.10',
    ],
    [
      'two rates under one code, renewed: the key of the declared one is followed, not its figure',
      {
        sheets: [
          sheet('2025-05-01', ['452BE/01 6.12', '452BE/02 4.10']),
          sheet('2026-01-01', ['452BE/02 6.12', '452BE/01 5.00']),
        ],
        declared: [declared('2025-12', '42', '452BE 6.12')],
      },
      '452BE 5.00',
    ],
    [
      'two rates under one code and a declared rate that is neither',
      {
        sheets: [sheet('2026-01-01', ['452BE/01 6.12', '452BE/02 4.10'])],
        declared: [declared('2025-12', '42', '452BE 3.00')],
      },
      'SANS_PROFIL',
    ],
    [
      'a code that the caisse replaced: the only profile there is',
      { sheets: [sheet('2026-01-01', ['602MG 2.35'])], declared: [declared('2025-12', '42', '452BE 6.12')] },
      '602MG 2.35',
    ],
    [
      '999ZZ ends with the first notice',
      { sheets: [sheet('2026-01-01', ['553AC/01 1.78'])], declared: [declared('2025-12', '42', '999ZZ')] },
      '553AC 1.78',
    ],
    ['999ZZ waits without a rate', { declared: [declared('2025-12', '42', '999ZZ')] }, '999ZZ'],
    ['nothing known blocks', {}, 'AUCUN_TAUX'],
    ['several profiles and nothing to tell which', { sheets: [sheet('2026-01-01', THREE)] }, 'SANS_PROFIL'],
    ['a sheet that only waits for the notice', { sheets: [sheet('2026-01-01', ['999ZZ 0.00'], 'ENTERED')] }, '999ZZ'],
    ['an office form closed since 2022', { sheets: [sheet('2021-01-01', ['641AAB 0.90'])] }, 'CODE_FERME'],
    ['454MC before 2026', { sheets: [sheet('2025-05-01', ['454MC 2.08'])], month: '2025-12' }, 'CODE_FERME'],
    ['454MC from 2026', { sheets: [sheet('2025-05-01', ['454MC 2.08'])], month: '2026-01' }, '454MC 2.08'],
    [
      'the sheet of the first of the month, whatever comes in the middle',
      { sheets: [sheet('2025-05-01', ['553AC 2.10']), sheet('2026-01-15', ['553AC 1.78'])] },
      '553AC 2.10',
    ],
    [
      'the sheet of the first day of who is hired after it',
      {
        sheets: [sheet('2025-05-01', ['553AC 2.10']), sheet('2026-01-15', ['553AC 1.78'])],
        who: { startedOn: '2026-01-20' as LocalDate },
      },
      '553AC 1.78',
    ],
    [
      'the 2024 rate until April 2025',
      { sheets: [sheet('2024-01-01', ['553AC 2.10']), sheet('2025-05-01', ['553AC 1.90'])], month: '2025-04' },
      '553AC 2.10',
    ],
    [
      'the 2025 rate from May',
      { sheets: [sheet('2024-01-01', ['553AC 2.10']), sheet('2025-05-01', ['553AC 1.90'])], month: '2025-05' },
      '553AC 1.90',
    ],
    ['who left in December', { who: { endedOn: '2025-12-31' as LocalDate } }, 'nobody'],
    [
      'who leaves on the first',
      { sheets: [sheet('2026-01-01', ['553AC 1.78'])], who: { endedOn: '2026-01-01' as LocalDate } },
      '553AC 1.78',
    ],
    ['who starts in February', { who: { startedOn: '2026-02-01' as LocalDate } }, 'nobody'],
  ])('%s', (_situation, situation, expected) => {
    expect(paid(situation)).toBe(expected);
  });
});

describe('reduced populations', () => {
  const artist = { population: 'ARTIST' } as const;
  test.each<[string, Situation, string]>([
    ['an artist pays 70 %', { who: artist, sheets: [sheet('2026-01-01', ['553AC 2.00'])] }, '553AC 1.40'],
    [
      'a journalist pays 80 %, half up',
      { who: { population: 'JOURNALIST' }, sheets: [sheet('2026-01-01', ['553AC 1.78'])] },
      '553AC 1.42',
    ],
    [
      'a reduced rate declared among colleagues at the full one is not reduced twice',
      {
        who: artist,
        sheets: [sheet('2026-01-01', ['553AC 2.00', '553AC 1.40'], 'DECLARED')],
        declared: [declared('2026-01', '42', '553AC 1.40'), declared('2026-01', '43', '553AC 2.00')],
      },
      '553AC 1.40',
    ],
    [
      'nor where everybody is an artist',
      {
        who: artist,
        sheets: [sheet('2026-01-01', ['553AC 1.40'], 'DECLARED')],
        declared: [declared('2026-01', '42', '553AC 1.40')],
      },
      '553AC 1.40',
    ],
    [
      'an artist declared like everybody until now',
      {
        who: artist,
        sheets: [sheet('2026-01-01', ['553AC 2.00'], 'DECLARED')],
        declared: [declared('2026-01', '42', '553AC 2.00'), declared('2026-01', '43', '553AC 2.00')],
      },
      '553AC 1.40',
    ],
    [
      'the reduced rate tells which of two profiles was declared',
      {
        who: artist,
        sheets: [sheet('2026-01-01', ['553AC/01 2.00', '553AC/02 1.40'])],
        declared: [declared('2026-01', '42', '553AC 1.40')],
      },
      '553AC 1.40',
    ],
  ])('%s', (_situation, situation, expected) => {
    expect(paid(situation)).toBe(expected);
  });
});

describe('MSA beside the general regime', () => {
  const farmer = { regime: '300' } as const;
  test.each<[string, Situation, string]>([
    [
      'keeps its own code and rate',
      { who: farmer, sheets: [sheet('2026-01-01', ['RA110 3.20', '553AC 1.78'], 'DECLARED')] },
      'RA110 3.20',
    ],
    [
      'behind a notified sheet the declared one still speaks for it',
      { who: farmer, sheets: [sheet('2025-05-01', ['RA110 3.20'], 'DECLARED'), sheet('2026-01-01', ['553AC 1.78'])] },
      'RA110 3.20',
    ],
    [
      'never takes a code of the general regime',
      { who: farmer, sheets: [sheet('2026-01-01', ['553AC 1.78'])] },
      'AUCUN_TAUX',
    ],
    ['and lends it none', { sheets: [sheet('2026-01-01', ['RA110 3.20'], 'ENTERED')] }, 'SANS_PROFIL'],
    [
      'the only profile of its regime',
      { sheets: [sheet('2026-01-01', ['RA110 3.20', '553AC 1.78'], 'DECLARED')] },
      '553AC 1.78',
    ],
  ])('%s', (_situation, situation, expected) => {
    expect(paid(situation)).toBe(expected);
  });
});

describe('for any establishment', () => {
  const codes = fc.constantFrom('452BE', '602MG', '553AC', '452BEB', 'RA110', '454MC');
  const sections = fc.constantFrom('', '/01', '/02');
  const rates = fc.constantFrom('6.12', '4.28', '0.71');
  const days = fc.constantFrom('2025-01-01', '2025-12-20', '2026-01-01', '2026-01-10');
  const people = fc.constantFrom('1', '2', '3', '4');
  const profiles = fc.tuple(codes, sections, rates).map(([code, section, rate]) => `${code}${section} ${rate}`);
  const evidence = fc.record({
    sheets: fc.array(
      fc
        .tuple(days, fc.array(profiles, { minLength: 1, maxLength: 4 }), fc.constantFrom('NOTIFIED', 'DECLARED'))
        .map(([day, written, source]) => sheet(day, written, source)),
      { maxLength: 4 },
    ),
    affiliations: fc.array(
      fc.tuple(people, days, codes, sections).map(([who, day, code, section]) => affiliated(who, day, code + section)),
    ),
    declared: fc.array(
      fc
        .tuple(people, fc.constantFrom('2025-12', '2026-01'), codes, rates)
        .map(([who, month, code, rate]) => declared(month, who, `${code} ${rate}`)),
    ),
  });
  const contracts = fc.uniqueArray(
    fc.record({
      matricule: people,
      regime: fc.constantFrom('200', '300'),
      population: fc.constantFrom('NORMAL', 'ARTIST'),
      startedOn: days,
    }),
    { selector: ({ matricule }) => matricule },
  );

  test('every open contract has either one code with its rate, or one blocking line', () => {
    fc.assert(
      fc.property(evidence, contracts, (known, given) => {
        const open = given.map(({ matricule, ...facts }) => contract(matricule, facts as Partial<EmployeeContract>));
        const { employees, blocking } = payrollOf(open, '2026-01' as Period, known, builtInReference());
        expect(employees.map(({ matricule }) => matricule)).toEqual(open.map(({ matricule }) => matricule));
        for (const { matricule, codeRisque, rate } of employees) {
          const blocks = blocking.filter((block) => block.matricule === matricule).length;
          expect([codeRisque === null, rate === null, blocks]).toEqual(
            blocks === 0 ? [false, false, 0] : [true, true, 1],
          );
        }
        expect(blocking).toHaveLength(employees.filter(({ codeRisque }) => codeRisque === null).length);
      }),
    );
  });

  test('a rate that is paid stands on a sheet that holds, whole or reduced', () => {
    fc.assert(
      fc.property(evidence, contracts, (known, given) => {
        const open = given.map(({ matricule, ...facts }) => contract(matricule, facts as Partial<EmployeeContract>));
        for (const { rate } of payrollOf(open, '2026-01' as Period, known, builtInReference()).employees) {
          const onFile = known.sheets.flatMap((one) => one.profiles.map((profile) => profile.rate as number));
          const possible = onFile.flatMap((one) => [one, Math.floor((one * 70 + 50) / 100)]);
          if (rate !== null) expect(possible).toContain(rate);
        }
      }),
    );
  });
});
