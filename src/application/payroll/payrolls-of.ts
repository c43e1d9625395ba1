import { payrollOf, type Payroll } from '#domain/payroll/payroll';
import type { Reference } from '#domain/reference/reference';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '#storage/database';
import { readEvidenceOfMany } from '../companies/read-evidence';

export interface PayrollAnswer extends Payroll {
  readonly siret: Siret;
  readonly period: Period;
}

/** The payroll of a month in these establishments, in the order in which they are named: four reads for all of them. */
export async function payrollsOf(
  tx: Tx,
  sirets: readonly Siret[],
  period: Period,
  reference: Reference,
): Promise<readonly PayrollAnswer[]> {
  const evidenceOf = await readEvidenceOfMany(tx, sirets);
  return sirets.map((siret) => {
    const evidence = evidenceOf(siret);
    return { siret, period, ...payrollOf(evidence.contracts, period, evidence, reference) };
  });
}
