import fc from 'fast-check';
import { BareDsn } from '#domain/dsn/bare-dsn';
import { inventedNir } from '#domain/dsn/dsn-writer';
import { encodeText } from '#domain/dsn/text';
import { hasNirShape } from '#domain/values/nir';
import {
  aContract,
  aDeclaration,
  aFile,
  anEmployee,
  anEstablishment,
  BATI_RHONE,
  fileOf,
  following,
  read,
  readChunks,
  replacing,
  valued,
} from './dsn-support';

function bareOf(chunks: readonly Uint8Array[]): Buffer {
  const bare = new BareDsn();
  return Buffer.concat([...chunks.map((chunk) => bare.push(chunk)), bare.end()]);
}
const bareText = (text: string): string => bareOf([encodeText(text)]).toString('latin1');

const NIR = inventedNir(7);
const NTT = 'NTT00000000000001234';

it('leaves of a file what is read of it, and neither the NIR nor a birthday, an address or a net pay', () => {
  const bare = bareText(aFile());
  expect(bare).toContain("S21.G00.30.002,'Aubépine'");
  expect(bare).toContain("S21.G00.40.043,'1.78'");
  expect(bare).toContain("S21.G00.30.001,'*************'");
  expect(bare).toContain("S21.G00.50.002,''");
  const birthday = "S21.G00.30.006,'";
  expect(bare.slice(bare.indexOf(birthday) + birthday.length)).toMatch(/^'/);
  expect(aFile()).toContain(inventedNir(1));
  expect(bare).not.toContain(inventedNir(1));
});

it.each([
  ['the matricule', anEmployee({ nir: NIR, matricule: NIR })],
  ['the matricule, with its key', anEmployee({ nir: NIR, matricule: `${NIR}45` })],
  ['the matricule, spaced', anEmployee({ nir: NIR, matricule: NIR.replace(/(?=\d{3}$)/, ' ') })],
  ['a contract', anEmployee({ nir: NIR, contracts: [aContract({ number: NIR })] })],
])('hides a NIR that stands in for %s, and the reader finds it all the same', (_where, employee) => {
  const file = fileOf(employee, anEmployee({ matricule: 'M2' }));
  const bare = bareText(file);
  expect(bare.split('\n').filter((line) => hasNirShape(line.slice(16)))).toEqual([]);
  expect(read(bare)).toEqual(read(file));
});

it('hides a matricule that repeats an NTT told after it', () => {
  const file = following(
    fileOf(anEmployee({ matricule: NTT }), anEmployee({ matricule: 'M2' })),
    'S21.G00.30.019',
    `S21.G00.30.020,'${NTT}'`,
  );
  const bare = bareText(file);
  expect(bare).not.toContain(NTT);
  expect(read(bare)).toEqual(read(file));
});

describe('whatever is wrong with a file', () => {
  const base = aFile({
    declarations: [
      aDeclaration({
        establishments: [
          anEstablishment({ employees: [anEmployee(), anEmployee({ contracts: [aContract({ rate: null })] })] }),
          anEstablishment({ siret: BATI_RHONE, town: 'Cœur d’Ô' }),
        ],
      }),
      aDeclaration({ nature: '04' }),
    ],
  });
  const ODD = [
    '',
    '   ',
    'not a rubrique',
    `S21.G00.30.001,'${NIR}`,
    'S21.G00.30.001',
    `S21.G00.30.020,'${NTT}'`,
    `S21.G00.30.019,'${NTT}'`,
    `S21.G00.40.009,'${NTT}'`,
    `S21.G00.11.017,'${'x'.repeat(12_000)}'`,
    'y'.repeat(12_000),
    "S21.G00.40.001,'32012026'",
    "S21.G00.30.002,'L'Hôte'  ",
    "S90.G00.90.001,'12'",
    "S10.G00.00.005,'01'",
    'S21.G0',
    "S89.G00.91.001,'é'",
  ];
  const lines = base.split('\r\n');
  const change = fc.record({
    at: fc.nat(lines.length - 1),
    gone: fc.nat(2),
    odd: fc.array(fc.constantFrom(...ODD), { maxLength: 2 }),
  });

  it('the same is read and refused, line for line', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        let changed = lines;
        for (const { at, gone, odd } of changes) changed = changed.toSpliced(at, gone, ...odd);
        const bytes = encodeText(changed.join('\r\n'));
        expect(readChunks([bareOf([bytes])])).toEqual(readChunks([bytes]));
      }),
      { numRuns: 300 },
    );
  });

  it('the same is left wherever its bytes are cut', () => {
    const whole = encodeText(replacing(base, 'S21.G00.11.004', 'not a rubrique', `S21.G00.30.020,'${NTT}'`));
    const left = bareOf([whole]);
    const cuts = fc.array(fc.nat(whole.length), { maxLength: 12 }).map((at) => [...at].sort((a, b) => a - b));
    fc.assert(
      fc.property(cuts, (at) =>
        expect(bareOf([0, ...at].map((from, i) => whole.subarray(from, at[i] ?? whole.length))).equals(left)).toBe(
          true,
        ),
      ),
    );
  });

  it('a NUL refuses it here as there, and nothing after it is left', () => {
    const bytes = encodeText(base);
    bytes[bytes.length - 60] = 0;
    const bare = bareOf([bytes]);
    expect(readChunks([bare])).toEqual(readChunks([bytes]));
    expect(bare.at(-1)).toBe(0);
  });

  it('a file in UTF-8 keeps its mark', () => {
    const bytes = Buffer.from(`\ufeff${valued(base, 'S21.G00.30.019', 'É1')}`);
    expect(readChunks([bareOf([bytes])])).toEqual(readChunks([bytes]));
  });

  it('an employee whose block never ends is not waited for', () => {
    const bare = new BareDsn();
    bare.push(encodeText("S21.G00.30.002,'A'\n"));
    const line = encodeText("S21.G00.30.003,'A'\n".repeat(1_000));
    let left = 0;
    for (let i = 0; i < 100; i++) left += bare.push(line).length;
    expect(left).toBeGreaterThan(1_000_000);
  });
});
