import fc from 'fast-check';
import { builtInReference } from '#domain/reference/reference';
import { enrolmentPenalty } from '#domain/tariff/enrolment-penalty';
import { expectedMode } from '#domain/tariff/expected-mode';
import {
  frenchHeadcount,
  headcountOfHundredths,
  parseHeadcount,
  retainedHeadcount,
  type Headcount,
} from '#domain/tariff/headcount';
import { mixedRate } from '#domain/tariff/mixed-rate';
import { netRate, yearlyCap } from '#domain/tariff/net-rate';
import { BANDS, type TariffZone } from '#domain/tariff/zone';
import { parseIsoDate, type LocalDate } from '#domain/values/local-date';
import { cents, formatAmount } from '#domain/values/money';
import { formatRate, parseRate, rateOfHundredths, type Rate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';
import { CAP_CASES, MIX_CASES, MODE_CASES, NET_RATE_CASES, PENALTY_CASES, type Situation } from '../../cases/tariff';

const day = (text: string): LocalDate => trusted(parseIsoDate(text));
const rate = (text: string): Rate => trusted(parseRate(text));
const staff = (text: string): Headcount => trusted(parseHeadcount(text));
const zones = Object.keys(BANDS) as TariffZone[];
const anyRate = fc.integer({ min: 1, max: 99_99 }).map(rateOfHundredths);
const anyStaff = fc.integer({ min: 0, max: 500_00 }).map(headcountOfHundredths);

function modeOf(given: Situation) {
  const facts = {
    headcount: given.headcount === undefined ? null : staff(given.headcount),
    postcode: given.postcode ?? null,
    btp: given.btp ?? null,
    createdOn: given.createdOn === undefined ? null : day(given.createdOn),
    codes: (given.codes ?? []).map((code) => trusted(parseRiskCode(code)).code),
  };
  return expectedMode(facts, day(given.on ?? '2026-03-15'));
}

describe('the mode of tariff', () => {
  it.each(MODE_CASES)('of $situation is $mode, because $because', (given) => {
    const expected = modeOf(given);
    expect(expected).toMatchObject({ mode: given.mode, article: given.article });
    expect(expected.because).toMatch(/^(L’|Le |Avec )[^\n]+\.$/);
  });

  it('names the headcount and the thresholds that decided', () => {
    const { because } = modeOf({ headcount: '49,5', postcode: '57000', btp: false });
    expect(because).toBe(
      'L’effectif retenu de 49,50 donne un taux collectif en Alsace-Moselle, hors BTP (moins de 50).',
    );
  });

  it('asks for the fact that is missing', () => {
    expect(modeOf({ headcount: '30' }).because).toContain('code postal');
    expect(modeOf({ headcount: '200', postcode: '57000' }).because).toContain('BTP');
  });
});

describe('the headcount retained', () => {
  it.each([
    { months: [20, 20, 19.99], retained: '19,99', because: 'the mean 19,9966 is cut, not rounded' },
    { months: [0, 0, 12, 15], retained: '13,50', because: 'months without employee are left out' },
    { months: [7], retained: '7', because: 'one month is enough' },
  ])('of $months is $retained, because $because', ({ months, retained }) => {
    const given = months.map((month) => headcountOfHundredths(Math.round(month * 100)));
    const headcount = retainedHeadcount(given);
    expect(headcount === null ? null : frenchHeadcount(headcount)).toBe(retained);
  });

  it('is unknown without any employee', () => {
    expect(retainedHeadcount([headcountOfHundredths(0)])).toBeNull();
    expect(retainedHeadcount([])).toBeNull();
  });

  it.each([
    ['19,996', 1999],
    ['87', 8700],
    [' 12.5 ', 1250],
    ['1 250', 125_000],
    ['1\u202f250,5', 125_050],
  ])('is read from « %s »', (text, hundredths) => expect(staff(text)).toBe(hundredths));

  it.each(['', 'douze', '-3', '1 00', '12 50,5', '1 234 567 890', '12,'])('is not guessed from « %s »', (text) => {
    expect(parseHeadcount(text)).toMatchObject({ ok: false, refusal: { code: 'EFFECTIF_ILLISIBLE' } });
  });
});

describe('the mixed rate', () => {
  it.each(MIX_CASES)('of $headcount employees ($zone) is $net, because $because', (given) => {
    const net = mixedRate(staff(given.headcount), given.zone, rate(given.collective), rate(given.individual));
    expect(formatRate(net)).toBe(given.net);
  });

  it('never leaves the space between the two rates, and moves towards the individual one as the company grows', () => {
    fc.assert(
      fc.property(
        anyStaff,
        anyStaff,
        anyRate,
        anyRate,
        fc.constantFrom(...zones),
        (a, b, collective, individual, zone) => {
          const fewer = mixedRate(headcountOfHundredths(Math.min(a, b)), zone, collective, individual);
          const more = mixedRate(headcountOfHundredths(Math.max(a, b)), zone, collective, individual);
          expect(fewer).toBeGreaterThanOrEqual(Math.min(collective, individual));
          expect(fewer).toBeLessThanOrEqual(Math.max(collective, individual));
          expect(Math.abs(more - individual)).toBeLessThanOrEqual(Math.abs(fewer - individual));
        },
      ),
    );
  });

  it('agrees with the formulas written in fractions of a million', () => {
    const part: Record<TariffZone, (people: number) => number> = {
      ELSEWHERE: (people) => (0.9 / 130) * (people - 20) + 0.1,
      ALSACE_MOSELLE: (people) => (0.075 * people - 1.25) / 10,
      ALSACE_MOSELLE_BTP: (people) => (0.075 * people + 2.5) / 25,
    };
    for (const zone of zones) {
      const { mixedFrom, individualFrom, individualShare } = BANDS[zone];
      for (let headcount = mixedFrom as number; headcount < individualFrom; headcount += 7) {
        const exact = (individualShare.slope * headcount + individualShare.offset) / individualShare.over;
        expect(exact).toBeCloseTo(part[zone](headcount / 100), 9);
      }
    }
  });
});

describe('the net rate', () => {
  it.each(NET_RATE_CASES)('of brut $brut in $year is $net, because $because', ({ brut, on, net }) => {
    const majorations = builtInReference().majorations(day(on));
    expect(majorations === null ? null : formatRate(netRate(rate(brut), majorations))).toBe(net);
  });

  it('of a brut rate of zero is the floor of each year whose majorations are known', () => {
    for (const { effectiveFrom } of builtInReference().campaigns()) {
      const majorations = builtInReference().majorations(effectiveFrom);
      if (majorations !== null) {
        expect(netRate(rateOfHundredths(0), majorations)).toBe(builtInReference().floor(effectiveFrom));
      }
    }
    expect.assertions(3);
  });
});

describe('the yearly cap', () => {
  it.each(CAP_CASES)('notifies $notified for $computed after $previous ($mode), because $because', (given) => {
    expect(formatRate(yearlyCap(given.mode, rate(given.previous), rate(given.computed)))).toBe(given.notified);
  });

  it('never passes its own bounds, and capping twice is capping once', () => {
    fc.assert(
      fc.property(anyRate, anyRate, (previous, computed) => {
        const notified = yearlyCap('INDIVIDUAL', previous, computed);
        const [up, down] = previous > 400 ? [previous * 0.25, previous * 0.2] : [100, 80];
        expect(notified - previous).toBeLessThanOrEqual(up);
        expect(previous - notified).toBeLessThanOrEqual(down);
        expect(yearlyCap('INDIVIDUAL', previous, notified)).toBe(notified);
      }),
    );
  });
});

describe('the penalty for want of an AT/MP account', () => {
  it.each(PENALTY_CASES)('of a company of $company in $year is $total, because $because', (given) => {
    const pmss = builtInReference().pmss(given.year);
    const penalty = pmss === null ? null : enrolmentPenalty(staff(given.company), given.employees, pmss);
    expect(penalty === null ? null : formatAmount(penalty.perEmployee)).toBe(given.perEmployee);
    expect(penalty === null ? null : formatAmount(penalty.total)).toBe(given.total);
  });

  it('says when the ceiling was reached', () => {
    const pmss = cents(4_005_00);
    expect(enrolmentPenalty(staff('510'), 510, pmss).capped).toBe(true);
    expect(enrolmentPenalty(staff('7'), 7, pmss).capped).toBe(false);
  });
});
