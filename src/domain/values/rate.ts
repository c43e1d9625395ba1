import { accepted, refused, type Result } from './result';

/** An AT/MP rate in whole hundredths of a percent: 1,78 % is 178. No float ever meets it. */
export type Rate = number & { readonly __brand: 'Rate' };

const WRITTEN = /^([0-9]{1,3})(?:[.,]([0-9]{1,2}))?$/;
/** S21.G00.40.043 in P26V01: `[0]*(0|[1-9][0-9]*)\.[0-9]{2}`, four to six characters. */
const DSN_FORM = /^0*(?:0|[1-9][0-9]*)\.[0-9]{2}$/;
const NARROW_NO_BREAK_SPACE = '\u202f';

/**
 * Reads `1.78`, `1,78`, `1,78 %`, `6,50%`, no-break spaces included. More than two decimals (0,0264) and
 * a whole number above 100 (264) are refused: they may be a share or a forgotten comma.
 */
export function parseRate(text: string): Result<Rate> {
  const trimmed = text.trim();
  const match = WRITTEN.exec(trimmed.endsWith('%') ? trimmed.slice(0, -1).trimEnd() : trimmed);
  if (match === null) {
    return refused(
      'TAUX_ILLISIBLE',
      `Le taux « ${text.trim().slice(0, 20)} » est illisible : écrivez deux décimales au plus, par exemple 1,78.`,
    );
  }
  const [, units = '', decimals] = match;
  const value = Number(units) * 100 + Number((decimals ?? '').padEnd(2, '0'));
  if (decimals === undefined && value > 100_00) {
    return refused(
      'TAUX_AMBIGU',
      `Le taux « ${text.trim()} » est ambigu : la virgule manque-t-elle (2,64 et non 264) ?`,
    );
  }
  return accepted(value as Rate);
}

/** The stricter form of a DSN: two decimals, a point, four to six characters. */
export function parseDsnRate(text: string): Result<Rate> {
  if (text.length < 4 || text.length > 6 || !DSN_FORM.test(text)) {
    return refused('TAUX_ILLISIBLE', `Le taux « ${text.slice(0, 12)} » n'a pas la forme d'une DSN (exemple : 1.78).`);
  }
  return accepted(Number(text.replace('.', '')) as Rate);
}

export const rateOfHundredths = (hundredths: number): Rate => hundredths as Rate;

/** Written once each: a national batch shows two of them per establishment. */
const written: string[] = [];

/** `1.78`, as JSON and DSN want it. */
export function formatRate(rate: Rate): string {
  const known = written[rate];
  if (known !== undefined) return known;
  const digits = String(rate).padStart(3, '0');
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  if (rate < 100_00) written[rate] = text;
  return text;
}

/** `1,78 %`, as French pages want it. */
export const frenchRate = (rate: Rate): string => `${formatRate(rate).replace('.', ',')}${NARROW_NO_BREAK_SPACE}%`;
