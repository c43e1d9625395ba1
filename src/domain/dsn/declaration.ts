import type { DsnBlock } from './block-reader';
import { Complaints, dateOf, fieldOf } from './complaints';
import type { DeclarationType, DeclaredEstablishment } from './declared';
import { DECLARATION } from './rubrics';
import { shown } from './text';
import { periodOf, type Period } from '#domain/values/local-date';
import type { LineRejection } from '#domain/values/rejection';
import { accepted, type Result } from '#domain/values/result';

/** One S20.G00.05: what its establishments declare, and for which month. */
export interface Declaration {
  readonly type: DeclarationType;
  readonly fraction: DeclaredEstablishment['fraction'];
  readonly order: number;
  readonly period: Period;
  readonly line: number;
}

const TYPES: ReadonlySet<string> = new Set<DeclarationType>(['01', '02', '03', '04', '05']);
const FRACTION = /^([1-9])([1-9])$/;
const ORDER = /^[0-9]{1,15}$/;
const MONTHLY = '01';

/** Nil and cancelled months have no employee. */
export const hasEmployees = ({ type }: Declaration): boolean => type === '01' || type === '03';

/**
 * Reads the header of a declaration. Refused, hence skipped whole: a nature other than 01 (DSN mensuelle),
 * or a type, fraction, order or month without which nobody can tell what it replaces.
 */
export function readDeclaration(block: DsnBlock): Result<Declaration, LineRejection> {
  const complaints = new Complaints('Déclaration');
  const nature = fieldOf(block, DECLARATION.nature);
  if (nature !== null && nature.value !== MONTHLY) return otherNature(nature.value, nature.line);
  required(block, DECLARATION.nature, 'la nature', complaints);
  const type = readType(block, complaints);
  const fraction = readFraction(block, complaints);
  const order = readOrder(block, complaints);
  const month = dateOf(block, DECLARATION, DECLARATION.month, complaints);
  if (month === null && complaints.list.length === 0) required(block, DECLARATION.month, 'le mois', complaints);
  const [first] = complaints.list;
  if (first !== undefined || type === null || fraction === null || order === null || month === null) {
    return { ok: false, refusal: first ?? incomplete(block.line) };
  }
  return accepted({ type, fraction, order, period: periodOf(month), line: block.line });
}

function otherNature(nature: string, line: number): Result<never, LineRejection> {
  const message = `La déclaration de nature ${shown(nature)} est laissée de côté : seule la DSN mensuelle (nature 01) porte les taux du mois (rubrique S20.G00.05.001).`;
  return { ok: false, refusal: { line, code: 'NATURE_IGNOREE', message } };
}

const incomplete = (line: number): LineRejection => ({
  line,
  code: 'S20.G00.05/ABSENTE',
  message: 'La déclaration est incomplète et laissée de côté : nature, type, fraction, ordre et mois sont attendus.',
});

function required(block: DsnBlock, rubric: number, name: string, complaints: Complaints): void {
  if (fieldOf(block, rubric) !== null) return;
  complaints.add(block.line, DECLARATION, rubric, 'ABSENTE', `${name} manque, elle est laissée de côté`);
}

function readType(block: DsnBlock, complaints: Complaints): DeclarationType | null {
  const field = fieldOf(block, DECLARATION.type);
  if (field !== null && isType(field.value)) return field.value;
  if (field === null) required(block, DECLARATION.type, 'le type', complaints);
  else unusable(field.line, DECLARATION.type, `le type ${shown(field.value)} n'existe pas (01 à 05)`, complaints);
  return null;
}

const isType = (value: string): value is DeclarationType => TYPES.has(value);

function readFraction(block: DsnBlock, complaints: Complaints): Declaration['fraction'] | null {
  const field = fieldOf(block, DECLARATION.fraction);
  if (field === null) {
    required(block, DECLARATION.fraction, 'la fraction', complaints);
    return null;
  }
  const [, index = '', of = ''] = FRACTION.exec(field.value) ?? [];
  if (of !== '' && index <= of) return { index: Number(index), of: Number(of) };
  const sentence = `la fraction ${shown(field.value)} n'est pas de la forme « 12 » (première de deux)`;
  unusable(field.line, DECLARATION.fraction, sentence, complaints);
  return null;
}

function readOrder(block: DsnBlock, complaints: Complaints): number | null {
  const field = fieldOf(block, DECLARATION.order);
  if (field !== null && ORDER.test(field.value)) return Number(field.value);
  if (field === null) required(block, DECLARATION.order, "le numéro d'ordre", complaints);
  else
    unusable(field.line, DECLARATION.order, `le numéro d'ordre ${shown(field.value)} n'est pas un entier`, complaints);
  return null;
}

function unusable(line: number, rubric: number, sentence: string, complaints: Complaints): void {
  complaints.add(line, DECLARATION, rubric, 'VALEUR_INCONNUE', `${sentence}, elle est laissée de côté`);
}
