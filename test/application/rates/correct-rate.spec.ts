import { systemCaller, type Caller } from '#application/access/caller';
import { VerifyJournal } from '#application/audit/verify-journal';
import { RunCampaign } from '#application/campaign/run-campaign';
import { CorrectRate } from '#application/rates/correct-rate';
import { ReadEstablishmentRates } from '#application/rates/read-establishment-rates';
import { ReviewCorrection } from '#application/rates/review-correction';
import type { CorrectionAnswers } from '#domain/journey/correction';
import { formatAmount } from '#domain/values/money';
import { trusted } from '#domain/values/result';
import { written } from '../../builders/trade';
import { givenContract, givenDeclared, givenEstablishment, givenSheet, SIRET } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse('2026-01-15T09:00:00.000Z');
  await givenEstablishment(house);
  await givenContract(house, { matricule: 'M1' });
  await givenSheet(house, { effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
});
afterEach(() => house.close());

const ANNE: Caller = { actor: 'personne : Anne', scope: { companies: [SIRET.slice(0, 9)] } };
const STRANGER: Caller = { actor: 'personne : Zoé', scope: { companies: ['999900012'] } };

const typed = (more: Partial<CorrectionAnswers> = {}): CorrectionAnswers => ({
  effectiveFrom: '2025-11-01',
  profiles: [{ codeRisque: '553AC', rate: '2,35', section: null, office: false }],
  reason: 'décision de la caisse du 3 janvier',
  seen: 99,
  ...more,
});

const correct = (answers: CorrectionAnswers, caller: Caller = ANNE) =>
  house.verb(CorrectRate).run(SIRET, answers, caller);
const rates = async () => trusted(await house.verb(ReadEstablishmentRates).run(SIRET, ANNE));

describe('a correction', () => {
  it('is a sheet entered by a person, with its reason in the history and in an intact journal', async () => {
    expect(await correct(typed())).toMatchObject({ ok: true });
    const { spans, current } = await rates();
    expect(spans.map(({ from, sheet }) => `${from} ${sheet.source} ${written(sheet.profiles).join()}`)).toEqual([
      '2025-05-01 NOTIFIED 553AC 2.10',
      '2025-11-01 ENTERED 553AC 2.35',
    ]);
    expect(current?.act).toEqual({
      actor: 'personne : Anne',
      at: '2026-01-15T09:00:00.000Z',
      action: 'rates.corrected',
      reason: 'décision de la caisse du 3 janvier',
    });
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });

  it('is undone by another', async () => {
    await correct(typed());
    const back = typed({
      profiles: [{ codeRisque: '553AC', rate: '2,10', section: null, office: false }],
      reason: 'erreur',
    });
    expect(await correct(back)).toMatchObject({ ok: true });
    expect((await rates()).current?.sheet.profiles).toMatchObject([{ rate: 210 }]);
  });

  it('warns of the months already declared, with what they would owe, and rewrites none', async () => {
    await givenDeclared(house, { period: '2025-10', matricule: 'M1', code: '553AC', rate: 210 });
    await givenDeclared(house, { period: '2025-11', matricule: 'M1', code: '553AC', rate: 210 });
    await givenDeclared(house, { period: '2025-12', matricule: 'M1', code: '553AC', rate: 210 });
    const plan = trusted(await house.verb(ReviewCorrection).run(SIRET, typed(), ANNE));
    expect(plan.declaredMonths).toEqual(['2025-11', '2025-12']);
    expect(formatAmount(plan.estimate.total)).toBe('10.00');
    const [{ count } = { count: 0 }] = await house.sql<{ count: number }>(
      'SELECT count(*)::integer AS count FROM rate_profile',
    );
    expect(count).toBe(1);
  });

  it('says what is doubtful about the rate, as the tasks do', async () => {
    const plan = trusted(
      await house
        .verb(ReviewCorrection)
        .run(SIRET, typed({ profiles: [{ codeRisque: '553AC', rate: '0,02', section: null, office: false }] }), ANNE),
    );
    expect(plan.warnings.length).toBeGreaterThan(0);
  });

  it('that brings new profiles asks for the employees', async () => {
    const two = typed({
      profiles: [
        { codeRisque: '452BE', rate: '3,10', section: '01', office: false },
        { codeRisque: '452BE', rate: '0,64', section: '01', office: true },
      ],
    });
    expect(await correct(two)).toMatchObject({ ok: true, value: { affiliationAsked: true } });
    expect((await rates()).tasks).toMatchObject([{ kind: 'EMPLOYEE_AFFILIATION' }]);
  });

  it('is refused while a task asks for the rate of that date', async () => {
    await house.sql(`UPDATE company SET automation = false`);
    trusted(
      await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }),
    );
    expect(await correct(typed({ effectiveFrom: '2026-01-01' }))).toMatchObject({
      ok: false,
      refusal: { fields: [{ field: 'effectiveFrom', code: 'TACHE_EN_ATTENTE' }] },
    });
  });

  it('of two at once is taken once: the second is told', async () => {
    const { lastSheet } = await rates();
    const both = await Promise.all([
      correct(typed({ seen: lastSheet })),
      correct(
        typed({ seen: lastSheet, profiles: [{ codeRisque: '553AC', rate: '2,40', section: null, office: false }] }),
      ),
    ]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { fields: [{ code: 'TAUX_CHANGE' }] } });
  });

  it('is of nobody who does not see the company', async () => {
    expect(await correct(typed(), STRANGER)).toMatchObject({ ok: false, refusal: { code: 'ETABLISSEMENT_INCONNU' } });
    expect(await house.verb(ReadEstablishmentRates).run(SIRET, STRANGER)).toMatchObject({
      ok: false,
      refusal: { code: 'ETABLISSEMENT_INCONNU' },
    });
    expect(await correct(typed(), systemCaller('support'))).toMatchObject({ ok: true });
  });
});
