import fc from 'fast-check';
import { readAnswers, type Answers } from '#domain/journey/answers';
import { answersThatCount, fieldsOf, mergeAnswers } from '#domain/journey/draft';
import { trusted } from '#domain/values/result';

const answers = (json: object): Answers => trusted(readAnswers(json));
const BASE = { case: 'single', profiles: [{ codeRisque: '553AC', rate: '1,78' }] };
const rate = (text: string) => answers({ ...BASE, profiles: [{ codeRisque: '553AC', rate: text }] });

describe('two people on one draft', () => {
  it('other fields: both are kept', () => {
    const mine = answers({ ...BASE, effectiveFrom: '01/02/2026' });
    const merged = mergeAnswers(answers(BASE), mine, rate('1,85'));
    expect(merged.disagreements).toEqual([]);
    expect(merged.theirsOnly).toEqual(['Profil 1, taux']);
    expect(merged.withMine).toMatchObject({ effectiveFrom: '01/02/2026', profiles: [{ rate: '1,85' }] });
  });

  it('the same field otherwise: each is shown beside the other, and nothing of the rest is lost', () => {
    const mine = { ...rate('1,90'), effectiveFrom: '01/02/2026' };
    const merged = mergeAnswers(answers(BASE), mine, rate('1,85'));
    expect(merged.disagreements).toEqual([
      { field: 'profiles[0].rate', label: 'Profil 1, taux', mine: '1,90', theirs: '1,85' },
    ]);
    expect(merged.withMine.profiles[0]?.rate).toBe('1,90');
    expect(merged.withTheirs).toMatchObject({ effectiveFrom: '01/02/2026', profiles: [{ rate: '1,85' }] });
  });

  it.each<[string, object, object, string[]]>([
    ['alike', { ...BASE, count: 2 }, { ...BASE, count: 2 }, []],
    [
      'one emptied what the other changed',
      { case: 'single' },
      { ...BASE, profiles: [{ codeRisque: '158CD', rate: '1,78' }] },
      ['Profil 1, code risque'],
    ],
    ['one confirms, the other types', { confirm: true }, { case: 'several' }, ['Situation']],
    [
      'two reasons',
      { ...BASE, reasons: [{ warning: 'VIRGULE', reason: 'a' }] },
      { ...BASE, reasons: [{ warning: 'VIRGULE', reason: 'b' }] },
      ['Motif'],
    ],
  ])('%s', (_situation, mine, theirs, labels) => {
    const merged = mergeAnswers(answers(BASE), answers(mine), answers(theirs));
    expect(merged.disagreements.map(({ label }) => label)).toEqual(labels);
  });

  it('whatever both type: every field is as one of them left it, and without the other it is mine', () => {
    const text = fc.option(fc.constantFrom('553AC', '158CD', '1,78', '2,10'), { nil: null });
    const profile = fc.record({ codeRisque: text, section: text, office: fc.boolean(), rate: text });
    const any = fc.record({
      confirm: fc.constant(false),
      case: fc.constantFrom('single', 'several', null),
      count: text,
      effectiveFrom: text,
      profiles: fc.array(profile, { maxLength: 3 }),
      affiliations: fc.constant([{ matricule: 'M/1', contract: '00001', profile: '2' }]),
      reasons: fc.array(fc.record({ warning: fc.constantFrom('VIRGULE', 'X:[1]'), reason: text }), { maxLength: 1 }),
    });
    fc.assert(
      fc.property(any, any, any, (base, mine, theirs) => {
        const { withMine, withTheirs, disagreements } = mergeAnswers(base, mine, theirs);
        const [own, other] = [fieldsOf(mine), fieldsOf(theirs)];
        for (const [field, value] of fieldsOf(withMine)) expect([own.get(field), other.get(field)]).toContain(value);
        for (const { field, theirs: said } of disagreements) expect(fieldsOf(withTheirs).get(field) ?? null).toBe(said);
        expect(fieldsOf(mergeAnswers(base, mine, base).withMine)).toEqual(own);
        expect(fieldsOf(mergeAnswers(base, base, theirs).withMine)).toEqual(other);
      }),
    );
  });
});

describe('what of a draft counts', () => {
  const typed = answers({
    case: 'several',
    count: 2,
    effectiveFrom: '2026-02-01',
    profiles: [{ codeRisque: '452BE', rate: '3,10' }, { codeRisque: '452BEB', rate: '0,71' }, { codeRisque: '553AC' }],
  });

  it.each<[string, Partial<Answers>, object]>([
    ['several: as many as announced', {}, { count: '2', profiles: [{ rate: '3,10' }, { rate: '0,71' }] }],
    ['one: the first', { case: 'single' }, { count: null, profiles: [{ rate: '3,10' }] }],
    [
      'what is proposed: nothing typed',
      { confirm: true, case: null },
      { confirm: true, effectiveFrom: null, profiles: [] },
    ],
    ['no access: nothing typed', { case: 'unknown' }, { case: 'unknown', profiles: [] }],
  ])('%s', (_situation, change, expected) => {
    expect(answersThatCount({ ...typed, ...change })).toMatchObject(expected);
  });
});
