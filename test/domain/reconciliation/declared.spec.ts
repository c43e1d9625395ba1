import {
  reconcileDeclared,
  type DeclaredCase,
  type DeclaredMonth,
  type DeclaredPlan,
  type IncoherenceTask,
  type KnownSheet,
} from '#domain/reconciliation/declared';
import type { SheetSource } from '#domain/rates/sheet';
import { builtInReference } from '#domain/reference/reference';
import { parseIsoDate, parsePeriod } from '#domain/values/local-date';
import { formatRate, parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { dsnCode, parseRiskCode } from '#domain/values/risk-code';

const reference = builtInReference();

/** `553AC 1.78`, `452BEB 0.71`. */
const profile = (text: string) => {
  const [code = '', rate = ''] = text.split(' ');
  return { ...trusted(parseRiskCode(code)), section: null, rate: trusted(parseRate(rate)) };
};

const month = (period: string, ...rates: string[]): DeclaredMonth => ({
  period: trusted(parsePeriod(period)),
  profiles: rates.map((text, index) => {
    const [rate = '', regime = '200'] = text.split(' @');
    return { ...profile(rate), regime, line: 70 + index };
  }),
});

let numbers = 0;
const sheet = (source: SheetSource, from: string, recordedOn: string, ...rates: string[]): KnownSheet => ({
  number: ++numbers,
  source,
  effectiveFrom: trusted(parseIsoDate(from)),
  recordedOn: trusted(parseIsoDate(recordedOn)),
  recordedAt: `${recordedOn}T09:00:00.000Z`,
  calculatedAt: null,
  feed: source === 'NOTIFIED' ? 7 : null,
  profiles: rates.map(profile),
});

const open = (reason: IncoherenceTask['reason'], cause: string): IncoherenceTask => ({ id: 31, reason, cause });

function reconcile(parts: Omit<Partial<DeclaredCase>, 'changed'> & { changed: string[] }): DeclaredPlan {
  const changed = new Set(parts.changed.map((period) => trusted(parsePeriod(period))));
  return reconcileDeclared({ sheets: [], months: [], openIncoherences: [], ...parts, changed }, reference);
}

const writtenSheets = ({ sheets }: DeclaredPlan): string[] =>
  sheets.map(
    ({ effectiveFrom, profiles }) =>
      `${effectiveFrom}: ${profiles.map(({ code, office, rate }) => `${dsnCode(code, office)} ${formatRate(rate)}`).join(', ')}`,
  );

describe('a month that no stronger sheet covers', () => {
  it.each([
    ['a first month', [], month('2026-01', '553AC 1.78'), ['2026-01-01: 553AC 1.78'], 'NOUVELLE_FICHE'],
    [
      'the same rates as the month before',
      [sheet('DECLARED', '2025-12-01', '2026-01-05', '553AC 1.78')],
      month('2026-01', '553AC 1.78'),
      [],
      'DEJA_DECLARE',
    ],
    [
      'another rate than the month before',
      [sheet('DECLARED', '2025-12-01', '2026-01-05', '553AC 1.78')],
      month('2026-01', '553AC 1.92'),
      ['2026-01-01: 553AC 1.92'],
      'NOUVELLE_FICHE',
    ],
    [
      'one profile less',
      [sheet('DECLARED', '2025-12-01', '2026-01-05', '452BE 6.12', '452BEB 0.71')],
      month('2026-01', '452BE 6.12'),
      ['2026-01-01: 452BE 6.12'],
      'NOUVELLE_FICHE',
    ],
    [
      'rates in any order, highest first on the sheet, office apart from its base code',
      [],
      month('2026-01', '452BEB 0.71', '452BE 6.12'),
      ['2026-01-01: 452BE 6.12, 452BEB 0.71'],
      'NOUVELLE_FICHE',
    ],
    [
      'two rates of one code, as nothing tells a journalist',
      [],
      month('2026-01', '553AC 1.42', '553AC 1.78'),
      ['2026-01-01: 553AC 1.78, 553AC 1.42'],
      'NOUVELLE_FICHE',
    ],
    [
      'the same rate in two regimes, once on the sheet',
      [],
      month('2026-01', '553AC 1.78', '553AC 1.78 @147'),
      ['2026-01-01: 553AC 1.78'],
      'NOUVELLE_FICHE',
    ],
    ['nothing but contracts that wait for a notice (999ZZ)', [], month('2026-01'), [], 'RIEN_DECLARE'],
  ])('%s', (_case, sheets, declared, written, rule) => {
    const plan = reconcile({ sheets, months: [declared], changed: ['2026-01'] });
    expect(writtenSheets(plan)).toEqual(written);
    expect(plan.rules).toEqual([rule]);
    expect(plan.tasks).toEqual([]);
  });

  it('remembers the line where each rate was read', () => {
    const plan = reconcile({ months: [month('2026-01', '452BEB 0.71', '452BE 6.12')], changed: ['2026-01'] });
    expect(plan.sheets[0]?.profiles.map(({ line }) => line)).toEqual([71, 70]);
  });

  it('gets a sheet of its own when an earlier month, corrected, would reach over it', () => {
    const sheets = [sheet('DECLARED', '2025-12-01', '2026-01-05', '553AC 1.78')];
    const months = [month('2025-12', '553AC 1.92'), month('2026-01', '553AC 1.78')];
    const plan = reconcile({ sheets, months, changed: ['2025-12'] });
    expect(writtenSheets(plan)).toEqual(['2025-12-01: 553AC 1.92', '2026-01-01: 553AC 1.78']);
  });

  it('is left alone when only a later month changes', () => {
    const months = [month('2025-12', '553AC 1.92'), month('2026-01', '553AC 1.78')];
    expect(writtenSheets(reconcile({ months, changed: ['2026-01'] }))).toEqual(['2026-01-01: 553AC 1.78']);
  });

  it('writes one sheet for two equal months of one import', () => {
    const months = [month('2025-12', '553AC 1.78'), month('2026-01', '553AC 1.78')];
    const plan = reconcile({ months, changed: ['2026-01', '2025-12'] });
    expect(writtenSheets(plan)).toEqual(['2025-12-01: 553AC 1.78']);
  });
});

describe('a month under a stronger sheet', () => {
  const notified = sheet('NOTIFIED', '2026-01-01', '2026-01-06', '452BE 6.12', '452BEB 0.71');

  it.each([
    ['declares a rate of the sheet', notified, month('2026-01', '452BE 6.12'), null, 'TAUX_EN_PLACE'],
    ['declares 70 % of it (artists)', notified, month('2026-01', '452BE 4.28'), null, 'TAUX_EN_PLACE'],
    ['declares 80 % of it (journalists)', notified, month('2026-01', '452BE 4.90'), null, 'TAUX_EN_PLACE'],
    ['declares half of it', notified, month('2026-01', '452BE 3.06'), '2026-01-01', 'DECLARE_AUTREMENT'],
    [
      'declares the rate of the year before',
      notified,
      month('2026-01', '452BE 6.50'),
      '2026-01-01',
      'DECLARE_AUTREMENT',
    ],
    [
      'declares the base rate for an office',
      notified,
      month('2026-01', '452BEB 6.12'),
      '2026-01-01',
      'DECLARE_AUTREMENT',
    ],
    ['declares another code', notified, month('2026-01', '553AC 6.12'), '2026-01-01', 'DECLARE_AUTREMENT'],
    ['declares otherwise in another regime', notified, month('2026-01', '452BE 6.50 @147'), null, 'TAUX_EN_PLACE'],
    ['declares nothing but 999ZZ', notified, month('2026-01'), null, 'RIEN_DECLARE'],
    [
      'declares a code whose rate is published for all, of which the caisse says nothing',
      notified,
      month('2026-01', '452BE 6.12', '511TG 1.30'),
      null,
      'TAUX_EN_PLACE',
    ],
    [
      'declares otherwise than what a person entered',
      sheet('ENTERED', '2026-01-01', '2026-01-06', '553AC 1.78'),
      month('2026-01', '553AC 1.92'),
      '2026-01-01',
      'DECLARE_AUTREMENT',
    ],
    [
      'declares otherwise than the table',
      sheet('PUBLISHED', '2026-01-01', '2026-01-06', '511TG 1.30'),
      month('2026-01', '511TG 1.40'),
      '2026-01-01',
      'DECLARE_AUTREMENT',
    ],
    [
      'was declared before the rate was there',
      sheet('NOTIFIED', '2026-01-01', '2026-02-01', '553AC 1.78'),
      month('2026-01', '553AC 1.92'),
      null,
      'DECLARE_AVANT_LE_TAUX',
    ],
    [
      'declares otherwise than a rate that came on its last day',
      sheet('NOTIFIED', '2026-01-01', '2026-01-31', '553AC 1.78'),
      month('2026-01', '553AC 1.92'),
      '2026-01-01',
      'DECLARE_AUTREMENT',
    ],
  ])('%s', (_case, held, declared, cause, rule) => {
    const plan = reconcile({ sheets: [held], months: [declared], changed: ['2026-01'] });
    expect(plan.rules).toEqual([rule]);
    expect(plan.tasks.map((task) => task.cause)).toEqual(cause === null ? [] : [cause]);
    expect(plan.sheets).toEqual([]);
  });

  it('asks with the sheet in hand and says what the DSN declares', () => {
    const months = [month('2026-01', '452BE 6.50', '452BEB 0.71')];
    const [task] = reconcile({ sheets: [notified], months, changed: ['2026-01'] }).tasks;
    expect(task).toEqual({
      kind: 'INCOHERENCE',
      cause: '2026-01-01',
      reason: 'DECLARED_OTHERWISE',
      period: null,
      prefill: {
        effectiveFrom: '2026-01-01',
        calculatedAt: null,
        feed: 7,
        profiles: [profile('452BE 6.12'), profile('452BEB 0.71')],
        note: 'La DSN de janvier 2026 déclare 452BE à 6,50\u202f%.',
      },
    });
  });

  it('asks once for all the months that contradict one sheet', () => {
    const months = [month('2026-01', '452BE 6.50'), month('2026-02', '452BE 6.50')];
    const { tasks } = reconcile({ sheets: [notified], months, changed: ['2026-02'] });
    expect(tasks.map(({ prefill }) => prefill.note)).toEqual([
      'La DSN de janvier 2026 déclare 452BE à 6,50\u202f%. La DSN de février 2026 déclare 452BE à 6,50\u202f%.',
    ]);
  });

  it('is not asked about again when another month changes', () => {
    const months = [month('2026-01', '452BE 6.50'), month('2026-02', '452BE 6.12')];
    expect(reconcile({ sheets: [notified], months, changed: ['2026-02'] }).tasks).toEqual([]);
  });

  it('leaves the task of a notification that contradicts a person as it is', () => {
    const parts = { sheets: [notified], months: [month('2026-01', '452BE 6.50')], changed: ['2026-01'] };
    const plan = reconcile({ ...parts, openIncoherences: [open('INCOHERENT', '2026-01-01')] });
    expect([plan.tasks, plan.ended]).toEqual([[], []]);
  });
});

describe('a contradiction', () => {
  const notified = sheet('NOTIFIED', '2026-01-01', '2026-01-06', '553AC 1.78');
  const openIncoherences = [open('DECLARED_OTHERWISE', '2026-01-01')];

  it('ends with the corrected DSN that takes it away', () => {
    const months = [month('2026-01', '553AC 1.78')];
    expect(reconcile({ sheets: [notified], months, openIncoherences, changed: ['2026-01'] }).ended).toEqual(
      openIncoherences,
    );
  });

  it('ends with the cancellation of the month', () => {
    expect(reconcile({ sheets: [notified], openIncoherences, changed: ['2026-01'] }).ended).toEqual(openIncoherences);
  });

  it('stays while another month still declares otherwise', () => {
    const months = [month('2026-01', '553AC 1.78'), month('2026-02', '553AC 1.92')];
    expect(reconcile({ sheets: [notified], months, openIncoherences, changed: ['2026-01'] }).ended).toEqual([]);
  });

  it('of a notification is no business of a DSN', () => {
    const plan = reconcile({
      sheets: [notified],
      openIncoherences: [open('INCOHERENT', '2026-01-01')],
      changed: ['2026-01'],
    });
    expect(plan.ended).toEqual([]);
  });
});
