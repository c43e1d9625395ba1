import type { RateSheet } from '#domain/rates/sheet';
import type { Siret } from '#domain/values/siret';
import { copyRows } from '../copy';
import type { Tx } from '../database';
import { sheetsOf } from '../intake/case-stream';

/** Every sheet of one establishment, in order of date of effect and number. */
export async function sheetsOfEstablishment(tx: Tx, siret: Siret): Promise<readonly RateSheet[]> {
  return (await sheetsBetween(tx, siret, siret)).get(siret) ?? [];
}

/** The sheets of all establishments from `first` to `last`, both included; one read whatever their number. */
export async function sheetsBetween(
  tx: Tx,
  first: Siret,
  last: Siret,
): Promise<ReadonlyMap<string, readonly RateSheet[]>> {
  const rows = new Map<string, (string | null)[][]>();
  // COPY takes no parameters; a Siret is fourteen digits.
  const query = `
    SELECT siret, sheet, effective_from, source, code_risque, section, office, rate, calculated_at
    FROM rate_profile WHERE siret BETWEEN '${first}' AND '${last}'
    ORDER BY siret, effective_from, sheet, position`;
  for await (const block of copyRows(tx, query)) {
    for (const row of block) {
      const siret = row[0] ?? '';
      const known = rows.get(siret);
      if (known === undefined) rows.set(siret, [row]);
      else known.push(row);
    }
  }
  return new Map([...rows].map(([siret, own]) => [siret, sheetsOf(own)]));
}
