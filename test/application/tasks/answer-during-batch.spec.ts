import { systemCaller } from '#application/access/caller';
import { VerifyJournal } from '#application/audit/verify-journal';
import { RunCampaign } from '#application/campaign/run-campaign';
import { FinishBatches } from '#application/intake/finish-batches';
import { ReadRates } from '#application/rates/read-rates';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { PostponeTask } from '#application/tasks/postpone-task';
import { formatRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenSheet } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ANNE = systemCaller('personne : Anne');
const FEBRUARY = '2026-02-01';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

interface Asked {
  readonly siret: Siret;
  readonly id: string;
}

/** An establishment on 1,78 % whose renewal of 2026 waits for somebody. */
async function asked(): Promise<Asked> {
  const siret = await given(house, siretOf(++company), { automation: false, employees: { M1: {} } });
  await givenSheet(house, { siret, effectiveFrom: '2025-05-01', profiles: [['553AC', 178]] });
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  return { siret, id: (await tasksOf(siret))[0]?.id ?? 'no task' };
}

const tasksOf = async (siret: Siret) =>
  trusted(await house.verb(ListTasks).run({ period: null, siret, all: true }, systemCaller('test')));

/** Receives 1,80 % from the caisse for 1 January and stops, as a crash would, once decided and before it is applied. */
async function plannedFor({ siret }: Asked, automation: boolean): Promise<void> {
  await house.sql('UPDATE company SET automation = $2 WHERE siren = $1', [siret.slice(0, 9), automation]);
  await house.sql(`
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'crash' USING ERRCODE = 'admin_shutdown'; END $$;
    CREATE TRIGGER crash BEFORE UPDATE ON batch_chunk FOR EACH ROW EXECUTE FUNCTION crash()`);
  await expect(received(house, lineOf(siret, '553AC 1.80 2026-01-01 2026-01-04'))).rejects.toThrow('crash');
  await house.sql('DROP FUNCTION crash CASCADE');
  expect(await house.sql(`SELECT status FROM batch WHERE status <> 'DONE'`)).toEqual([{ status: 'DECIDED' }]);
}

const finish = (): Promise<number> => house.verb(FinishBatches).run();

const enter =
  (rate: string, effectiveFrom?: string) =>
  async ({ id }: Asked) =>
    void trusted(
      await house
        .verb(AnswerTask)
        .run(id, { ...(effectiveFrom && { effectiveFrom }), profiles: [{ codeRisque: '553AC', rate }] }, ANNE),
    );
const postpone = async ({ id }: Asked) =>
  void trusted(await house.verb(PostponeTask).run(id, { until: '2026-03', reason: 'caisse jointe' }, ANNE));
const doNothing = (): Promise<void> => Promise.resolve();

const shown = async (siret: Siret): Promise<string[]> =>
  (await tasksOf(siret))
    .filter(({ kind }) => kind !== 'DONE_FOR_YOU')
    .map(({ kind, status, reason, postponedUntil }) =>
      [kind, status, status === 'OPEN' ? reason : '', postponedUntil ?? ''].join(' ').trim(),
    );

const rateOn = async (siret: Siret, on: string): Promise<string> => {
  const { sheet } = trusted(await house.verb(ReadRates).run({ siret, on, knownAt: undefined }, systemCaller('test')));
  const [profile] = sheet?.profiles ?? [];
  return `${sheet?.source ?? ''} ${profile === undefined ? '' : formatRate(profile.rate)}`;
};

interface Situation {
  readonly meanwhile: string;
  readonly act: (task: Asked) => Promise<void>;
  readonly tasks: readonly string[];
  readonly january: string;
  readonly february?: string;
}

const DONE = 'ANNUAL_RENEWAL DONE';
const DOUBT = 'INCOHERENCE OPEN INCOHERENT';

const AUTOMATIC: readonly Situation[] = [
  { meanwhile: 'nobody does anything', act: doNothing, tasks: ['ANNUAL_RENEWAL SUPERSEDED'], january: 'NOTIFIED 1.80' },
  { meanwhile: 'a person enters the same', act: enter('1.80'), tasks: [DONE], january: 'ENTERED 1.80' },
  { meanwhile: 'a person enters otherwise', act: enter('1.95'), tasks: [DOUBT, DONE], january: 'ENTERED 1.95' },
  {
    meanwhile: 'a person enters another rate for a later day',
    act: enter('1.95', FEBRUARY),
    tasks: [DONE],
    january: 'NOTIFIED 1.80',
    february: 'ENTERED 1.95',
  },
  {
    meanwhile: 'a person postpones',
    act: postpone,
    tasks: ['ANNUAL_RENEWAL SUPERSEDED  2026-03'],
    january: 'NOTIFIED 1.80',
  },
];

const LEFT_TO_PEOPLE: readonly Situation[] = [
  {
    meanwhile: 'nobody does anything',
    act: doNothing,
    tasks: ['ANNUAL_RENEWAL OPEN AUTOMATION_NOT_ALLOWED'],
    january: 'NOTIFIED 1.78',
  },
  { meanwhile: 'a person enters the same', act: enter('1.80'), tasks: [DONE], january: 'ENTERED 1.80' },
  { meanwhile: 'a person enters otherwise', act: enter('1.95'), tasks: [DOUBT, DONE], january: 'ENTERED 1.95' },
  {
    meanwhile: 'a person enters another rate for a later day',
    act: enter('1.95', FEBRUARY),
    tasks: ['ANNUAL_RENEWAL OPEN AUTOMATION_NOT_ALLOWED', DONE],
    january: 'NOTIFIED 1.78',
    february: 'ENTERED 1.95',
  },
  {
    meanwhile: 'a person postpones',
    act: postpone,
    tasks: ['ANNUAL_RENEWAL OPEN AUTOMATION_NOT_ALLOWED 2026-03'],
    january: 'NOTIFIED 1.78',
  },
];

async function plays(automation: boolean, { act, tasks, january, february }: Situation): Promise<void> {
  const task = await asked();
  await plannedFor(task, automation);
  await act(task);
  const [before] = await house.sql('SELECT status, outcome FROM task WHERE id = $1', [task.id]);
  expect(await finish()).toBe(1);
  expect(await shown(task.siret)).toEqual(tasks);
  expect(await rateOn(task.siret, '2026-01-31')).toBe(january);
  expect(await rateOn(task.siret, FEBRUARY)).toBe(february ?? january);
  const [after] = await house.sql<{ status: string }>('SELECT status, outcome FROM task WHERE id = $1', [task.id]);
  if (after?.status === 'DONE') expect(after).toEqual(before);
}

describe('a rate that is to be applied by itself, while', () => {
  it.each(AUTOMATIC)('$meanwhile: the tasks are $tasks, and in January holds $january', (situation) =>
    plays(true, situation),
  );
});

describe('a rate that is left to people, while', () => {
  it.each(LEFT_TO_PEOPLE)('$meanwhile: the tasks are $tasks, and in January holds $january', (situation) =>
    plays(false, situation),
  );
});

describe('what the caisse says otherwise than a person just did', () => {
  it.each([true, false])('is asked about with its own rate filled in (automation: %s)', async (automation) => {
    const task = await asked();
    await plannedFor(task, automation);
    await enter('1.95')(task);
    await finish();
    const [doubt] = await house.sql(
      `SELECT cause, period, prefill->'profiles'->0->>'rate' AS rate, feed_id IS NOT NULL AS "knowsFeed"
       FROM task WHERE siret = $1 AND kind = 'INCOHERENCE'`,
      [task.siret],
    );
    expect(doubt).toEqual({ cause: '2026-01-01', period: '2026-01', rate: '180', knowsFeed: true });
  });
});

describe('an answer that is being given while a chunk is applied', () => {
  /** Until so many sessions wait for each other. */
  async function untilWaiting(sessions: number): Promise<void> {
    for (;;) {
      const [row] = await house.sql<{ waiting: number }>(
        `SELECT count(*)::integer AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if ((row?.waiting ?? 0) >= sessions) return;
    }
  }

  it.each([true, false])('is waited for and seen (automation: %s)', async (automation) => {
    const task = await asked();
    await plannedFor(task, automation);
    await house.sql(`
      CREATE FUNCTION hesitate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.status = 'DONE' THEN PERFORM pg_advisory_xact_lock(42); END IF; RETURN NEW; END $$;
      CREATE TRIGGER hesitate BEFORE UPDATE ON task FOR EACH ROW EXECUTE FUNCTION hesitate()`);
    const [answered, finished] = await house.database.transaction('system', async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(42)');
      const answering = enter('1.95')(task);
      await untilWaiting(1);
      const finishing = finish();
      await untilWaiting(2);
      // Promises in an array: returning them alone would wait for them while the lock is held.
      return [answering, finishing] as const;
    });
    await answered;
    expect(await finished).toBe(1);
    await house.sql('DROP FUNCTION hesitate CASCADE');
    expect(await shown(task.siret)).toEqual([DOUBT, DONE]);
  });
});

it('leaves a journal that is whole', async () => {
  expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true, firstBroken: null });
});
