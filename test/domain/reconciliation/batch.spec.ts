import { isWithheld, withheld, type BatchCount } from '#domain/reconciliation/batch';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import type { Decision } from '#domain/reconciliation/verdict';
import { aDocument, aDossier, decisionOn, decisionsOn, WORLD, type DossierInWords } from '../../builders/trade';

const BATCHES = [
  { compared: 19, moved: 19, held: false, because: 'nineteen rates are too few to judge a batch by' },
  { compared: 20, moved: 4, held: false, because: 'exactly a fifth is not more than a fifth' },
  { compared: 20, moved: 5, held: true, because: 'a quarter of twenty rates moves by half' },
  { compared: 1000, moved: 200, held: false, because: 'exactly a fifth of a thousand' },
  { compared: 1000, moved: 201, held: true, because: 'one more than a fifth of a thousand' },
  { compared: 0, moved: 0, held: false, because: 'a first batch has nothing to compare with' },
];

const COUNT: BatchCount = { compared: 40, moved: 12 };
const HELD_WHOLE = { ...WORLD, withheldFor: COUNT };

const counted = (notified: string[], words: DossierInWords): [number, number] => {
  const { dated } = decisionOn(aDocument(notified), aDossier(words));
  return [dated.reduce((sum, { compared }) => sum + compared, 0), dated.reduce((sum, { moved }) => sum + moved, 0)];
};

describe('a batch', () => {
  it.each(BATCHES)('of $compared compared and $moved moved is held = $held: $because', ({ compared, moved, held }) => {
    expect(isWithheld({ compared, moved }, DEFAULT_POLICY)).toBe(held);
  });
});

describe('what the breaker counts', () => {
  const onFile = ['2025-05-01 NOTIFIED 553AC/01 2.00'];

  it.each([
    { notified: '3.00', moved: 1, because: 'half more' },
    { notified: '2.99', moved: 0, because: 'a hundredth less than half more' },
    { notified: '1.00', moved: 1, because: 'half less' },
    { notified: '1.01', moved: 0, because: 'a hundredth less than half less' },
    { notified: '2.00', moved: 0, because: 'confirmed' },
  ])('is a rate of 2.00 that becomes $notified: $because', ({ notified, moved }) => {
    expect(counted([`2026-01-01 553AC/01 ${notified}`], { onFile })).toEqual([1, moved]);
  });

  it('is no rate that has nothing on file, though a national rate is there', () => {
    expect(counted(['2026-01-01 553AC/01 3.20'], {})).toEqual([0, 0]);
  });

  it('is the only rate on file when the code changes', () => {
    expect(counted(['2026-01-01 513TC/01 3.10'], { onFile })).toEqual([1, 1]);
  });

  it('is each of several rates, but not the one that is new', () => {
    const several = ['2026-01-01 452BE/01 9.60', '2026-01-01 602MG/01 5.40', '2026-01-01 452BEB/01 0.71'];
    expect(counted(several, { onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35 + 602MG/01 5.27'] })).toEqual([2, 1]);
  });

  it('is not a rate of 0 that stays 0', () => {
    expect(counted(['2026-01-01 553AC/01 0.00'], { onFile: ['2025-05-01 NOTIFIED 553AC/01 0.00'] })).toEqual([1, 0]);
  });

  it('is nothing of a document that cannot be trusted', () => {
    expect(counted(['2026-01-01 602MD/01 9.00'], { onFile })).toEqual([0, 0]);
  });
});

describe('a batch held whole', () => {
  const onFile = ['2025-05-01 NOTIFIED 553AC/01 1.84'];
  const decided = (notified: string[], words: DossierInWords = { onFile }): Decision =>
    decisionOn(aDocument(notified), aDossier(words), HELD_WHOLE);

  it.each([
    { notified: ['2026-01-01 553AC/01 1.84'], verdict: 'UNCHANGED', because: 'it confirms' },
    { notified: ['2026-01-01 602MD/01 1.84'], verdict: 'QUARANTINED', because: 'it cannot be trusted' },
    { notified: [], verdict: 'IGNORED', because: 'it holds no rate' },
  ])('leaves a document $verdict when $because', ({ notified, verdict }) => {
    expect(decided(notified).verdict).toBe(verdict);
  });

  it('holds what would have been updated, and says how many moved', () => {
    const { verdict, rule, reason, facts } = decided(['2026-01-01 553AC/01 1.91']);
    expect({ verdict, rule, reason }).toEqual({ verdict: 'HELD', rule: 'GARDE', reason: null });
    expect(facts).toMatchObject({ gardes: 'LOT_ANORMAL', tauxCompares: 40, tauxBouges: 12, notifie: '1.91' });
  });

  it('holds what would have been asked', () => {
    const { verdict, reason } = decided(['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'], {});
    expect({ verdict, reason }).toEqual({ verdict: 'HELD', reason: null });
  });

  it('keeps the guard that held one of its rates already', () => {
    expect(decided(['2026-01-01 553AC/01 18.40']).facts.gardes).toBe('MULTIPLIE,LOT_ANORMAL');
  });

  it('puts nothing on file for the next document', () => {
    const first = aDocument(['2026-01-01 553AC/01 1.91 @2025-12-18'], { feed: 1 });
    const second = aDocument(['2026-01-01 553AC/01 1.91 @2025-12-19'], { feed: 2 });
    const verdicts = decisionsOn([first, second], aDossier({ onFile }), HELD_WHOLE).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['HELD', 'HELD']);
  });

  it('leaves the decision itself as it was', () => {
    const decision = decisionOn(aDocument(['2026-01-01 553AC/01 1.91']), aDossier({ onFile }));
    withheld(decision, COUNT);
    expect(decision.verdict).toBe('AUTO_UPDATED');
  });
});
