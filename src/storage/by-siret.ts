import type { Siret } from '#domain/values/siret';

/** Rows gathered by establishment, each group in the order of the rows and without its SIRET. */
export function bySiret<Row extends { readonly siret: Siret }>(
  rows: readonly Row[],
): ReadonlyMap<Siret, readonly Omit<Row, 'siret'>[]> {
  const groups = new Map<Siret, Omit<Row, 'siret'>[]>();
  for (const { siret, ...row } of rows) {
    const group = groups.get(siret);
    if (group === undefined) groups.set(siret, [row]);
    else group.push(row);
  }
  return groups;
}
