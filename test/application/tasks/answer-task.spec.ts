import { systemCaller } from '#application/access/caller';
import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { ReadRates } from '#application/rates/read-rates';
import { dsnCode } from '#domain/values/risk-code';
import { formatRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf, type EstablishmentFacts } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const newSiret = (): Siret => siretOf(++company);
const answer = (id: string, json: unknown) => house.verb(AnswerTask).run(id, json, systemCaller('personne : Anne'));
const tasksOf = async (siret: Siret, all = false) =>
  trusted(await house.verb(ListTasks).run({ period: null, siret, all }, systemCaller('test')));
const openOf = async (siret: Siret) =>
  (await tasksOf(siret)).map(({ kind, reason, period }) => `${kind} ${reason} ${period}`);

const ratesOn = async (siret: Siret, on: string): Promise<string> => {
  const { sheet } = trusted(await house.verb(ReadRates).run({ siret, on, knownAt: undefined }, systemCaller('test')));
  const profiles =
    sheet?.profiles.map(({ code, office, rate }) => `${dsnCode(code, office)} ${formatRate(rate)}`) ?? [];
  return [sheet?.source, sheet?.effectiveFrom, ...profiles].join(' ');
};

interface Entry {
  readonly action: string;
  readonly actor: string;
  readonly body: string;
  readonly digests: number;
}
const lastEntry = async (siret: Siret): Promise<Entry & { readonly said: Record<string, unknown> }> => {
  const [entry] = await house.sql<Entry>(
    `SELECT action, actor, body, coalesce(length(covers), 0) / 8 AS digests FROM audit_entry
     WHERE siret = $1 ORDER BY seq DESC LIMIT 1`,
    [siret],
  );
  if (entry === undefined) throw new Error('nothing was audited');
  return { ...entry, said: JSON.parse(entry.body) as Record<string, unknown> };
};

/** An establishment that the campaign of 2026 asks about, and its task. */
async function renewal(facts: EstablishmentFacts): Promise<{ siret: Siret; id: string }> {
  const siret = await given(house, newSiret(), { employees: { M1: {}, M2: {} }, ...facts });
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  return { siret, id: (await tasksOf(siret))[0]?.id ?? 'no task' };
}

const TWO = ['2025-05-01 NOTIFIED 452BE 3.10 01, 452BEB 0.64 01'];
const ONE = ['2025-05-01 NOTIFIED 553AC 1.78'];
const single = (rate: string, codeRisque = '553AC') => ({ case: 'single', profiles: [{ codeRisque, rate }] });

describe('a renewal', () => {
  it('is confirmed as proposed: the sheet of the campaign’s date, and nobody is asked about employees', async () => {
    const { siret, id } = await renewal({ sheets: TWO });
    const done = trusted(await answer(id, { confirm: true }));
    expect(done).toMatchObject({ id, siret, kind: 'ANNUAL_RENEWAL', status: 'DONE', postponements: 0 });
    expect(done.prefill.profiles.map(({ codeDsn, rate }) => [codeDsn, rate])).toEqual([
      ['452BE', '3.10'],
      ['452BEB', '0.64'],
    ]);
    expect(await ratesOn(siret, '2026-01-01')).toBe('ENTERED 2026-01-01 452BE 3.10 452BEB 0.64');
    expect(await ratesOn(siret, '2025-12-31')).toBe('NOTIFIED 2025-05-01 452BE 3.10 452BEB 0.64');
    expect(await openOf(siret)).toEqual([]);
  });

  it('with the same keys and new rates keeps the affiliations', async () => {
    const { siret, id } = await renewal({ sheets: TWO });
    const profiles = [
      { codeRisque: '452BE', rate: '3.25' },
      { codeRisque: '452BEB', rate: '0.64' },
    ];
    trusted(await answer(id, { case: 'several', profiles }));
    expect(await ratesOn(siret, '2026-06-01')).toBe('ENTERED 2026-01-01 452BE 3.25 452BEB 0.64');
    expect(await openOf(siret)).toEqual([]);
  });

  it('with a new key opens the task of the employees, for the month of today', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    const profiles = [
      { codeRisque: '452BE', rate: '3.25' },
      { codeRisque: '553AC', rate: '1.80' },
    ];
    const done = trusted(await answer(id, { case: 'several', profiles }));
    expect(done.outcome).toMatchObject({ affiliationTask: true });
    expect(await openOf(siret)).toEqual(['EMPLOYEE_AFFILIATION NEW_PROFILES 2026-01']);
  });

  it('may take effect on another day than the campaign’s', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    trusted(await answer(id, { ...single('1.85'), effectiveFrom: '2026-02-01' }));
    expect(await ratesOn(siret, '2026-01-31')).toBe('NOTIFIED 2025-05-01 553AC 1.78');
    expect(await ratesOn(siret, '2026-02-01')).toBe('ENTERED 2026-02-01 553AC 1.85');
  });

  it('is in the journal with who, before, after and the sheet’s digest', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    trusted(await answer(id, single('1.85')));
    const entry = await lastEntry(siret);
    expect(entry).toMatchObject({ action: 'task.answered', actor: 'personne : Anne', digests: 1 });
    expect(entry.said).toMatchObject({
      task: Number(id),
      before: { status: 'OPEN', sheet: { source: 'NOTIFIED', profiles: [{ codeRisque: '553AC', rate: '1.78' }] } },
      after: {
        status: 'DONE',
        sheet: { effectiveFrom: '2026-01-01', profiles: [{ codeRisque: '553AC', rate: '1.85' }] },
      },
    });
  });

  it('freezes questions and answers as they were shown', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    trusted(await answer(id, single('1.85')));
    const [row] = await house.sql<{ outcome: unknown }>('SELECT outcome FROM task WHERE siret = $1', [siret]);
    expect(row?.outcome).toMatchObject({
      by: 'personne : Anne',
      questions: [
        { question: 'Quelle est votre situation ?', answer: 'Un seul code risque et un seul taux' },
        { question: 'Date d’effet', answer: '1er janvier 2026' },
        { question: 'Taux', answer: '553AC : 1,85\u202f%' },
      ],
    });
  });

  it('that confirms a notified rate keeps the document and its calculation', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    await received(house, lineOf(siret, '553AC 1.82 2026-01-01 2026-01-03'));
    trusted(await answer(id, { confirm: true }));
    const [row] = await house.sql(
      `SELECT source, calculated_at::text, feed_id IS NOT NULL AS fed FROM rate_profile WHERE siret = $1 AND effective_from = '2026-01-01'`,
      [siret],
    );
    expect(row).toEqual({ source: 'ENTERED', calculated_at: '2026-01-03 00:00:00', fed: true });
  });

  it('without notice yet is answered by 999ZZ, which has no rate', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    const done = trusted(await answer(id, { profiles: [{ codeRisque: '999ZZ' }] }));
    expect(done.outcome).toMatchObject({ sheet: { profiles: [{ codeRisque: '999ZZ', rate: null }] } });
    expect(await openOf(siret)).toEqual([]);
  });
});

describe('an answer that cannot be taken', () => {
  it('changes nothing: neither task nor rate nor journal', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    const entries = () => house.sql('SELECT seq FROM audit_entry WHERE siret = $1', [siret]);
    const before = await entries();
    expect(await answer(id, single('178'))).toMatchObject({
      ok: false,
      refusal: { code: 'REPONSES_REFUSEES', fields: [{ field: 'profiles[0].rate', code: 'TAUX_AMBIGU' }] },
    });
    expect(await openOf(siret)).toHaveLength(1);
    expect(await ratesOn(siret, '2026-01-01')).toBe('NOTIFIED 2025-05-01 553AC 1.78');
    expect(await entries()).toEqual(before);
  });

  it('a task is answered once', async () => {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    const both = await Promise.all([answer(id, single('1.85')), answer(id, single('1.95'))]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'TACHE_TERMINEE' } });
    const sheets = await house.sql(`SELECT 1 FROM rate_profile WHERE siret = $1 AND source = 'ENTERED'`, [siret]);
    expect(sheets).toHaveLength(1);
  });

  it.each([
    ['a task nobody knows', '999999', 'TACHE_INCONNUE'],
    ['no number', 'abc', 'TACHE_INCONNUE'],
    ['what Taux Juste did by itself', 'auto-1-90000001400011', 'TACHE_TERMINEE'],
  ])('%s', async (_case, id, code) => {
    expect(await answer(id, { confirm: true })).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('an incoherence', () => {
  it('is settled from the date of the document that contradicts', async () => {
    const siret = await given(house, newSiret(), { sheets: [...ONE, '2025-09-01 ENTERED 553AC 1.90'] });
    await received(house, lineOf(siret, '553AC 1.95 2025-09-01 2026-01-03'));
    const [task] = await tasksOf(siret);
    expect(task?.kind).toBe('INCOHERENCE');
    trusted(await answer(task?.id ?? '', { confirm: true }));
    expect(await ratesOn(siret, '2025-09-01')).toBe('ENTERED 2025-09-01 553AC 1.95');
  });
});

describe('the employees of new profiles', () => {
  async function asked(): Promise<{ siret: Siret; id: string }> {
    const { siret, id } = await renewal({ sheets: ONE, automation: false });
    const profiles = [
      { codeRisque: '452BE', rate: '3.25' },
      { codeRisque: '553AC', rate: '1.80' },
    ];
    trusted(await answer(id, { case: 'several', profiles }));
    return { siret, id: (await tasksOf(siret))[0]?.id ?? 'no task' };
  }

  it('are placed on their profiles from the date of the sheet', async () => {
    const { siret, id } = await asked();
    const affiliations = [
      { matricule: 'M1', contract: '00001', profile: 1 },
      { matricule: 'M2', profile: 2 },
    ];
    trusted(await answer(id, { affiliations }));
    const rows = await house.sql(
      `SELECT matricule, number, code_risque, since::text, actor FROM affiliation WHERE siret = $1 ORDER BY matricule`,
      [siret],
    );
    expect(rows).toEqual([
      { matricule: 'M1', number: '00001', code_risque: '452BE', since: '2026-01-01', actor: 'personne : Anne' },
      { matricule: 'M2', number: '00001', code_risque: '553AC', since: '2026-01-01', actor: 'personne : Anne' },
    ]);
    expect(await openOf(siret)).toEqual([]);
    expect(await lastEntry(siret)).toMatchObject({ action: 'task.answered', digests: 0 });
  });

  it('with one left out the task stays open and nobody is placed', async () => {
    const { siret, id } = await asked();
    const refused = await answer(id, { affiliations: [{ matricule: 'M1', profile: 1 }] });
    expect(refused).toMatchObject({ refusal: { fields: [{ code: 'SALARIE_SANS_PROFIL' }] } });
    expect(await house.sql('SELECT 1 FROM affiliation WHERE siret = $1', [siret])).toEqual([]);
    expect(await openOf(siret)).toHaveLength(1);
  });

  it('those who left before the sheet are not asked about', async () => {
    const { siret, id } = await asked();
    await house.sql(`UPDATE contract SET ended_on = '2025-12-31' WHERE siret = $1 AND matricule = 'M2'`, [siret]);
    trusted(await answer(id, { affiliations: [{ matricule: 'M1', profile: 2 }] }));
    expect(await openOf(siret)).toEqual([]);
  });

  it('are no longer asked about when a single rate takes the place of the profiles', async () => {
    const siret = await given(house, newSiret(), {
      employees: { M1: {} },
      sheets: [...ONE, '2026-01-01 ENTERED 553AC 1.80'],
    });
    await received(house, lineOf(siret, '553AC 1.95 2026-01-01 2026-01-03'));
    const [incoherence] = await tasksOf(siret);
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
       VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026-01-01', 'NEW_PROFILES', '2026-01', '{"profiles": []}', '2026-01-06')`,
      [siret, siret.slice(0, 9)],
    );
    trusted(await answer(incoherence?.id ?? '', { confirm: true }));
    expect(await openOf(siret)).toEqual([]);
    expect((await tasksOf(siret, true)).map(({ kind, status }) => `${kind} ${status}`)).toContain(
      'EMPLOYEE_AFFILIATION SUPERSEDED',
    );
  });
});
