import { waitingCost, type WaitingFacts } from '#domain/estimate/waiting-cost';
import { builtInReference } from '#domain/reference/reference';
import { parseHeadcount } from '#domain/tariff/headcount';
import { cents } from '#domain/values/money';
import { trusted } from '#domain/values/result';
import { code, day, month, profiles, rate, sheets } from '../../builders/trade';

const contract = (matricule: string) => ({
  matricule,
  number: '00001',
  startedOn: day('2020-01-01'),
  endedOn: null,
  regime: '200',
  population: 'NORMAL' as const,
});
const line = (matricule: string, base: number) => ({
  ...{ matricule, number: '00001', period: month('2025-12'), regime: '200' },
  ...{ code: code('158CD'), office: false, rate: rate('2.00'), base: cents(base * 100) },
});
const facts = (change: Partial<WaitingFacts> = {}, onFile = '2025-05-01 NOTIFIED 158CD 2.00'): WaitingFacts => ({
  contracts: [contract('M1'), contract('M2')],
  evidence: { sheets: sheets(onFile), affiliations: [], declared: [line('M1', 3000), line('M2', 2000)] },
  from: day('2026-01-01'),
  notified: [],
  headcount: trusted(parseHeadcount('12')),
  postcode: '69003',
  createdOn: null,
  ...change,
});
const cost = (given: WaitingFacts) => waitingCost(given, builtInReference());

describe('what a month of waiting costs', () => {
  it('the notified rate that nobody has confirmed, against the one that is paid', () => {
    expect(cost(facts({ notified: profiles('158CD 2.50') }))).toMatchObject({
      kind: 'KNOWN',
      perMonth: 25_00,
      base: 5000_00,
      period: '2025-12',
    });
  });

  it('what the DSN declares is what is paid, whatever is on file', () => {
    const notified = profiles('158CD 2.50');
    expect(cost(facts({ notified }, '2025-05-01 NOTIFIED 158CD 2.50'))).toMatchObject({ perMonth: 25_00 });
  });

  it('the published rate where the firm is small: 2.12 against 2.00', () => {
    expect(cost(facts())).toMatchObject({ kind: 'KNOWN', perMonth: 6_00 });
  });

  it.each<[string, WaitingFacts]>([
    ['a large firm, whose rate nobody can guess', facts({ headcount: trusted(parseHeadcount('400')) })],
    ['Alsace-Moselle, whose table is not known', facts({ postcode: '57000' })],
    ['an unknown place', facts({ postcode: null })],
    ['several rates', facts({}, '2025-05-01 NOTIFIED 158CD 2.00 + 553AC 1.78')],
    ['999ZZ', facts({}, '2025-05-01 ENTERED 999ZZ 0')],
    [
      'nothing declared',
      facts({ evidence: { sheets: sheets('2025-05-01 NOTIFIED 158CD 2.00'), affiliations: [], declared: [] } }),
    ],
  ])('unknown, and said so: %s', (_situation, given) => {
    expect(cost(given).kind).toBe('UNKNOWN');
  });
});
