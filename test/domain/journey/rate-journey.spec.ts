import fc from 'fast-check';
import { readAnswers } from '#domain/journey/answers';
import { pathThrough, type AnswersRefusal } from '#domain/journey/graph';
import { affiliationTask, outcomeOf, type Outcome, type TaskQuestion } from '#domain/journey/outcome';
import { rateJourney } from '#domain/journey/rate-journey';
import type { RateProfile } from '#domain/rates/profile';
import { builtInReference } from '#domain/reference/reference';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import { formatRate, parseRate, rateOfHundredths } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { dsnCode, parseRiskCode } from '#domain/values/risk-code';

const profile = (text: string): RateProfile => {
  const [code = '', rate = '', section = null] = text.split(' ');
  return { ...trusted(parseRiskCode(code)), section, rate: trusted(parseRate(rate)) };
};

const proposed = [profile('452BE 3.10 01'), profile('452BEB 0.64 01')];
const question = (
  profiles: readonly RateProfile[] = proposed,
): Exclude<TaskQuestion, { kind: 'EMPLOYEE_AFFILIATION' }> => ({
  kind: 'ANNUAL_RENEWAL',
  prefill: {
    effectiveFrom: '2026-01-01' as LocalDate,
    calculatedAt: '2026-01-03T00:00:00' as LocalMoment,
    profiles,
    feed: 7,
    note: null,
  },
  defaultDate: '2026-01-01' as LocalDate,
  today: '2026-01-06' as LocalDate,
  reference: builtInReference(),
  facts: { headcount: null, postcode: null, createdOn: null, sheets: [] },
  reasons: 'OPTIONAL',
});

type Json = Record<string, unknown>;
const outcome = (json: Json, asked = question()): Outcome => {
  const answers = readAnswers(json);
  if (!answers.ok) throw new Error(answers.refusal.message);
  const settled = outcomeOf(asked, answers.value);
  if (!settled.ok) throw new Error(settled.refusal.message);
  return settled.value;
};
const refusal = (json: unknown, asked = question()): AnswersRefusal => {
  const answers = readAnswers(json);
  if (!answers.ok) return answers.refusal;
  const settled = outcomeOf(asked, answers.value);
  if (settled.ok) throw new Error('these answers were taken');
  return settled.refusal;
};
const faults = (json: unknown, asked = question()): string[] =>
  refusal(json, asked).fields.map(({ field, code }) => `${field} ${code}`);
const path = (json: Json) => {
  const answers = readAnswers(json);
  if (!answers.ok) throw new Error(answers.refusal.message);
  return pathThrough(rateJourney(question()), answers.value);
};

const one = (change: Json = {}): Json => ({
  case: 'single',
  profiles: [{ codeRisque: '553AC', rate: '1.78', ...change }],
});
const several = (...profiles: readonly Json[]): Json => ({ case: 'several', profiles });
const HIGH = { codeRisque: '452BE', rate: '3,10' };
const OFFICE = { codeRisque: '452BE', office: true, rate: '0,64 %' };

describe('the wizard walks', () => {
  it.each<[string, Json, string[], string | null]>([
    ['nothing answered', {}, ['situation'], 'situation'],
    ['one rate', one(), ['situation', 'rates', 'recap'], null],
    ['two rates', several(HIGH, OFFICE), ['situation', 'rates', 'recap'], null],
    ['two rates, one given', { ...several(HIGH), count: 2 }, ['situation', 'rates'], 'rates'],
    ['what is proposed', { confirm: true }, ['situation', 'recap'], null],
    ['no access', { case: 'unknown' }, ['situation', 'elsewhere'], 'elsewhere'],
    ['a wrong date', { ...one(), effectiveFrom: '2026-02-31' }, ['situation', 'rates'], 'rates'],
  ])('%s', (_situation, json, steps, frontier) => {
    expect(path(json)).toMatchObject({ steps, frontier, complete: frontier === null });
  });

  it('shows the faults behind the frontier as well, so that all are mended at once', () => {
    expect(path({ ...one({ rate: '' }), effectiveFrom: '31/02/2026' }).faults.map(({ field }) => field)).toEqual([
      'effectiveFrom',
      'profiles[0].rate',
    ]);
  });

  it('completes whatever valid rates are given in order, and freezes what was shown', () => {
    const rates = fc.uniqueArray(fc.integer({ min: 1, max: 99_00 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(rates, (hundredths) => {
        const ordered = [...hundredths].sort((a, b) => b - a).map(rateOfHundredths);
        const json = several(
          ...ordered.map((rate, index) => ({ codeRisque: '553AC', section: String(index), rate: formatRate(rate) })),
        );
        const settled = outcome(json);
        expect(settled.sheet?.profiles.map(({ rate }) => rate)).toEqual(ordered);
        expect(settled.questions.filter(({ step }) => step === 'rates')).toHaveLength(ordered.length + 1);
        expect(path(json)).toMatchObject({ complete: true, faults: [] });
      }),
    );
  });
});

describe('answers that are taken', () => {
  it('one rate, on the date of the task', () => {
    expect(outcome(one()).sheet).toEqual({
      effectiveFrom: '2026-01-01',
      profiles: [profile('553AC 1.78')],
      calculatedAt: null,
      feed: null,
    });
  });

  it.each<[string, Json, string]>([
    ['a comma and a percent sign', one({ rate: '1,78 %' }), '553AC 1.78'],
    ['a JSON number', one({ rate: 1.78 }), '553AC 1.78'],
    ['the code with the dot of the Journal officiel', one({ codeRisque: '55.3AC' }), '553AC 1.78'],
    ['the office form by its suffix', one({ codeRisque: '452BEB', rate: '0.64' }), '452BEB 0.64'],
    ['the office form by its flag', one({ codeRisque: '452BE', office: 'oui', rate: '0.64' }), '452BEB 0.64'],
    [
      'a case left out, told by the number of profiles',
      { profiles: [{ codeRisque: '553AC', rate: '1.78' }] },
      '553AC 1.78',
    ],
    ['999ZZ, which has no rate', one({ codeRisque: '999ZZ', rate: null }), '999ZZ 0.00'],
  ])('%s', (_situation, json, read) => {
    const profiles = outcome(json).sheet?.profiles ?? [];
    expect(profiles.map(({ code, office, rate }) => `${dsnCode(code, office)} ${formatRate(rate)}`)).toEqual([read]);
  });

  it('another date of effect, ISO or French', () => {
    expect(outcome({ ...one(), effectiveFrom: '2026-02-01' }).sheet?.effectiveFrom).toBe('2026-02-01');
    expect(outcome({ confirm: true, effectiveFrom: '01/02/2026' }).sheet?.effectiveFrom).toBe('2026-02-01');
  });

  it('what is proposed, with the document that brought it', () => {
    expect(outcome({ confirm: true }).sheet).toEqual({
      effectiveFrom: '2026-01-01',
      profiles: proposed,
      calculatedAt: '2026-01-03T00:00:00',
      feed: 7,
    });
  });

  it('the same rates typed again keep their document, other ones or another date do not', () => {
    expect(outcome(several(HIGH, OFFICE)).sheet?.feed).toBe(7);
    expect(outcome(several({ ...HIGH, rate: '3.20' }, OFFICE)).sheet).toMatchObject({ feed: null, calculatedAt: null });
    expect(outcome({ confirm: true, effectiveFrom: '2026-02-01' }).sheet?.feed).toBeNull();
  });

  it('questions and answers as they were shown', () => {
    expect(outcome(several(HIGH, OFFICE)).questions.map(({ question: asked, answer }) => `${asked} ${answer}`)).toEqual(
      [
        'Quelle est votre situation ? Cet établissement a plusieurs taux AT/MP',
        'Combien de taux ? 2',
        'Date d’effet 1er janvier 2026',
        'Profil 1 : le taux le plus élevé 452BE : 3,10\u202f%',
        'Profil 2 452BEB : 0,64\u202f%',
      ],
    );
  });
});

describe('answers that are refused, field by field', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['case CAS_INCONNU']],
    ['no object', [], ['réponses OBJET_ATTENDU']],
    ['a case nobody offers', { case: 'both' }, ['case CAS_INCONNU']],
    ['a misspelt field', { ...one(), effectifFrom: '2026-01-01' }, ['effectifFrom CHAMP_INCONNU']],
    ['a misspelt field of a profile', one({ taux: '1.78' }), ['profiles[0].taux CHAMP_INCONNU']],
    ['a list that is none', { case: 'single', profiles: '553AC' }, ['profiles LISTE_ATTENDUE']],
    ['a code that is an object', one({ codeRisque: {} }), ['profiles[0].codeRisque TEXTE_ATTENDU']],
    ['confirmed and typed at once', { ...one(), confirm: true }, ['confirm CONFIRMATION_OU_SAISIE']],
    ['one rate announced, two given', { case: 'single', profiles: [HIGH, OFFICE] }, ['profiles UN_SEUL_TAUX']],
    ['several announced, one given', several(HIGH), ['profiles NOMBRE_DE_TAUX']],
    ['several announced, none given', several(), ['profiles NOMBRE_DE_TAUX']],
    [
      'fewer announced than given',
      { ...several(HIGH, OFFICE, one()), count: 2, profiles: [HIGH, OFFICE, { codeRisque: '553AC', rate: '0.50' }] },
      ['count NOMBRE_DE_TAUX'],
    ],
    ['no code', one({ codeRisque: ' ' }), ['profiles[0].codeRisque CODE_ABSENT']],
    ['no code that can be read', one({ codeRisque: '55-3' }), ['profiles[0].codeRisque CODE_ILLISIBLE']],
    ['a code of no table', one({ codeRisque: '602MD' }), ['profiles[0].codeRisque CODE_HORS_TABLE']],
    [
      'a code not open yet on that day',
      { ...one({ codeRisque: '454MC' }), effectiveFrom: '2025-05-01' },
      ['profiles[0].codeRisque CODE_HORS_TABLE'],
    ],
    [
      'no office form',
      one({ codeRisque: '511TH', office: true, rate: '0.64' }),
      ['profiles[0].codeRisque CODE_HORS_TABLE'],
    ],
    ['no rate', one({ rate: null }), ['profiles[0].rate TAUX_ABSENT']],
    ['a share instead of a percentage', one({ rate: '0.0178' }), ['profiles[0].rate TAUX_ILLISIBLE']],
    ['a forgotten comma', one({ rate: 178 }), ['profiles[0].rate TAUX_AMBIGU']],
    ['a hundred per cent', one({ rate: '100.00' }), ['profiles[0].rate TAUX_TROP_GRAND']],
    ['a negative rate', one({ rate: '-1.78' }), ['profiles[0].rate TAUX_ILLISIBLE']],
    ['a rate with 999ZZ', one({ codeRisque: '999ZZ' }), ['profiles[0].rate TAUX_INTERDIT']],
    ['999ZZ beside a rate', several(HIGH, { codeRisque: '999ZZ' }), ['profiles[1] ATTENTE_SEULE']],
    ['a section too long', one({ section: '01234567890' }), ['profiles[0].section SECTION_ILLISIBLE']],
    ['the lower rate first', several(OFFICE, HIGH), ['profiles[1] ORDRE_DES_TAUX']],
    ['one key twice', several(HIGH, { ...HIGH, rate: '3.00' }), ['profiles[1] PROFIL_EN_DOUBLE']],
    ['a day that does not exist', { ...one(), effectiveFrom: '2026-02-31' }, ['effectiveFrom DATE_ILLISIBLE']],
    ['a year mistyped', { ...one(), effectiveFrom: '2062-01-01' }, ['effectiveFrom DATE_HORS_LIMITES']],
    [
      'employees in the wrong task',
      { confirm: true, affiliations: [{ matricule: 'M1', profile: 1 }] },
      ['affiliations CHAMP_INATTENDU'],
    ],
  ])('%s', (_situation, json, expected) => {
    expect(faults(json)).toEqual(expected);
  });

  it('nothing to confirm', () => {
    expect(faults({ confirm: true }, question([]))).toEqual(['confirm RIEN_A_CONFIRMER']);
  });

  it('a proposal whose code has closed since, or whose key stands twice', () => {
    expect(faults({ confirm: true }, question([profile('602MD 2.00')]))).toEqual(['confirm CODE_HORS_TABLE']);
    expect(faults({ confirm: true }, question([profile('553AC 1.80'), profile('553AC 1.78')]))).toEqual([
      'confirm PROFIL_EN_DOUBLE',
    ]);
  });

  it('no access: where to look, and that the task can be postponed', () => {
    const { message, fields } = refusal({ case: 'unknown' });
    expect(fields.map(({ code }) => code)).toEqual(['SANS_ACCES']);
    expect(message).toContain('net-entreprises');
    expect(message).toContain('repoussez la tâche');
  });

  it('whatever the JSON, an answer or a refusal: nothing is thrown', () => {
    const keys = fc.constantFrom('confirm', 'case', 'count', 'effectiveFrom', 'profiles', 'affiliations', 'autre');
    const cell = fc.oneof(
      fc.constantFrom('single', 'several', '553AC', '1.78', '2026-01-01', true, null, 3),
      fc.jsonValue(),
    );
    const item = fc.dictionary(fc.constantFrom('codeRisque', 'rate', 'office', 'section', 'x'), cell);
    const answers = fc.dictionary(keys, fc.oneof(cell, fc.array(item, { maxLength: 4 })));
    fc.assert(
      fc.property(answers, (json) => {
        const read = readAnswers(json);
        if (!read.ok) return read.refusal.fields.length > 0;
        const settled = outcomeOf(question(), read.value);
        return settled.ok ? (settled.value.sheet?.profiles.length ?? 0) > 0 : settled.refusal.fields.length > 0;
      }),
    );
  });
});

describe('after several rates are entered, employees are asked about', () => {
  const entered = (...profiles: readonly RateProfile[]) => ({
    effectiveFrom: '2026-01-01' as LocalDate,
    profiles,
    calculatedAt: null,
    feed: null,
  });

  it.each<[string, RateProfile[], RateProfile[], boolean]>([
    [
      'the same keys with new rates: affiliations carry over',
      [profile('452BE 3.30'), profile('452BEB 0.64')],
      proposed,
      false,
    ],
    ['a first sheet of several rates', [profile('452BE 3.30'), profile('452BEB 0.64')], [], true],
    [
      'a second rate beside the former one',
      [profile('452BE 3.30'), profile('452BEB 0.64')],
      [profile('452BE 3.10')],
      true,
    ],
    ['another section', [profile('452BE 3.30 02'), profile('452BEB 0.64 01')], proposed, true],
    ['a single rate: everybody is on it', [profile('452BE 3.30')], proposed, false],
  ])('%s', (_situation, after, before, asked) => {
    const task = affiliationTask(entered(...after), before);
    expect(task !== null).toBe(asked);
    if (task !== null)
      expect(task).toMatchObject({ kind: 'EMPLOYEE_AFFILIATION', reason: 'NEW_PROFILES', cause: '2026-01-01' });
  });
});
