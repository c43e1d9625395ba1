import { systemCaller } from '#application/access/caller';
import { ExplainRate, highestRate } from '#application/why/explain-rate';
import { explainOrigin } from '#domain/reconciliation/origin';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenContract, givenDeclared, givenEstablishment, givenSheet, SIRET } from '../../support/rows';

let house: TestHouse;

beforeEach(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
});
afterEach(() => house.close());

async function why(siret: string, on?: string) {
  const { explained, ...place } = trusted(await house.verb(ExplainRate).run(siret, on, systemCaller('test')));
  if (explained === null) return { ...place, explained, sentence: null };
  return { ...place, explained, sentence: explainOrigin(explained.sheet, explained.origin) };
}

describe('where a rate came from', () => {
  test('a notified rate: file, line, rule, before and after, from the verdict that was written', async () => {
    const siret = await given(house, siretOf(1), {
      sheets: ['2025-05-01 NOTIFIED 553AC 2.10'],
      employees: { '42': {}, '43': { endedOn: '2025-12-31' } },
    });
    const { feeds } = await received(house, lineOf(siret, '553AC 1.78 2026-01-01 2026-01-03'));
    const { explained, sentence, caisse } = await why(siret);
    expect(explained?.source).toEqual({
      kind: 'NOTIFIED',
      file: feeds[0]?.file,
      line: 2,
      sha256: feeds[0]?.sha256,
      receivedAt: '2026-01-06T09:00:00.000Z',
    });
    expect(explained?.origin.rule).toBe('TAUX_UNIQUE');
    expect([highestRate(explained?.former ?? null), highestRate(explained?.sheet ?? null)]).toEqual([210, 178]);
    expect(explained?.employees.map(({ matricule }) => matricule)).toEqual(['42']);
    expect(sentence).toContain('553AC de 2,10\u202f% à 1,78\u202f%');
    expect(caisse).toContain('Pays de la Loire');
  });

  test('the verdict’s facts are read, not computed again', async () => {
    const siret = await given(house, siretOf(1), { sheets: ['2025-05-01 NOTIFIED 553AC 2.10'] });
    await received(house, lineOf(siret, '553AC 1.78 2026-01-01 2026-01-03'));
    await house.sql(
      `UPDATE verdict SET rule = 'CONFIRME', facts = '{"code":"553AC","notifie":"9.99","enPlaceDepuis":"2020-01-01"}'`,
    );
    expect((await why(siret)).sentence).toContain('9,99');
  });

  test('a declared rate: the DSN of the month it was first declared in', async () => {
    await givenEstablishment(house);
    await givenContract(house, { matricule: '42' });
    await givenDeclared(house, { period: '2025-11', matricule: '42', code: '553AC', rate: 210 });
    await givenSheet(house, {
      effectiveFrom: '2025-11-01',
      source: 'DECLARED',
      profiles: [['553AC', 210]],
      recordedAt: '2025-11-28T08:00:00.000Z',
    });
    const { explained, sentence } = await why(SIRET, '2025-12-24');
    expect(explained?.source).toMatchObject({
      kind: 'DECLARED',
      file: 'dsn-2025-11.txt',
      sha256: 'sha-2025-11',
      line: 12,
    });
    expect(explained?.origin).toEqual({ rule: 'NOUVELLE_FICHE', facts: { moisDeclare: '2025-11' } });
    expect(sentence).toContain('novembre 2025');
  });

  test('an entered rate says who entered it', async () => {
    await givenEstablishment(house);
    await givenSheet(house, { effectiveFrom: '2026-01-01', source: 'ENTERED', profiles: [['553AC', 178]] });
    const { explained, sentence } = await why(SIRET);
    expect(explained?.act).toEqual({
      actor: 'essai',
      at: '2026-01-05T09:00:00.000Z',
      action: 'rates.recorded',
      reason: null,
    });
    expect(explained?.source).toMatchObject({ kind: 'ENTERED', file: null, line: null, sha256: null });
    expect(sentence).toContain('Saisi par une personne');
  });

  test('a published rate names its arrêté', async () => {
    await givenEstablishment(house);
    await givenSheet(house, { effectiveFrom: '2026-01-01', source: 'PUBLISHED', profiles: [['511TH', 73]] });
    const { explained, sentence } = await why(SIRET);
    expect(explained?.source.file).toContain('2025');
    expect(sentence).toContain('D. 242-6-22');
  });

  test('before is what held for the same day until this sheet was recorded', async () => {
    await givenEstablishment(house);
    await givenSheet(house, { effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
    await givenSheet(house, { effectiveFrom: '2026-01-01', profiles: [['553AC', 235]] });
    await givenSheet(house, { effectiveFrom: '2025-05-01', profiles: [['553AC', 160]] });
    const beforeOn = async (on: string) => highestRate((await why(SIRET, on)).explained?.former ?? null);
    expect(await beforeOn('2025-06-01')).toBe(210);
    expect(await beforeOn('2026-01-01')).toBe(210);
  });

  test('only those on the sheet are concerned, the highest rate first', async () => {
    await givenEstablishment(house);
    for (const matricule of ['1', '2', '3']) await givenContract(house, { matricule });
    await givenDeclared(house, { period: '2025-12', matricule: '1', code: '452BE', rate: 600 });
    await givenDeclared(house, { period: '2025-12', matricule: '2', code: '452BE', office: true, rate: 70 });
    await givenSheet(house, {
      effectiveFrom: '2026-01-01',
      profiles: [
        ['452BEB', 71],
        ['452BE', 612],
      ],
    });
    const { explained } = await why(SIRET);
    expect(highestRate(explained?.sheet ?? null)).toBe(612);
    expect(explained?.employees.map(({ matricule, assigned }) => `${matricule} ${assigned.rate}`)).toEqual([
      '1 612',
      '2 71',
    ]);
  });

  test('a day without rate is said, not refused', async () => {
    await givenEstablishment(house);
    expect((await why(SIRET, '2019-01-01')).explained).toBeNull();
  });

  test.each([
    ['an establishment nobody named', SIRET, undefined, 'ETABLISSEMENT_INCONNU'],
    ['a day that does not exist', SIRET, '2026-02-31', 'DATE_ILLISIBLE'],
  ])('refuses %s', async (_situation, siret, on, code) => {
    expect(await house.verb(ExplainRate).run(siret, on, systemCaller('test'))).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });
});
