/**
 * The rubriques we read, by their place in the norm (cahier technique DSN P26V01). Nothing else of a file
 * is ever decoded: S21.G00.30.001 (NIR) and .020 (NTT), blocks 31, 41, 50 and 51 are absent on purpose.
 */
export interface BlockShape {
  readonly name: string;
  /** `S21.G00.40` is 2140. */
  readonly id: number;
  /** `S21.G00.40.043` is 2140043. */
  readonly keys: readonly number[];
}

function block<R extends Readonly<Record<string, number>>>(name: string, rubrics: R): BlockShape & R {
  const id = Number(name.slice(1, 3) + name.slice(8, 10));
  return { ...rubrics, name, id, keys: Object.values(rubrics).map((rubric) => id * 1000 + rubric) };
}

export const ENVELOPE = block('S10.G00.00', { testOrReal: 5 });
export const DECLARATION = block('S20.G00.05', { nature: 1, type: 2, fraction: 3, order: 4, month: 5 });
export const COMPANY = block('S21.G00.06', { siren: 1 });
export const ESTABLISHMENT = block('S21.G00.11', { nic: 1, address: 3, postcode: 4, town: 5 });
/** Bordereau de cotisation due. */
export const STATEMENT = block('S21.G00.22', { from: 3, to: 4 });
/** Cotisation agrégée, one per CTP. */
export const AGGREGATE = block('S21.G00.23', { ctp: 1, qualifier: 2, rate: 3, base: 4, amount: 5 });
export const PERSON = block('S21.G00.30', { lastName: 2, firstName: 4, matricule: 19 });
export const CONTRACT = block('S21.G00.40', {
  startedOn: 1,
  pcs: 4,
  jobTitle: 6,
  nature: 7,
  number: 9,
  regime: 39,
  code: 40,
  rate: 43,
});
export const CONTRACT_END = block('S21.G00.62', { date: 1, reason: 2 });
/** Base assujettie. */
export const BASE = block('S21.G00.78', { code: 1, from: 2, to: 3, amount: 4, contract: 6 });
/** Cotisation individuelle, child of the base before it. */
export const CONTRIBUTION = block('S21.G00.81', { code: 1, base: 3, amount: 4, rate: 7 });
export const TRAILER = block('S90.G00.90', { rubrics: 1 });

const READ = [
  ENVELOPE,
  DECLARATION,
  COMPANY,
  ESTABLISHMENT,
  STATEMENT,
  AGGREGATE,
  PERSON,
  CONTRACT,
  CONTRACT_END,
  BASE,
  CONTRIBUTION,
  TRAILER,
];

export const READ_BLOCKS: ReadonlySet<number> = new Set(READ.map(({ id }) => id));
export const READ_RUBRICS: ReadonlySet<number> = new Set(READ.flatMap(({ keys }) => keys));
/** S21.G00.30.001 (NIR) and .020 (NTT): never decoded, only fingerprinted, to tell when another field repeats them. */
export const SECRET_RUBRICS: ReadonlySet<number> = new Set([2130001, 2130020]);

export const rubricName = (shape: BlockShape, rubric: number): string =>
  `${shape.name}.${String(rubric).padStart(3, '0')}`;

/** `S21.G00.40.043` of key 2140043. */
export function nameOfKey(key: number): string {
  const digits = String(key).padStart(7, '0');
  return `S${digits.slice(0, 2)}.G00.${digits.slice(2, 4)}.${digits.slice(4)}`;
}
