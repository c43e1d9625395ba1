import { readAnswers } from '#domain/journey/answers';
import { outcomeOf } from '#domain/journey/outcome';
import type { RateQuestion } from '#domain/journey/rate-answers';
import { warningsOf, type TypingFacts } from '#domain/journey/warnings';
import { RULES } from '#domain/journey/warning-rules';
import { builtInReference } from '#domain/reference/reference';
import { parseHeadcount } from '#domain/tariff/headcount';
import { trusted } from '#domain/values/result';
import { aSheet, day, profiles } from '../../builders/trade';
import { WARNING_CASES, type WarningCase } from '../../cases/warnings';

const factsOf = ({ headcount, postcode, createdOn, onFile }: Partial<WarningCase>): TypingFacts => ({
  headcount: headcount === undefined ? null : trusted(parseHeadcount(headcount)),
  postcode: postcode ?? null,
  createdOn: createdOn === undefined ? null : day(createdOn),
  sheets: onFile === undefined ? [] : [aSheet(onFile)],
});
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('what is said while a rate is typed', () => {
  it.each(WARNING_CASES.map((row) => [row.situation, row] as const))('%s', (_situation, row) => {
    const sheet = profiles(...row.typed.split(', '));
    const warnings = warningsOf(sheet, day(row.on ?? '2026-01-01'), factsOf(row), builtInReference());
    expect(warnings.map(({ field, rule, level, article }) => `${field} ${rule} ${level} ${article}`)).toEqual(row.said);
    if (row.sentence !== undefined) expect(plain(warnings[0]?.message ?? '')).toContain(row.sentence);
  });

  it('every rule has its case, and its name once', () => {
    const told = new Set(WARNING_CASES.flatMap(({ said }) => said.map((line) => line.split(' ')[1])));
    expect([...told].sort()).toEqual(RULES.map(({ rule }) => rule).sort());
  });
});

const question = (change: Partial<RateQuestion> = {}) => ({
  kind: 'ANNUAL_RENEWAL' as const,
  prefill: { effectiveFrom: null, calculatedAt: null, profiles: [], feed: null, note: null },
  defaultDate: day('2026-01-01'),
  today: day('2026-01-06'),
  reference: builtInReference(),
  facts: factsOf({ headcount: '12', postcode: '69003' }),
  reasons: 'OBLIGATORY' as const,
  ...change,
});
const answered = (rate: string, reasons: readonly object[] = [], asked = question()) => {
  const answers = trusted(readAnswers({ case: 'single', profiles: [{ codeRisque: '158CD', rate }], reasons }));
  return outcomeOf(asked, answers);
};
const codesOf = (settled: ReturnType<typeof outcomeOf>): string[] =>
  settled.ok ? [] : settled.refusal.fields.map(({ field, code }) => `${field} ${code}`);

describe('a warning is mended or explained', () => {
  it('holds the answer back, at its field, until a reason is given', () => {
    expect(codesOf(answered('2.40'))).toEqual(['profiles[0].rate MOTIF_ATTENDU']);
    expect(codesOf(answered('2.12'))).toEqual([]);
  });

  it('is kept with its reason', () => {
    const settled = answered('2.40', [
      { warning: 'TAUX_COLLECTIF_AUTRE', reason: 'décision de la Carsat du 3 janvier' },
    ]);
    expect(settled).toMatchObject({
      ok: true,
      value: {
        warnings: [
          {
            rule: 'TAUX_COLLECTIF_AUTRE',
            codeDsn: '158CD',
            article: 'CSS D. 242-6-2',
            reason: 'décision de la Carsat du 3 janvier',
          },
        ],
      },
    });
  });

  it('is asked about again when the rate is changed after the reason was given', () => {
    const reasons = [{ warning: 'TAUX_COLLECTIF_AUTRE:158CD:2.40', reason: 'décision de la Carsat' }];
    expect(codesOf(answered('2.40', reasons))).toEqual([]);
    expect(codesOf(answered('2.50', reasons))).toEqual(['profiles[0].rate MOTIF_ATTENDU']);
  });

  it.each([
    ['a blank reason', ' ', 'profiles[0].rate MOTIF_ATTENDU'],
    ['a novel', 'x'.repeat(501), 'reasons[0].reason TEXTE_TROP_LONG'],
    ['a NIR', 'salarié 1 85 05 78 006 084 36', 'reasons[0].reason NIR_INTERDIT'],
  ])('%s is none', (_case, reason, fault) => {
    expect(codesOf(answered('2.40', [{ warning: 'TAUX_COLLECTIF_AUTRE', reason }]))).toEqual([fault]);
  });

  it('a NIR is not kept by answers that come as a file either', () => {
    const reasons = [{ warning: 'TAUX_COLLECTIF_AUTRE', reason: '185057800608436' }];
    expect(codesOf(answered('2.40', reasons, question({ reasons: 'OPTIONAL' })))).toEqual([
      'reasons[0].reason NIR_INTERDIT',
    ]);
  });

  it('answers that come as a file keep the warning, with no reason', () => {
    const settled = answered('2.40', [], question({ reasons: 'OPTIONAL' }));
    expect(settled).toMatchObject({ ok: true, value: { warnings: [{ rule: 'TAUX_COLLECTIF_AUTRE', reason: null }] } });
  });

  it('a note asks for nothing', () => {
    const asked = question({ facts: factsOf({ headcount: '12', postcode: '57000' }) });
    expect(answered('2.40', [], asked)).toMatchObject({ ok: true, value: { warnings: [{ rule: 'ALSACE_MOSELLE' }] } });
  });

  it('what is proposed is held against the rules as well', () => {
    const prefill = {
      effectiveFrom: day('2026-01-01'),
      calculatedAt: null,
      profiles: profiles('158CD 2.40'),
      feed: 7,
      note: null,
    };
    const confirmed = outcomeOf(question({ prefill }), trusted(readAnswers({ confirm: true })));
    expect(codesOf(confirmed)).toEqual(['confirm MOTIF_ATTENDU']);
  });
});

describe('a rate that cannot be read', () => {
  it.each([
    ['212', 'Vouliez-vous écrire 2,12 %'],
    ['0,0212', 'Vouliez-vous écrire 2,12 %'],
    ['0,0999', 'écrivez deux décimales'],
  ])('%s: the rate that may be meant is named beside the national one', (rate, part) => {
    const settled = answered(rate);
    const message = settled.ok ? '' : (settled.refusal.fields[0]?.message ?? '');
    expect(plain(message)).toContain(part);
    expect(message.includes('Vouliez-vous')).toBe(part.includes('Vouliez-vous'));
  });
});
