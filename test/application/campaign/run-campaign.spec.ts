import { RunCampaign, type CampaignOptions, type CampaignReport } from '#application/campaign/run-campaign';
import type { LocalDate } from '#domain/values/local-date';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const run = (year: number, options: Partial<CampaignOptions> = {}) =>
  house.verb(RunCampaign).run(year, { close: false, dryRun: false, effectiveFrom: null, actor: 'test', ...options });
const done = async (options: Partial<CampaignOptions> = {}): Promise<CampaignReport> =>
  trusted(await run(2026, options));

const tasks = () =>
  house.sql<{ siret: string; reason: string; period: string; prefill: { note: string | null } }>(
    'SELECT siret, reason, period, prefill FROM task ORDER BY siret, id',
  );
const actions = async () =>
  (await house.sql<{ action: string }>('SELECT action FROM audit_entry ORDER BY seq')).map(({ action }) => action);

const EMPLOYED = { A1: {} };
const single = siretOf(1);
const several = siretOf(2);
const recent = siretOf(3);
const gone = siretOf(4);
const unheard = siretOf(5);
const shown = siretOf(6);
const held = siretOf(7);
const farm = siretOf(8);

describe('a January campaign', () => {
  beforeAll(async () => {
    const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
    await given(house, single, { employees: EMPLOYED, sheets });
    await given(house, several, { employees: EMPLOYED, sheets: ['2025-05-01 NOTIFIED 452BE 3.10, 452BEB 0.64'] });
    await given(house, recent, { employees: EMPLOYED, sheets, clientSince: '2024-02-01' });
    await given(house, gone, { employees: { A1: { endedOn: '2025-12-31' } }, sheets, clientSince: '2024-02-01' });
    await given(house, unheard, { employees: { A1: { endedOn: '2026-01-01' } }, sheets });
    await given(house, shown, { employees: EMPLOYED, sheets: ['2025-05-01 PUBLISHED 511TH 0.76'] });
    await given(house, held, { employees: EMPLOYED, sheets });
    await given(house, farm, { employees: EMPLOYED, sheets: ['2025-01-01 DECLARED RA110 2.50'] });
  });

  it('a rehearsal says who would get which task and writes nothing', async () => {
    const report = await done({ dryRun: true });
    expect(report.wouldRaise?.map(({ siret, reason }) => [siret, reason])).toEqual([
      [several, 'SEVERAL_RATES'],
      [recent, 'AUTOMATION_NOT_ALLOWED'],
      [farm, 'AUTOMATION_NOT_ALLOWED'],
    ]);
    expect(report).toMatchObject({ tasksRaised: 0, alreadyDone: 0 });
    expect(await tasks()).toEqual([]);
    expect(await house.sql('SELECT * FROM campaign')).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  it('its opening raises those tasks and publishes the rates that nobody notifies', async () => {
    expect(await done()).toEqual({
      year: 2026,
      effectiveFrom: '2026-01-01',
      periods: ['2026-01'],
      tasksRaised: 3,
      alreadyDone: 1,
    });
    expect((await tasks()).map(({ siret, reason, period }) => [siret, reason, period])).toEqual([
      [several, 'SEVERAL_RATES', '2026-01'],
      [recent, 'AUTOMATION_NOT_ALLOWED', '2026-01'],
      [farm, 'AUTOMATION_NOT_ALLOWED', '2026-01'],
    ]);
    const published = await house.sql(
      `SELECT siret, rate, effective_from::text FROM rate_profile WHERE source = 'PUBLISHED' AND effective_from = '2026-01-01'`,
    );
    expect(published).toEqual([{ siret: shown, rate: 73, effective_from: '2026-01-01' }]);
    expect(await actions()).toEqual(['campaign.opened', 'campaign.chunk']);
    const [entry] = await house.sql<{ body: string; bytes: number }>(
      `SELECT body, length(covers) AS bytes FROM audit_entry WHERE action = 'campaign.chunk'`,
    );
    expect(entry?.bytes).toBe(8);
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      step: 'OPENING',
      rules: { PLUSIEURS_TAUX: 1, AUTOMATISATION_REFUSEE: 1, REGIME_300: 1 },
    });
  });

  it('opened again it gives the same numbers and writes nothing more', async () => {
    const before = await actions();
    expect(await done()).toMatchObject({ tasksRaised: 3, alreadyDone: 1 });
    expect(await actions()).toEqual(before);
  });

  it('a feed settles one establishment by itself, and a guard holds another', async () => {
    await received(
      house,
      lineOf(single, '553AC 1.82 2026-01-01 2026-01-03'),
      lineOf(held, '553AC 9.00 2026-01-01 2026-01-03'),
    );
    expect(await done()).toMatchObject({ tasksRaised: 3, alreadyDone: 2 });
  });

  it('its closing asks for every rate that has not come, and says which one is held', async () => {
    expect(await done({ close: true })).toMatchObject({ tasksRaised: 5, alreadyDone: 2 });
    const missing = (await tasks()).filter(({ reason }) => reason === 'NOT_RECEIVED');
    expect(missing.map(({ siret }) => siret)).toEqual([unheard, held]);
    expect(missing[0]?.prefill.note).toBeNull();
    expect(missing[1]?.prefill.note).toContain('retenu');
  });

  it('closed again it gives the same numbers', async () => {
    const before = await actions();
    expect(await done({ close: true })).toMatchObject({ tasksRaised: 5, alreadyDone: 2 });
    expect(await actions()).toEqual(before);
    expect(before.at(-1)).toBe('campaign.closed');
  });

  it('a task ended by a late feed still counts as raised and is not raised again', async () => {
    await received(house, lineOf(unheard, '553AC 1.80 2026-01-01 2026-01-04'));
    expect(await done({ close: true })).toMatchObject({ tasksRaised: 5, alreadyDone: 3 });
    const [task] = await house.sql<{ status: string }>('SELECT status FROM task WHERE siret = $1', [unheard]);
    expect(task?.status).toBe('SUPERSEDED');
  });
});

describe('a year that no table gives', () => {
  it('is refused with a sentence that says what to do', async () => {
    expect(await run(2031)).toMatchObject({ ok: false, refusal: { code: 'CAMPAGNE_INCONNUE' } });
  });

  it('is opened from the date given, and known by it from then on', async () => {
    const effectiveFrom = '2031-05-01' as LocalDate;
    expect(await run(2031, { effectiveFrom })).toMatchObject({
      ok: true,
      value: { effectiveFrom: '2031-05-01', periods: ['2031-05'] },
    });
    expect(await run(2031)).toMatchObject({ ok: true, value: { effectiveFrom: '2031-05-01' } });
  });

  it('publishes nothing: the rates of the year before are not those of the year', async () => {
    const late = await house.sql(`SELECT siret FROM rate_profile WHERE effective_from = '2031-05-01'`);
    expect(late).toEqual([]);
  });

  it.each([
    ['another date than that of the arrêté', 2026, '2026-05-01', 'CAMPAGNE_DEJA_DATEE'],
    ['a date before the year', 2032, '2031-12-31', 'DATE_EFFET'],
    ['a date two years late', 2032, '2034-01-01', 'DATE_EFFET'],
  ])('refuses %s', async (_case, year, date, code) => {
    expect(await run(year, { effectiveFrom: date as LocalDate })).toMatchObject({ ok: false, refusal: { code } });
  });
});
