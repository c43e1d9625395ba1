import type { Affiliation, DeclaredLine, EmployeeContract } from '#domain/affiliation/contract';
import type { RateProfile } from '#domain/rates/profile';
import type { RateSheet, SheetSource } from '#domain/rates/sheet';
import type { LocalDate, Period } from '#domain/values/local-date';
import { parseAmount } from '#domain/values/money';
import { parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';

/** `452BEB 0.71` or, with a section, `452BE/01 6.12`. */
export function profile(written: string): RateProfile {
  const [key = '', rate = ''] = written.split(' ');
  const [code = '', section = null] = key.split('/');
  return { ...trusted(parseRiskCode(code)), section, rate: trusted(parseRate(rate)) };
}

let numbers = 0;

/** Later sheets are recorded later. */
export function sheet(effectiveFrom: string, profiles: readonly string[], source: SheetSource = 'NOTIFIED'): RateSheet {
  numbers += 1;
  return {
    number: numbers,
    effectiveFrom: effectiveFrom as LocalDate,
    recordedAt: '2026-01-05T09:00:00.000Z',
    source,
    profiles: profiles.map(profile),
    calculatedAt: null,
  };
}

export const contract = (matricule: string, facts: Partial<EmployeeContract> = {}): EmployeeContract => ({
  matricule,
  number: '00001',
  startedOn: '2020-01-01' as LocalDate,
  endedOn: null,
  regime: '200',
  population: 'NORMAL',
  ...facts,
});

/** `999ZZ` declares no rate. */
export function declared(period: string, matricule: string, written: string, base = '2000.00'): DeclaredLine {
  const [code = '', rate] = written.split(' ');
  return {
    matricule,
    number: '00001',
    period: period as Period,
    regime: '200',
    ...trusted(parseRiskCode(code)),
    rate: rate === undefined ? null : trusted(parseRate(rate)),
    base: trusted(parseAmount(base)),
  };
}

export function affiliated(matricule: string, since: string, written: string): Affiliation {
  const [code = '', section = null] = written.split('/');
  return { matricule, number: '00001', since: since as LocalDate, key: { ...trusted(parseRiskCode(code)), section } };
}
