import { explain } from '#domain/reconciliation/explain';
import { GUARDS } from '#domain/reconciliation/guards';
import { DATE_RULES } from '#domain/reconciliation/rules';
import { DOUBTS } from '#domain/reconciliation/trust';
import { aDocument, aDossier, decisionOn, WORLD, type DossierInWords } from '../../builders/trade';
import * as cases from '../../cases/reconciliation';

const NARROW = '\u202f';

interface Told extends DossierInWords {
  readonly notified: readonly string[];
}

const SITUATIONS: readonly Told[] = [
  ...cases.VERDICTS_AND_REASONS,
  ...cases.OPENINGS,
  ...cases.INCOHERENCES,
  ...cases.GUARDED,
  ...cases.DOUBTFUL,
  ...cases.SEVERAL_DATES,
  ...cases.CARRIED_OVER,
  { notified: [] },
];

const worlds = [WORLD, { ...WORLD, withheldFor: { compared: 40, moved: 12 } }];

const findings = worlds.flatMap((world) =>
  SITUATIONS.flatMap(({ notified, ...words }) => [
    decisionOn(aDocument(notified), aDossier(words), world),
    decisionOn(aDocument(notified), null, world),
  ]),
);

const why = (notified: readonly string[], words: DossierInWords = {}): string =>
  explain(decisionOn(aDocument(notified), aDossier(words))).replaceAll(NARROW, ' ');

describe('every rule that can speak', () => {
  const spoken = new Set(findings.map(({ rule }) => rule));

  it.each([...DATE_RULES.map(({ name }) => name), ...DOUBTS, 'SANS_TAUX_ATMP'])(
    '%s is spoken by some situation',
    (rule) => {
      expect(spoken).toContain(rule);
    },
  );

  it('is explained in one French sentence, without a hole, a bare fact or a point for a decimal', () => {
    for (const finding of findings) {
      const sentence = explain(finding);
      expect(sentence).toMatch(/^\p{Lu}?[\p{L}\d].*\.$/u);
      expect(sentence).not.toMatch(/undefined|null|NaN|inconnu à|\d\.\d|\d{4}-\d{2}|« [A-Z_]{5,} »/);
    }
  });

  it.each(GUARDS.filter((guard) => guard !== 'LOT_ANORMAL'))('guard %s has words of its own', (guard) => {
    expect(explain({ rule: 'GARDE', facts: { gardes: guard } })).not.toContain(guard);
  });

  it('that this version does not know is named rather than hidden', () => {
    expect(explain({ rule: 'REGLE_DISPARUE', facts: {} })).toBe('Décidé par la règle « REGLE_DISPARUE ».');
  });
});

describe('the sentence of a decision', () => {
  const onFile = ['2025-05-01 NOTIFIED 553AC/01 1.84'];

  it.each([
    {
      notified: ['2026-01-01 553AC/01 1.91'],
      onFile,
      sentence: 'Taux unique : 553AC de 1,84 % à 1,91 %.',
    },
    {
      notified: ['2026-01-01 513TC/01 2.31'],
      onFile,
      sentence: 'Taux unique : 553AC à 1,84 % devient 513TC à 2,31 %.',
    },
    {
      notified: ['2026-01-01 553AC/01 1.91'],
      sentence: 'Taux unique 553AC à 1,91 %, aucun taux de la caisse n’était en place.',
    },
    {
      notified: ['2026-01-01 553AC/01 1.84'],
      onFile,
      sentence: '553AC à 1,84 % : déjà en place depuis le 1er mai 2025, taux confirmé.',
    },
    {
      notified: ['2026-01-01 553AC/01 18.40'],
      onFile,
      sentence: 'Retenu : le taux double au moins : 553AC de 1,84 % à 18,40 %.',
    },
    {
      notified: ['2026-01-01 553AC/01 3.80'],
      sentence: 'Retenu : le taux double au moins : 553AC de 1,78 % (taux national) à 3,80 %.',
    },
    {
      notified: ['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71'],
      onFile: ['2025-05-01 NOTIFIED 452BE/01 6.35'],
      sentence: 'Plusieurs taux : la caisse notifie 452BE à 6,35 %, 452BEB à 0,71 %, un seul est en place.',
    },
    {
      notified: ['2026-02-01 553AC/01 1.95'],
      onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
      declared: ['2026-02 553AC 1.79', '2026-03 553AC 1.79'],
      sentence: 'La caisse notifie 553AC à 1,95 %, la DSN de février 2026 déclare 553AC à 1,79 % (2 mois en cause).',
    },
    {
      notified: ['2026-01-01 553AC/01 1.95'],
      onFile: ['2026-01-01 ENTERED 553AC/01 1.79'],
      sentence: 'La caisse notifie 553AC à 1,95 %, une personne a saisi 553AC à 1,79 % pour la même date.',
    },
    {
      notified: ['2026-01-01 553AC/01 1.91'],
      onFile,
      automation: false,
      sentence: '553AC à 1,91 % : la mise à jour automatique n’est pas permise pour cette entreprise.',
    },
    {
      notified: ['2026-01-01 602MD/01 1.91', '2026-01-01 602MD/02 2.91'],
      sentence:
        'Code risque 602MD au 1er janvier 2026 : absent de la table RAT (P26V01) ; vérifiez le code auprès de la caisse (2 lignes en cause).',
    },
  ])('is « $sentence »', ({ notified, sentence, ...words }) => {
    expect(why(notified, words)).toBe(sentence);
  });

  it('says how many rates of a held batch moved', () => {
    const held = decisionOn(aDocument(['2026-01-01 553AC/01 1.91']), aDossier({ onFile }), {
      ...WORLD,
      withheldFor: { compared: 40, moved: 12 },
    });
    expect(explain(held).replaceAll(NARROW, ' ')).toBe(
      'Retenu : trop de taux du lot bougent de moitié (12 sur 40 comparés) : 553AC de 1,84 % à 1,91 %.',
    );
  });
});
