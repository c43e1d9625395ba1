import { systemCaller, type Caller } from '#application/access/caller';
import { ListCampaigns } from '#application/campaign/list-campaigns';
import { ReadCampaign } from '#application/campaign/read-campaign';
import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { trusted } from '#domain/values/result';
import { given, lineOf, received, siretOf, type EstablishmentFacts } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ALL = systemCaller('test');
const [ANSWERED, WAITING, AUTOMATIC, SILENT, EMPTY] = [1, 2, 3, 4, 5].map((nic) => siretOf(1, nic));
const OTHERS = siretOf(2);
const OWN: Caller = { actor: 'clé', scope: { companies: [siretOf(1).slice(0, 9)] } };
const STRANGER: Caller = { actor: 'clé', scope: { companies: [siretOf(3).slice(0, 9)] } };

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  const one: EstablishmentFacts = { sheets: ['2025-01-01 NOTIFIED 553AC 1.78'], employees: { M1: {} } };
  const several = { ...one, sheets: ['2025-01-01 NOTIFIED 553AC 1.78, 553ACB 0.70'] };
  for (const siret of [ANSWERED, WAITING]) await given(house, siret ?? OTHERS, several);
  for (const siret of [AUTOMATIC, SILENT]) await given(house, siret ?? OTHERS, one);
  await given(house, EMPTY ?? OTHERS, { sheets: ['2025-01-01 NOTIFIED 553AC 1.78'] });
  await given(house, OTHERS, several);
  const options = { close: false, dryRun: false, effectiveFrom: null, actor: 'test' };
  trusted(await house.verb(RunCampaign).run(2026, options));
  await received(house, lineOf(AUTOMATIC ?? OTHERS, '553AC 1.80 2026-01-01 2026-01-03'));
  const [task] = await house.sql<{ id: string }>('SELECT id FROM task WHERE siret = $1', [ANSWERED]);
  trusted(await house.verb(AnswerTask).run(String(task?.id), { confirm: true }, ALL));
});
afterAll(() => house.close());

describe('how far a campaign is', () => {
  it('counts tasks, what was settled without a person, and what has not come', async () => {
    expect(trusted(await house.verb(ReadCampaign).run(2026, ALL))).toMatchObject({
      year: 2026,
      effectiveFrom: '2026-01-01',
      openedAt: '2026-01-06T09:00:00.000Z',
      closedAt: null,
      progress: {
        tasks: { raised: 3, open: 2, done: 1, superseded: 0 },
        settledWithoutPerson: 1,
        notReceived: 1,
      },
    });
  });

  it('counts the caller’s own for who is bound to companies', async () => {
    expect(trusted(await house.verb(ReadCampaign).run(2026, OWN)).progress).toEqual({
      tasks: { raised: 2, open: 1, done: 1, superseded: 0 },
      settledWithoutPerson: 1,
      notReceived: 1,
    });
    expect(trusted(await house.verb(ReadCampaign).run(2026, STRANGER)).progress).toEqual({
      tasks: { raised: 0, open: 0, done: 0, superseded: 0 },
      settledWithoutPerson: 0,
      notReceived: 0,
    });
  });

  it('is not told of a year that was not opened', async () => {
    expect(await house.verb(ReadCampaign).run(2024, ALL)).toMatchObject({ refusal: { code: 'CAMPAGNE_INCONNUE' } });
  });

  it('is of every year that was opened', async () => {
    expect(await house.verb(ListCampaigns).run(STRANGER)).toMatchObject([{ year: 2026 }]);
  });

  it('ends with a task for what has not come, which is then no longer missing', async () => {
    const options = { close: true, dryRun: false, effectiveFrom: null, actor: 'test' };
    trusted(await house.verb(RunCampaign).run(2026, options));
    expect(trusted(await house.verb(ReadCampaign).run(2026, OWN)).progress).toMatchObject({
      tasks: { raised: 3, open: 2 },
      notReceived: 0,
    });
  });
});
