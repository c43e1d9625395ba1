import { randomUUID } from 'node:crypto';
import { CheckHealth } from '#application/operations/check-health';
import { Occupations } from '#application/operations/occupations';
import { ReadState } from '#application/operations/read-state';
import { isReady, readinessOf } from '#application/operations/readiness';
import { SignOfLife } from '#application/operations/sign-of-life';
import { campaignTasks, openBatches, waitingDeposits, waitingTasks } from '#storage/operations/work-under-way';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const NOW = '2026-01-06T09:00:00.000Z';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(NOW);
});
afterAll(() => house.close());

const state = () => house.verb(ReadState).run();

describe('the counts since the first day', () => {
  const [single, several] = [siretOf(1), siretOf(2)];

  it('add each document once, however often they are read', async () => {
    for (const siret of [single, several]) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    await received(
      house,
      lineOf(single, '553AC 1.80 2026-01-01 2026-01-03'),
      lineOf(several, '553AC 1.80 2026-01-01 2026-01-03'),
      lineOf(several, '553ACB 0.70 2026-01-01 2026-01-03'),
      lineOf(siretOf(900), '553AC 1.80 2026-01-01 2026-01-03'),
    );
    const first = (await state()).tally;
    expect(first).toMatchObject({ lines: 4, verdicts: { AUTO_UPDATED: 1, TASK_RAISED: 1, QUARANTINED: 1 } });
    expect(Object.values(first.refusals).reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await state()).tally).toEqual(first);
    await received(house, lineOf(single, '553AC 1.80 2026-01-01 2026-01-04'));
    expect((await state()).tally).toMatchObject({
      lines: 5,
      verdicts: { AUTO_UPDATED: 1, TASK_RAISED: 1, UNCHANGED: 1 },
    });
  });

  it('wait for a document that is still being decided, and then add it and those behind it', async () => {
    const before = (await state()).tally.lines;
    await received(house, lineOf(single, '553AC 1.80 2026-01-01 2026-01-05'));
    await received(house, lineOf(single, '553AC 1.80 2026-01-01 2026-01-06'));
    const [feed] = await house.sql<{ id: number; verdicts: unknown }>(
      'SELECT id, verdicts FROM feed ORDER BY id DESC OFFSET 1 LIMIT 1',
    );
    await house.sql('UPDATE feed SET verdicts = NULL WHERE id = $1', [feed?.id]);
    expect((await state()).tally.lines).toBe(before);
    await house.sql('UPDATE feed SET verdicts = $2 WHERE id = $1', [feed?.id, JSON.stringify(feed?.verdicts)]);
    expect((await state()).tally.lines).toBe(before + 2);
  });

  it('are the same for two who ask at once', async () => {
    await received(house, lineOf(single, '553AC 1.80 2026-01-01 2026-01-07'));
    const before = (await state()).tally.lines;
    const both = await Promise.all([state(), state()]);
    expect(both.map(({ tally }) => tally.lines)).toEqual([before, before]);
  });
});

describe('what waits', () => {
  it('is counted with its oldest, by kind', async () => {
    const { tasks, batches, deposits, campaign } = await state();
    expect(tasks).toEqual([{ kind: 'ANNUAL_RENEWAL', count: 1, oldest: NOW }]);
    expect([batches, deposits, campaign]).toEqual([[], { count: 0, oldest: null }, null]);
  });

  it('is found by indexes, never by reading every row', async () => {
    // As many rows as would make a reading of them all cheaper for nobody.
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, status, prefill, opened_at, ended_at)
       SELECT lpad(n::text, 14, '0'), lpad(n::text, 9, '0'), 'INCOHERENCE', 'x', 'INCOHERENT', '2025-12', 'DONE', '{}', $1, $1
       FROM generate_series(1, 60000) n`,
      [NOW],
    );
    await house.sql(
      `INSERT INTO batch (actor, received_at, status) SELECT 'essai', $1, 'DONE' FROM generate_series(1, 20000)`,
      [NOW],
    );
    await house.sql('VACUUM ANALYZE task, batch, feed, refused_line');
    const plans = await house.database.transaction('system', async (tx) => {
      const asked: string[] = [];
      const noting = { ...tx, query: <Row>(sql: string) => tx.query<Row>((asked.push(sql), sql)) };
      for (const read of [waitingTasks, openBatches, campaignTasks, waitingDeposits]) await read(noting);
      const rows: Record<string, string>[] = [];
      for (const sql of asked) rows.push(...(await tx.query<Record<string, string>>(`EXPLAIN ${sql}`)));
      return rows.map((row) => row['QUERY PLAN'] ?? '');
    });
    expect(plans.join('\n')).toMatch(/task_(waiting|urgent)/);
    expect(plans.join('\n')).toContain('batch_open');
    expect(plans.join('\n')).not.toMatch(/Seq Scan on (task|batch|feed|verdict|refused_line|deposit)\b/);
  });
});

describe('the processes', () => {
  it('are told by their signs of life, with what they do, until they leave or fall silent', async () => {
    const life = house.verb(SignOfLife);
    const under = house.verb(Occupations).during('finish-batches', () => life.run('WORKER'));
    await under;
    const [own] = (await state()).processes;
    expect(own).toMatchObject({
      ...{ role: 'WORKER', pid: process.pid, startedAt: NOW, seenAt: NOW, alive: true },
      doing: [{ job: 'finish-batches', since: NOW }],
    });
    house.wallClock.instant = '2026-01-06T09:00:31.000Z';
    expect((await state()).processes).toMatchObject([{ alive: false }]);
    await life.run('WORKER');
    expect((await state()).processes).toMatchObject([{ alive: true, startedAt: NOW, doing: [] }]);
    await life.leave();
    expect((await state()).processes).toEqual([]);
  });

  it('are forgotten a day after they ended without a word', async () => {
    await house.sql(
      `INSERT INTO running_process (id, role, machine, pid, started_at, seen_at, doing)
       VALUES ($1, 'WORKER', 'ailleurs', 7, '2026-01-05T08:00:00Z', '2026-01-05T08:59:59Z', '[]')`,
      [randomUUID()],
    );
    await house.verb(SignOfLife).run('PAGES');
    expect((await state()).processes.map(({ machine }) => machine)).not.toContain('ailleurs');
  });
});

describe('readiness', () => {
  const well = { database: 'ok', queue: 'ok', migrations: 'ok' } as const;

  it.each([
    ['all is well', well, false, { queue: false }, 'ok'],
    ['the base is slow', { ...well, database: 'late' }, false, { queue: false }, 'degraded'],
    ['the base is gone', { ...well, database: 'down' }, false, { queue: false }, 'down'],
    ['the tables are those of another release', { ...well, migrations: 'late' }, false, { queue: false }, 'down'],
    ['the queue is gone, for pages', { ...well, queue: 'down' }, false, { queue: false }, 'degraded'],
    ['the queue is gone, for a worker', { ...well, queue: 'down' }, false, { queue: true }, 'down'],
    ['a stop was asked', well, true, { queue: false }, 'stopping'],
  ] as const)('when %s', (_what, health, stopping, needs, status) => {
    const readiness = readinessOf(health, stopping, needs);
    expect(readiness.status).toBe(status);
    expect(isReady(readiness)).toBe(status === 'ok' || status === 'degraded');
  });

  it('is asked of the base and of the queue', async () => {
    expect(await house.verb(CheckHealth).run()).toEqual(well);
  });
});
