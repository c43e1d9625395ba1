import { caisseOf, departmentOf, isAlsaceMoselle } from '#domain/reference/places';
import { builtInReference, withTables, type ImportedTable } from '#domain/reference/reference';
import { CODES } from '#domain/reference/risk-code-table';
import { builtInTables } from '#domain/reference/rate-tables';
import { parseIsoDate, type LocalDate } from '#domain/values/local-date';
import { formatAmount } from '#domain/values/money';
import { formatRate, parseRate, type Rate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode, type RiskCode } from '#domain/values/risk-code';
import { PLACES, RATES_ON_DAYS, STANDINGS } from '../../cases/reference';

const reference = builtInReference();
const day = (text: string): LocalDate => trusted(parseIsoDate(text));
const code = (text: string): RiskCode => trusted(parseRiskCode(text)).code;
const written = (rate: Rate | null): string | null => (rate === null ? null : formatRate(rate));

function rateOf(text: string, on: string, asked = reference): string | null {
  const { code: base, office } = trusted(parseRiskCode(text));
  return written(asked.nationalRate(base, office, day(on)));
}

function table(year: number, effectiveFrom: string | null, rates: Record<string, string>): ImportedTable {
  return {
    year,
    effectiveFrom: effectiveFrom === null ? null : day(effectiveFrom),
    arrete: null,
    rates: new Map(Object.entries(rates).map(([name, rate]) => [code(name), trusted(parseRate(rate))])),
    officeRates: { btp: trusted(parseRate('0.75')), others: null },
    labels: new Map([[code('454ZX'), 'Métier apparu en 2027.']]),
    ctns: new Map([[code('454ZX'), 'B']]),
  };
}

describe('the national rate', () => {
  it.each(RATES_ON_DAYS)('of $code on $on is $rate, because $because', ({ code: name, on, rate }) => {
    expect(rateOf(name, on)).toBe(rate);
  });

  it('is read the same with the dot of the Journal officiel', () => {
    expect(code('74.5BD')).toBe('745BD');
    expect(rateOf('74.5BD', '2026-01-01')).toBe(rateOf('745BD', '2026-01-01'));
  });
});

describe('the standing of a code', () => {
  it.each(STANDINGS)('$code is $standing on $on, because $because', ({ code: name, on, standing }) => {
    const { code: base, office } = trusted(parseRiskCode(name));
    expect(reference.codeStanding(base, office, day(on))).toBe(standing);
  });
});

describe('what a code is', () => {
  it('has the label of the Journal officiel, or none', () => {
    expect(reference.label(code('011AA'))).toBe("Cultures et élevage dans les départements d'outre-mer.");
    expect(reference.label(code('751AE'))).toMatch(/^Administration hospitalière/);
    expect(reference.label(code('752EC'))).toBeNull();
  });

  it('belongs to a comité technique national', () => {
    expect(reference.ctn(code('452BE'))).toBe('B');
    expect(reference.ctn(code('602MG'))).toBe('C');
    expect(reference.ctn(code('511TH'))).toBeNull();
    expect(reference.isBtp(code('452BE'))).toBe(true);
    expect(reference.isBtp(code('602MG'))).toBe(false);
  });

  it('is never notified for the categories of D. 242-6-22', () => {
    const published = [...CODES.keys()].filter((name) => reference.isPublishedOnly(name));
    expect(published).toEqual(['511TG', '511TH', '524RB', '526GA', '853CA', '950ZA', '950ZC', '950ZD']);
  });
});

describe('the figures of a year', () => {
  it('follow the table in force, not the calendar', () => {
    expect(written(reference.floor(day('2025-04-30')))).toBe('0.46');
    expect(written(reference.floor(day('2025-05-01')))).toBe('0.50');
    expect(written(reference.nationalMean(day('2026-01-01')))).toBe('2.08');
    expect(reference.majorations(day('2025-05-01'))).toMatchObject({ m1: 18, m2: 56, m3PlusM4: 22 });
  });

  it('are null where they are not known', () => {
    expect(reference.floor(day('2021-06-01'))).toBeNull();
    expect(reference.floor(day('2019-06-01'))).toBeNull();
    expect(reference.nationalMean(day('2022-06-01'))).toBeNull();
    expect(reference.majorations(day('2026-01-01'))).toBeNull();
    expect(reference.pmss(2027)).toBeNull();
  });

  it('hold the plafond mensuel of the civil year', () => {
    const pmss = reference.pmss(2025);
    expect(pmss === null ? null : formatAmount(pmss)).toBe('3925.00');
  });

  it('never price a code below the floor, but for regime 147', () => {
    for (const { effectiveFrom, rates } of builtInTables()) {
      const floor = reference.floor(effectiveFrom) ?? 0;
      expect([...rates].filter(([, rate]) => rate < floor).map(([name]) => name)).toEqual(floor === 0 ? [] : ['401ZE']);
    }
  });
});

describe('the campaigns', () => {
  it('begin on the days of their arrêtés', () => {
    expect(reference.campaigns().map(({ year, effectiveFrom }) => [year, effectiveFrom])).toEqual([
      [2020, '2020-01-01'],
      [2021, '2021-01-01'],
      [2022, '2022-01-01'],
      [2023, '2023-01-01'],
      [2024, '2024-01-01'],
      [2025, '2025-05-01'],
      [2026, '2026-01-01'],
    ]);
    expect(reference.campaign(2025)?.arrete).toBe('Arrêté du 29 avril 2025');
    expect(reference.campaign(2027)).toBeNull();
  });

  it('start on exactly one day', () => {
    expect(reference.campaignStarting(day('2025-05-01'))?.year).toBe(2025);
    expect(reference.campaignStarting(day('2025-01-01'))).toBeNull();
    expect(reference.campaignStarting(day('2026-01-02'))).toBeNull();
  });
});

describe('what is carried', () => {
  const forms = [...CODES.values()].flatMap((entry) => [
    ...(entry.base === null ? [] : [{ ...entry, office: false, validity: entry.base }]),
    ...(entry.office === null ? [] : [{ ...entry, office: true, validity: entry.office }]),
  ]);
  const count = (keep: (form: (typeof forms)[number]) => boolean): number => forms.filter(keep).length;

  it('is RAT P26V01 whole', () => {
    expect(forms).toHaveLength(512);
    expect(count((form) => form.regime === 'general')).toBe(436);
    expect(count((form) => form.regime === 'general' && form.office)).toBe(192);
    expect(count((form) => form.regime === 'agricultural')).toBe(76);
    expect(count((form) => form.validity.to === '2021-12-31')).toBe(19);
    expect(count((form) => form.validity.to !== undefined && !form.office)).toBe(0);
    expect(count((form) => form.regime === 'general' && form.office && form.validity.to === undefined)).toBe(173);
  });

  it('is the Journal officiel whole: 215 rows a year, 216 from 2026, less two office lines and two outside payroll', () => {
    const sizes = builtInTables().map(({ year, rates }) => [year, rates.size + 4]);
    expect(sizes).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026].map((year) => [year, year === 2026 ? 216 : 215]));
    expect(builtInTables().every(({ officeRates }) => officeRates.btp !== null && officeRates.others !== null)).toBe(
      true,
    );
  });

  it('leaves thirty base codes of RAT without national rate in 2026', () => {
    const silent = [...CODES].filter(([name, { base, regime }]) => {
      const outside = name === '802AA' || name === '802CA';
      return base !== null && regime === 'general' && !outside && rateOf(name, '2026-01-01') === null;
    });
    expect(silent).toHaveLength(30);
  });

  it('prices nothing above 30 % but 266JB and 631AZ', () => {
    const high = builtInTables().flatMap(({ rates }) => [...rates].filter(([, rate]) => rate > 30_00));
    expect(new Set(high.map(([name]) => name))).toEqual(new Set(['266JB', '631AZ']));
  });
});

describe('a mistyped code', () => {
  it.each([
    { typed: '602MD', nearest: '602MG', because: 'one letter' },
    { typed: '60.2GM', nearest: '602MG', because: 'two letters swapped, dot kept' },
    { typed: '55AC', nearest: '553AC', because: 'one digit forgotten' },
    { typed: '452BFB', nearest: '452BE', because: 'the office suffix is set aside' },
  ])('« $typed » may be $nearest: $because', ({ typed, nearest }) => {
    const suggested = reference.nearestCodes(typed, day('2026-01-01'));
    expect(suggested.map((each) => each.code)).toContain(nearest);
    expect(suggested.length).toBeLessThanOrEqual(3);
  });

  it('is only compared with codes of that day, and never with 999ZZ', () => {
    const typed = (text: string, on: string) => reference.nearestCodes(text, day(on)).map((each) => each.code);
    expect(typed('454MC', '2026-01-01')[0]).toBe('454MC');
    expect(typed('454MC', '2025-12-31')).not.toContain('454MC');
    expect(typed('751AE', '2020-05-01')[0]).toBe('751AE');
    expect(typed('999ZY', '2026-01-01')).not.toContain('999ZZ');
  });

  it.each(['', '???', 'x'.repeat(1000), 'QWERTYUIOP'])('finds nothing for « %s »', (typed) => {
    expect(reference.nearestCodes(typed, day('2026-01-01'))).toEqual([]);
  });
});

describe('an imported table', () => {
  const next = table(2027, '2027-01-01', { '602MG': '5.55', '454ZX': '3.33' });

  it('opens a new year and leaves the former ones as they were', () => {
    const renewed = withTables(reference, [next]);
    expect(rateOf('602MG', '2027-01-01', renewed)).toBe('5.55');
    expect(rateOf('602MG', '2026-12-31', renewed)).toBe('5.40');
    expect(renewed.campaign(2027)).toMatchObject({ year: 2027, effectiveFrom: '2027-01-01', arrete: null });
    expect(renewed.campaignStarting(day('2027-01-01'))?.year).toBe(2027);
    expect(reference.campaign(2027)).toBeNull();
  });

  it('makes its new codes known from its first day, with label and BTP', () => {
    const renewed = withTables(reference, [next]);
    expect(renewed.codeStanding(code('454ZX'), false, day('2026-12-31'))).toBe('not-yet');
    expect(renewed.codeStanding(code('454ZX'), false, day('2027-01-01'))).toBe('known');
    expect(renewed.codeStanding(code('454ZX'), true, day('2027-01-01'))).toBe('no-office-form');
    expect(renewed.label(code('454ZX'))).toBe('Métier apparu en 2027.');
    expect(renewed.isBtp(code('454ZX'))).toBe(true);
  });

  it('says nothing of what its file did not hold', () => {
    const renewed = withTables(reference, [next]);
    expect(rateOf('452BEB', '2027-01-01', renewed)).toBe('0.75');
    expect(rateOf('602MGB', '2027-01-01', renewed)).toBeNull();
    expect(rateOf('553AC', '2027-01-01', renewed)).toBeNull();
    expect(renewed.floor(day('2027-01-01'))).toBeNull();
  });

  it('supersedes the built-in year of the same number, from its own date', () => {
    const renewed = withTables(reference, [table(2026, '2026-04-01', { '602MG': '5.12' })]);
    expect(rateOf('602MG', '2026-03-31', renewed)).toBe('5.36');
    expect(rateOf('602MG', '2026-04-01', renewed)).toBe('5.12');
    expect(renewed.campaignStarting(day('2026-01-01'))).toBeNull();
    expect(renewed.campaigns()).toHaveLength(7);
  });

  it('waits for its date of effect', () => {
    const waiting = withTables(reference, [
      table(2027, null, { '602MG': '5.55' }),
      table(2026, null, { '602MG': '1.00' }),
    ]);
    expect(waiting.campaign(2027)).toBeNull();
    expect(rateOf('602MG', '2027-06-01', waiting)).toBe('5.40');
  });

  it('may come again: the last of a year wins', () => {
    const renewed = withTables(withTables(reference, [next]), [table(2027, '2027-01-01', { '602MG': '5.66' })]);
    expect(rateOf('602MG', '2027-02-01', renewed)).toBe('5.66');
  });
});

describe('a place', () => {
  it.each(PLACES)('$postcode is in $department, caisse $caisse', ({ postcode, department, alsaceMoselle, caisse }) => {
    expect(departmentOf(postcode)).toBe(department);
    expect(isAlsaceMoselle(postcode)).toBe(alsaceMoselle);
    expect(caisseOf(postcode)?.name ?? null).toBe(caisse);
  });

  it('is unknown without postcode', () => {
    expect(isAlsaceMoselle(null)).toBeNull();
    expect(caisseOf(null)).toBeNull();
  });

  it('has one caisse in every département of France', () => {
    const metropolitan = Array.from({ length: 95 }, (_, index) => String(index + 1).padStart(2, '0') + '000');
    expect(metropolitan.filter((postcode) => caisseOf(postcode) === null)).toEqual([]);
  });
});
