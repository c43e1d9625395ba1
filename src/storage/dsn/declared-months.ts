import type { DeclaredMonth, DeclaredProfile } from '#domain/reconciliation/declared';
import type { Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

interface Row extends DeclaredProfile {
  readonly siret: Siret;
  readonly period: Period;
}

/** An establishment, and the first month that matters; null = all of them. */
export interface MonthsWanted {
  readonly siret: Siret;
  readonly since: Period | null;
}

/** The months that declare a rate, earliest first, for each of the establishments that have one. */
export async function declaredMonths(
  tx: Tx,
  wanted: readonly MonthsWanted[],
): Promise<ReadonlyMap<Siret, readonly DeclaredMonth[]>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<Row>(
    `SELECT d.siret, d.period, d.regime, d.code_risque AS code, d.office, d.rate, min(d.line) AS line
     FROM unnest($1::text[], $2::text[]) AS w (siret, since)
     JOIN declared_contract d ON d.siret = w.siret AND d.period >= w.since AND NOT d.superseded AND d.rate IS NOT NULL
     GROUP BY d.siret, d.period, d.regime, d.code_risque, d.office, d.rate
     ORDER BY d.siret, d.period, d.rate DESC, d.code_risque`,
    [wanted.map(({ siret }) => siret), wanted.map(({ since }) => since ?? '')],
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
