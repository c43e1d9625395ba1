import { inventedNir } from '#domain/dsn/dsn-writer';
import { cents } from '#domain/values/money';
import { AWAITING_NOTICE } from '#domain/values/risk-code';
import {
  aContract,
  aDeclaration,
  aFile,
  anEmployee,
  anEstablishment,
  BATI_RHONE,
  day,
  fileOf,
  following,
  LA_TABLEE,
  lineOf,
  month,
  rate,
  read,
  replacing,
  valued,
  without,
} from './dsn-support';

const codes = (text: string): string[] => read(text).rejections.map(({ code }) => code);

describe('an ordinary month', () => {
  const file = aFile();

  it('tells the establishment, then its employee with code, rate and base', () => {
    expect(read(file).events).toEqual([
      {
        siren: '300000015',
        siret: LA_TABLEE,
        period: '2026-01',
        type: '01',
        fraction: { index: 1, of: 1 },
        order: 1,
        postcode: '69003',
        town: 'Lyon',
        address: '12 rue des Artisans',
        regularisations: [],
        line: lineOf(file, 'S21.G00.11.001'),
        test: false,
      },
      {
        matricule: 'M0001',
        lastName: 'Aubépine',
        firstName: 'Zoé',
        contracts: [{ ...aContract(), line: lineOf(file, 'S21.G00.40.040') }],
        regularisations: [],
        line: lineOf(file, 'S21.G00.30.001'),
      },
    ]);
  });

  it('ends complete, with every line counted', () => {
    const lines = file.split('\r\n').length - 1;
    expect(read(file).end).toEqual({ complete: true, lines, countMismatch: false, refusal: null });
  });

  it('reads the same with bare line feeds, blank lines at the end, and no end of line at all', () => {
    const { events } = read(file);
    expect(read(file.replaceAll('\r\n', '\n')).events).toEqual(events);
    expect(read(`${file}\r\n\r\n`).events).toEqual(events);
    expect(read(file.trimEnd())).toMatchObject({ events, end: { complete: true } });
  });

  it('notes a total of rubriques that is not the one found, and keeps the file', () => {
    const told = read(valued(file, 'S90.G00.90.001', '12'));
    expect(told.end).toMatchObject({ complete: true, countMismatch: true, refusal: null });
    expect(told.employees).toHaveLength(1);
  });

  it('reads several envelopes put end to end', () => {
    const told = read(file + file);
    expect(told.end).toMatchObject({ complete: true, countMismatch: false, refusal: null });
    expect(told.employees).toHaveLength(2);
  });
});

describe('companies, establishments and declarations of one file', () => {
  it('follows each S20, each company and each establishment', () => {
    const told = read(
      aFile({
        declarations: [
          aDeclaration({ establishments: [anEstablishment(), anEstablishment({ siret: BATI_RHONE })] }),
          aDeclaration({ period: month('2025-12'), order: 7, establishments: [anEstablishment()] }),
        ],
      }),
    );
    expect(told.establishments.map(({ siret, period, order }) => [siret, period, order])).toEqual([
      [LA_TABLEE, '2026-01', 1],
      [BATI_RHONE, '2026-01', 1],
      [LA_TABLEE, '2025-12', 7],
    ]);
    expect(told.employees).toHaveLength(3);
  });

  it('gives a second establishment (11) of the same company (06) its own NIC', () => {
    const one = aFile();
    const second = ["S21.G00.11.001,'00028'", "S21.G00.11.005,'Dijon'"];
    const file = replacing(one, 'S90.G00.90.001', ...second, "S90.G00.90.001,'0'");
    expect(read(file).establishments.map(({ siret, town }) => [siret, town])).toEqual([
      ['30000001500010', 'Lyon'],
      ['30000001500028', 'Dijon'],
    ]);
  });

  it.each([
    ['01', 1],
    ['02', 0],
    ['03', 1],
    ['04', 0],
    ['05', 0],
  ] as const)('keeps type %s, with %i employee', (type, headcount) => {
    const employees = headcount === 0 ? [] : [anEmployee()];
    const told = read(
      aFile({ declarations: [aDeclaration({ type, establishments: [anEstablishment({ employees })] })] }),
    );
    expect(told.establishments).toMatchObject([{ type }]);
    expect(told.employees).toHaveLength(headcount);
    expect(told.rejections).toEqual([]);
  });

  it.each(['02', '04', '05'] as const)('says once that type %s carries no employee', (type) => {
    const establishments = [anEstablishment({ employees: [anEmployee(), anEmployee()] })];
    const told = read(aFile({ declarations: [aDeclaration({ type, establishments })] }));
    expect(told.employees).toEqual([]);
    expect(told.rejections.map(({ code }) => code)).toEqual(['S20.G00.05.002/SALARIE_INATTENDU']);
  });

  it('reads fraction « 23 » as the second of three, and an order of fifteen digits exactly', () => {
    const told = read(
      aFile({ declarations: [aDeclaration({ fraction: { index: 2, of: 3 }, order: 999_999_999_999_998 })] }),
    );
    expect(told.establishments).toMatchObject([{ fraction: { index: 2, of: 3 }, order: 999_999_999_999_998 }]);
  });

  it('skips another nature than the monthly one, names it once, and reads the next declaration', () => {
    const file = aFile({ declarations: [aDeclaration({ nature: '07' }), aDeclaration()] });
    const told = read(file);
    expect(told.establishments).toHaveLength(1);
    expect(told.employees).toHaveLength(1);
    expect(told.rejections).toMatchObject([{ code: 'NATURE_IGNOREE', line: lineOf(file, 'S20.G00.05.001') }]);
    expect(told.rejections[0]?.message).toContain('« 07 »');
  });

  it.each([
    ['S20.G00.05.002', '06', 'S20.G00.05.002/VALEUR_INCONNUE'],
    ['S20.G00.05.003', '21', 'S20.G00.05.003/VALEUR_INCONNUE'],
    ['S20.G00.05.003', '00', 'S20.G00.05.003/VALEUR_INCONNUE'],
    ['S20.G00.05.004', '1A', 'S20.G00.05.004/VALEUR_INCONNUE'],
    ['S20.G00.05.004', '1234567890123456', 'S20.G00.05.004/VALEUR_INCONNUE'],
    ['S20.G00.05.005', '31022026', 'S20.G00.05.005/DATE_ILLISIBLE'],
    ['S20.G00.05.001', '', 'S20.G00.05.001/ABSENTE'],
    ['S20.G00.05.002', '', 'S20.G00.05.002/ABSENTE'],
    ['S20.G00.05.003', '', 'S20.G00.05.003/ABSENTE'],
    ['S20.G00.05.004', '', 'S20.G00.05.004/ABSENTE'],
    ['S20.G00.05.005', '', 'S20.G00.05.005/ABSENTE'],
  ])('leaves out the declaration whose %s is « %s »', (rubric, value, code) => {
    const told = read(valued(aFile(), rubric, value));
    expect(told.rejections.map((one) => one.code)).toEqual([code]);
    expect(told.establishments).toEqual([]);
    expect(told.employees).toEqual([]);
  });

  it.each([
    ['S21.G00.11.001', '00011', 'S21.G00.11.001/SIRET_CLE', 'S21.G00.11.001'],
    ['S21.G00.11.001', '0001', 'S21.G00.11.001/SIRET_ILLISIBLE', 'S21.G00.11.001'],
    ['S21.G00.11.001', '', 'S21.G00.11.001/ABSENTE', 'S21.G00.11.001'],
    ['S21.G00.06.001', '', 'S21.G00.06.001/ABSENTE', 'S21.G00.06.001'],
  ])('leaves out the establishment and its employees when %s is « %s »', (rubric, value, code, at) => {
    const bad = valued(aFile(), rubric, value);
    const told = read(bad);
    expect(told.rejections).toMatchObject([{ code, line: lineOf(bad, at) }]);
    expect(told.establishments).toEqual([]);
    expect(told.employees).toEqual([]);
  });
});

describe('controls of the norm', () => {
  const withCode = (code: string, written: string | null, regime = '200'): string => {
    const file = valued(valued(fileOf(anEmployee()), 'S21.G00.40.040', code), 'S21.G00.40.039', regime);
    return written === null ? without(file, 'S21.G00.40.043') : valued(file, 'S21.G00.40.043', written);
  };

  it.each([
    ['a rate with 999ZZ', '999ZZ', '2.10', 'S21.G00.40.043/SIG-11'],
    ['an empty rate with 999ZZ', '999ZZ', '', 'S21.G00.40.043/SIG-11'],
    ['no rate with another code', '553AC', null, 'S21.G00.40.043/SIG-11'],
    ['an empty rate', '553AC', '', 'S21.G00.40.043/SIG-11'],
    ['one decimal', '553AC', '1.7', 'S21.G00.40.043/SIG-11'],
    ['a decimal comma', '553AC', '1,78', 'S21.G00.40.043/SIG-11'],
    ['seven characters', '553AC', '1234.00', 'S21.G00.40.043/SIG-11'],
    ['a negative rate', '553AC', '-1.78', 'S21.G00.40.043/SIG-11'],
    ['the code that is only the example of the norm', '602MD', '5.40', 'S21.G00.40.040/CRE-11'],
    ['a code closed the month before', '512AB', '2.00', 'S21.G00.40.040/CRE-11'],
    ['an office form that the table lacks', '401ZEB', '2.00', 'S21.G00.40.040/CRE-11'],
    ['the dotted form of the Journal officiel', '55.3AC', '1.78', 'S21.G00.40.040/CRE-11'],
    ['small letters', '553ac', '1.78', 'S21.G00.40.040/CRE-11'],
    ['an office form of 999ZZ', '999ZZB', '1.78', 'S21.G00.40.040/CRE-11'],
  ])('refuses %s', (_, code, written, expected) => {
    const file = withCode(code, written);
    const rubric = expected.startsWith('S21.G00.40.043') && written !== null ? 'S21.G00.40.043' : 'S21.G00.40.040';
    const told = read(file);
    expect(told.rejections).toMatchObject([{ code: expected, line: lineOf(file, rubric) }]);
    expect(told.rejections[0]?.message).toMatch(/^Salarié M0001 : .+\(rubrique S21\.G00\.40\.04[03]\)\.$/);
    expect(told.employees).toEqual([]);
    expect(told.establishments).toHaveLength(1);
  });

  it.each([
    ['1.78', 178],
    ['01.78', 178],
    ['178.00', 17_800],
    ['0.00', 0],
  ])('reads the rate %s', (written, hundredths) => {
    expect(read(withCode('553AC', written)).employees[0]?.contracts).toMatchObject([{ rate: hundredths }]);
  });

  it('reads 999ZZ without rate, in regime 200 and 300', () => {
    for (const regime of ['200', '300']) {
      expect(read(withCode('999ZZ', null, regime)).employees[0]?.contracts).toMatchObject([
        { code: AWAITING_NOTICE, office: false, rate: null, regime },
      ]);
    }
  });

  it('reads the office form as base code and flag', () => {
    expect(read(withCode('452BEB', '0.71')).employees[0]?.contracts).toMatchObject([{ code: '452BE', office: true }]);
  });

  it.each([
    ['300', 'RA110', []],
    ['300', '553AC', ['S21.G00.40.040/CCH-11']],
    ['200', 'RA110', ['S21.G00.40.040/CCH-15']],
    ['147', 'RA110', ['S21.G00.40.040/CCH-15']],
    ['147', '401ZE', []],
  ])('in regime %s, judges code %s', (regime, code, expected) => {
    const told = read(withCode(code, '2.00', regime));
    expect(told.rejections.map((one) => one.code)).toEqual(expected);
    expect(told.employees.flatMap(({ contracts }) => contracts.map((one) => one.regime))).toEqual(
      expected.length === 0 ? [regime] : [],
    );
  });

  it('says both when the code is unknown and the rate missing', () => {
    expect(codes(withCode('602MD', null))).toEqual(['S21.G00.40.040/CRE-11', 'S21.G00.40.043/SIG-11']);
  });

  it('leaves aside, without a word, a contract of a special regime that has neither code nor rate', () => {
    const bare = without(withCode('553AC', null, '134'), 'S21.G00.40.040');
    expect(read(bare)).toMatchObject({ employees: [], rejections: [], end: { complete: true } });
  });

  it.each(['S21.G00.40.001', 'S21.G00.40.009', 'S21.G00.40.039', 'S21.G00.40.040'])('misses %s', (rubric) => {
    const told = read(without(without(aFile(), rubric), 'S21.G00.40.043'));
    expect(told.rejections.map(({ code }) => code)).toContain(`${rubric}/ABSENTE`);
    expect(told.employees).toEqual([]);
  });

  it.each([
    ['S21.G00.40.001', '31022026', 'DATE_ILLISIBLE'],
    ['S21.G00.78.002', '2026-01-01', 'DATE_ILLISIBLE'],
    ['S21.G00.78.004', '2200,00', 'MONTANT_ILLISIBLE'],
    ['S21.G00.78.004', '', 'ABSENTE'],
  ])('refuses %s written « %s »', (rubric, value, word) => {
    const file = valued(aFile(), rubric, value);
    const told = read(file);
    const line = word === 'ABSENTE' ? lineOf(file, 'S21.G00.78.001') : lineOf(file, rubric);
    expect(told.rejections).toMatchObject([{ code: `${rubric}/${word}`, line }]);
    expect(told.employees).toEqual([]);
  });

  it('leaves out the one employee that is wrong and keeps the others', () => {
    const file = fileOf(
      anEmployee({ matricule: 'M1' }),
      anEmployee({ matricule: 'M2', contracts: [aContract(), aContract({ number: '00002', rate: null })] }),
      anEmployee({ matricule: 'M3' }),
    );
    const told = read(file);
    expect(told.employees.map(({ matricule }) => matricule)).toEqual(['M1', 'M3']);
    expect(told.rejections).toMatchObject([{ code: 'S21.G00.40.043/SIG-11', line: lineOf(file, 'S21.G00.40.040', 3) }]);
  });

  it('wants at least one contract', () => {
    expect(codes(fileOf(anEmployee({ contracts: [] })))).toEqual(['S21.G00.40.009/ABSENTE']);
  });
});

describe('who and which contract', () => {
  it('names an employee without matricule by contract and start', () => {
    const told = read(fileOf(anEmployee({ matricule: null })));
    expect(told.employees).toMatchObject([{ matricule: '00001-2023-09-01' }]);
  });

  it('tells apart employees without NIR', () => {
    const file = fileOf(anEmployee({ matricule: 'M1', nir: '' }), anEmployee({ matricule: 'M2', nir: '' }));
    expect(read(file).employees.map(({ matricule }) => matricule)).toEqual(['M1', 'M2']);
  });

  it('ends a contract with block 62, and not when that end is cancelled (reason 099)', () => {
    const file = fileOf(anEmployee({ contracts: [aContract({ endedOn: day('2026-01-20') })] }));
    expect(read(file).employees[0]?.contracts).toMatchObject([{ endedOn: '2026-01-20' }]);
    expect(read(valued(file, 'S21.G00.62.002', '099')).employees[0]?.contracts).toMatchObject([{ endedOn: null }]);
  });

  it('ends the contract it stands under', () => {
    const contracts = [
      aContract({ endedOn: day('2026-01-10') }),
      aContract({ number: '00002', startedOn: day('2026-01-11') }),
    ];
    expect(read(fileOf(anEmployee({ contracts }))).employees[0]?.contracts.map(({ endedOn }) => endedOn)).toEqual([
      '2026-01-10',
      null,
    ]);
  });

  it('never reads the old values of block 41 as current', () => {
    const file = following(
      aFile(),
      'S21.G00.40.043',
      "S21.G00.41.001,'15012026'",
      "S21.G00.41.024,'512AB'",
      "S21.G00.41.014,'00099'",
    );
    const told = read(file);
    expect(told.employees[0]?.contracts).toMatchObject([{ number: '00001', code: '553AC', rate: 178 }]);
  });

  it('keeps apart two contracts between which stands a block 41', () => {
    const contracts = [aContract(), aContract({ number: '00002', base: cents(100) })];
    const file = following(fileOf(anEmployee({ contracts })), 'S21.G00.40.043', "S21.G00.41.001,'15012026'");
    expect(read(file).employees[0]?.contracts.map(({ number, base }) => [number, base])).toEqual([
      ['00001', 220_000],
      ['00002', 100],
    ]);
  });
});

describe('bases of the month', () => {
  const twoContracts = anEmployee({
    contracts: [aContract({ base: cents(100_000) }), aContract({ number: '00002', base: cents(50_000) })],
  });
  const basesOf = (text: string): (readonly [string, number])[] =>
    read(text).employees.flatMap(({ contracts }) => contracts.map(({ number, base }) => [number, base] as const));

  it('goes to the contract that 78.006 names', () => {
    expect(basesOf(fileOf(twoContracts))).toEqual([
      ['00001', 100_000],
      ['00002', 50_000],
    ]);
  });

  it('goes to the only contract when 78.006 is absent', () => {
    expect(basesOf(without(aFile(), 'S21.G00.78.006'))).toEqual([['00001', 220_000]]);
  });

  it('goes to the first of several when 78.006 is absent or names none of them', () => {
    const second = (text: string): string => replacing(text, 'S21.G00.78.006', "S21.G00.78.006,'00002'");
    expect(basesOf(without(second(fileOf(twoContracts)), 'S21.G00.78.006'))).toEqual([
      ['00001', 100_000],
      ['00002', 50_000],
    ]);
    expect(basesOf(valued(fileOf(twoContracts), 'S21.G00.78.006', '77777'))).toEqual([
      ['00001', 100_000],
      ['00002', 50_000],
    ]);
  });

  it('adds several bases 03, corrections below zero included, and no other base', () => {
    const more = [
      ["S21.G00.78.001,'03'", "S21.G00.78.004,'-20.50'", "S21.G00.78.006,'00001'"],
      ["S21.G00.78.001,'02'", "S21.G00.78.004,'2000.00'", "S21.G00.78.006,'00001'"],
    ].flat();
    expect(basesOf(following(aFile(), 'S21.G00.81.007', ...more))).toEqual([['00001', 220_000 - 2_050]]);
  });

  it('keeps in the month a span that begins before it (décalage de paie)', () => {
    expect(basesOf(valued(aFile(), 'S21.G00.78.002', '26122025'))).toEqual([['00001', 220_000]]);
  });

  it('is 0.00 when nothing is declared', () => {
    expect(basesOf(valued(aFile(), 'S21.G00.78.001', '02'))).toEqual([['00001', 0]]);
  });

  it('is not lent to another contract when its own follows no AT/MP rate', () => {
    const contracts = [aContract({ number: '00001', regime: '134' }), aContract({ number: '00002', base: cents(700) })];
    const file = without(without(fileOf(anEmployee({ contracts })), 'S21.G00.40.040'), 'S21.G00.40.043');
    expect(basesOf(file)).toEqual([['00002', 700]]);
  });
});

describe('regularisations of other months', () => {
  const past = { contract: '00001', period: month('2025-11'), base: cents(15_000), rate: rate('1.62') };
  const file = fileOf(anEmployee({ past: [past] }));

  it('keeps them apart from the base of the month, per block', () => {
    const { employees, establishments } = read(file);
    expect(employees[0]?.contracts).toMatchObject([{ base: 220_000, rate: 178 }]);
    expect(employees[0]?.regularisations).toEqual([
      { ...past, rate: null, amount: null, rubric: '78', line: lineOf(file, 'S21.G00.78.001', 2) },
      { ...past, amount: 243, rubric: '81', line: lineOf(file, 'S21.G00.81.001', 2) },
    ]);
    expect(establishments[0]?.regularisations).toEqual([
      { ...past, contract: null, amount: null, rubric: '23', line: lineOf(file, 'S21.G00.23.001', 3) },
    ]);
  });

  it('says nothing of the bordereau of the declared month', () => {
    expect(read(aFile()).establishments).toMatchObject([{ regularisations: [] }]);
  });

  it('takes only CTP 100 with qualifier 920 for AT', () => {
    const other = replacing(file, 'S21.G00.22.003', "S21.G00.22.003,'01112025'");
    const moved = replacing(other, 'S21.G00.22.004', "S21.G00.22.004,'30112025'");
    expect(read(moved).establishments[0]?.regularisations.map((one) => [one.rate, one.base])).toEqual([
      [178, 220_000],
      [162, 15_000],
    ]);
  });

  it('reports an unreadable bordereau line and keeps the establishment', () => {
    const moved = valued(valued(aFile(), 'S21.G00.22.003', '01112025'), 'S21.G00.22.004', '30112025');
    const told = read(valued(moved, 'S21.G00.23.003', 'un'));
    expect(told.rejections.map(({ code }) => code)).toEqual(['S21.G00.23.003/TAUX_ILLISIBLE']);
    expect(told.employees).toHaveLength(1);
  });

  it('reports a bordereau of another month that comes after the employees', () => {
    const late = [
      "S21.G00.22.003,'01112025'",
      "S21.G00.22.004,'30112025'",
      "S21.G00.23.001,'100'",
      "S21.G00.23.002,'920'",
    ];
    expect(codes(replacing(aFile(), 'S90.G00.90.001', ...late, "S90.G00.90.001,'0'"))).toEqual([
      'S21.G00.23.001/ORDRE',
    ]);
  });

  it('names no contract when several may be meant', () => {
    const contracts = [aContract(), aContract({ number: '00002' })];
    const told = read(fileOf(anEmployee({ contracts, past: [{ ...past, contract: '77777' }] })));
    expect(told.employees[0]?.regularisations.map(({ contract }) => contract)).toEqual([null, null]);
  });
});

describe('files that cannot be used', () => {
  it.each([
    ['an empty file', ''],
    ['blank lines only', '\r\n\r\n'],
    ['a CSV', 'siren,nic,taux\n300000015,00010,1.78\n'],
    ['a long CSV', 'siren,nic,taux\n'.repeat(500)],
  ])('refuses %s', (_, text) => {
    expect(read(text)).toMatchObject({ events: [], end: { complete: false, refusal: { code: 'FICHIER_ILLISIBLE' } } });
  });

  it('refuses a file cut anywhere before its totals', () => {
    const file = aFile();
    const cut = file.indexOf('S90.G00.90.001');
    for (const at of [cut, cut - 1, cut + 16, cut - 200, 100]) {
      expect(read(file.slice(0, at)).end).toMatchObject({ complete: false, refusal: { code: 'FICHIER_COUPE' } });
    }
  });

  it('refuses a test send, unless asked to take it, and then marks it', () => {
    const file = aFile({ test: true });
    expect(read(file)).toMatchObject({ events: [], end: { complete: false, refusal: { code: 'ENVOI_DE_TEST' } } });
    expect(read(file, { acceptTestSends: true })).toMatchObject({
      establishments: [{ test: true }],
      end: { complete: true, refusal: null },
    });
  });

  it('refuses a send that is neither a test nor real', () => {
    expect(read(valued(aFile(), 'S10.G00.00.005', '03')).end.refusal?.code).toBe('ENVOI_INCONNU');
  });

  it('refuses an envelope without any declaration', () => {
    expect(read("S10.G00.00.005,'02'\r\nS90.G00.90.001,'2'\r\n").end.refusal?.code).toBe('AUCUNE_DECLARATION');
  });

  it('reports once what follows the totals', () => {
    const told = read(`${aFile()}S21.G00.30.001,'x'\r\nS21.G00.40.001,'01012026'\r\n`);
    expect(told.rejections.map(({ code }) => code)).toEqual(['LIGNE_APRES_FIN']);
    expect(told.employees).toHaveLength(1);
  });
});

describe('lines that cannot be read', () => {
  it('leaves out the employee in hand and keeps the next', () => {
    const file = fileOf(anEmployee({ matricule: 'M1' }), anEmployee({ matricule: 'M2' }));
    const broken = replacing(file, 'S21.G00.51.013', 'S21.G00.51.013,2200.00');
    const told = read(broken);
    expect(told.rejections).toMatchObject([
      { code: 'S21.G00.51.013/LIGNE_ILLISIBLE', line: lineOf(broken, 'S21.G00.51.013') },
    ]);
    expect(told.employees.map(({ matricule }) => matricule)).toEqual(['M2']);
  });

  it('blames the employee that a broken first line begins', () => {
    const file = fileOf(anEmployee({ matricule: 'M1' }), anEmployee({ matricule: 'M2' }));
    const at = lineOf(file, 'S21.G00.30.001', 2) - 1;
    const broken = file.split('\r\n').with(at, "S21.G00.30.001,'").join('\r\n');
    expect(read(broken).employees.map(({ matricule }) => matricule)).toEqual(['M1']);
  });

  it('keeps the establishment when the line is none of its identity', () => {
    const told = read(following(aFile(), 'S21.G00.11.004', 'continuation of an address'));
    expect(told.rejections.map(({ code }) => code)).toEqual(['LIGNE_ILLISIBLE']);
    expect(told.employees).toHaveLength(1);
  });

  it('leaves out an employee whose contract gives two codes, and says where the second stands', () => {
    const file = following(aFile(), 'S21.G00.40.043', "S21.G00.40.040,'452BE'");
    const told = read(file);
    expect(told.rejections).toMatchObject([
      { code: 'S21.G00.40.040/DOUBLON', line: lineOf(file, 'S21.G00.40.040', 2) },
    ]);
    expect(told.employees).toEqual([]);
  });

  it('minds no rubrique met twice that it does not read', () => {
    const told = read(following(aFile(), 'S21.G00.11.004', "S21.G00.11.017,'01'"));
    expect(told).toMatchObject({ rejections: [], establishments: [{ town: 'Lyon' }] });
    expect(told.employees).toHaveLength(1);
  });

  it('passes over a line before the envelope', () => {
    const told = read(`# export du 5 février\r\n${aFile()}`);
    expect(told.rejections).toMatchObject([{ code: 'LIGNE_ILLISIBLE', line: 1 }]);
    expect(told.employees).toHaveLength(1);
  });

  it('reads the apostrophes of an address and blanks after the value', () => {
    const told = read(replacing(aFile(), 'S21.G00.11.003', "S21.G00.11.003,'3 rue de l'Église'  "));
    expect(told.establishments).toMatchObject([{ address: "3 rue de l'Église" }]);
  });

  it('refuses a line of more than 10 000 characters, and only it', () => {
    const told = read(following(aFile(), 'S21.G00.11.004', `S21.G00.11.017,'${'x'.repeat(10_000)}'`));
    expect(told.rejections.map(({ code }) => code)).toEqual(['S21.G00.11.017/LIGNE_TROP_LONGUE']);
    expect(told.employees).toHaveLength(1);
  });

  it('takes blocks in the order they come even when their rubriques are not', () => {
    const file = aFile();
    const number = lineOf(file, 'S21.G00.40.009') - 1;
    const lines = file.split('\r\n');
    const moved = [...lines.toSpliced(number, 1)];
    const shuffled = moved.toSpliced(lineOf(moved.join('\r\n'), 'S21.G00.40.043'), 0, lines[number] ?? '').join('\r\n');
    expect(read(shuffled).employees[0]?.contracts).toMatchObject([{ number: '00001', code: '553AC' }]);
  });
});

describe('privacy', () => {
  const nir = inventedNir(1);
  const told = (text: string): string => JSON.stringify(read(text));

  it.each([
    ['an ordinary month', aFile()],
    ['a NIR used as matricule', fileOf(anEmployee({ matricule: nir }))],
    ['a NIR and its key used as matricule', fileOf(anEmployee({ matricule: `${nir}42` }))],
    ['a NIR used as contract number', fileOf(anEmployee({ contracts: [aContract({ number: nir })] }))],
    ['a NIR used as contract number of a base', valued(aFile(), 'S21.G00.78.006', nir)],
    ['a NIR line without its quotes', replacing(aFile(), 'S21.G00.30.001', `S21.G00.30.001,${nir}`)],
    ['a line that is only a NIR', following(aFile(), 'S21.G00.30.002', nir)],
    ['a NIR where a date is wanted', valued(aFile(), 'S21.G00.40.001', nir)],
    ['a NIR where a code is wanted', valued(aFile(), 'S21.G00.40.040', nir)],
    ['a NIR where a rate is wanted', valued(aFile(), 'S21.G00.40.043', nir)],
    ['a NIR where a base is wanted', valued(aFile(), 'S21.G00.78.004', `${nir}.0.0`)],
    ['a former NIR in block 31', following(aFile(), 'S21.G00.30.019', `S21.G00.31.009,'${nir}'`)],
    ['an NTT', following(aFile(), 'S21.G00.30.019', `S21.G00.30.020,'${nir}'`)],
  ])('lets no NIR through: %s', (_, text) => {
    expect(text).toContain(nir);
    expect(told(text)).not.toContain(nir);
  });

  it('names by contract the employee whose matricule is the NIR', () => {
    expect(read(fileOf(anEmployee({ matricule: nir }))).employees).toMatchObject([{ matricule: '00001-2023-09-01' }]);
  });

  it('refuses the NIR as contract number, and says so without it', () => {
    const file = fileOf(anEmployee({ contracts: [aContract({ number: nir })] }));
    expect(codes(file)).toEqual(['S21.G00.40.009/NIR']);
  });

  it('keeps a contract number that only looks like one', () => {
    const contracts = [aContract({ number: '2023010100001' })];
    expect(read(fileOf(anEmployee({ contracts }))).employees[0]?.contracts).toMatchObject([
      { number: '2023010100001' },
    ]);
  });

  it('shows of blocks 30 and 50 nothing but the matricule in a rejection', () => {
    const file = fileOf(anEmployee({ contracts: [aContract({ rate: null })] }));
    const said = JSON.stringify(read(file).rejections);
    expect(said).toContain('M0001');
    for (const value of ['Aubépine', 'Zoé', '01011990', '1760.00']) expect(said).not.toContain(value);
  });
});
