import type { DsnBlock } from './block-reader';
import { amountOf, type Complaints, dateOf, textOf } from './complaints';
import { readContributionRate } from './contribution-rate';
import type { Regularisation } from './declared';
import { BASE, CONTRIBUTION, type BlockShape } from './rubrics';
import { periodOf, type Period } from '#domain/values/local-date';
import { cents, type Cents } from '#domain/values/money';

export interface RawBase {
  readonly block: DsnBlock;
  readonly contributions: readonly DsnBlock[];
}

/** The contracts a base may belong to: those kept, in the file's order, and those that follow no AT/MP rate. */
export interface Holders {
  readonly kept: readonly string[];
  readonly elsewhere: ReadonlySet<string>;
}

export interface Bases {
  /** Base brute déplafonnée of the declared month, by rank of the contract among those kept. */
  readonly ofContract: readonly Cents[];
  readonly regularisations: readonly Regularisation[];
}

/** 78.001: base brute déplafonnée. */
const UNCAPPED_GROSS = '03';
/** 81.001: cotisation accident du travail. */
const AT_CONTRIBUTION = '045';

/**
 * Sums the bases of the declared month per contract and sets apart those of other months. A base that names no
 * contract, or one the file does not hold, goes to the first (78.006 is left out when there is only one); a
 * regularisation then names that contract only if there is no other.
 */
export function readBases(raws: readonly RawBase[], holders: Holders, declared: Period, complaints: Complaints): Bases {
  const sums = holders.kept.map(() => 0);
  const regularisations: Regularisation[] = [];
  for (const raw of raws) {
    const number = textOf(raw.block, BASE.contract);
    if (number !== null && holders.elsewhere.has(number) && !holders.kept.includes(number)) continue;
    const contributions = raw.contributions.filter((block) => textOf(block, CONTRIBUTION.code) === AT_CONTRIBUTION);
    const isBase = textOf(raw.block, BASE.code) === UNCAPPED_GROSS;
    if (!isBase && contributions.length === 0) continue;
    const period = spanOf(raw.block, BASE, declared, complaints);
    if (period === null) {
      if (!isBase) continue;
      const rank = Math.max(0, holders.kept.indexOf(number ?? ''));
      sums[rank] = (sums[rank] ?? 0) + (readBase(raw.block, complaints) ?? 0);
      continue;
    }
    const contract = holderOf(number, holders);
    if (isBase) regularisations.push(pastBase(raw.block, contract, period, complaints));
    for (const block of contributions) regularisations.push(pastContribution(block, contract, period, complaints));
  }
  return { ofContract: sums.map(cents), regularisations };
}

function holderOf(number: string | null, { kept }: Holders): string | null {
  if (number !== null && kept.includes(number)) return number;
  return kept.length === 1 ? (kept[0] ?? null) : null;
}

/**
 * The month a block is about when it is not the declared one, else null. A span that touches the declared month
 * belongs to it (décalage de paie); one of several other months counts for its first. Without dates: declared month.
 */
export function spanOf(
  block: DsnBlock,
  shape: BlockShape & { readonly from: number; readonly to: number },
  declared: Period,
  complaints: Complaints,
): Period | null {
  const from = dateOf(block, shape, shape.from, complaints);
  const to = dateOf(block, shape, shape.to, complaints);
  const one = from ?? to;
  const other = to ?? from;
  if (one === null || other === null) return null;
  const [first, last] = one <= other ? [periodOf(one), periodOf(other)] : [periodOf(other), periodOf(one)];
  return first <= declared && declared <= last ? null : first;
}

function readBase(block: DsnBlock, complaints: Complaints): Cents | null {
  const before = complaints.list.length;
  const amount = amountOf(block, BASE, BASE.amount, complaints);
  if (amount === null && complaints.list.length === before) {
    complaints.add(
      block.line,
      BASE,
      BASE.amount,
      'ABSENTE',
      'le montant de la base 03 manque ; complétez-le dans la paie',
    );
  }
  return amount;
}

function pastBase(block: DsnBlock, contract: string | null, period: Period, complaints: Complaints): Regularisation {
  const base = readBase(block, complaints);
  return { contract, period, base, rate: null, amount: null, rubric: '78', line: block.line };
}

function pastContribution(
  block: DsnBlock,
  contract: string | null,
  period: Period,
  complaints: Complaints,
): Regularisation {
  const base = amountOf(block, CONTRIBUTION, CONTRIBUTION.base, complaints);
  const amount = amountOf(block, CONTRIBUTION, CONTRIBUTION.amount, complaints);
  const rate = readContributionRate(block, CONTRIBUTION, CONTRIBUTION.rate, complaints);
  return { contract, period, base, rate, amount, rubric: '81', line: block.line };
}
