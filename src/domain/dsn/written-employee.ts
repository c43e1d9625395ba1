import type { WrittenContract, WrittenEmployee } from './written';
import { block, COLLECTOR, dsnDate } from './written-block';
import { firstDay, lastDay, type Period } from '#domain/values/local-date';
import { cents, contribution, formatAmount, type Cents } from '#domain/values/money';
import { formatRate, type Rate } from '#domain/values/rate';
import { dsnCode } from '#domain/values/risk-code';

/** Blocks 30 to 81 of one employee: 30, 40 and 62, 50 and 51, 78 and 81. */
export function employeeLines(employee: WrittenEmployee, period: Period): string[] {
  const { contracts, past = [] } = employee;
  return [
    ...block('S21.G00.30', {
      1: employee.nir,
      2: employee.lastName,
      4: employee.firstName,
      6: '01011990',
      7: 'Lyon',
      8: '3 place du Marché',
      9: '69003',
      10: 'Lyon',
      13: '01',
      14: '69',
      15: 'FR',
      19: employee.matricule,
    }),
    ...contracts.flatMap(contractLines),
    ...paymentLines(contracts, period),
    ...contracts.flatMap((contract) => baseLines({ ...contract, contract: contract.number, period })),
    ...past.flatMap(baseLines),
  ];
}

function contractLines(contract: WrittenContract): string[] {
  const { code, office, rate, endedOn } = contract;
  return [
    ...block('S21.G00.40', {
      1: dsnDate(contract.startedOn),
      2: '06',
      3: '04',
      4: contract.pcs,
      6: contract.jobTitle,
      7: contract.nature,
      8: '99',
      9: contract.number,
      11: '10',
      12: '151.67',
      13: '151.67',
      14: '10',
      16: '99',
      17: '1979',
      18: '200',
      20: '200',
      24: '99',
      26: '99',
      36: '03',
      37: '03',
      39: contract.regime,
      40: dsnCode(code, office),
      43: rate === null ? null : formatRate(rate),
    }),
    ...(endedOn === null ? [] : block('S21.G00.62', { 1: dsnDate(endedOn), 2: '059' })),
  ];
}

function paymentLines(contracts: readonly WrittenContract[], period: Period): string[] {
  const gross = contracts.reduce((sum, { base }) => sum + base, 0);
  const share = (percent: number): string => formatAmount(cents(Math.round((gross * percent) / 100)));
  return [
    ...block('S21.G00.50', { 1: dsnDate(lastDay(period)), 2: share(80), 4: share(78) }),
    ...contracts.flatMap(({ number, base }) =>
      block('S21.G00.51', {
        1: dsnDate(firstDay(period)),
        2: dsnDate(lastDay(period)),
        10: number,
        11: '001',
        13: formatAmount(base),
      }),
    ),
  ];
}

/** 78 code 03, and under it the AT contribution (81 code 045) unless the code waits for its first notice. */
function baseLines(one: { contract: string; period: Period; base: Cents; rate: Rate | null }): string[] {
  const { contract, period, base, rate } = one;
  const assessed = block('S21.G00.78', {
    1: '03',
    2: dsnDate(firstDay(period)),
    3: dsnDate(lastDay(period)),
    4: formatAmount(base),
    6: contract,
  });
  if (rate === null) return assessed;
  return [
    ...assessed,
    ...block('S21.G00.81', {
      1: '045',
      2: COLLECTOR,
      3: formatAmount(base),
      4: formatAmount(contribution(base, rate)),
      7: formatRate(rate),
    }),
  ];
}
