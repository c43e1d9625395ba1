import { nationalSteps, seriesOf, spansOf, unchangedSince } from '#domain/rates/history';
import { keyText } from '#domain/rates/profile';
import { builtInReference } from '#domain/reference/reference';
import { formatRate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import { sheets } from '../../builders/trade';

const told = (...texts: readonly string[]): string[] =>
  spansOf(sheets(...texts)).map(({ from, until, sheet }) => `${from} → ${until ?? '…'} n° ${sheet.number}`);

describe('what held when', () => {
  it('is one span per sheet that holds, each ended by the day before the next', () => {
    expect(told('2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 553AC 2.35')).toEqual([
      '2025-05-01 → 2025-12-31 n° 1',
      '2026-01-01 → … n° 2',
    ]);
  });

  it('leaves out a sheet that another of the same date superseded', () => {
    expect(told('2026-01-01 NOTIFIED 553AC 2.35', '2026-01-01 ENTERED 553AC 2.30')).toEqual(['2026-01-01 → … n° 2']);
  });

  it('puts a correction of the past at its place', () => {
    expect(told('2026-01-01 NOTIFIED 553AC 2.35', '2025-01-01 ENTERED 553AC 2.00')).toEqual([
      '2025-01-01 → 2025-12-31 n° 2',
      '2026-01-01 → … n° 1',
    ]);
  });

  it('lets a declared sheet only stand in until something stronger reaches the day', () => {
    expect(told('2025-11-01 DECLARED 553AC 2.00', '2025-05-01 NOTIFIED 553AC 2.10')).toEqual(['2025-05-01 → … n° 2']);
  });

  it('is empty when nothing is on file', () => {
    expect(told()).toEqual([]);
  });
});

describe('since when today’s rates are what they are', () => {
  it.each([
    [
      'a confirmation changes nothing',
      ['2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 553AC 2.10'],
      '2025-05-01',
    ],
    ['a new rate begins', ['2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 553AC 2.35'], '2026-01-01'],
    [
      'a section that is said at last is the same key',
      ['2025-05-01 DECLARED 553AC 2.10', '2026-01-01 NOTIFIED 553AC/01 2.10'],
      '2025-05-01',
    ],
  ])('%s', (_because, texts, since) => {
    const spans = spansOf(sheets(...texts));
    expect(unchangedSince(spans, spans.length - 1)).toBe(since);
  });

  it('is unknown while nothing holds', () => {
    expect(unchangedSince([], -1)).toBeNull();
  });
});

describe('the rates as a chart draws them', () => {
  const drawn = (...texts: readonly string[]): string[] =>
    seriesOf(spansOf(sheets(...texts))).map(
      ({ key, steps }) =>
        `${keyText(key)} ${steps.map(({ from, until, rate }) => `${from}…${until ?? ''} ${formatRate(rate)}`).join(' + ')}`,
    );

  it('joins what a confirmation repeats', () => {
    expect(drawn('2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 553AC 2.10')).toEqual([
      '553AC|| 2025-05-01… 2.10',
    ]);
  });

  it('has one line per key, with a gap where the key had no rate', () => {
    expect(
      drawn(
        '2024-01-01 NOTIFIED 553AC 2.10 + 553ACB 0.64',
        '2025-05-01 NOTIFIED 553AC 2.20',
        '2026-01-01 NOTIFIED 553AC 2.30 + 553ACB 0.71',
      ),
    ).toEqual([
      '553AC|| 2024-01-01…2025-04-30 2.10 + 2025-05-01…2025-12-31 2.20 + 2026-01-01… 2.30',
      '553AC||B 2024-01-01…2025-04-30 0.64 + 2026-01-01… 0.71',
    ]);
  });
});

describe('a line of the chart', () => {
  it('goes on when its section is said at last', () => {
    expect(
      seriesOf(spansOf(sheets('2025-11-01 DECLARED 452BE 6.98', '2026-01-01 NOTIFIED 452BE/01 7.12'))).map(
        ({ key, steps }) => [keyText(key), steps.length],
      ),
    ).toEqual([['452BE|01|', 2]]);
  });

  it('ends where another code takes over', () => {
    expect(
      seriesOf(spansOf(sheets('2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 452BE 7.12'))).map(({ key }) =>
        keyText(key),
      ),
    ).toEqual(['452BE||', '553AC||']);
  });
});

describe('the national rate of a code', () => {
  it('goes from one table to the next, the one of 2025 from May on', () => {
    const steps = nationalSteps({ code: '511TH' as RiskCode, section: null, office: false }, builtInReference());
    expect(steps.slice(-3).map(({ from, until, rate }) => `${from} ${until ?? '…'} ${formatRate(rate)}`)).toEqual([
      '2024-01-01 2025-04-30 0.77',
      '2025-05-01 2025-12-31 0.76',
      '2026-01-01 … 0.73',
    ]);
  });

  it('is empty for a code that the tables do not know', () => {
    const steps = nationalSteps({ code: 'RA110' as RiskCode, section: null, office: false }, builtInReference());
    expect(steps).toEqual([]);
  });
});
