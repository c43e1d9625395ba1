import { systemCaller } from '#application/access/caller';
import { ReadRates } from '#application/rates/read-rates';
import { trusted } from '#domain/values/result';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenEstablishment, givenSheet, SIRET } from '../../support/rows';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  await givenEstablishment(house);
  const at = (recordedAt: string) => ({ recordedAt });
  await givenSheet(house, {
    ...at('2024-01-08T09:00:00.000Z'),
    effectiveFrom: '2024-01-01',
    profiles: [['553AC', 210]],
  });
  await givenSheet(house, {
    ...at('2025-04-30T09:00:00.000Z'),
    effectiveFrom: '2025-05-01',
    profiles: [['553AC', 178]],
  });
  await givenSheet(house, {
    ...at('2026-01-05T09:00:00.000Z'),
    effectiveFrom: '2026-01-01',
    profiles: [
      ['452BEB', 71],
      ['452BE', 612, '01'],
    ],
  });
  // A court changes the rate of 2025 after the fact.
  await givenSheet(house, {
    ...at('2026-01-05T22:30:00.000Z'),
    effectiveFrom: '2025-05-01',
    profiles: [['553AC', 160]],
  });
});

afterAll(() => house.close());

const ask = async (question: { on?: string; knownAt?: string }) => {
  const { sheet } = trusted(await house.verb(ReadRates).run({ siret: SIRET, ...question }, systemCaller('test')));
  return sheet === null ? null : sheet.profiles.map(({ code, rate }) => `${code} ${rate}`).join(', ');
};

describe('the rate of a day, as it was known at an instant', () => {
  test.each([
    ['before anything is known', { on: '2023-12-31' }, null],
    ['the first day of a sheet', { on: '2024-01-01' }, '553AC 210'],
    ['the 2024 rate holds until 30 April 2025', { on: '2025-04-30' }, '553AC 210'],
    ['the corrected 2025 rate from 1 May', { on: '2025-05-01' }, '553AC 160'],
    [
      'what was believed of it before the correction',
      { on: '2025-05-01', knownAt: '2026-01-05T22:29:59Z' },
      '553AC 178',
    ],
    ['the instant itself counts', { on: '2025-05-01', knownAt: '2026-01-05T22:30:00Z' }, '553AC 160'],
    ['an instant with an offset', { on: '2025-05-01', knownAt: '2026-01-05T23:30:00+01:00' }, '553AC 160'],
    ['a bare day counts whole, in Paris', { on: '2025-05-01', knownAt: '2026-01-05' }, '553AC 160'],
    ['the day before it does not', { on: '2025-05-01', knownAt: '2026-01-04' }, '553AC 178'],
    ['today by default, highest rate first', {}, '452BE 612, 452BE 71'],
    ['tomorrow is not known yesterday', { on: '2026-01-01', knownAt: '2026-01-04T00:00:00Z' }, '553AC 178'],
  ])('%s', async (_situation, question, expected) => {
    expect(await ask(question)).toBe(expected);
  });

  test('says when and from where it came', async () => {
    const { sheet, knownAt, on } = trusted(await house.verb(ReadRates).run({ siret: SIRET }, systemCaller('test')));
    expect(on).toBe('2026-01-06');
    expect(knownAt).toBe('2026-01-06T09:00:00.000Z');
    expect(sheet).toMatchObject({
      effectiveFrom: '2026-01-01',
      recordedAt: '2026-01-05T09:00:00.000Z',
      source: 'NOTIFIED',
    });
  });

  test.each([
    ['an establishment nobody named', { siret: '99990000400022' }, 'ETABLISSEMENT_INCONNU'],
    ['a SIRET with a false key', { siret: '99990000400015' }, 'SIRET_CLE'],
    ['a day that does not exist', { siret: SIRET, on: '2026-02-31' }, 'DATE_ILLISIBLE'],
    ['an instant that is none', { siret: SIRET, knownAt: 'hier' }, 'INSTANT_ILLISIBLE'],
  ])('refuses %s', async (_situation, question, code) => {
    expect(await house.verb(ReadRates).run(question, systemCaller('test'))).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });
});
