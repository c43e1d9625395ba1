import { spanOf } from './bases';
import type { DsnBlock } from './block-reader';
import { amountOf, Complaints, fieldOf, textOf } from './complaints';
import type { Declaration } from './declaration';
import type { DeclaredEstablishment, Regularisation } from './declared';
import { readContributionRate } from './contribution-rate';
import { AGGREGATE, COMPANY, ESTABLISHMENT, rubricName, STATEMENT, type BlockShape } from './rubrics';
import type { Period } from '#domain/values/local-date';
import type { LineRejection } from '#domain/values/rejection';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import { parseSiren, parseSiret } from '#domain/values/siret';

/** Cotisation AT of the bordereau: CTP 100, qualifier 920; 100/921 carries no AT rate. */
const AT_CTP = '100';
const AT_QUALIFIER = '920';

/** The establishment that block 11 opens, its SIRET made of the company's SIREN and its own NIC; refused, it is left out with its employees. */
export function readEstablishment(
  block: DsnBlock,
  company: DsnBlock | null,
  declaration: Declaration,
  test: boolean,
): Result<DeclaredEstablishment, LineRejection> {
  const siren = company === null ? null : fieldOf(company, COMPANY.siren);
  if (siren === null) return missing(company?.line ?? block.line, COMPANY, COMPANY.siren, 'le SIREN');
  const nic = fieldOf(block, ESTABLISHMENT.nic);
  if (nic === null) return missing(block.line, ESTABLISHMENT, ESTABLISHMENT.nic, 'le NIC');
  const siret = parseSiret(siren.value + nic.value);
  if (!siret.ok) return leftOut(nic.line, ESTABLISHMENT, ESTABLISHMENT.nic, siret.refusal);
  const parsedSiren = parseSiren(siren.value);
  if (!parsedSiren.ok) return leftOut(siren.line, COMPANY, COMPANY.siren, parsedSiren.refusal);
  return accepted({
    siren: parsedSiren.value,
    siret: siret.value,
    period: declaration.period,
    type: declaration.type,
    fraction: declaration.fraction,
    order: declaration.order,
    postcode: textOf(block, ESTABLISHMENT.postcode),
    town: textOf(block, ESTABLISHMENT.town),
    address: textOf(block, ESTABLISHMENT.address),
    regularisations: [],
    line: nic.line,
    test,
  });
}

function missing(line: number, shape: BlockShape, rubric: number, name: string): Result<never, LineRejection> {
  const message = `${name.charAt(0).toUpperCase()}${name.slice(1)} manque.`;
  return leftOut(line, shape, rubric, { code: 'ABSENTE', message });
}

function leftOut(line: number, shape: BlockShape, rubric: number, refusal: Refusal): Result<never, LineRejection> {
  const name = rubricName(shape, rubric);
  const message = `${refusal.message} L'établissement et ses salariés sont laissés de côté (rubrique ${name}).`;
  return { ok: false, refusal: { line, code: `${name}/${refusal.code}`, message } };
}

/**
 * The AT contribution of a bordereau about another month than the declared one, null for anything else.
 * An unreadable value is complained of and this line alone is left out: nobody's rate hangs on it.
 */
export function pastAggregate(
  aggregate: DsnBlock,
  statement: DsnBlock | null,
  declared: Period,
  complaints: Complaints,
): Regularisation | null {
  const isAt = textOf(aggregate, AGGREGATE.ctp) === AT_CTP && textOf(aggregate, AGGREGATE.qualifier) === AT_QUALIFIER;
  if (statement === null || !isAt) return null;
  const before = complaints.list.length;
  const period = spanOf(statement, STATEMENT, declared, complaints);
  if (period === null) return null;
  const base = amountOf(aggregate, AGGREGATE, AGGREGATE.base, complaints);
  const amount = amountOf(aggregate, AGGREGATE, AGGREGATE.amount, complaints);
  const rate = readContributionRate(aggregate, AGGREGATE, AGGREGATE.rate, complaints);
  if (complaints.list.length > before) return null;
  return { contract: null, period, base, rate, amount, rubric: '23', line: aggregate.line };
}
