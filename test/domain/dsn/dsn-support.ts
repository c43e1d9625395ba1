import type { DeclaredEmployee, DeclaredEstablishment, DsnEnd } from '#domain/dsn/declared';
import { createDsnReader, type DsnReaderOptions } from '#domain/dsn/dsn-reader';
import {
  inventedNir,
  writeDsn,
  type WrittenContract,
  type WrittenDeclaration,
  type WrittenEmployee,
  type WrittenEstablishment,
  type WrittenFile,
} from '#domain/dsn/dsn-writer';
import { encodeText } from '#domain/dsn/text';
import { parseIsoDate, parsePeriod, type LocalDate, type Period } from '#domain/values/local-date';
import { cents } from '#domain/values/money';
import { parseRate, type Rate } from '#domain/values/rate';
import type { LineRejection } from '#domain/values/rejection';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';
import { parseSiret, type Siret } from '#domain/values/siret';

export const day = (text: string): LocalDate => trusted(parseIsoDate(text));
export const month = (text: string): Period => trusted(parsePeriod(text));
export const rate = (text: string): Rate => trusted(parseRate(text));
export const siret = (text: string): Siret => trusted(parseSiret(text));

export const LA_TABLEE = siret('30000001500010');
export const BATI_RHONE = siret('30000002300014');
export const CABINET = { siret: siret('30000000700017'), name: 'Cabinet Exemple' };

/** Codes known in January 2026; 512AB closed on 2025-12-31. */
const TABLE = new Map([
  ['553AC', '9999-12-31'],
  ['553ACB', '9999-12-31'],
  ['452BE', '9999-12-31'],
  ['452BEB', '9999-12-31'],
  ['401ZE', '9999-12-31'],
  ['RA110', '9999-12-31'],
  ['512AB', '2025-12-31'],
]);

export const knows: DsnReaderOptions['knows'] = (code, office, on) =>
  on <= (TABLE.get(office ? `${code}B` : code) ?? '');

export interface Told {
  readonly establishments: DeclaredEstablishment[];
  readonly employees: DeclaredEmployee[];
  readonly rejections: LineRejection[];
  readonly leftOut: string[];
  /** Everything in the order it was told. */
  readonly events: unknown[];
  readonly end: DsnEnd;
}

export function readChunks(chunks: readonly Uint8Array[], options: Partial<DsnReaderOptions> = {}): Told {
  const establishments: DeclaredEstablishment[] = [];
  const employees: DeclaredEmployee[] = [];
  const rejections: LineRejection[] = [];
  const leftOut: string[] = [];
  const events: unknown[] = [];
  const reader = createDsnReader(
    { knows, ...options },
    {
      establishment: (one) => events.push(establishments[establishments.push(one) - 1]),
      employee: (one) => events.push(employees[employees.push(one) - 1]),
      leftOut: (matricule) => leftOut.push(matricule),
      rejection: (one) => events.push(rejections[rejections.push(one) - 1]),
    },
  );
  for (const chunk of chunks) reader.push(chunk);
  return { establishments, employees, rejections, leftOut, events, end: reader.end() };
}

export const read = (text: string, options: Partial<DsnReaderOptions> = {}): Told =>
  readChunks([encodeText(text)], options);

export const aContract = (parts: Partial<WrittenContract> = {}): WrittenContract => ({
  number: '00001',
  startedOn: day('2023-09-01'),
  endedOn: null,
  nature: '01',
  jobTitle: 'Serveuse',
  pcs: '561d',
  regime: '200',
  ...trusted(parseRiskCode('553AC')),
  rate: rate('1.78'),
  base: cents(220_000),
  ...parts,
});

export const anEmployee = (parts: Partial<WrittenEmployee> = {}): WrittenEmployee => ({
  matricule: 'M0001',
  lastName: 'Aubépine',
  firstName: 'Zoé',
  nir: inventedNir(1),
  contracts: [aContract()],
  ...parts,
});

export const anEstablishment = (parts: Partial<WrittenEstablishment> = {}): WrittenEstablishment => ({
  siret: LA_TABLEE,
  employees: [anEmployee()],
  ...parts,
});

export const aDeclaration = (parts: Partial<WrittenDeclaration> = {}): WrittenDeclaration => ({
  period: month('2026-01'),
  order: 1,
  establishments: [anEstablishment()],
  ...parts,
});

export const aFile = (parts: Partial<WrittenFile> = {}): string =>
  writeDsn({ sender: CABINET, declarations: [aDeclaration()], ...parts });

export const fileOf = (...employees: WrittenEmployee[]): string =>
  aFile({ declarations: [aDeclaration({ establishments: [anEstablishment({ employees })] })] });

/** Number of the nth line of that rubrique. */
export function lineOf(text: string, rubric: string, nth = 1): number {
  let met = 0;
  const index = text.split('\r\n').findIndex((line) => line.startsWith(`${rubric},`) && ++met === nth);
  if (index === -1) throw new Error(`No line ${rubric}`);
  return index + 1;
}

/** The file with lines in place of the first one of that rubrique. */
export function replacing(text: string, rubric: string, ...lines: string[]): string {
  const at = lineOf(text, rubric) - 1;
  return text
    .split('\r\n')
    .toSpliced(at, 1, ...lines)
    .join('\r\n');
}

export const valued = (text: string, rubric: string, value: string): string =>
  replacing(text, rubric, `${rubric},'${value}'`);

export const without = (text: string, rubric: string): string => replacing(text, rubric);

export const following = (text: string, rubric: string, ...lines: string[]): string => {
  const line = text.split('\r\n')[lineOf(text, rubric) - 1] ?? '';
  return replacing(text, rubric, line, ...lines);
};
