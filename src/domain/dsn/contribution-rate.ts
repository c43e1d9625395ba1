import type { DsnBlock } from './block-reader';
import { type Complaints, fieldOf } from './complaints';
import type { BlockShape } from './rubrics';
import { shown } from './text';
import { rateOfHundredths, type Rate } from '#domain/values/rate';

/** Blocks 23 and 81 allow more figures than S21.G00.40.043; beyond two decimals an AT rate has only zeros. */
const CONTRIBUTION_RATE = /^([0-9]{1,3})(?:\.([0-9]{1,2})0*)?$/;

/** The rate of a contribution line, null when absent or unreadable (then complained of). */
export function readContributionRate(
  block: DsnBlock,
  shape: BlockShape,
  rubric: number,
  complaints: Complaints,
): Rate | null {
  const field = fieldOf(block, rubric);
  if (field === null) return null;
  const match = CONTRIBUTION_RATE.exec(field.value);
  if (match !== null) return rateOfHundredths(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')));
  const sentence = `le taux ${shown(field.value)} est illisible ; écrivez-le avec un point et deux décimales, par exemple 1.78`;
  complaints.add(field.line, shape, rubric, 'TAUX_ILLISIBLE', sentence);
  return null;
}
