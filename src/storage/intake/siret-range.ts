/** From a SIRET on, up to another one that is left out; null where there is no bound. */
export interface SiretRange {
  readonly from: string | null;
  readonly to: string | null;
}

export const EVERY_SIRET: SiretRange = { from: null, to: null };

const SIREN_LENGTH = 9;

/** As a condition on a column: COPY takes no parameters, so bounds are written out, digits as they are. */
export function within({ from, to }: SiretRange, column: string): string {
  const bounds = [from === null ? 'TRUE' : `${column} >= ${literal(from)}`];
  if (to !== null) bounds.push(`${column} < ${literal(to)}`);
  return bounds.join(' AND ');
}

/** The companies that the establishments of a range may belong to. */
export function withinSirens({ from, to }: SiretRange): string {
  const bounds = [from === null ? 'TRUE' : `siren >= ${literal(from.slice(0, SIREN_LENGTH))}`];
  if (to !== null) bounds.push(`siren <= ${literal(to.slice(0, SIREN_LENGTH))}`);
  return bounds.join(' AND ');
}

function literal(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new Error(`« ${digits} » is no bound of SIRETs.`);
  return `'${digits}'`;
}
