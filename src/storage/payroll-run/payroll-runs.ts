import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';

export interface PayrollMonth {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly period: Period;
}

/** False when it was running already. */
export async function startPayroll(tx: Tx, { siret, siren, period }: PayrollMonth, at: string): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO payroll_run (siret, siren, period, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING siret`,
    [siret, siren, period, at],
  );
  return rows.length > 0;
}

/** False when it was not running. */
export async function endPayroll(tx: Tx, { siret, period }: PayrollMonth): Promise<boolean> {
  const rows = await tx.query('DELETE FROM payroll_run WHERE siret = $1 AND period = $2 RETURNING siret', [
    siret,
    period,
  ]);
  return rows.length > 0;
}
