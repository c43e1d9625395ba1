import { planAffiliation, type OpenAffiliation, type Staff } from '#domain/tasks/affiliation-gaps';
import type { LocalDate, Period } from '#domain/values/local-date';
import { affiliated, contract, declared, sheet } from '../payroll/situations';

const NOW = '2026-02' as Period;
const WORKSHOP_AND_OFFICE = ['452BE 6.12', '452BEB 0.71'];

const hired = (matricule: string, startedOn: string) => contract(matricule, { startedOn: startedOn as LocalDate });
const gone = (matricule: string, endedOn: string) => contract(matricule, { endedOn: endedOn as LocalDate });

/** Anne on the workshop rate, Bruno and Chloé in the office, as a person said in January. */
const staff = (change: Partial<Staff> = {}): Staff => ({
  contracts: [contract('Anne'), contract('Bruno'), contract('Chloé')],
  sheets: [sheet('2026-01-01', WORKSHOP_AND_OFFICE, 'ENTERED')],
  affiliations: [
    affiliated('Anne', '2026-01-01', '452BE'),
    affiliated('Bruno', '2026-01-01', '452BEB'),
    affiliated('Chloé', '2026-01-01', '452BEB'),
  ],
  declared: [],
  openTasks: [],
  ratesAwaited: false,
  ...change,
});

const asked = (change: Partial<Staff> = {}): string => {
  const { task } = planAffiliation(staff(change), NOW);
  return task === null ? 'nothing' : `${task.reason} ${task.cause} from ${task.prefill.effectiveFrom ?? ''}`;
};

describe('somebody came', () => {
  const withDavid = (startedOn: string) => [...staff().contracts, hired('David', startedOn)];

  it.each<[string, Partial<Staff>, string]>([
    [
      'nothing tells the profile of a new employee',
      { contracts: withDavid('2026-02-09') },
      'NEW_EMPLOYEE 2026-02 from 2026-02-01',
    ],
    [
      'who came next month is asked about before',
      { contracts: withDavid('2026-03-02') },
      'NEW_EMPLOYEE 2026-03 from 2026-03-01',
    ],
    ['who comes later is asked about then', { contracts: withDavid('2026-05-02') }, 'nothing'],
    [
      'who was forgotten when the rates began goes with those rates',
      { contracts: withDavid('2024-05-02') },
      'NEW_EMPLOYEE 2026-01-01 from 2026-01-01',
    ],
    [
      'the DSN declares one of the rates',
      { contracts: withDavid('2026-02-09'), declared: [declared('2026-02', 'David', '452BEB 0.71')] },
      'nothing',
    ],
    [
      'the DSN awaits a rate',
      { contracts: withDavid('2026-02-09'), declared: [declared('2026-02', 'David', '999ZZ')] },
      'NEW_EMPLOYEE 2026-02 from 2026-02-01',
    ],
    [
      'there is one rate only',
      { contracts: withDavid('2026-02-09'), sheets: [sheet('2026-01-01', ['452BE 6.12'])] },
      'nothing',
    ],
    [
      'the rates are those of a DSN only: the rates come first',
      { contracts: withDavid('2026-02-09'), sheets: [sheet('2026-01-01', WORKSHOP_AND_OFFICE, 'DECLARED')] },
      'nothing',
    ],
    [
      'an employee of the MSA has a sheet of his own',
      { contracts: [...staff().contracts, contract('David', { regime: '300' })] },
      'nothing',
    ],
    ['he has left already', { contracts: [...staff().contracts, gone('David', '2026-01-31')] }, 'nothing'],
  ])('%s', (_situation, change, expected) => {
    expect(asked(change)).toBe(expected);
  });

  it('he joins the open task about the same rates', () => {
    const openTasks: OpenAffiliation[] = [{ id: 4, reason: 'NEW_PROFILES', since: '2026-01-01' as LocalDate }];
    expect(asked({ contracts: withDavid('2026-02-09'), openTasks })).toBe('nothing');
  });
});

describe('somebody left', () => {
  const [anne, bruno, chloe] = staff().contracts;
  if (anne === undefined || bruno === undefined || chloe === undefined) throw new Error('Three of them work there.');

  it.each<[string, Partial<Staff>, string]>([
    [
      'the last of a profile',
      { contracts: [gone('Anne', '2026-02-12'), bruno, chloe] },
      'PROFILE_LEFT 2026-03 from 2026-03-01',
    ],
    [
      'the last of a profile, last month',
      { contracts: [gone('Anne', '2026-01-31'), bruno, chloe] },
      'PROFILE_LEFT 2026-02 from 2026-02-01',
    ],
    [
      'on the eve of the rates',
      {
        contracts: [gone('Anne', '2025-12-31'), bruno, chloe],
        affiliations: [affiliated('Anne', '2025-03-01', '452BE'), ...staff().affiliations.slice(1)],
      },
      'PROFILE_LEFT 2026-01-01 from 2026-01-01',
    ],
    ['one of two', { contracts: [anne, gone('Bruno', '2026-01-31'), chloe] }, 'nothing'],
    ['nobody is left to fill it', { contracts: [gone('Anne', '2026-01-31'), bruno] }, 'nothing'],
    ['long before the rates', { contracts: [gone('Anne', '2024-06-30'), bruno, chloe] }, 'nothing'],
    [
      'while the rates are asked about',
      { contracts: [gone('Anne', '2026-01-31'), bruno, chloe], ratesAwaited: true },
      'nothing',
    ],
  ])('%s', (_situation, change, expected) => {
    expect(asked(change)).toBe(expected);
  });

  it('what later facts have settled ends by itself, what a person was asked about new rates does not', () => {
    const since = '2026-02-01' as LocalDate;
    const openTasks: OpenAffiliation[] = [
      { id: 4, reason: 'PROFILE_LEFT', since },
      { id: 5, reason: 'NEW_EMPLOYEE', since },
      { id: 6, reason: 'NEW_PROFILES', since },
    ];
    expect(planAffiliation(staff({ openTasks }), NOW).ended.map(({ id }) => id)).toEqual([4, 5]);
  });
});
