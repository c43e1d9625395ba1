import type { Evidence } from '#domain/affiliation/profile-of';
import type { EmployeeContract } from '#domain/affiliation/contract';
import { estimateOf } from '#domain/estimate/estimate';
import { builtInReference } from '#domain/reference/reference';
import type { Period } from '#domain/values/local-date';
import { formatAmount } from '#domain/values/money';
import { affiliated, contract, declared, sheet } from '../payroll/situations';

function estimated(
  evidence: Partial<Evidence>,
  contracts: readonly EmployeeContract[] = [contract('42')],
  since = '2023-01',
) {
  const whole = { sheets: [], affiliations: [], declared: [], ...evidence };
  const { months, total } = estimateOf(contracts, whole, builtInReference(), since as Period);
  return {
    months: months.map(
      ({ period, declared: d, right, base, difference, employees }) =>
        [period, d, right, base, difference].map((it) => (typeof it === 'string' ? it : formatAmount(it))).join(' ') +
        ` ${employees}`,
    ),
    total: formatAmount(total),
  };
}

const MONTHS = ['2026-01', '2026-02', '2026-03'];

describe('the regularisation to expect', () => {
  test('three months at 2,10 % instead of 2,83 % on 100 000 € each', () => {
    const lines = MONTHS.map((month) => declared(month, '42', '553AC 2.10', '100000.00'));
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 2.83'])], declared: lines })).toEqual({
      months: MONTHS.map((month) => `${month} 2100.00 2830.00 100000.00 730.00 1`),
      total: '2190.00',
    });
  });

  test('a rate that falls gives back', () => {
    const lines = [declared('2026-01', '42', '553AC 2.10', '1000.00')];
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 1.78'])], declared: lines }).total).toBe('-3.20');
  });

  test('is computed contract by contract, to the cent, then summed', () => {
    const contracts = ['1', '2', '3'].map((matricule) => contract(matricule));
    const lines = contracts.map(({ matricule }) => declared('2026-01', matricule, '553AC 2.10', '10.50'));
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 2.40'])], declared: lines }, contracts).months).toEqual([
      '2026-01 0.66 0.75 31.50 0.09 3',
    ]);
  });

  test('999ZZ declared nothing: all is due', () => {
    const lines = [declared('2025-12', '42', '999ZZ', '2000.00'), declared('2026-01', '42', '999ZZ', '2000.00')];
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 1.78'])], declared: lines })).toEqual({
      months: ['2026-01 0.00 35.60 2000.00 35.60 1'],
      total: '35.60',
    });
  });

  test('January 2025 stays at the 2024 rate: a sheet from 1 May changes nothing before', () => {
    const lines = ['2025-01', '2025-04', '2025-05'].map((month) => declared(month, '42', '553AC 2.10', '1000.00'));
    const sheets = [sheet('2024-01-01', ['553AC 2.10']), sheet('2025-05-01', ['553AC 1.90'])];
    expect(estimated({ sheets, declared: lines })).toEqual({
      months: ['2025-05 21.00 19.00 1000.00 -2.00 1'],
      total: '-2.00',
    });
  });

  test('a declared rate proves nothing against itself', () => {
    const lines = [declared('2026-01', '42', '553AC 2.10'), declared('2026-02', '42', '553AC 2.30')];
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 2.10'], 'DECLARED')], declared: lines }).months).toEqual(
      [],
    );
  });

  test('the whole month stands beside its difference, with those concerned', () => {
    const contracts = [contract('1'), contract('2')];
    const lines = [declared('2026-01', '1', '452BE 6.12'), declared('2026-01', '2', '452BE 6.12')];
    const sheets = [sheet('2026-01-01', ['452BE/01 6.12', '452BEB/02 0.71'])];
    const affiliations = [affiliated('2', '2026-01-01', '452BEB/02')];
    expect(estimated({ sheets, affiliations, declared: lines }, contracts).months).toEqual([
      '2026-01 244.80 136.60 4000.00 -108.20 1',
    ]);
  });

  test('an artist owes 70 %', () => {
    const lines = [declared('2026-01', '42', '553AC 2.00', '1000.00')];
    const artist = contract('42', { population: 'ARTIST' });
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 2.00'])], declared: lines }, [artist]).total).toBe('-6.00');
  });

  test('two fractions of a month count together', () => {
    const lines = [declared('2026-01', '42', '553AC 2.10', '10.25'), declared('2026-01', '42', '553AC 2.10', '10.25')];
    expect(estimated({ sheets: [sheet('2026-01-01', ['553AC 2.83'])], declared: lines }).months).toEqual([
      '2026-01 0.43 0.58 20.50 0.15 1',
    ]);
  });

  test('months before the first one asked for are left out', () => {
    const lines = MONTHS.map((month) => declared(month, '42', '553AC 2.10', '100000.00'));
    const evidence = { sheets: [sheet('2026-01-01', ['553AC 2.83'])], declared: lines };
    expect(estimated(evidence, [contract('42')], '2026-03').total).toBe('730.00');
  });

  test('who nobody can place is not estimated', () => {
    const lines = [declared('2026-01', '42', '999ZZ')];
    expect(estimated({ sheets: [sheet('2026-01-01', ['452BE 6.12', '602MG 5.40'])], declared: lines }).months).toEqual(
      [],
    );
  });
});
