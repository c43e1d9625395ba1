import { type DsnBlock, presentField } from './block-reader';
import { type Complaints, dateOf, fieldOf, textOf } from './complaints';
import type { DeclaredContract } from './declared';
import { CONTRACT, CONTRACT_END } from './rubrics';
import { repeats, shown } from './text';
import { firstDay, type LocalDate, type Period } from '#domain/values/local-date';
import { parseDsnRate, type Rate } from '#domain/values/rate';
import {
  AWAITING_NOTICE,
  dsnCode,
  isAgricultural,
  parseRiskCode,
  type CodeAndOffice,
  type RiskCode,
} from '#domain/values/risk-code';

/** Is the code (with its office form) in the table on that day? */
export type Knows = (code: RiskCode, office: boolean, on: LocalDate) => boolean;

export interface Month {
  readonly period: Period;
  readonly knows: Knows;
}

/** What the contracts of one employee are read against. */
export interface Reading extends Month {
  /** Fingerprints of the employee's NIR and NTT. */
  readonly secrets: readonly number[];
  readonly complaints: Complaints;
}

export interface RawContract {
  readonly block: DsnBlock;
  /** Every S21.G00.62 under the contract, in order. */
  readonly ends: readonly DsnBlock[];
}

export type ContractReading =
  | { readonly kind: 'kept'; readonly contract: Omit<DeclaredContract, 'base'> }
  /** Another regime than 200 and 300, without code risque nor rate (régimes spéciaux): no AT/MP rate to follow. */
  | { readonly kind: 'elsewhere'; readonly number: string | null }
  | { readonly kind: 'refused' };

const GENERAL = '200';
const AGRICULTURAL = '300';
/** S21.G00.62.002: the end declared before is cancelled. */
const END_CANCELLED = '099';

/** Reads one S21.G00.40 and its end; anything wrong is complained of with the line that must be put right. */
export function readContract(raw: RawContract, reading: Reading): ContractReading {
  const { block } = raw;
  const { complaints } = reading;
  if (isElsewhere(block)) return { kind: 'elsewhere', number: textOf(block, CONTRACT.number) };
  const before = complaints.list.length;
  const number = readNumber(block, reading);
  const startedOn = readStart(block, complaints);
  const endedOn = readEnd(raw, complaints);
  const regime = required(block, CONTRACT.regime, 'le régime de base risque accident du travail', complaints);
  const risk = readCode(block, regime, reading);
  const rate = readRate(block, complaints);
  const incomplete = number === null || startedOn === null || regime === null || risk === null;
  if (incomplete || complaints.list.length > before) return { kind: 'refused' };
  const contract = {
    number,
    startedOn,
    endedOn,
    nature: textOf(block, CONTRACT.nature),
    jobTitle: textOf(block, CONTRACT.jobTitle),
    pcs: textOf(block, CONTRACT.pcs),
    regime,
    code: risk.code,
    office: risk.office,
    rate,
    line: fieldOf(block, CONTRACT.code)?.line ?? block.line,
  };
  return { kind: 'kept', contract };
}

function isElsewhere(block: DsnBlock): boolean {
  const regime = textOf(block, CONTRACT.regime);
  const other = regime !== null && regime !== GENERAL && regime !== AGRICULTURAL;
  return other && fieldOf(block, CONTRACT.code) === null && fieldOf(block, CONTRACT.rate) === null;
}

function required(block: DsnBlock, rubric: number, name: string, complaints: Complaints): string | null {
  const value = textOf(block, rubric);
  if (value !== null) return value;
  complaints.add(block.line, CONTRACT, rubric, 'ABSENTE', `${name} du contrat manque ; complétez-le dans la paie`);
  return null;
}

function readNumber(block: DsnBlock, { complaints, secrets }: Reading): string | null {
  const number = required(block, CONTRACT.number, 'le numéro', complaints);
  if (number === null || !repeats(number, secrets)) return number;
  const line = fieldOf(block, CONTRACT.number)?.line ?? block.line;
  const sentence =
    'le numéro du contrat est le numéro de sécurité sociale du salarié ; donnez un autre numéro au contrat';
  complaints.add(line, CONTRACT, CONTRACT.number, 'NIR', sentence);
  return null;
}

function readStart(block: DsnBlock, complaints: Complaints): LocalDate | null {
  if (required(block, CONTRACT.startedOn, 'la date de début', complaints) === null) return null;
  return dateOf(block, CONTRACT, CONTRACT.startedOn, complaints);
}

function readEnd({ ends }: RawContract, complaints: Complaints): LocalDate | null {
  const last = ends.at(-1);
  if (last === undefined || textOf(last, CONTRACT_END.reason) === END_CANCELLED) return null;
  return dateOf(last, CONTRACT_END, CONTRACT_END.date, complaints);
}

/** CRE-11: the code exists in the month. CCH-11, CCH-15: regime 300 goes with codes RA… or 999ZZ, and codes RA… with regime 300. */
function readCode(block: DsnBlock, regime: string | null, month: Reading): CodeAndOffice | null {
  const { complaints } = month;
  const field = fieldOf(block, CONTRACT.code);
  if (field === null) {
    required(block, CONTRACT.code, 'le code risque', complaints);
    return null;
  }
  const refuse = (rule: string, sentence: string): null => {
    complaints.add(field.line, CONTRACT, CONTRACT.code, rule, sentence);
    return null;
  };
  const parsed = parseRiskCode(field.value);
  const awaiting = field.value === AWAITING_NOTICE;
  if (!parsed.ok || !(awaiting || isKnown(field.value, parsed.value, month))) {
    const sentence = `le code risque ${shown(field.value)} n'existe pas dans la table en ${month.period} ; reprenez celui de la notification`;
    return refuse('CRE-11', sentence);
  }
  const agricultural = isAgricultural(parsed.value.code);
  if (regime === AGRICULTURAL && !agricultural && !awaiting) {
    const sentence = `le code risque ${shown(field.value)} n'est pas admis au régime 300 (agricole) : un code RA… ou 999ZZ est attendu`;
    return refuse('CCH-11', sentence);
  }
  if (regime !== null && regime !== AGRICULTURAL && agricultural) {
    const sentence = `le code risque ${shown(field.value)} est réservé au régime 300 (agricole) ; corrigez le code ou le régime`;
    return refuse('CCH-15', sentence);
  }
  return parsed.value;
}

/** A DSN writes the code bare, in capitals: any other spelling is not in the table. */
const isKnown = (written: string, { code, office }: CodeAndOffice, { knows, period }: Month): boolean =>
  dsnCode(code, office) === written && knows(code, office, firstDay(period));

/** SIG-11: forbidden if and only if the code is 999ZZ, and in the form of a DSN. */
function readRate(block: DsnBlock, complaints: Complaints): Rate | null {
  const code = fieldOf(block, CONTRACT.code);
  const field = presentField(block, CONTRACT.rate);
  const refuse = (line: number, sentence: string): null => {
    complaints.add(line, CONTRACT, CONTRACT.rate, 'SIG-11', sentence);
    return null;
  };
  if (code?.value === AWAITING_NOTICE) {
    if (field === null) return null;
    return refuse(field.line, 'le code 999ZZ (en attente de notification) interdit tout taux ; retirez le taux');
  }
  if (field === null) {
    if (code === null) return null;
    return refuse(code.line, `le taux du code risque ${shown(code.value)} manque ; il est obligatoire hors 999ZZ`);
  }
  const rate = parseDsnRate(field.value);
  if (rate.ok) return rate.value;
  return refuse(field.line, `le taux ${shown(field.value)} n'a pas la forme attendue ; écrivez-le par exemple 1.78`);
}
