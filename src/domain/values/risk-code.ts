import { accepted, refused, type Result } from './result';

/**
 * Code risque: five characters in DSN form (`553AC`, `RA110`), without the dot of the Journal officiel
 * and without the `B` suffix of the fonctions supports, which is the `office` flag beside it.
 */
export type RiskCode = string & { readonly __brand: 'RiskCode' };

export interface CodeAndOffice {
  readonly code: RiskCode;
  readonly office: boolean;
}

/** Waiting for the first notice: DSN forbids a rate with it (rule SIG-11 of S21.G00.40.043). */
export const AWAITING_NOTICE = '999ZZ' as RiskCode;

const SHAPE = /^(?:([0-9]{2})\.?([0-9][A-Z]{2})|(RA[0-9]{3}))(B?)$/;

/** Reads `45.2BE`, `452BE` and `452BEB` alike; case and outer spaces do not matter. Says nothing about validity on a date. */
export function parseRiskCode(text: string): Result<CodeAndOffice> {
  const match = SHAPE.exec(text.trim().toUpperCase());
  if (match === null) {
    return refused(
      'CODE_ILLISIBLE',
      `Le code risque « ${text.trim().slice(0, 12)} » n'a pas la forme attendue (exemple : 553AC).`,
    );
  }
  const code = match[3] ?? `${match[1] ?? ''}${match[2] ?? ''}`;
  return accepted({ code: code as RiskCode, office: match[4] === 'B' });
}

/** The code as S21.G00.40.040 wants it: base code, plus `B` for fonctions supports. */
export const dsnCode = (code: RiskCode, office: boolean): string => (office ? `${code}B` : code);

/** Régime agricole (MSA, regime 300 of S21.G00.40.039): its codes start with RA and never come in a CRM 34. */
export const isAgricultural = (code: RiskCode): boolean => code.startsWith('RA');
