import { RunCampaign } from '#application/campaign/run-campaign';
import { ListScheduleRuns } from '#application/schedule/list-schedule-runs';
import { AskWhatIsMissing } from '#application/schedule/ask-what-is-missing';
import { RunItemNow } from '#application/schedule/run-item-now';
import { RunScheduled } from '#application/schedule/run-scheduled';
import { PostponeTask } from '#application/tasks/postpone-task';
import { systemCaller } from '#application/access/caller';
import { trusted } from '#domain/values/result';
import { given, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { anotherInstance, beat, runs } from './scheduled';

jest.setTimeout(120_000);

const BORN = '2025-12-30T12:00:00.000Z';
const recent = siretOf(1);
let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse(BORN);
  // New enough for its renewals to be asked of a person.
  await given(house, recent, { employees: { A1: {} }, clientSince: '2024-02-01' });
});
afterEach(() => house.close());

const made = async (): Promise<string[]> => (await runs(house)).map(({ run }) => run);
const tasks = () =>
  house.sql<{ siret: string; kind: string; cause: string; period: string }>(
    'SELECT siret, kind, cause, period FROM task ORDER BY id',
  );
const actions = async (name: string) =>
  house.sql<{ at: string; body: string }>('SELECT at, body FROM audit_entry WHERE action = $1 ORDER BY seq', [name]);

describe('a base that is new', () => {
  it('begins with what falls due from now on: years of before are not made good', async () => {
    await beat(house, '2026-01-10T12:00:00.000Z');
    expect(await runs(house)).toEqual([]);
    await beat(house, '2026-01-11T12:00:00.000Z');
    expect(await made()).toEqual([
      'journal-verification 2026-01-11',
      'retention 2026-01-11',
      'digests 2026-01-11',
      'reminders 2026-01-11',
    ]);
  });

  it('begins earlier when the clock with which it began was ahead', async () => {
    await beat(house, '2030-01-01T12:00:00.000Z');
    await beat(house, '2026-01-10T12:00:00.000Z');
    await beat(house, '2026-01-11T12:00:00.000Z');
    expect(await made()).toContain('journal-verification 2026-01-11');
  });

  it('closes the campaign that somebody opened by hand', async () => {
    await beat(house, '2026-01-10T12:00:00.000Z');
    await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' });
    await beat(house, '2026-01-27T12:00:00.000Z');
    expect(await actions('campaign.closed')).toEqual([]);
    await beat(house, '2026-01-28T12:00:00.000Z');
    expect(await actions('campaign.closed')).toHaveLength(1);
    const [campaign] = await house.sql<{ at: string }>('SELECT closed_at AS at FROM campaign');
    expect(campaign?.at).toBe('2026-01-28T05:00:00.000Z');
  });
});

describe('three days without a worker', () => {
  beforeEach(async () => {
    await beat(house, BORN);
    await beat(house, '2025-12-31T12:00:00.000Z');
    await beat(house, '2026-01-04T09:00:00.000Z');
  });

  it('are made good at once: each slot that counts, and the latest of those that stand for all', async () => {
    const caughtUp = (await runs(house)).slice(4);
    expect(caughtUp.map(({ run, replaces }) => [run, replaces])).toEqual([
      ['monthly-tasks 2026-01', 0],
      ['returning-tasks 2026-01', 0],
      ['campaign-opening 2026', 0],
      ['table-check 2026-01', 0],
      ['journal-verification 2026-01-04', 2],
      ['retention 2026-01-04', 2],
      ['digests 2026-01-04', 2],
      ['reminders 2026-01-04', 2],
    ]);
    expect(new Set(caughtUp.map(({ outcome, attempts }) => `${outcome ?? ''} ${attempts}`))).toEqual(
      new Set(['DONE 1']),
    );
  });

  it('are dated right: the campaign on its day and month, the journal when it was written', async () => {
    const [campaign] = await house.sql<{ at: string }>('SELECT opened_at AS at FROM campaign');
    expect(campaign?.at).toBe('2026-01-02T05:00:00.000Z');
    expect(await tasks()).toEqual([{ siret: recent, kind: 'ANNUAL_RENEWAL', cause: '2026', period: '2026-01' }]);
    const [entry] = await actions('campaign.opened');
    expect(entry?.at).toBe('2026-01-04T09:00:00.000Z');
    expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({ dueAt: '2026-01-02T05:00:00.000Z' });
  });

  it('are told: what began late says so', async () => {
    const late = await house.sql<{ name: string }>(
      'SELECT name FROM schedule_run WHERE alert ORDER BY due_at, name DESC',
    );
    expect(late.map(({ name }) => name)).toEqual([
      'monthly-tasks',
      'returning-tasks',
      'table-check',
      'campaign-opening',
    ]);
  });
});

describe('a clock that is moved', () => {
  beforeEach(async () => {
    for (const day of ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03'])
      await beat(house, `${day}T12:00:00.000Z`);
  });

  it.each([
    '2026-01-02T12:00:00.000Z',
    '2026-01-01T23:30:00.000Z',
    '2025-12-31T23:30:00.000Z',
    '2025-12-01T00:00:00.000Z',
  ])('back to %s makes nothing twice, neither there nor on the way forth', async (back) => {
    const before = await runs(house);
    await beat(house, back);
    for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) await beat(house, `${day}T12:00:00.000Z`);
    const after = await runs(house);
    const known = after.filter(({ run }) => before.some((one) => one.run === run));
    expect(known).toEqual(before);
    expect(await actions('campaign.opened')).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  });

  it('far ahead and back does no harm: what ran too early runs at its hour', async () => {
    await beat(house, '2026-03-02T12:00:00.000Z');
    expect(await made()).toEqual(expect.arrayContaining(['monthly-tasks 2026-02', 'monthly-tasks 2026-03']));
    await beat(house, '2026-01-04T12:00:00.000Z');
    expect(await made()).toContain('digests 2026-01-04');
    await beat(house, '2026-02-01T12:00:00.000Z');
    const [early, atItsHour] = (
      await house.sql<{ at: string }>(
        `SELECT started_at AS at FROM schedule_run WHERE name = 'monthly-tasks' AND slot IN ('2026-02', '2026-03') ORDER BY slot DESC`,
      )
    ).map(({ at }) => at);
    expect([early, atItsHour]).toEqual(['2026-03-02T12:00:00.000Z', '2026-02-01T12:00:00.000Z']);
    expect(await actions('campaign.closed')).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  });
});

describe('a campaign that somebody did by hand', () => {
  it('is said to have been, and which year is not known yet', async () => {
    house.clock.instant = '2026-01-10T12:00:00.000Z';
    const asked = { dryRun: false, effectiveFrom: null, actor: 'test' };
    await house.verb(RunCampaign).run(2026, { ...asked, close: false });
    house.clock.instant = '2026-01-20T12:00:00.000Z';
    await house.verb(RunCampaign).run(2026, { ...asked, close: true });
    house.clock.instant = '2026-02-20T12:00:00.000Z';
    const listed = await house.verb(ListScheduleRuns).run();
    const [opening, closing] = listed.map(({ sentence }) => sentence.replaceAll('\u00a0', ' '));
    const unknown = 'Prochain passage : inconnu tant qu’aucune table ne donne la date d’effet de 2027.';
    expect([opening, closing]).toEqual([
      `Pas encore passé ici. La campagne 2026 a été ouverte à la main le 10 janvier 2026 à 13 h 00. ${unknown}`,
      `Pas encore passé ici. La campagne 2026 a été close à la main le 20 janvier 2026 à 13 h 00. ${unknown}`,
    ]);
  });
});

describe('a late year', () => {
  it('like 2025 opens the day after its rates hold, and is missed until its table is known', async () => {
    await house.sql('DELETE FROM schedule_run');
    for (const day of ['2025-04-20', '2025-05-01', '2025-05-02', '2025-05-20'])
      await beat(house, `${day}T12:00:00.000Z`);
    expect(
      (await runs(house)).filter(({ run }) => run.startsWith('campaign')).map(({ run, due }) => [run, due]),
    ).toEqual([
      ['campaign-opening 2025', '2025-05-02T04:00Z'],
      ['campaign-closing 2025', '2025-05-20T04:00Z'],
    ]);
    expect((await tasks()).map(({ cause, period }) => [cause, period])).toEqual([['2025', '2025-05']]);
  });

  it('whose arrêté nobody has is never invented: support is told each month', async () => {
    await beat(house, '2026-12-31T12:00:00.000Z');
    await beat(house, '2027-01-02T12:00:00.000Z');
    const [missing] = (await runs(house)).filter(({ run }) => run === 'table-check 2027-01');
    expect(missing).toMatchObject({ outcome: 'ALERT' });
    expect(missing?.report).toMatch(/^Aucun arrêté connu ne donne la date d’effet de 2027 : importez sa table/);
    expect(await made()).not.toContain('campaign-opening 2027');
    const listed = (await house.verb(ListScheduleRuns).run()).find(({ name }) => name === 'campaign-opening');
    expect(listed).toMatchObject({ nextDueAt: null });
    expect(listed?.sentence).toMatch(/inconnu tant qu’aucune table ne donne la date d’effet de 2027\.$/);
  });
});

describe('the tasks of the month', () => {
  const [theatre, hired] = [siretOf(2), '2026-03-10'];
  beforeEach(async () => {
    await beat(house, BORN);
    await given(house, theatre, {
      employees: { A1: {}, A2: {}, B1: { startedOn: hired } },
      sheets: ['2025-05-01 NOTIFIED 452BE 3.10, 452BEB 0.64'],
    });
    for (const [matricule, code, office] of [
      ['A1', '452BE', false],
      ['A2', '452BE', true],
    ]) {
      await house.sql(
        `INSERT INTO affiliation (siret, siren, matricule, number, since, code_risque, section, office, recorded_at, actor)
         VALUES ($1, left($1, 9), $2, '00001', '2025-05-01', $3, NULL, $4, '2025-05-02T09:00:00Z', 'test')`,
        [theatre, matricule, code, office],
      );
    }
  });

  it('ask for a hire that was known long before when its month comes near, once', async () => {
    await beat(house, '2026-01-01T12:00:00.000Z');
    expect((await tasks()).filter(({ siret }) => siret === theatre)).toEqual([]);
    for (const day of ['2026-02-01', '2026-02-02', '2026-03-01']) await beat(house, `${day}T12:00:00.000Z`);
    expect((await tasks()).filter(({ siret, kind }) => siret === theatre && kind === 'EMPLOYEE_AFFILIATION')).toEqual([
      { siret: theatre, kind: 'EMPLOYEE_AFFILIATION', cause: '2026-03', period: '2026-02' },
    ]);
    expect((await actions('month.generated')).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ month: '2026-02', raised: 1, ended: 0 }),
    ]);
  });

  it('are noted when they come back to the month they were put off to, once', async () => {
    await beat(house, '2026-01-02T12:00:00.000Z');
    const [task] = await house.sql<{ id: number }>('SELECT id::int FROM task WHERE siret = $1', [recent]);
    const asked = { until: '2026-03', reason: 'notification attendue' };
    trusted(await house.verb(PostponeTask).run(String(task?.id), asked, systemCaller('test')));
    await beat(house, '2026-02-01T12:00:00.000Z');
    expect(await actions('task.returned')).toEqual([]);
    await beat(house, '2026-03-01T12:00:00.000Z');
    await beat(house, '2026-04-01T12:00:00.000Z');
    expect((await actions('task.returned')).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ task: task?.id, before: { postponedUntil: '2026-03' }, after: { month: '2026-03' } }),
    ]);
  });
});

describe('several who ask at the same time', () => {
  it('make one run of each slot, and no task twice', async () => {
    for (let company = 10; company < 40; company++)
      await given(house, siretOf(company), { employees: { A1: {} }, clientSince: '2024-02-01' });
    await beat(house, BORN);
    const others = await Promise.all(
      Array.from({ length: 4 }, () => anotherInstance(house, '2026-01-02T05:00:01.000Z')),
    );
    house.clock.instant = '2026-01-02T05:00:01.000Z';
    const all = [house, ...others];
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        all.map(async (one) => {
          const wanted = await one.verb(AskWhatIsMissing).run();
          await Promise.all(wanted.map((id) => one.verb(RunScheduled).run(id, new AbortController().signal)));
        }),
      );
    }
    expect(new Set((await runs(house)).map(({ outcome, attempts }) => `${outcome ?? ''} ${attempts}`))).toEqual(
      new Set(['DONE 1']),
    );
    expect(await actions('campaign.opened')).toHaveLength(1);
    expect(await actions('campaign.chunk')).toHaveLength(1);
    expect(await tasks()).toHaveLength(31);
    await Promise.all(others.map((one) => one.close()));
  });
});

describe('a run by hand', () => {
  it('makes the last slot that fell due, once', async () => {
    house.clock.instant = '2026-01-06T12:00:00.000Z';
    const first = trusted(await house.verb(RunItemNow).run('journal-verification', null));
    expect(first).toMatchObject({ slot: '2026-01-06', outcome: 'DONE', attempts: 1, alreadyDone: false });
    house.clock.instant = '2026-01-06T12:10:00.000Z';
    const again = trusted(await house.verb(RunItemNow).run('journal-verification', '2026-01-06'));
    expect(again).toEqual({ ...first, alreadyDone: true });
  });

  it('refuses what does not exist or is not due yet', async () => {
    expect(await house.verb(RunItemNow).run('café', null)).toMatchObject({ refusal: { code: 'PASSAGE_INCONNU' } });
    expect(await house.verb(RunItemNow).run('retention', '2030-01-01')).toMatchObject({
      refusal: { code: 'CRENEAU_INCONNU' },
    });
  });
});
