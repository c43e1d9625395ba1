import { systemCaller } from '#application/access/caller';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { EstimateRegularisation } from '#application/estimate/estimate-regularisation';
import { trusted } from '#domain/values/result';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenContract, givenDeclared, givenEstablishment, givenSheet, SIRET } from '../../support/rows';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse('2026-03-06T09:00:00.000Z');
  await givenEstablishment(house);
  await givenContract(house, { matricule: '1' });
  await givenContract(house, { matricule: '2', endedOn: '2026-01-15' });
  await givenContract(house, { matricule: '3', startedOn: '2026-02-10' });
  await givenContract(house, { matricule: '4', regime: '300' });
  for (const period of ['2022-12', '2023-01', '2026-01', '2026-02']) {
    await givenDeclared(house, { period, matricule: '1', code: '553AC', rate: 210, base: 10_000 });
  }
  await givenSheet(house, { effectiveFrom: '2022-01-01', profiles: [['553AC', 210]] });
  await givenSheet(house, {
    effectiveFrom: '2026-01-01',
    profiles: [['553AC', 235]],
    recordedAt: '2026-02-20T09:00:00.000Z',
  });
});

afterAll(() => house.close());

describe('the payroll of a month', () => {
  test('lists every open contract, its DSN in or not, and what blocks', async () => {
    expect(trusted(await house.verb(ReadPayroll).run(SIRET, '2026-03', systemCaller('test')))).toMatchObject({
      siret: SIRET,
      period: '2026-03',
      employees: [
        { matricule: '1', contract: '00001', codeRisque: '553AC', rate: 235 },
        { matricule: '3', contract: '00001', codeRisque: '553AC', rate: 235 },
        { matricule: '4', contract: '00001', codeRisque: null, rate: null },
      ],
      blocking: [{ code: 'AUCUN_TAUX', matricule: '4', contract: '00001' }],
    });
  });

  test.each([
    ['a month that is none', SIRET, '2026-13', 'MOIS_ILLISIBLE'],
    ['an establishment nobody named', '99990000400022', '2026-01', 'ETABLISSEMENT_INCONNU'],
  ])('refuses %s', async (_situation, siret, month, code) => {
    expect(await house.verb(ReadPayroll).run(siret, month, systemCaller('test'))).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });
});

describe('the estimate', () => {
  test('counts the months paid at the last known rate before the notice came', async () => {
    const { months, total } = trusted(
      await house.verb(EstimateRegularisation).run(SIRET, undefined, systemCaller('test')),
    );
    expect(months.map(({ period, difference }) => [period, difference])).toEqual([
      ['2026-01', 25_00],
      ['2026-02', 25_00],
    ]);
    expect(total).toBe(50_00);
  });

  test('looks back to January of the third year before, unless told otherwise', async () => {
    await givenSheet(house, {
      effectiveFrom: '2022-01-01',
      profiles: [['553AC', 200]],
      recordedAt: '2026-03-01T09:00:00.000Z',
    });
    const periods = async (since?: string) =>
      trusted(await house.verb(EstimateRegularisation).run(SIRET, since, systemCaller('test'))).months.map(
        ({ period }) => period,
      );
    expect(await periods()).toEqual(['2023-01', '2026-01', '2026-02']);
    expect(await periods('2022-01')).toEqual(['2022-12', '2023-01', '2026-01', '2026-02']);
  });
});
