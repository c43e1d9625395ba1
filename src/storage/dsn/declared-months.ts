import type { DeclaredMonth, DeclaredProfile } from '#domain/reconciliation/declared';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

interface Row extends DeclaredProfile {
  readonly siret: Siret;
  readonly period: Period;
}

/** Every month that declares a rate, earliest first, for each of the establishments that have one. */
export async function declaredMonths(
  tx: Tx,
  sirets: readonly string[],
): Promise<ReadonlyMap<Siret, readonly DeclaredMonth[]>> {
  const rows = await tx.query<Row>(
    `SELECT siret, period, regime, code_risque AS code, office, rate, min(line) AS line
     FROM declared_contract WHERE siret = ANY($1) AND NOT superseded AND rate IS NOT NULL
     GROUP BY siret, period, regime, code_risque, office, rate ORDER BY siret, period, rate DESC, code_risque`,
    [sirets],
  );
  const months = new Map<Siret, (DeclaredMonth & { profiles: DeclaredProfile[] })[]>();
  for (const { siret, period, ...profile } of rows) {
    const own = months.get(siret) ?? [];
    if (own.length === 0) months.set(siret, own);
    let month = own[own.length - 1];
    if (month?.period !== period) own.push((month = { period, profiles: [] }));
    month.profiles.push(profile);
  }
  return months;
}
