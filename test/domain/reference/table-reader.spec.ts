import fc from 'fast-check';
import { builtInTables } from '#domain/reference/rate-tables';
import { builtInReference, withTables } from '#domain/reference/reference';
import { readReferenceTable, type ReadReference, type ReadTable } from '#domain/reference/table-reader';
import { formatRate, frenchRate, rateOfHundredths, type Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';

const NO_BREAK = '\u00a0';
const dotted = (code: string): string => `${code.slice(0, 2)}.${code.slice(2)}`;
const french = (rate: Rate): string => formatRate(rate).replace('.', ',');
const only = ({ tables }: ReadReference): ReadTable => {
  const [table, ...others] = tables;
  if (table === undefined || others.length > 0) throw new Error(`one table expected, ${String(tables.length)} read`);
  return table;
};
const codesOf = ({ rejections }: ReadReference): [number, string][] => rejections.map(({ line, code }) => [line, code]);
const plain = (table: ReadTable): Record<string, number> => Object.fromEntries(table.rates);
const csv = (...lines: string[]): string => lines.join('\n');

describe('the reading of a JSON table', () => {
  const rows = [
    {
      'Nature du risque': 'Code  à\n label replié',
      'Code risque': '27.1ZF',
      'Taux net': `6,41${NO_BREAK}%`,
      Catégorie: 'INDUSTRIES DE LA MÉTALLURGIE',
    },
    {
      'Nature du risque': 'Gros œuvre',
      'Code risque': '45.2BE',
      'Taux net': '7,50%',
      Catégorie: 'INDUSTRIES DU BÂTIMENT\n ET DES TRAVAUX PUBLICS',
    },
    {
      'Nature du risque': 'Bureaux BTP',
      'Code risque': '00.00A',
      'Taux net': '0,7',
      Catégorie: 'INDUSTRIES DU BÂTIMENT',
    },
    { 'Nature du risque': 'Bureaux', 'Code risque': '00.00B', 'Taux net': '0,66 %', Catégorie: '' },
  ];

  it('takes the rates, the labels and the comités, and the year from the name', () => {
    const table = only(readReferenceTable('taux-2027.json', JSON.stringify(rows)));
    expect(table).toMatchObject({
      year: 2027,
      effectiveFrom: null,
      arrete: null,
      officeRates: { btp: 70, others: 66 },
    });
    expect(plain(table)).toEqual({ '271ZF': 641, '452BE': 750 });
    expect(Object.fromEntries(table.labels)).toEqual({ '271ZF': 'Code à label replié', '452BE': 'Gros œuvre' });
    expect(Object.fromEntries(table.ctns)).toEqual({ '271ZF': 'A', '452BE': 'B' });
  });

  it('reports a refused row on its own line', () => {
    const text = csv(
      '[',
      '  { "Code risque": "27.1ZF", "Taux net": "6,41 %" },',
      '  {',
      '    "Code risque": "27{]1ZF",',
      '    "Taux net": "6,41 %"',
      '  }, { "Code risque": "45.2BE",',
      '    "Taux net": "douze" },',
      '  { "Code risque": "55.3AC" }',
      ']',
    );
    expect(codesOf(readReferenceTable('t-2027.json', text))).toEqual([
      [3, 'CODE_ILLISIBLE'],
      [6, 'TAUX_ILLISIBLE'],
      [8, 'LIGNE_INCOMPLETE'],
    ]);
  });

  it('counts rows where a row is no object', () => {
    const text = '[\n\n"rien", {"code": "27.1ZF", "taux": 6.41}, {"code": "27.1ZG", "taux": -1}]';
    expect(codesOf(readReferenceTable('t-2027.json', text))).toEqual([
      [1, 'LIGNE_INCOMPLETE'],
      [3, 'TAUX_ILLISIBLE'],
    ]);
  });

  it('takes the year, the date and the arrêté that are said once for all rows', () => {
    const whole = { annee: 2027, 'Date d’effet': '01/02/2027', arrete: 'Arrêté du 28 janvier 2027', taux: rows };
    expect(only(readReferenceTable('annexe.json', JSON.stringify(whole)))).toMatchObject({
      year: 2027,
      effectiveFrom: '2027-02-01',
      arrete: 'Arrêté du 28 janvier 2027',
    });
  });

  it('passes over the header repeated as data, and only that', () => {
    const header = Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, key]));
    const almost = { ...header, 'Taux net': 'Taux net 2027' };
    const read = readReferenceTable('t-2027.json', JSON.stringify([header, ...rows, header, almost]));
    expect(read.rejections.map(({ code }) => code)).toEqual(['CODE_ILLISIBLE']);
  });

  it.each([
    ['a truncated file', '[\n{"Code risque": "27.1ZF",\n"Taux', 3, 'JSON_ILLISIBLE'],
    ['an object without list', '{"271ZF": "6,41 %"}', 1, 'JSON_SANS_LISTE'],
    ['an empty list', '[]', 1, 'TABLE_SANS_LIGNE'],
    ['a header alone', 'code;taux\n', 1, 'TABLE_SANS_LIGNE'],
    ['nothing', ' \n', 1, 'FICHIER_VIDE'],
  ])('refuses %s with one sentence', (_, text, line, code) => {
    const read = readReferenceTable('t-2027.json', text);
    expect(read.tables).toEqual([]);
    expect(codesOf(read)).toEqual([[line, code]]);
  });
});

describe('the reading of a CSV table', () => {
  it('reads several years of one file, each with its date and arrêté', () => {
    const read = readReferenceTable(
      'taux-2026-2027.csv',
      csv(
        'year,code_risque_jo,code_risque_dsn,libelle,ctn,categorie_jo,taux_net_collectif_pct,valid_from,valid_to,arrete',
        '2027,27.1ZF,271ZF,"Fonderie, de fonte",A,INDUSTRIES DE LA METALLURGIE,6.4,2027-01-01,,Arrêté B',
        '2026,27.1ZF,271ZF,"Fonderie, de fonte",A,INDUSTRIES DE LA METALLURGIE,6.34,2026-01-01,2026-12-31,Arrêté A',
        '2027,00.00B,,Bureaux,X-FONCTIONS-SUPPORTS,,0.66,2027-01-01,,Arrêté B',
      ),
    );
    expect(read.rejections).toEqual([]);
    expect(
      read.tables.map(({ year, effectiveFrom, arrete, rates }) => [year, effectiveFrom, arrete, rates.size]),
    ).toEqual([
      [2026, '2026-01-01', 'Arrêté A', 1],
      [2027, '2027-01-01', 'Arrêté B', 1],
    ]);
  });

  it('finds its header by name under a title, whatever the sign between cells', () => {
    const text = csv(
      '\uFEFFTaux 2027',
      '',
      'Code  du risque;Libellé;Taux net (%);Observations',
      '27.1ZF;Fonderie;6,41;',
      '45.2BE;Gros œuvre;7,5 ;x;trop',
    );
    const read = readReferenceTable('annexe-2027.csv', text);
    expect(plain(only(read))).toEqual({ '271ZF': 641, '452BE': 750 });
    expect(codesOf(read)).toEqual([[1, 'LIGNE_AVANT_ENTETE']]);
  });

  it('prefers the net rate and never reads the brut one', () => {
    const text = csv('code;taux brut;taux;taux net', '271ZF;1,00;2,00;3,00');
    expect(plain(only(readReferenceTable('t-2027.csv', text)))).toEqual({ '271ZF': 300 });
  });

  it('refuses to choose between two net rates', () => {
    const text = csv('code;Taux net 2026;Taux net 2027', '271ZF;6,34;6,41');
    expect(codesOf(readReferenceTable('t.csv', text))).toEqual([[1, 'ENTETE_ABSENT']]);
  });

  it('names each refused row by its line, quoted line breaks counted', () => {
    const read = readReferenceTable(
      't-2027.csv',
      csv(
        'Code risque,Libellé,Taux net',
        '27.1ZF,"Fonderie',
        'de fonte","6,41"',
        'Code risque,Libellé,Taux net',
        'code risque,Libellé,Taux net',
        ',sans code,"1,00"',
        '45.2BE,sans taux,',
        '55.3AC,trop précis,"1,784"',
        '60.2MG,virgule oubliée,540',
        '63.1AZ,nul,"0,00"',
        '26.6JB,au-delà,"101,00"',
        '452BEB,bureau,"0,71"',
        '999ZZ,attente,"1,00"',
        'RA110,MSA,"1,00"',
        '74.5BD,espace dedans,0 64',
        '51.1TH,le dernier,"0,70"',
      ),
    );
    expect(plain(only(read))).toEqual({ '271ZF': 641, '511TH': 70 });
    expect(codesOf(read)).toEqual([
      [5, 'CODE_ILLISIBLE'],
      [6, 'CODE_MANQUANT'],
      [7, 'TAUX_MANQUANT'],
      [8, 'TAUX_ILLISIBLE'],
      [9, 'TAUX_AMBIGU'],
      [10, 'TAUX_IMPOSSIBLE'],
      [11, 'TAUX_IMPOSSIBLE'],
      [12, 'CODE_BUREAU'],
      [13, 'CODE_SANS_TAUX'],
      [14, 'CODE_SANS_TAUX'],
      [15, 'TAUX_ILLISIBLE'],
    ]);
    expect(read.rejections.every(({ message }) => /^\p{Lu}.*[.?]$/u.test(message))).toBe(true);
  });

  it('takes neither of two rates of one code, and shrugs at the same said twice', () => {
    const text = csv('code;taux', '271ZF;6,41', '452BE;7,50', '27.1ZF;6,42', '45.2BE;7,5', '00.00A;0,70', '0000A;0,71');
    const read = readReferenceTable('t-2027.csv', text);
    expect(plain(only(read))).toEqual({ '452BE': 750 });
    expect(only(read).officeRates.btp).toBeNull();
    expect(codesOf(read)).toEqual([2, 4, 6, 7].map((line) => [line, 'TAUX_CONTRADICTOIRES']));
    expect(read.rejections[2]?.message).toContain('00.00A');
  });

  it('refuses a row that names two codes, or a year that is none', () => {
    const text = csv(
      'annee;code_risque_jo;code_risque_dsn;taux',
      '2027;27.1ZF;274CH;6,41',
      'MMXXVII;27.1ZF;271ZF;6,41',
    );
    expect(codesOf(readReferenceTable('t.csv', text))).toEqual([
      [2, 'CODES_CONTRADICTOIRES'],
      [3, 'ANNEE_ILLISIBLE'],
    ]);
  });

  it('keeps 802AA and 802CA outside payroll and says so once each', () => {
    const text = csv('code;taux', '80.2AA;0,0010', '80.2CA;0,0093', '80.2AA;0,0010', '271ZF;6,41');
    const read = readReferenceTable('t-2027.csv', text);
    expect(plain(only(read))).toEqual({ '271ZF': 641 });
    expect(codesOf(read)).toEqual([
      [2, 'TAUX_HORS_PAIE'],
      [3, 'TAUX_HORS_PAIE'],
    ]);
  });

  it('says which line leaves a quote open', () => {
    const text = csv('code;libelle;taux', '271ZF;Fonderie;6,41', '452BE;"Gros œuvre;7,50', '553AC;Hôtels;1,78');
    const read = readReferenceTable('t-2027.csv', text);
    expect(plain(only(read))).toEqual({ '271ZF': 641 });
    expect(codesOf(read)).toEqual([[3, 'GUILLEMET_OUVERT']]);
  });

  it('refuses a file without header', () => {
    expect(codesOf(readReferenceTable('t-2027.csv', '271ZF;6,41\n452BE;7,50'))).toEqual([[1, 'ENTETE_ABSENT']]);
  });
});

describe('the year and the date of a table', () => {
  const table = (date: string, other = date): string =>
    csv('code;taux;date_effet', `271ZF;6,41;${date}`, `452BE;7,50;${other}`);

  it.each([
    ['taux-2027.csv', 2027],
    ['2027_taux_(2).csv', 2027],
    ['taux-2026-2027.csv', null],
    ['taux.csv', null],
    ['taux-120270.csv', null],
  ])('the name %s says %s', (name, year) => {
    expect(only(readReferenceTable(name, table('2027-01-01'))).year).toBe(year);
  });

  it.each([
    { date: '01/04/2027', other: '01/04/2027', from: '2027-04-01', because: 'one date' },
    { date: '01/04/2027', other: '2027-04-01', from: '2027-04-01', because: 'one date written in two ways' },
    { date: '2027-04-01', other: '', from: '2027-04-01', because: 'one row is silent' },
    { date: 'inconnu', other: 'Inconnue', from: null, because: 'nobody knows' },
    { date: '2027-04-01', other: '2027-05-01', from: null, because: 'two dates' },
    { date: '31/02/2027', other: '31/02/2027', from: null, because: 'no such day' },
  ])('dated « $date » and « $other » it begins on $from: $because', ({ date, other, from }) => {
    const read = readReferenceTable('t-2027.csv', table(date, other));
    expect(only(read).effectiveFrom).toBe(from);
    expect(read.warnings.some((warning) => warning.includes("date d'effet"))).toBe(from === null);
  });

  it('warns of a table too small to be whole, of missing office lines and of a missing year', () => {
    const { warnings } = readReferenceTable('taux.csv', table('2027-01-01'));
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain('2 codes');
    expect(warnings[1]).toContain('00.00A');
    expect(warnings[2]).toContain('année');
  });
});

describe('any drift of a whole table', () => {
  const published = builtInTables().at(-1);
  if (published === undefined) throw new Error('no table');
  const { rates } = published;
  const all = [...rates];

  const RATE_STYLES: readonly ((rate: Rate) => string)[] = [
    formatRate,
    french,
    frenchRate,
    (rate) => `${french(rate)}%`,
    (rate) => `${french(rate)}${NO_BREAK}%`,
    (rate) => `  ${french(rate)}  % `,
    (rate) => french(rate).replace(/,?0+$/, ''),
  ];
  const CODE_STYLES: readonly ((code: RiskCode) => string)[] = [
    dotted,
    (code) => code,
    (code) => dotted(code).toLowerCase(),
    (code) => ` ${dotted(code)}${NO_BREAK}`,
  ];
  const HEADERS: readonly (readonly [string, string])[] = [
    ['Code risque', 'Taux net'],
    ['code_risque_jo', 'taux_net_collectif_pct'],
    ['CODE  RISQUE', 'Taux net collectif (%)'],
    ['Code AT/MP', 'taux'],
  ];
  const drift = fc.record({
    header: fc.constantFrom(...HEADERS),
    rate: fc.constantFrom(...RATE_STYLES),
    code: fc.constantFrom(...CODE_STYLES),
    delimiter: fc.constantFrom(';', ',', '\t'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.constantFrom('', '\uFEFF'),
    repeatHeaderAt: fc.array(fc.nat({ max: all.length }), { maxLength: 3 }),
    extra: fc.constantFrom([], ['Remarque'], ['Remarque', '']),
    shuffle: fc.shuffledSubarray(all, { minLength: 1 }),
  });

  it('in CSV gives the table back, without a rejection', () => {
    fc.assert(
      fc.property(drift, (style) => {
        const quoted = (cell: string): string => `"${cell}"`;
        const row = (cells: readonly string[]): string => [...cells, ...style.extra].map(quoted).join(style.delimiter);
        const lines = style.shuffle.map(([code, rate]) => row([style.code(code), style.rate(rate)]));
        for (const at of style.repeatHeaderAt) lines.splice(at, 0, row(style.header));
        const text = style.mark + [row(style.header), ...lines].join(style.newline) + style.newline;
        const read = readReferenceTable('taux-2027.csv', text);
        expect(read.rejections).toEqual([]);
        expect(plain(only(read))).toEqual(Object.fromEntries(style.shuffle));
      }),
      { numRuns: 60 },
    );
  });

  it('in JSON gives the table back, without a rejection', () => {
    fc.assert(
      fc.property(drift, fc.boolean(), (style, indented) => {
        const [codeName, rateName] = style.header;
        const rows = style.shuffle.map(([code, rate]) => ({
          [rateName]: style.rate(rate),
          [codeName]: style.code(code),
        }));
        const text = style.mark + JSON.stringify(rows, null, indented ? '\t' : undefined);
        const read = readReferenceTable('taux-2027.json', text);
        expect(read.rejections).toEqual([]);
        expect(plain(only(read))).toEqual(Object.fromEntries(style.shuffle));
      }),
      { numRuns: 60 },
    );
  });

  it('whatever the text, is an answer and never an exception', () => {
    const scraps = fc.constantFrom(
      'code;taux\n',
      '271ZF;6,41\n',
      '"',
      '{',
      '[',
      ']',
      '\\',
      ':',
      'null',
      '\u0000',
      '\n',
      '2027',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string()), { maxLength: 30 }), (pieces) => {
        const read = readReferenceTable('t-2027.csv', pieces.join(''));
        expect(read.tables.length + read.rejections.length).toBeGreaterThan(0);
        expect(read.rejections.every(({ line }) => line >= 1)).toBe(true);
      }),
    );
  });

  it('once dated serves as the new year', () => {
    const raised = all.map(([code, rate]) => [code, rateOfHundredths(rate + 5)] as const);
    const text = csv('code;taux;date_effet', ...raised.map(([code, rate]) => `${code};${french(rate)};01/01/2027`));
    const table = only(readReferenceTable('taux-2027.csv', text));
    const next = withTables(builtInReference(), [{ ...table, year: 2027 }]);
    for (const [code, rate] of raised) {
      expect(next.nationalRate(code, false, table.effectiveFrom ?? published.effectiveFrom)).toBe(rate);
    }
  });
});
