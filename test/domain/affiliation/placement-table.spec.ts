import { judgePlacements } from '#domain/affiliation/judge-placements';
import { MOST_ROWS, readPlacements, type TableRow } from '#domain/affiliation/placement-table';
import { contract, profile } from '../payroll/situations';

const rows = (...lines: readonly string[]): TableRow[] =>
  lines.map((line, index) => ({ line: index + 1, cells: line.split(';') }));

const read = (...lines: readonly string[]) => {
  const { lines: placements, rejections, refusal } = readPlacements(rows(...lines));
  if (refusal !== null) return refusal.code;
  return [
    ...placements.map(({ line, matricule, number, profile: rank }) => `${line} ${matricule}/${number} ${rank}`),
    ...rejections.map(({ line, code }) => `${line} ${code}`),
  ];
};

describe('a table from a spreadsheet', () => {
  it.each<[string, readonly string[], unknown]>([
    ['the template', ['Matricule;Contrat;Nom;Profil', 'M1;00001;Le Goff;2'], ['2 M1/00001 2']],
    ['columns in any order, accents and capitals', ['PROFIL;Matricule', '1;M1'], ['2 M1/ 1']],
    ['two columns without header', ['M1;1', 'M2;452BEB'], ['1 M1/ 1', '2 M2/ 452BEB']],
    ['three columns without header', ['M1;00002;1'], ['1 M1/00002 1']],
    ['blank rows between', ['matricule;profil', ';', 'M1;1'], ['3 M1/ 1']],
    [
      'what is missing is said row by row',
      ['matricule;profil', ';1', 'M2;', 'M3;2'],
      ['4 M3/ 2', '2 MATRICULE_ABSENT', '3 PROFIL_ABSENT'],
    ],
    ['the apostrophe that kept a formula from being one', ['matricule;profil', "'=M1;1"], ['2 =M1/ 1']],
    ['nothing at all', [], 'TABLEAU_VIDE'],
    ['columns nobody knows', ['nom;prénom;emploi;taux', 'a;b;c;d'], 'ENTETE_INCONNU'],
    ['another kind of file', ['S10.G00.00.001'], 'ENTETE_INCONNU'],
    ['too many rows', Array.from({ length: MOST_ROWS + 1 }, () => 'M1;1'), 'TABLEAU_TROP_LONG'],
  ])('%s', (_situation, lines, expected) => {
    expect(read(...lines)).toEqual(expected);
  });
});

describe('its rows against the establishment', () => {
  const contracts = [
    contract('00042'),
    contract('M2', { number: '00001' }),
    contract('M2', { number: '00002' }),
    contract('M3', { regime: '300' }),
  ];
  const profiles = [profile('452BE 6.12'), profile('452BEB 0.71')];
  const judged = (...lines: readonly string[]) => {
    const { placements, rejections } = judgePlacements(readPlacements(rows(...lines)).lines, contracts, profiles);
    return [
      ...placements.map(({ line, contract: { matricule, number }, rank }) => `${line} ${matricule}/${number} ${rank}`),
      ...rejections.map(({ line, code }) => `${line} ${code}`),
    ];
  };

  it.each<[string, readonly string[], readonly string[]]>([
    ['a rank', ['00042;1'], ['1 00042/00001 1']],
    ['a code', ['00042;452BEB'], ['1 00042/00001 2']],
    ['leading zeros lost', ['42;1'], ['1 00042/00001 1']],
    ['a contract among several', ['M2;2;1'], ['1 M2/00002 1']],
    ['several contracts and none named', ['M2;1'], ['1 CONTRAT_ABSENT']],
    ['a contract that is not there', ['M2;9;1'], ['1 CONTRAT_INCONNU']],
    ['somebody unknown', ['M9;1'], ['1 MATRICULE_INCONNU']],
    ['a profile that is not there', ['42;3'], ['1 PROFIL_INCONNU']],
    ['a code that is none', ['42;abc'], ['1 CODE_ILLISIBLE']],
    ['a rate of another regime', ['M3;1'], ['1 REGIME_DIFFERENT']],
    ['twice the same', ['42;1', '42;1'], ['1 00042/00001 1', '2 00042/00001 1']],
    [
      'twice, differently',
      ['42;1', 'M9;1', '42;2'],
      ['1 AFFILIATIONS_CONTRADICTOIRES', '2 MATRICULE_INCONNU', '3 AFFILIATIONS_CONTRADICTOIRES'],
    ],
  ])('%s', (_situation, lines, expected) => {
    expect(judged(...lines)).toEqual(expected);
  });
});
