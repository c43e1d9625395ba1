import fc from 'fast-check';
import { generateDsn } from '#domain/dsn/dsn-generator';
import { inventedNir, writeDsn, type WrittenEmployee } from '#domain/dsn/dsn-writer';
import { createDsnReader } from '#domain/dsn/dsn-reader';
import { encodeText } from '#domain/dsn/text';
import { addMonths } from '#domain/values/local-date';
import { cents } from '#domain/values/money';
import { rateOfHundredths } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { AWAITING_NOTICE, parseRiskCode } from '#domain/values/risk-code';
import {
  aContract,
  aDeclaration,
  aFile,
  anEmployee,
  anEstablishment,
  BATI_RHONE,
  CABINET,
  day,
  following,
  knows,
  month,
  read,
  readChunks,
  replacing,
} from './dsn-support';

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);

describe('bytes', () => {
  it('reads windows-1252: the typographic apostrophe, œ and €', () => {
    const file = aFile({ declarations: [aDeclaration({ establishments: [anEstablishment({ town: 'Cœur d’Ô €' })] })] });
    const bytes = encodeText(file);
    expect(bytes).toContain(0x92);
    expect(readChunks([bytes]).establishments).toMatchObject([{ town: 'Cœur d’Ô €' }]);
  });

  it('takes a byte order mark as the sign of UTF-8', () => {
    const utf8 = new TextEncoder().encode(aFile());
    const told = readChunks([BOM, utf8]);
    expect(told.employees).toMatchObject([{ lastName: 'Aubépine', firstName: 'Zoé' }]);
    expect(told.rejections).toEqual([]);
  });

  it.each(['utf16le', 'utf16le with mark'] as const)('refuses %s', (form) => {
    const bytes = Buffer.from(`${form === 'utf16le' ? '' : '\ufeff'}${aFile()}`, 'utf16le');
    expect(readChunks([bytes])).toMatchObject({ events: [], end: { complete: false, refusal: { code: 'ENCODAGE' } } });
  });

  it('refuses a file with a NUL byte in the middle', () => {
    const bytes = encodeText(aFile());
    bytes[bytes.length - 60] = 0;
    expect(readChunks([bytes]).end).toMatchObject({ complete: false, refusal: { code: 'ENCODAGE' } });
  });

  it('does not gather a single line of 10 MB, whatever it begins with', () => {
    for (const head of ['', "S21.G00.30.002,'"]) {
      const none = () => undefined;
      const reader = createDsnReader(
        { knows },
        { establishment: none, employee: none, leftOut: none, rejection: none },
      );
      const chunk = encodeText('A'.repeat(100_000));
      reader.push(encodeText(head));
      const before = process.memoryUsage().arrayBuffers;
      for (let pushed = 0; pushed < 10_000_000; pushed += chunk.length) reader.push(chunk);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
      const { complete, lines, refusal } = reader.end();
      expect({ complete, lines }).toEqual({ complete: false, lines: 1 });
      expect(refusal?.code).toBe(head === '' ? 'FICHIER_ILLISIBLE' : 'FICHIER_COUPE');
    }
  });
});

describe('chunks', () => {
  const file = replacing(
    following(
      aFile({
        declarations: [
          aDeclaration({
            establishments: [
              anEstablishment({ employees: [anEmployee(), anEmployee({ contracts: [aContract({ rate: null })] })] }),
              anEstablishment({ siret: BATI_RHONE, town: 'Cœur d’Ô' }),
            ],
          }),
          aDeclaration({ nature: '04' }),
        ],
      }),
      'S21.G00.11.004',
      `S21.G00.11.017,'${'x'.repeat(12_000)}'`,
      'not a rubrique',
    ),
    'S10.G00.00.001',
    "S10.G00.00.001,'é'",
  );
  const whole = encodeText(file);
  const told = readChunks([whole]);

  const cuts = fc.array(fc.nat(whole.length), { maxLength: 12 }).map((at) => [...at].sort((a, b) => a - b));
  const sliced = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] =>
    [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));

  it('give the same events wherever they are cut', () => {
    expect(told.rejections.length).toBeGreaterThan(3);
    fc.assert(fc.property(cuts, (at) => expect(readChunks(sliced(whole, at))).toEqual(told)));
  });

  it('give the same events byte by byte', () => {
    expect(readChunks(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(told);
  });

  it('give the same events and the same refusal when a NUL stands anywhere', () => {
    fc.assert(
      fc.property(cuts, fc.nat(whole.length - 1), (at, nul) => {
        const damaged = whole.slice();
        damaged[nul] = 0;
        expect(readChunks(sliced(damaged, at))).toEqual(readChunks([damaged]));
      }),
    );
  });

  it('never throw, whatever the bytes, and never call a cut file complete', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 40), fc.uint8Array({ maxLength: 80 }), (at, noise) => {
        const { end } = readChunks([whole.subarray(0, at), noise]);
        expect(end.complete).toBe(false);
        expect(end.refusal).not.toBeNull();
      }),
    );
  });
});

describe('writer and reader', () => {
  const codes = ['553AC', '452BE', '452BEB', 'RA110', '999ZZ'] as const;
  const contract = fc
    .record({
      number: fc.stringMatching(/^[0-9A-Z]{1,10}$/),
      code: fc.constantFrom(...codes),
      rate: fc.integer({ min: 0, max: 99_999 }),
      base: fc.integer({ min: -10_000, max: 100_000_000 }),
      ended: fc.boolean(),
      jobTitle: fc.constantFrom('Maçon', 'Œnologue', "Chef d'équipe", null),
    })
    .map(({ number, code, rate, base, ended, jobTitle }) => {
      const risk = trusted(parseRiskCode(code));
      return aContract({
        ...risk,
        number,
        jobTitle,
        regime: code === 'RA110' ? '300' : '200',
        rate: risk.code === AWAITING_NOTICE ? null : rateOfHundredths(rate),
        base: cents(base),
        endedOn: ended ? day('2026-01-31') : null,
      });
    });
  const employee: fc.Arbitrary<WrittenEmployee> = fc.record({
    matricule: fc.option(fc.stringMatching(/^[A-Z][0-9]{1,8}$/)),
    lastName: fc.constantFrom('Aubépine', "L'Hôte", 'Müller-Ÿ'),
    firstName: fc.constantFrom('Zoé', 'Noël'),
    nir: fc.nat(999).map(inventedNir),
    contracts: fc.uniqueArray(contract, { minLength: 1, maxLength: 3, selector: ({ number }) => number }),
    past: fc.constant([]),
  });
  const known = { knows: () => true };

  it('agree on every employee, contract, code, rate and base', () => {
    fc.assert(
      fc.property(fc.array(employee, { maxLength: 5 }), (employees) => {
        const declarations = [aDeclaration({ establishments: [anEstablishment({ employees })] })];
        const told = readChunks([encodeText(writeDsn({ sender: CABINET, declarations }))], known);
        expect(told.rejections).toEqual([]);
        expect(told.end).toMatchObject({ complete: true, countMismatch: false });
        const seen = told.employees.map(({ matricule, lastName, firstName, contracts }) => ({
          matricule,
          lastName,
          firstName,
          contracts: contracts.map(({ line, ...rest }) => (line > 0 ? rest : null)),
        }));
        expect(seen).toEqual(
          employees.map(({ matricule, lastName, firstName, contracts }) => ({
            matricule: matricule ?? `${contracts[0]?.number ?? ''}-2023-09-01`,
            lastName,
            firstName,
            contracts,
          })),
        );
      }),
    );
  });

  it('agree on regularisations of any past month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 36 }), fc.integer({ min: 1, max: 1_000_000 }), (back, amount) => {
        const period = addMonths(month('2026-01'), -back);
        const past = [{ contract: '00001', period, base: cents(amount), rate: rateOfHundredths(178) }];
        const declarations = [
          aDeclaration({ establishments: [anEstablishment({ employees: [anEmployee({ past })] })] }),
        ];
        const told = read(aFile({ declarations }));
        expect(told.employees[0]?.regularisations.map((one) => [one.period, one.base])).toEqual([
          [period, amount],
          [period, amount],
        ]);
        expect(told.employees[0]?.contracts).toMatchObject([{ base: 220_000 }]);
      }),
    );
  });

  it('let through no NIR', () => {
    fc.assert(
      fc.property(fc.array(employee, { minLength: 1, maxLength: 3 }), (employees) => {
        const declarations = [aDeclaration({ establishments: [anEstablishment({ employees })] })];
        const said = JSON.stringify(read(aFile({ declarations })));
        for (const { nir } of employees) expect(said).not.toContain(nir);
      }),
    );
  });
});

describe('the writer', () => {
  const file = aFile({
    declarations: [
      aDeclaration({
        establishments: [
          anEstablishment({
            employees: [
              anEmployee({ contracts: [aContract({ rate: rateOfHundredths(612), base: cents(500_000) })] }),
              anEmployee({
                contracts: [aContract({ number: '00002', rate: rateOfHundredths(71), base: cents(260_000) })],
              }),
            ],
          }),
        ],
      }),
    ],
  });

  it('writes one CTP 100/920 line per rate, then 100/921 on the whole base', () => {
    const lines = file.split('\r\n').filter((line) => line.startsWith('S21.G00.23'));
    expect(lines).toEqual([
      "S21.G00.23.001,'100'",
      "S21.G00.23.002,'920'",
      "S21.G00.23.003,'6.12'",
      "S21.G00.23.004,'5000.00'",
      "S21.G00.23.001,'100'",
      "S21.G00.23.002,'920'",
      "S21.G00.23.003,'0.71'",
      "S21.G00.23.004,'2600.00'",
      "S21.G00.23.001,'100'",
      "S21.G00.23.002,'921'",
      "S21.G00.23.004,'7600.00'",
    ]);
    expect(file).toContain("S21.G00.22.005,'324.46'");
  });

  it('ends every line with CRLF and counts them, the totals included', () => {
    const lines = file.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines.every((line) => /^S\d\d\.G00\.\d\d\.\d{3},'.*'$/.test(line))).toBe(true);
    expect(file).toContain(`S90.G00.90.001,'${lines.length}'`);
    expect(file).toContain("S90.G00.90.002,'1'");
  });

  it('writes only windows-1252, on one line per value', () => {
    const town = 'Łódź\r\n東京 Œuf';
    const declarations = [aDeclaration({ establishments: [anEstablishment({ town })] })];
    expect(read(aFile({ declarations })).establishments).toMatchObject([{ town: '?ódz ?? Œuf' }]);
  });
});

describe('the generator', () => {
  it('makes a file of the wanted size, chunk by chunk, that the reader takes whole', () => {
    const wanted = 2_000_000;
    const chunks = [...generateDsn({ bytes: wanted, period: month('2026-01') })];
    const size = chunks.reduce((sum, { length }) => sum + length, 0);
    expect(size).toBeGreaterThanOrEqual(wanted);
    expect(size).toBeLessThan(wanted * 1.1);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(200_000);
    const told = readChunks(chunks);
    expect(told.end).toMatchObject({ complete: true, countMismatch: false, refusal: null });
    expect(told.rejections).toEqual([]);
    expect(told.employees).toHaveLength(told.establishments.length * 100);
    expect(new Set(told.establishments.map(({ siret }) => siret)).size).toBe(told.establishments.length);
  });
});
