import { type DsnBlock, type Field, presentField } from './block-reader';
import { type BlockShape, rubricName } from './rubrics';
import { parseDsnDate, type LocalDate } from '#domain/values/local-date';
import { parseAmount, type Cents } from '#domain/values/money';
import type { LineRejection } from '#domain/values/rejection';
import { shown } from './text';

/** What is wrong about one employee or establishment, in the words of whoever must put it right. */
export class Complaints {
  readonly list: LineRejection[] = [];

  /** @param subject who the messages speak of: `Salarié M0001`, `Établissement 12345678900015` */
  constructor(private readonly subject: string) {}

  /** @param rule a control of the norm (`SIG-11`) or a word of ours */
  add(line: number, shape: BlockShape, rubric: number, rule: string, sentence: string): void {
    const name = rubricName(shape, rubric);
    this.list.push({ line, code: `${name}/${rule}`, message: `${this.subject} : ${sentence} (rubrique ${name}).` });
  }
}

/** The field, or null when it is absent or blank. */
export function fieldOf(block: DsnBlock, rubric: number): Field | null {
  const field = presentField(block, rubric);
  return field === null || field.value.trim() === '' ? null : field;
}

export const textOf = (block: DsnBlock, rubric: number): string | null => fieldOf(block, rubric)?.value.trim() ?? null;

/** Null when absent or unreadable; unreadable is complained of, never shown if it may be a NIR. */
export function dateOf(block: DsnBlock, shape: BlockShape, rubric: number, complaints: Complaints): LocalDate | null {
  const field = fieldOf(block, rubric);
  if (field === null) return null;
  const date = parseDsnDate(field.value);
  if (date.ok) return date.value;
  const sentence = `la date ${shown(field.value)} est illisible ou n'existe pas ; écrivez JJMMAAAA, par exemple 31012026`;
  complaints.add(field.line, shape, rubric, 'DATE_ILLISIBLE', sentence);
  return null;
}

export function amountOf(block: DsnBlock, shape: BlockShape, rubric: number, complaints: Complaints): Cents | null {
  const field = fieldOf(block, rubric);
  if (field === null) return null;
  const amount = parseAmount(field.value);
  if (amount.ok) return amount.value;
  const sentence = `le montant ${shown(field.value)} est illisible ; écrivez-le avec un point et deux décimales, par exemple 2200.00`;
  complaints.add(field.line, shape, rubric, 'MONTANT_ILLISIBLE', sentence);
  return null;
}
