import { correctionOf, type CorrectionAnswers } from '#domain/journey/correction';
import { builtInReference } from '#domain/reference/reference';
import { day, sheets, written } from '../../builders/trade';

const ON_FILE = ['2025-05-01 NOTIFIED 553AC 2.10', '2026-01-01 NOTIFIED 553AC 2.35'];

interface Typed {
  readonly on?: string;
  readonly profiles?: readonly string[];
  readonly reason?: string;
  readonly seen?: number;
  readonly onFile?: readonly string[];
}

/** A profile is typed as `553AC 2,30`, `553AC 0,71 B` for fonctions supports, `553AC 2,30 B 01` with its section. */
function typed(text: string): CorrectionAnswers['profiles'][number] {
  const [codeRisque = '', rate = '', office = '', section = null] = text.split(' ');
  return { codeRisque: codeRisque || null, rate: rate || null, office: office === 'B', section };
}

const corrected = ({
  on = '2026-01-01',
  profiles = ['553AC 2,30'],
  reason = 'décision de la caisse',
  seen = 9,
  onFile = ON_FILE,
}: Typed) =>
  correctionOf(
    { effectiveFrom: on, profiles: profiles.map(typed), reason, seen },
    { sheets: sheets(...onFile), today: day('2026-01-15'), reference: builtInReference() },
  );

describe('a correction that can be taken', () => {
  it('is a sheet on its date, with what it replaces', () => {
    const result = corrected({});
    expect(result).toMatchObject({
      ok: true,
      value: {
        sheet: { effectiveFrom: '2026-01-01', feed: null },
        before: { number: 2 },
        until: null,
        reason: 'décision de la caisse',
      },
    });
    expect(result.ok && written(result.value.sheet.profiles)).toEqual(['553AC 2.30']);
  });

  it('of the past holds until the next known change', () => {
    expect(corrected({ on: '01/06/2025' })).toMatchObject({
      ok: true,
      value: { sheet: { effectiveFrom: '2025-06-01' }, before: { number: 1 }, until: '2026-01-01' },
    });
  });

  it('puts the highest rate first, whatever the order of the fields, and leaves empty ones out', () => {
    const result = corrected({ profiles: ['553AC 0,64 B', '', '553AC 2,30'] });
    expect(result.ok && written(result.value.sheet.profiles)).toEqual(['553AC 2.30', '553ACB 0.64']);
  });

  it('may say the same as a DSN only declared: a person’s word is stronger', () => {
    expect(
      corrected({ profiles: ['553AC 2,10'], on: '2025-12-01', onFile: ['2025-11-01 DECLARED 553AC 2.10'] }).ok,
    ).toBe(true);
  });

  it('may be of an establishment without any rate', () => {
    expect(corrected({ onFile: [] })).toMatchObject({ ok: true, value: { before: null } });
  });
});

describe('a correction that is refused', () => {
  it.each<[string, Typed, string, string]>([
    ['no date', { on: '' }, 'effectiveFrom', 'DATE_ILLISIBLE'],
    ['a date that does not exist', { on: '31/02/2026' }, 'effectiveFrom', 'DATE_ILLISIBLE'],
    ['a year that cannot be meant', { on: '2206-01-01' }, 'effectiveFrom', 'DATE_HORS_LIMITES'],
    ['no reason', { reason: ' ' }, 'reason', 'TEXTE_ABSENT'],
    ['a NIR in the reason', { reason: 'pour 1 85 05 78 006 084' }, 'reason', 'NIR_INTERDIT'],
    ['no rate at all', { profiles: ['', ''] }, 'profiles[0].codeRisque', 'CODE_ABSENT'],
    ['a code without its rate', { profiles: ['553AC'] }, 'profiles[0].rate', 'TAUX_ABSENT'],
    ['a code that is in no table', { profiles: ['602MD 3,20'] }, 'profiles[0].codeRisque', 'CODE_HORS_TABLE'],
    ['an office form that does not exist', { profiles: ['511TH 0,64 B'] }, 'profiles[0].codeRisque', 'CODE_HORS_TABLE'],
    ['a forgotten comma', { profiles: ['553AC 230'] }, 'profiles[0].rate', 'TAUX_AMBIGU'],
    ['a rate beside 999ZZ', { profiles: ['999ZZ 2,30'] }, 'profiles[0].rate', 'TAUX_INTERDIT'],
    ['the same key twice', { profiles: ['553AC 2,30', '553AC 2,20'] }, 'profiles[1].codeRisque', 'PROFIL_EN_DOUBLE'],
    ['the rates in force', { profiles: ['553AC 2,35'] }, 'profiles[0].rate', 'RIEN_A_CORRIGER'],
    ['a sheet that came since the form was shown', { seen: 1 }, 'effectiveFrom', 'TAUX_CHANGE'],
  ])('%s', (_because, answers, field, code) => {
    const result = corrected(answers);
    expect(result.ok ? [] : result.refusal.fields.map((fault) => [fault.field, fault.code])).toContainEqual([
      field,
      code,
    ]);
  });

  it('tells every fault at once', () => {
    const result = corrected({ on: '', reason: '', profiles: ['553AC 230'] });
    expect(result.ok ? [] : result.refusal.fields.map(({ field }) => field)).toEqual([
      'effectiveFrom',
      'profiles[0].rate',
      'reason',
    ]);
  });
});
