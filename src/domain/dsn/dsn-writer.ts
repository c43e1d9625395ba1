import type { WrittenContract, WrittenDeclaration, WrittenEstablishment, WrittenFile, WrittenPast } from './written';
import { block, COLLECTOR, dsnDate } from './written-block';
import { employeeLines } from './written-employee';
import { firstDay, lastDay, type Period } from '#domain/values/local-date';
import { cents, contribution, formatAmount } from '#domain/values/money';
import { formatRate, type Rate } from '#domain/values/rate';
import { sirenOf } from '#domain/values/siret';

export type * from './written';

const AGRICULTURAL = '300';

/** A thirteen-digit value shaped like a NIR that belongs to nobody: commune 99 999, never given. */
export const inventedNir = (index: number): string =>
  `${String((index % 2) + 1)}${two(60 + (index % 40))}${two((index % 12) + 1)}99999${String(index % 1000).padStart(3, '0')}`;

/**
 * A whole DSN file (norm P26V01, CRLF, every character in windows-1252) from a small description: what samples, tests
 * and the bench are made of. `encodeText` gives its bytes.
 */
export function writeDsn(file: WrittenFile): string {
  const lines = [...envelopeLines(file.sender, file.test === true)];
  for (const declaration of file.declarations) {
    lines.push(...declarationLines(declaration));
    for (const establishment of declaration.establishments)
      lines.push(...establishmentLines(establishment, declaration));
  }
  lines.push(...trailerLines(lines.length, file.declarations.length));
  return joined(lines);
}

export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

export function envelopeLines({ siret, name }: WrittenFile['sender'], test: boolean): string[] {
  return [
    ...block('S10.G00.00', {
      1: 'Taux Juste',
      2: 'Taux Juste',
      3: '1.0',
      5: test ? '01' : '02',
      6: 'P26V01',
      7: '01',
      8: '01',
    }),
    ...block('S10.G00.01', {
      1: sirenOf(siret),
      2: siret.slice(9),
      3: name,
      4: '1 rue de la Paie',
      5: '75001',
      6: 'Paris',
    }),
    ...block('S10.G00.02', { 1: '01', 2: 'Service paie', 4: 'paie@exemple.invalid', 5: '0100000000' }),
  ];
}

export function declarationLines(declaration: WrittenDeclaration): string[] {
  const { period, fraction = { index: 1, of: 1 }, nature = '01', type = '01', order } = declaration;
  return [
    ...block('S20.G00.05', {
      1: nature,
      2: type,
      3: `${fraction.index}${fraction.of}`,
      4: String(order),
      5: dsnDate(firstDay(period)),
      7: dsnDate(lastDay(period)),
      8: '01',
      10: '01',
    }),
    ...block('S20.G00.07', { 1: 'Service paie', 2: '0100000000', 3: 'paie@exemple.invalid', 4: '13' }),
  ];
}

/** Blocks 06 to 81 of one establishment. */
export function establishmentLines(establishment: WrittenEstablishment, { period }: WrittenDeclaration): string[] {
  const { siret, employees } = establishment;
  const place = { address: '12 rue des Artisans', postcode: '69003', town: 'Lyon', ...establishment };
  return [
    ...block('S21.G00.06', {
      1: sirenOf(siret),
      2: siret.slice(9),
      3: '5610A',
      4: place.address,
      5: place.postcode,
      6: place.town,
    }),
    ...block('S21.G00.11', {
      1: siret.slice(9),
      2: '5610A',
      3: place.address,
      4: place.postcode,
      5: place.town,
      17: '01',
      22: '1979',
    }),
    ...bordereauLines(
      employees.flatMap(({ contracts }) => contracts),
      period,
    ),
    ...pastBordereauLines(employees.flatMap(({ past = [] }) => past)),
    ...employees.flatMap((employee) => employeeLines(employee, period)),
  ];
}

/** The S90 totals: `before` lines stand above, and the two of S90 count too. */
export const trailerLines = (before: number, declarations: number): string[] =>
  block('S90.G00.90', { 1: String(before + 2), 2: String(declarations) });

/** One CTP 100/920 line per distinct rate, then 100/921 on the whole base. Regime 300 does not pay Urssaf. */
function bordereauLines(contracts: readonly WrittenContract[], period: Period): string[] {
  const bases = new Map<Rate, number>();
  for (const { rate, base, regime } of contracts) {
    if (rate !== null && regime !== AGRICULTURAL) bases.set(rate, (bases.get(rate) ?? 0) + base);
  }
  return bordereau(bases, period);
}

function pastBordereauLines(past: readonly WrittenPast[]): string[] {
  const periods = [...new Set(past.map(({ period }) => period))].sort();
  return periods.flatMap((period) => {
    const bases = new Map<Rate, number>();
    for (const { rate, base } of past.filter((one) => one.period === period))
      bases.set(rate, (bases.get(rate) ?? 0) + base);
    return bordereau(bases, period);
  });
}

function bordereau(bases: ReadonlyMap<Rate, number>, period: Period): string[] {
  if (bases.size === 0) return [];
  const rates = [...bases].sort(([a], [b]) => b - a);
  const due = rates.reduce((sum, [rate, base]) => sum + contribution(cents(base), rate), 0);
  const whole = rates.reduce((sum, [, base]) => sum + base, 0);
  return [
    ...block('S21.G00.22', {
      1: COLLECTOR,
      3: dsnDate(firstDay(period)),
      4: dsnDate(lastDay(period)),
      5: formatAmount(cents(due)),
    }),
    ...rates.flatMap(([rate, base]) =>
      block('S21.G00.23', { 1: '100', 2: '920', 3: formatRate(rate), 4: formatAmount(cents(base)) }),
    ),
    ...block('S21.G00.23', { 1: '100', 2: '921', 4: formatAmount(cents(whole)) }),
  ];
}

const two = (value: number): string => String(value).padStart(2, '0');
