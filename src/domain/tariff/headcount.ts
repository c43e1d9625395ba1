import { accepted, refused, type Result } from '#domain/values/result';

/** A headcount in hundredths of a person: 19,99 is 1999. */
export type Headcount = number & { readonly __brand: 'Headcount' };

const WRITTEN = /^([0-9]{1,7}|[0-9]{1,3}(?:\s[0-9]{3}){1,2})(?:[.,]([0-9]{1,10}))?$/;

/**
 * `87`, `19,99`, `19.996`, `1 250` as French spreadsheets group it: decimals beyond the second are dropped, never
 * rounded (CSS R. 130-1).
 */
export function parseHeadcount(text: string): Result<Headcount> {
  const match = WRITTEN.exec(text.trim());
  if (match === null) {
    return refused(
      'EFFECTIF_ILLISIBLE',
      `L'effectif « ${text.trim().slice(0, 20)} » est illisible : écrivez un nombre de salariés, par exemple 87 ou 19,5.`,
    );
  }
  const [, whole = '', decimals = ''] = match;
  return accepted((Number(whole.replace(/\s/g, '')) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))) as Headcount);
}

export const headcountOfHundredths = (hundredths: number): Headcount => hundredths as Headcount;

/**
 * The headcount retained for year N: the mean of the monthly headcounts of N−2, months without employee left out,
 * truncated to two decimals (CSS R. 130-1). Null when no month had an employee. That a threshold must be exceeded five
 * years running before it counts (loi PACTE) is the caller's to know: one year does not tell.
 */
export function retainedHeadcount(months: readonly Headcount[]): Headcount | null {
  const worked = months.filter((month) => month > 0);
  if (worked.length === 0) return null;
  const sum = worked.reduce((total, month) => total + month, 0);
  return Math.floor(sum / worked.length) as Headcount;
}

/** `87` or `19,99`, as French pages want it. */
export function frenchHeadcount(headcount: Headcount): string {
  const decimals = headcount % 100;
  const whole = String((headcount - decimals) / 100);
  return decimals === 0 ? whole : `${whole},${String(decimals).padStart(2, '0')}`;
}
