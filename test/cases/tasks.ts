import type { DossierInWords } from '../builders/trade';

/** Texts are read by `test/builders/trade`; a task is shown as `KIND cause REASON in period`. */
interface Told extends Omit<DossierInWords, 'tasks'> {
  readonly because: string;
  readonly notified: readonly string[];
}

const ONE_RATE = ['2026-01-01 553AC/01 1.91'];
const TWO_RATES = ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'];

/** Rule 9: kind and reason. */
export const RAISED_TASKS: readonly (Told & {
  readonly tasks: readonly string[];
  readonly open?: readonly string[];
})[] = [
  { because: 'the rate is updated by itself', notified: ONE_RATE, tasks: [] },
  {
    because: 'the rate is confirmed',
    onFile: ['2025-05-01 NOTIFIED 553AC/01 1.91'],
    notified: ONE_RATE,
    tasks: [],
  },
  { because: 'the rate is held', notified: ['2026-01-01 553AC/01 19.10'], tasks: [] },
  { because: 'the line cannot be trusted', notified: ['2026-01-01 602MD/01 1.91'], tasks: [] },
  {
    because: 'several rates open a campaign',
    notified: TWO_RATES,
    tasks: ['ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01'],
  },
  {
    because: 'several rates open the campaign of May 2025',
    notified: ['2025-05-01 452BE/01 6.35', '2025-05-01 452BEB/01 0.71'],
    tasks: ['ANNUAL_RENEWAL 2025 SEVERAL_RATES in 2025-05'],
  },
  {
    because: 'automation is refused at a campaign’s date',
    automation: false,
    notified: ONE_RATE,
    tasks: ['ANNUAL_RENEWAL 2026 AUTOMATION_NOT_ALLOWED in 2026-01'],
  },
  {
    because: 'several rates come in mid-year',
    notified: ['2026-03-01 452BE/01 6.35', '2026-03-01 452BEB/01 0.71'],
    tasks: ['INCOHERENCE 2026-03-01 SEVERAL_RATES'],
  },
  {
    because: 'automation is refused in mid-year',
    automation: false,
    notified: ['2026-03-01 553AC/01 1.91'],
    tasks: ['INCOHERENCE 2026-03-01 AUTOMATION_NOT_ALLOWED'],
  },
  {
    because: 'a declared month is contradicted',
    onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
    declared: ['2026-03 553AC 1.79'],
    notified: ['2026-03-01 553AC/01 1.91'],
    tasks: ['INCOHERENCE 2026-03-01 INCOHERENT'],
  },
  {
    because: 'an incoherence has its own task even while a renewal waits',
    onFile: ['2026-01-01 ENTERED 553AC/01 1.79'],
    open: ['ANNUAL_RENEWAL 2026'],
    notified: ONE_RATE,
    tasks: ['INCOHERENCE 2026-01-01 INCOHERENT'],
  },
  {
    because: 'a date that could be applied waits with the one that cannot; a confirmed one does not',
    onFile: ['2024-01-01 NOTIFIED 452BE/01 6.10'],
    notified: ['2024-01-01 452BE/01 6.10', '2025-05-01 452BE/01 6.30', ...TWO_RATES],
    tasks: ['ANNUAL_RENEWAL 2025 SEVERAL_RATES in 2025-05', 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01'],
  },
];

/** Rule 9: the task that already waits for a rate takes it. */
export const PLACED_TASKS: readonly (Told & { readonly open: readonly string[]; readonly place: string })[] = [
  {
    because: 'the renewal of that campaign is open',
    open: ['ANNUAL_RENEWAL 2026'],
    notified: TWO_RATES,
    place: 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01',
  },
  {
    because: 'the first payroll is open and no renewal is',
    open: ['FIRST_PAYROLL 2026-02'],
    notified: TWO_RATES,
    place: 'FIRST_PAYROLL 2026-02 SEVERAL_RATES',
  },
  {
    because: 'both are open',
    open: ['FIRST_PAYROLL 2026-02', 'ANNUAL_RENEWAL 2026'],
    notified: TWO_RATES,
    place: 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01',
  },
  {
    because: 'the renewal of the year is open and the rates hold from March',
    open: ['ANNUAL_RENEWAL 2026'],
    notified: ['2026-03-01 452BE/01 6.35', '2026-03-01 452BEB/01 0.71'],
    place: 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01',
  },
  {
    because: 'a correction of 2025 is no answer to the renewal of 2026',
    open: ['ANNUAL_RENEWAL 2026'],
    notified: ['2025-09-01 452BE/01 6.35', '2025-09-01 452BEB/01 0.71'],
    place: 'INCOHERENCE 2025-09-01 SEVERAL_RATES',
  },
  {
    because: 'the renewal of 2025 was left open and the rates open 2026',
    open: ['ANNUAL_RENEWAL 2025'],
    notified: TWO_RATES,
    place: 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01',
  },
  {
    because: 'only the renewal of 2025 was left open and the rates hold from March 2026',
    open: ['ANNUAL_RENEWAL 2025'],
    notified: ['2026-03-01 452BE/01 6.35', '2026-03-01 452BEB/01 0.71'],
    place: 'ANNUAL_RENEWAL 2025 SEVERAL_RATES in 2025-05',
  },
  {
    because: 'affiliations and incoherences wait for no rate',
    open: ['EMPLOYEE_AFFILIATION 2026-01-01', 'INCOHERENCE 2026-03-01 INCOHERENT'],
    notified: TWO_RATES,
    place: 'ANNUAL_RENEWAL 2026 SEVERAL_RATES in 2026-01',
  },
];

/** Rule 14. */
export const ENDED_TASKS: readonly (Told & { readonly open: readonly string[]; readonly ended: readonly string[] })[] =
  [
    {
      because: 'the rate of the campaign’s date is updated by itself',
      open: ['ANNUAL_RENEWAL 2026'],
      notified: ONE_RATE,
      ended: ['ANNUAL_RENEWAL'],
    },
    {
      because: 'the rate of the campaign’s date is confirmed',
      onFile: ['2025-05-01 NOTIFIED 553AC/01 1.91'],
      open: ['ANNUAL_RENEWAL 2026'],
      notified: ONE_RATE,
      ended: ['ANNUAL_RENEWAL'],
    },
    {
      because: 'the rate is that of another campaign',
      open: ['ANNUAL_RENEWAL 2025'],
      notified: ONE_RATE,
      ended: [],
    },
    {
      because: 'the rate holds in the month of the first payroll',
      open: ['FIRST_PAYROLL 2026-02'],
      notified: ONE_RATE,
      ended: ['FIRST_PAYROLL'],
    },
    {
      because: 'the rate begins on the last day of that month',
      open: ['FIRST_PAYROLL 2026-02'],
      notified: ['2026-02-28 553AC/01 1.91'],
      ended: ['FIRST_PAYROLL'],
    },
    {
      because: 'the rate begins after the first payroll',
      open: ['FIRST_PAYROLL 2026-02'],
      notified: ['2026-03-01 553AC/01 1.91'],
      ended: [],
    },
    {
      because: 'the caisse has settled what it contradicted on that date',
      onFile: ['2026-02-01 NOTIFIED 553AC/01 1.91'],
      open: ['INCOHERENCE 2026-02-01 INCOHERENT', 'INCOHERENCE 2026-03-01 INCOHERENT'],
      notified: ['2026-02-01 553AC/01 1.91'],
      ended: ['INCOHERENCE'],
    },
    {
      because: 'the caisse says its rate again and the DSN still declares another',
      onFile: ['2026-02-01 NOTIFIED 553AC/01 1.91'],
      open: ['INCOHERENCE 2026-02-01 DECLARED_OTHERWISE'],
      notified: ['2026-02-01 553AC/01 1.91'],
      ended: [],
    },
    {
      because: 'employees still wait for their profile',
      open: ['EMPLOYEE_AFFILIATION 2026-01-01'],
      notified: ONE_RATE,
      ended: [],
    },
    { because: 'the rate is held', open: ['ANNUAL_RENEWAL 2026'], notified: ['2026-01-01 553AC/01 19.10'], ended: [] },
    { because: 'a person must decide', open: ['ANNUAL_RENEWAL 2026'], notified: TWO_RATES, ended: [] },
    {
      because: 'the document cannot be trusted',
      open: ['ANNUAL_RENEWAL 2026'],
      notified: ['2026-01-01 602MD/01 1.91'],
      ended: [],
    },
    {
      because: 'one document brings the rates of both years',
      open: ['ANNUAL_RENEWAL 2025', 'ANNUAL_RENEWAL 2026', 'FIRST_PAYROLL 2026-01'],
      notified: ['2025-05-01 553AC/01 1.88', ...ONE_RATE],
      ended: ['ANNUAL_RENEWAL', 'ANNUAL_RENEWAL', 'FIRST_PAYROLL'],
    },
  ];
