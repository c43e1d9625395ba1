import { campaignDates, DEFAULT_CALENDAR, type KnownYear } from '#domain/campaign/calendar';
import { SCHEDULE } from '#domain/schedule/items';
import { isRetryDue, wantedSlots } from '#domain/schedule/plan';
import { nextSlot, slotsDue, type Rhythm } from '#domain/schedule/rhythm';
import type { LocalDate } from '#domain/values/local-date';
import { parisInstant, type TimeOfDay } from '#domain/values/paris';

const NIGHTLY: Rhythm = { every: 'DAY', at: '02:30' };
const day = (text: string): LocalDate => text as LocalDate;

describe('a time of day in Paris', () => {
  it.each<[string, string, TimeOfDay, string]>([
    ['in winter', '2026-01-02', '06:00', '2026-01-02T05:00:00.000Z'],
    ['in summer', '2026-07-01', '06:00', '2026-07-01T04:00:00.000Z'],
    ['just after midnight, when UTC is still in the year before', '2027-01-01', '00:30', '2026-12-31T23:30:00.000Z'],
    ['in the hour that does not exist: the next moment that does', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z'],
    ['at the first minute that does not exist', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
    ['at the first minute after it', '2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
    ['in the hour that comes twice: the first', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['after the hour that came twice', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
    ['on a leap day', '2028-02-29', '02:30', '2028-02-29T01:30:00.000Z'],
  ])('%s', (_when, on, time, instant) => {
    expect(parisInstant(day(on), time)).toBe(instant);
  });
});

describe('the slots that fall due', () => {
  it('are those after the first instant and not after the second, so that two questions share none', () => {
    const at = '2026-01-06T01:30:00.000Z';
    expect(slotsDue(NIGHTLY, '2026-01-05T01:30:00.000Z', at, [])).toEqual([{ key: '2026-01-06', dueAt: at }]);
    expect(slotsDue(NIGHTLY, at, '2026-01-07T01:29:59.999Z', [])).toEqual([]);
  });

  it('are none when the clock went backwards', () => {
    expect(slotsDue(NIGHTLY, '2026-01-06T12:00:00.000Z', '2026-01-04T12:00:00.000Z', [])).toEqual([]);
  });

  it('of every half hour are 48 on the days on which clocks change, as on any other', () => {
    const halfHours: Rhythm = { every: 'MINUTES', minutes: 30 };
    for (const on of ['2026-03-29', '2026-10-25', '2026-06-15']) {
      const [first, last] = [`${on}T00:00:00.000Z`, `${on}T23:59:59.999Z`];
      const slots = slotsDue(halfHours, first, last, []);
      expect(new Set([`${on}T00:00Z`, ...slots.map(({ key }) => key)]).size).toBe(48);
    }
  });

  it('are due one after the other, whatever the day', () => {
    expect(nextSlot(NIGHTLY, '2028-02-28T12:00:00.000Z', [])).toEqual({
      key: '2028-02-29',
      dueAt: '2028-02-29T01:30:00.000Z',
    });
    expect(nextSlot({ every: 'MONTH', day: 1, at: '05:00' }, '2026-12-31T23:30:00.000Z', [])?.key).toBe('2027-01');
    expect(nextSlot({ every: 'CAMPAIGN', step: 'opensAt' }, '2026-12-31T23:30:00.000Z', [])).toBeNull();
  });
});

describe('the days of a campaign', () => {
  const known = (year: number, effectiveFrom: string, more: Partial<KnownYear> = {}): KnownYear => ({
    ...{ year, effectiveFrom: day(effectiveFrom), knownOn: null, openedOn: null },
    ...more,
  });
  it.each<[string, KnownYear, string, string]>([
    ['2 and 20 January', known(2026, '2026-01-01'), '2026-01-02T05:00:00.000Z', '2026-01-20T05:00:00.000Z'],
    ['those of a late year', known(2025, '2025-05-01'), '2025-05-02T04:00:00.000Z', '2025-05-20T04:00:00.000Z'],
    [
      'the same when the table came before',
      known(2027, '2027-01-01', { knownOn: day('2026-12-30') }),
      '2027-01-02T05:00:00.000Z',
      '2027-01-20T05:00:00.000Z',
    ],
    [
      'later when the table came late',
      known(2027, '2027-01-01', { knownOn: day('2027-02-10') }),
      '2027-02-11T05:00:00.000Z',
      '2027-03-01T05:00:00.000Z',
    ],
    [
      'of old when a table is imported for its history',
      known(2019, '2019-01-01', { knownOn: day('2026-06-01') }),
      '2019-01-02T05:00:00.000Z',
      '2019-01-20T05:00:00.000Z',
    ],
    [
      'counted from the opening when somebody opened it late',
      known(2026, '2026-01-01', { openedOn: day('2026-01-11') }),
      '2026-01-02T05:00:00.000Z',
      '2026-01-29T05:00:00.000Z',
    ],
  ])('are %s', (_which, year, opensAt, closesAt) => {
    expect(campaignDates(year, DEFAULT_CALENDAR)).toEqual({ year: year.year, opensAt, closesAt });
  });

  it('are those that somebody set for the year', () => {
    const calendar = { ...DEFAULT_CALENDAR, years: { '2026': { opens: day('2026-01-05') } } };
    expect(campaignDates(known(2026, '2026-01-01'), calendar)).toMatchObject({
      opensAt: '2026-01-05T05:00:00.000Z',
      closesAt: '2026-01-20T05:00:00.000Z',
    });
  });
});

/** Everything that ran, `item slot due`, when a clock goes through these instants and whatever is missing is done. */
function walk(instants: Iterable<string>, since: string, campaigns = CAMPAIGNS): string[] {
  const done = new Set<string>();
  for (const now of instants) {
    for (const item of SCHEDULE.filter(({ name }) => name !== 'feed-poll')) {
      for (const { name, key, dueAt } of wantedSlots(item, since, now, campaigns)) {
        done.add(`${name} ${key} ${dueAt}`);
      }
    }
  }
  return [...done];
}

const CAMPAIGNS = [2026, 2027].map((year) =>
  campaignDates({ year, effectiveFrom: day(`${String(year)}-01-01`), knownOn: null, openedOn: null }, DEFAULT_CALENDAR),
);

function* every(hours: number, from: string, to: string): Generator<string> {
  for (let at = Date.parse(from); at <= Date.parse(to); at += hours * 3_600_000) yield new Date(at).toISOString();
}

describe('a clock that walks over two years, two changes of hour each, their ends and a leap day', () => {
  const [FROM, TO] = ['2025-12-30T12:00:00.000Z', '2028-03-02T12:00:00.000Z'];

  /** Civil days from the first to the last, counted without the code under test. */
  const days = Array.from(every(24, '2025-12-31T12:00:00.000Z', '2028-03-02T12:00:00.000Z')).map((at) =>
    at.slice(0, 10),
  );
  const months = [...new Set(days.filter((on) => on.endsWith('-01')).map((on) => on.slice(0, 7)))];

  it.each([5, 7.3, 23])('runs each slot once when somebody asks every %p hours', (hours) => {
    const runs = walk([...every(hours, FROM, TO), TO], FROM);
    const slots = (name: string): string[] =>
      runs.filter((run) => run.startsWith(`${name} `)).map((run) => run.split(' ')[1] ?? '');
    for (const daily of ['journal-verification', 'retention', 'digests', 'reminders'])
      expect(slots(daily)).toEqual(days);
    expect(slots('monthly-tasks')).toEqual(months);
    expect(slots('returning-tasks')).toEqual(months);
    expect(slots('campaign-opening')).toEqual(['2026', '2027']);
    expect(slots('campaign-closing')).toEqual(['2026', '2027']);
    expect(new Set(runs).size).toBe(runs.length);
  });

  it('runs at the moments that clocks in Paris show', () => {
    const runs = walk(every(3, FROM, TO), FROM);
    expect(runs).toEqual(
      expect.arrayContaining([
        'monthly-tasks 2026-01 2026-01-01T04:00:00.000Z',
        'campaign-opening 2026 2026-01-02T05:00:00.000Z',
        'journal-verification 2026-03-29 2026-03-29T01:00:00.000Z',
        'retention 2026-03-29 2026-03-29T01:30:00.000Z',
        'journal-verification 2026-10-25 2026-10-25T00:30:00.000Z',
        'retention 2026-10-25 2026-10-25T02:30:00.000Z',
        'journal-verification 2027-03-28 2027-03-28T01:00:00.000Z',
        'journal-verification 2027-10-31 2027-10-31T00:30:00.000Z',
        'journal-verification 2028-02-29 2028-02-29T01:30:00.000Z',
        'digests 2028-02-29 2028-02-29T06:00:00.000Z',
      ]),
    );
    // Four a day, three a month, two a campaign; nothing else, and nothing under two hours.
    expect(new Set(runs.map((run) => run.split(' ').slice(0, 2).join(' '))).size).toBe(runs.length);
    expect(runs).toHaveLength(days.length * 4 + months.length * 3 + 4);
  });
});

describe('what was missed', () => {
  const since = '2025-12-01T00:00:00.000Z';
  const wanted = (name: string, now: string) => {
    const item = SCHEDULE.find((one) => one.name === name);
    if (item === undefined) throw new Error(`No item is named ${name}.`);
    return wantedSlots(item, since, now, CAMPAIGNS).map(({ key, replaces }) => [key, replaces]);
  };

  it('is made good slot by slot where each counts, and by the latest where it stands for all', () => {
    expect(wanted('monthly-tasks', '2026-02-03T12:00:00.000Z')).toEqual([
      ['2025-12', 0],
      ['2026-01', 0],
      ['2026-02', 0],
    ]);
    expect(wanted('journal-verification', '2026-02-03T12:00:00.000Z')).toEqual([['2026-02-03', 2]]);
  });

  it('is not looked for further back than the item says, nor before it was known here', () => {
    expect(wanted('monthly-tasks', '2027-03-03T12:00:00.000Z').map(([key]) => key)).toEqual([
      '2026-12',
      '2027-01',
      '2027-02',
      '2027-03',
    ]);
    expect(wanted('campaign-opening', '2026-06-01T12:00:00.000Z')).toEqual([['2026', 0]]);
    const [opening] = SCHEDULE;
    expect(opening && wantedSlots(opening, '2026-01-10T00:00:00.000Z', '2026-06-01T12:00:00.000Z', CAMPAIGNS)).toEqual(
      [],
    );
  });
});

describe('a run that failed', () => {
  it('is tried again after a minute, five, a quarter of an hour, then every hour; at once when the clock went back', () => {
    const minutes = (attempts: number): number =>
      [1, 5, 15, 60, 61].find((wait) =>
        isRetryDue(attempts, '2026-01-06T09:00:00.000Z', new Date(Date.UTC(2026, 0, 6, 9, wait)).toISOString()),
      ) ?? Infinity;
    expect([1, 2, 3, 4, 9].map(minutes)).toEqual([1, 5, 15, 60, 60]);
    expect(isRetryDue(9, '2026-01-06T09:00:00.000Z', '2026-01-05T09:00:00.000Z')).toBe(true);
  });
});
