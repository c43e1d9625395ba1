import { declarationLines, envelopeLines, establishmentLines, inventedNir, joined, trailerLines } from './dsn-writer';
import { encodeText } from './text';
import type { WrittenContract, WrittenDeclaration, WrittenEmployee } from './written';
import type { LocalDate, Period } from '#domain/values/local-date';
import { cents } from '#domain/values/money';
import { rateOfHundredths } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import { parseSiren, parseSiret, type Siret } from '#domain/values/siret';

export interface GeneratedFile {
  /** The file ends with the first establishment that reaches this size, and its totals. */
  readonly bytes: number;
  readonly period: Period;
  readonly employeesPerEstablishment?: number;
}

const PER_ESTABLISHMENT = 100;
const HIRED = '2021-09-01' as LocalDate;
const PROFILES = [
  { code: '553AC' as RiskCode, office: false, rate: rateOfHundredths(178), jobTitle: 'Serveuse' },
  { code: '452BE' as RiskCode, office: false, rate: rateOfHundredths(612), jobTitle: 'Maçon' },
  { code: '452BE' as RiskCode, office: true, rate: rateOfHundredths(71), jobTitle: 'Assistante' },
] as const;

/** A DSN of any size, one chunk per establishment, the same for the same wish; never holds more than one establishment. */
export function* generateDsn({ bytes, period, employeesPerEstablishment }: GeneratedFile): Generator<Uint8Array> {
  const headcount = employeesPerEstablishment ?? PER_ESTABLISHMENT;
  let lines = 0;
  let written = 0;
  const chunk = (some: readonly string[]): Uint8Array => {
    lines += some.length;
    const encoded = encodeText(joined(some));
    written += encoded.length;
    return encoded;
  };
  yield chunk(envelopeLines({ siret: inventedSiret(0), name: 'Cabinet Exemple' }, false));
  let establishments = 0;
  while (written < bytes) {
    const declaration = declarationOf(establishments++, headcount, period);
    const [establishment] = declaration.establishments;
    if (establishment === undefined) break;
    yield chunk([...declarationLines(declaration), ...establishmentLines(establishment, declaration)]);
  }
  yield chunk(trailerLines(lines, establishments));
}

/** The same valid SIRET for the same index (0 to 999 999), of a company of its own. */
export function inventedSiret(index: number): Siret {
  const siren = completed(String(30_000_000 + index), parseSiren);
  return completed(`${siren}0001`, parseSiret);
}

/** The digits and the key that makes them pass `parse`. */
export function completed<T>(digits: string, parse: (text: string) => { ok: true; value: T } | { ok: false }): T {
  for (let key = 0; key <= 9; key++) {
    const parsed = parse(`${digits}${key}`);
    if (parsed.ok) return parsed.value;
  }
  throw new Error(`No check digit completes ${digits}.`);
}

function declarationOf(index: number, headcount: number, period: Period): WrittenDeclaration {
  const employees = Array.from({ length: headcount }, (_, rank) => employeeOf(index * headcount + rank));
  const establishments = [{ siret: inventedSiret(index + 1), employees }];
  return { period, order: 1, establishments };
}

function employeeOf(index: number): WrittenEmployee {
  const number = String(index + 1).padStart(5, '0');
  const profile = PROFILES[index % PROFILES.length] ?? PROFILES[0];
  const contract: WrittenContract = {
    ...profile,
    number,
    startedOn: HIRED,
    endedOn: null,
    nature: '01',
    pcs: '561d',
    regime: '200',
    base: cents(180_000 + ((index * 7_919) % 200_000)),
  };
  return {
    matricule: `M${number}`,
    lastName: `Désirée-${number}`,
    firstName: 'Zoé',
    nir: inventedNir(index),
    contracts: [contract],
  };
}
