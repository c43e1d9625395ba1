import { given, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { beat, runs } from './scheduled';

jest.setTimeout(240_000);

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse('2025-12-30T12:00:00.000Z');
  await given(house, siretOf(1), { employees: { A1: {} }, clientSince: '2024-02-01' });
});
afterAll(() => house.close());

/** Each civil day from the first to the last, `YYYY-MM-DD`. */
function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${first}T12:00:00Z`); at <= Date.parse(`${last}T12:00:00Z`); at += 24 * HOUR)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

const HOUR = 3_600_000;
/** Every day about those on which something about time is odd; the pure walk goes through all of them. */
const ODD = /-(12-3\d|01-0[12]|01-2[01]|03-2[789]|03-3[01]|10-2[456]|10-3[01]|02-2[89])$/;
/** And otherwise the first two of a month. */
const FIRST = /-0[12]$/;

/** A window begins in the morning, so that its first beat has the slots of that very day to make. */
function* instants(days: readonly string[]): Generator<string> {
  for (const [index, day] of days.entries()) {
    const begins = daysFrom(days[index - 1] ?? day, day).length !== 2;
    for (const hour of begins ? [9, 23] : ODD.test(day) ? [0, 1, 3, 9, 23] : [9])
      yield new Date(Date.parse(`${day}T00:00:00Z`) + hour * HOUR).toISOString();
  }
}

it('makes each run once while a clock walks over both changes of hour, the ends of years and a leap day', async () => {
  await beat(house, '2025-12-30T12:00:00.000Z');
  expect(await runs(house)).toEqual([]);
  const days = daysFrom('2025-12-31', '2028-03-02').filter((day) => ODD.test(day) || FIRST.test(day));
  // The arrêté of 2027 comes in time; that of 2028 never does.
  for (const instant of instants(days)) {
    if (instant === '2026-12-30T09:00:00.000Z') await givenTable(2027, '2027-01-01', instant);
    await beat(house, instant);
  }
  const made = await runs(house);
  const slotsOf = (name: string): string[] =>
    made.filter(({ run }) => run.startsWith(`${name} `)).map(({ run }) => run.slice(name.length + 1));
  for (const daily of ['journal-verification', 'retention', 'digests', 'reminders'])
    expect(slotsOf(daily)).toEqual(days);
  const months = [...new Set(days.slice(1).map((day) => day.slice(0, 7)))];
  for (const monthly of ['monthly-tasks', 'returning-tasks', 'table-check']) expect(slotsOf(monthly)).toEqual(months);
  expect(slotsOf('campaign-opening')).toEqual(['2026', '2027']);
  expect(slotsOf('campaign-closing')).toEqual(['2026', '2027']);
  expect(made).toHaveLength(days.length * 4 + months.length * 3 + 4);

  expect(new Set(made.map(({ attempts, error }) => `${attempts} ${error ?? 'no error'}`))).toEqual(
    new Set(['1 no error']),
  );
  expect(made.filter(({ outcome }) => outcome !== 'DONE').map(({ run }) => run)).toEqual([
    'table-check 2028-01',
    'table-check 2028-02',
    'table-check 2028-03',
  ]);
  const due = new Map(made.map((one) => [one.run, one.due]));
  expect(due.get('campaign-opening 2026')).toBe('2026-01-02T05:00Z');
  expect(due.get('campaign-opening 2027')).toBe('2027-01-02T05:00Z');
  expect(due.get('journal-verification 2026-03-29')).toBe('2026-03-29T01:00Z');
  expect(due.get('journal-verification 2026-10-25')).toBe('2026-10-25T00:30Z');
  expect(due.get('monthly-tasks 2027-01')).toBe('2027-01-01T04:00Z');
  expect(due.get('journal-verification 2028-02-29')).toBe('2028-02-29T01:30Z');

  const tasks = await house.sql<{ cause: string; period: string }>('SELECT cause, period FROM task ORDER BY id');
  expect(tasks).toEqual([
    { cause: '2026', period: '2026-01' },
    { cause: '2027', period: '2027-01' },
  ]);
});

const givenTable = (year: number, effectiveFrom: string, importedAt: string) =>
  house.sql(
    `INSERT INTO national_table (year, effective_from, file, sha256, content, imported_at)
     VALUES ($1, $2, 'taux.csv', repeat('0', 64), $3, $4)`,
    [
      year,
      effectiveFrom,
      JSON.stringify({ arrete: null, rates: {}, officeRates: { btp: null, others: null }, labels: {}, ctns: {} }),
      importedAt,
    ],
  );
