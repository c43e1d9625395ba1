import { NO_FILTER, type MonthFilter } from '#domain/tasks/month';
import { URGENCY } from '#domain/tasks/listed-task';
import { TASK_KINDS, type TaskKind } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Tx } from '#storage/database';
import { monthFigures, MOST_COUNTED } from '#storage/tasks/month-figures';
import type { TaskState } from '#storage/tasks/month-filter';
import { monthTasks } from '#storage/tasks/month-rows';
import { siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

interface Stored {
  readonly id: number;
  readonly siret: string;
  readonly kind: TaskKind;
  readonly reason: string;
  readonly period: string;
  readonly open: boolean;
  readonly until: string | null;
  readonly at: number | null;
  readonly ended: string | null;
}

const PLACES = 40;
let house: TestHouse;
let stored: readonly Stored[];
beforeAll(async () => {
  house = await openTestHouse('2026-01-10T09:00:00.000Z');
  const sirets = Array.from({ length: PLACES }, (_, index) => siretOf(1 + index));
  await house.sql(
    `INSERT INTO company (siren, name, first_seen_on) SELECT left(s, 9), 'Société ' || s, '2020-01-01' FROM unnest($1::text[]) s`,
    [sirets],
  );
  await house.sql(
    `INSERT INTO establishment (siret, siren, postcode, town, first_seen_on) SELECT s, left(s, 9), '44000', 'Nantes', '2020-01-01' FROM unnest($1::text[]) s`,
    [sirets],
  );
  // Every mixture of kind, reason, period, state and end, the last instant of a month in Paris among them.
  await house.sql(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at, status, postponed_until, ended_at)
     SELECT ($1::text[])[1 + n % ${PLACES}], left(($1::text[])[1 + n % ${PLACES}], 9), ($2::text[])[1 + n % 4], n::text,
       (ARRAY['NOT_RECEIVED', 'INCOHERENT', 'SEVERAL_RATES'])[1 + n / 5 % 3],
       (ARRAY['2025-11', '2025-12', '2026-01', '2026-02'])[1 + n / 7 % 4], '{}', '2025-10-01T00:00:00Z',
       CASE WHEN n % 3 = 0 THEN 'DONE' WHEN n % 13 = 0 THEN 'SUPERSEDED' ELSE 'OPEN' END,
       CASE WHEN n % 11 = 0 THEN '2026-03' WHEN n % 6 = 1 THEN '2025-12' END,
       CASE WHEN n % 3 = 0 OR n % 13 = 0 THEN (ARRAY['2025-11-30T22:59:59Z', '2025-11-30T23:00:00Z', '2025-12-31T23:00:00Z',
         '2026-01-09T08:00:00Z', '2026-04-09T08:00:00Z'])[1 + n / 3 % 5]::timestamptz END
     FROM generate_series(1, 700) n`,
    [sirets, TASK_KINDS],
  );
  stored = await house.sql<Stored>(
    `SELECT id, siret, kind, reason, period, status = 'OPEN' AS open, postponed_until AS until,
       extract(epoch FROM ended_at)::float8 AS at, to_char(ended_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') AS ended FROM task`,
  );
  await house.sql('VACUUM ANALYZE task');
});
afterAll(() => house.close());

const stateIn = (task: Stored, month: string): TaskState | null => {
  if (task.period > month) return null;
  if (task.open) return task.until !== null && task.until > month ? 'POSTPONED' : 'TO_DO';
  return task.period === month || (task.ended ?? '') >= month ? 'DONE' : null;
};

const keeps = ({ kind, reason, followUp }: MonthFilter, task: Stored, month: string): boolean =>
  (kind === null || task.kind === kind) &&
  (reason === null || task.reason === reason) &&
  (followUp !== 'LATE' || task.period < month) &&
  (followUp !== 'NEVER_POSTPONED' || task.until === null) &&
  (followUp !== 'POSTPONED_BEFORE' || task.until !== null);

const order = (state: TaskState, one: Stored, other: Stored): number =>
  (state === 'DONE' ? (other.at ?? 0) - (one.at ?? 0) : 0) ||
  one.period.localeCompare(other.period) ||
  URGENCY.kinds.indexOf(one.kind) - URGENCY.kinds.indexOf(other.kind) ||
  one.siret.localeCompare(other.siret) ||
  one.id - other.id;

const plain = (state: TaskState, month: string, filter: MonthFilter): number[] =>
  stored
    .filter((task) => stateIn(task, month) === state && keeps(filter, task, month))
    .toSorted((one, other) => order(state, one, other))
    .map(({ id }) => id);

const everybody = (month: string, filter: Partial<MonthFilter> = {}) => ({
  ...{ month: month as Period, companies: null, filter: { ...NO_FILTER, ...filter } },
});
const STATES: readonly TaskState[] = ['TO_DO', 'POSTPONED', 'DONE'];
const MONTHS = ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-04', '2026-05'];

describe('a month of everybody', () => {
  it.each<[string, Partial<MonthFilter>]>([
    ['whole', {}],
    ['of a kind', { kind: 'INCOHERENCE' }],
    ['of a reason', { reason: 'SEVERAL_RATES' }],
    ['of a kind and a reason', { kind: 'ANNUAL_RENEWAL', reason: 'INCOHERENT' }],
    ['late', { followUp: 'LATE' }],
    ['never postponed', { followUp: 'NEVER_POSTPONED' }],
    ['postponed before', { followUp: 'POSTPONED_BEFORE' }],
    ['of a search that every company answers', { search: 'société' }],
  ])('%s is listed page by page and counted as a plain reading does', async (_case, narrowed) => {
    for (const month of MONTHS) {
      const scope = everybody(month, narrowed);
      const lists = await house.database.transaction('system', async (tx) => {
        const { counts } = await monthFigures(tx, scope);
        const pages: Record<string, unknown> = {};
        for (const state of STATES) {
          const page = async (skipped: number) =>
            (await monthTasks(tx, scope, state, { skipped, count: 30 })).map(({ id }) => id);
          pages[state] = [counts[state], await page(0), await page(30), await page(900)];
        }
        return pages;
      });
      for (const state of STATES) {
        const ids = plain(state, month, scope.filter);
        expect([month, lists[state]]).toEqual([month, [ids.length, ids.slice(0, 30), ids.slice(30, 60), []]]);
      }
    }
  });

  it('names the same months as everybody’s own do together', async () => {
    const sirens = [...new Set(stored.map(({ siret }) => siret.slice(0, 9)))];
    const months = (companies: readonly string[] | null) =>
      house.database.transaction(
        companies === null ? 'system' : { companies },
        async (tx) => (await monthFigures(tx, { ...everybody('2026-01'), companies })).months,
      );
    expect(await months(null)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04']);
    expect(await months(null)).toEqual(await months(sirens));
  });

  it('has a place for every kind', () => {
    expect(URGENCY.kinds).toEqual(expect.arrayContaining([...TASK_KINDS]));
  });
});

describe('a month of very many', () => {
  const MANY = MOST_COUNTED + 2_000;
  beforeAll(async () => {
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
       SELECT $1, left($1, 9), 'ANNUAL_RENEWAL', 'many ' || n, 'NOT_RECEIVED', '2026-02', '{}', '2026-01-01T00:00:00Z'
       FROM generate_series(1, ${MANY}) n`,
      [siretOf(1)],
    );
    await house.sql('VACUUM ANALYZE task');
  });

  it('is counted up to a bound, and no further', async () => {
    const read = (tx: Tx) => monthFigures(tx, everybody('2026-02'));
    const { counts } = await house.database.transaction('system', read);
    expect(counts).toMatchObject({ TO_DO: MOST_COUNTED + 1, DONE: plain('DONE', '2026-02', NO_FILTER).length });
  });

  it.each<TaskState>(['TO_DO', 'DONE'])('is read in the order of an index: %s', async (state) => {
    const plans = await house.database.transaction('system', async (tx) => {
      const lines: string[] = [];
      const explaining: Tx = {
        ...tx,
        query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
          if (sql.includes('FROM task t'))
            for (const row of await tx.query<Record<string, string>>(`EXPLAIN ${sql}`, parameters))
              lines.push(row['QUERY PLAN'] ?? '');
          return tx.query<Row>(sql, parameters);
        },
      };
      await monthFigures(explaining, everybody('2026-02'));
      await monthTasks(explaining, everybody('2026-02'), state, { skipped: 0, count: 101 });
      return lines.join('\n');
    });
    expect(plans).toMatch(/Index Scan using task_urgent/);
    expect(plans).toMatch(/Index Scan using task_ended/);
    expect(plans).not.toMatch(/Seq Scan on task\b|Bitmap Index Scan on task_(urgent|ended|waiting)/);
  });
});
