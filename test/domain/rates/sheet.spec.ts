import fc from 'fast-check';
import { isStrong, nextChangeAfter, sheetOn, type RateSheet } from '#domain/rates/sheet';
import { aSheet, day, sheets } from '../../builders/trade';
import { HOLDINGS } from '../../cases/rates';
import { formatRate } from '#domain/values/rate';

const rateOn = (list: readonly RateSheet[], on: string, knownAt?: string): string | null => {
  const held = sheetOn(list, day(on), knownAt);
  const [first] = held?.profiles ?? [];
  return first === undefined ? null : formatRate(first.rate);
};

const DAYS = ['2024-01-01', '2025-04-30', '2025-05-01', '2025-12-31', '2026-01-01', '2026-03-15'];
const aDay = fc.constantFrom(...DAYS);
const aSource = fc.constantFrom('NOTIFIED', 'ENTERED', 'PUBLISHED', 'DECLARED');

/** A ledger grows: each sheet has the next number and is recorded at the same instant as the former one or later. */
const aLedger = fc.array(fc.tuple(aDay, aSource, fc.integer({ min: 0, max: 2 })), { maxLength: 8 }).map((told) => {
  let second = 0;
  return told.map(([from, source, pause], index) => {
    second += pause;
    const recordedAt = `2026-01-05T10:00:${String(second).padStart(2, '0')}.000Z`;
    return aSheet(`${from} ${source} 553AC 1.79`, { number: index + 1, recordedAt });
  });
});

const STRENGTH = { NOTIFIED: 3, ENTERED: 3, PUBLISHED: 2, DECLARED: 1 };
const isMore = ({ source }: RateSheet): number => (source === 'DECLARED' ? 0 : 1);
const inOrder = (a: RateSheet, b: RateSheet): number =>
  isMore(a) - isMore(b) ||
  a.effectiveFrom.localeCompare(b.effectiveFrom) ||
  STRENGTH[a.source] - STRENGTH[b.source] ||
  a.number - b.number;

describe('the sheet that holds on a day', () => {
  it.each(HOLDINGS)('$on is the one of $rate, because $because', ({ sheets: told, on, rate }) => {
    expect(rateOn(sheets(...told), on)).toBe(rate);
  });

  it('is the greatest in the order of more than declared, date, source and number, in whatever order sheets are read', () => {
    fc.assert(
      fc.property(
        aLedger.chain((ledger) =>
          fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
        ),
        aDay,
        ([ledger, shuffled], on) => {
          const greatest = ledger
            .filter(({ effectiveFrom }) => effectiveFrom <= on)
            .sort(inOrder)
            .at(-1);
          expect(sheetOn(shuffled, day(on))).toBe(greatest ?? null);
        },
      ),
    );
  });

  it('is not changed, for what was known then, by anything recorded later', () => {
    fc.assert(
      fc.property(aLedger, fc.nat({ max: 20 }), aDay, (ledger, second, on) => {
        const knownAt = `2026-01-05T10:00:${String(second).padStart(2, '0')}.000Z`;
        const then = ledger.filter(({ recordedAt }) => recordedAt <= knownAt);
        expect(sheetOn(ledger, day(on), knownAt)).toBe(sheetOn(then, day(on)));
      }),
    );
  });

  it('is known from the very instant of its recording', () => {
    const ledger = [
      aSheet('2026-01-01 NOTIFIED 553AC/01 1.79', { number: 1, recordedAt: '2026-01-05T10:00:00.000Z' }),
      aSheet('2026-01-01 NOTIFIED 553AC/01 1.95', { number: 2, recordedAt: '2026-02-03T10:00:00.000Z' }),
    ];
    expect(rateOn(ledger, '2026-01-15', '2026-01-05T09:59:59.999Z')).toBeNull();
    expect(rateOn(ledger, '2026-01-15', '2026-01-05T10:00:00.000Z')).toBe('1.79');
    expect(rateOn(ledger, '2026-01-15', '2026-02-03T09:59:59.999Z')).toBe('1.79');
    expect(rateOn(ledger, '2026-01-15')).toBe('1.95');
  });

  it('does not depend on how the instant is written', () => {
    const ledger = [aSheet('2026-01-01 NOTIFIED 553AC/01 1.79', { recordedAt: '2026-01-05T10:00:00.500Z' })];
    expect(rateOn(ledger, '2026-01-15', '2026-01-05T10:00:00Z')).toBeNull();
    expect(rateOn(ledger, '2026-01-15', '2026-01-05T11:00:00.500+01:00')).toBe('1.79');
    expect(rateOn(ledger, '2026-01-15', '2026-01-05T10:00:01Z')).toBe('1.79');
  });
});

describe('the next change', () => {
  const ledger = sheets(
    '2025-05-01 NOTIFIED 553AC/01 1.88',
    '2025-09-01 DECLARED 553AC 1.88',
    '2026-03-01 PUBLISHED 553AC 1.78',
    '2026-01-01 ENTERED 553AC/01 1.79',
  );

  it('is the nearest later sheet that is not merely declared', () => {
    expect(nextChangeAfter(ledger, day('2025-05-01'))).toBe('2026-01-01');
    expect(nextChangeAfter(ledger, day('2026-01-01'))).toBe('2026-03-01');
  });

  it('is not known after the last sheet', () => {
    expect(nextChangeAfter(ledger, day('2026-03-01'))).toBeNull();
  });
});

describe('a strong source', () => {
  it('is the caisse or a person', () => {
    const strong = ['NOTIFIED', 'ENTERED', 'PUBLISHED', 'DECLARED'] as const;
    expect(strong.filter(isStrong)).toEqual(['NOTIFIED', 'ENTERED']);
  });
});
