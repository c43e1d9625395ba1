import { planFirstPayroll, type PayrollStart } from '#domain/tasks/first-payroll';
import { parsePeriod, type Period } from '#domain/values/local-date';
import { parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';

const period = (text: string): Period => trusted(parsePeriod(text));
const DECLARED = { ...trusted(parseRiskCode('553AC')), section: null, rate: trusted(parseRate('1.78')) };

const start = (parts: Partial<PayrollStart> = {}): PayrollStart => ({
  clientSince: period('2026-01'),
  earliestHire: period('2023-09'),
  hasRate: false,
  declared: [DECLARED],
  openTask: null,
  ...parts,
});

const openTask = { id: 12, cause: '2026-01', feed: null, raisedIn: period('2026-01') };
const NOW = period('2026-01');

describe('the first payroll of a new client', () => {
  it.each([
    ['who joins this month with staff hired long ago', start(), '2026-01'],
    ['who joins next month', start({ clientSince: period('2026-02') }), '2026-02'],
    ['whose first hire comes in three months', start({ earliestHire: period('2026-04') }), '2026-04'],
    ['who waits for the first notice (999ZZ)', start({ declared: [] }), '2026-01'],
    ['who joined last month', start({ clientSince: period('2025-12') }), null],
    ['without anybody at work', start({ earliestHire: null }), null],
    ['whose rate the caisse or a person has already given', start({ hasRate: true }), null],
    ['whose open task a notification has pre-filled', start({ openTask: { ...openTask, feed: 3 } }), null],
    [
      'whose earlier hire is declared later: the open task keeps its month',
      start({ openTask: { ...openTask, cause: '2026-04' } }),
      '2026-04',
    ],
  ])('%s', (_case, subject, cause) => {
    const { task, ended } = planFirstPayroll(subject, NOW);
    expect(task?.cause ?? null).toBe(cause);
    expect(ended).toBeNull();
  });

  it('is asked with what the DSN declares in hand, and no date: it starts with the month of the task', () => {
    expect(planFirstPayroll(start(), NOW).task).toMatchObject({
      kind: 'FIRST_PAYROLL',
      reason: 'FIRST_PAYROLL',
      period: null,
      prefill: { effectiveFrom: null, profiles: [DECLARED], feed: null },
    });
  });

  it('is not asked any more once the company proves to be an old client', () => {
    const plan = planFirstPayroll(start({ clientSince: period('2019-01'), openTask }), NOW);
    expect(plan).toEqual({ task: null, ended: openTask });
  });

  it('still waits when the month has passed', () => {
    expect(planFirstPayroll(start({ openTask }), period('2026-02'))).toEqual({ task: null, ended: null });
  });

  it('keeps the notification that waits in it, even for an old client', () => {
    const withFeed = { ...openTask, feed: 3 };
    const plan = planFirstPayroll(start({ clientSince: period('2019-01'), openTask: withFeed }), NOW);
    expect(plan).toEqual({ task: null, ended: null });
  });
});
