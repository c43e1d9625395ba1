import type { Decision } from '#domain/reconciliation/verdict';
import {
  aDocument,
  aDossier,
  aFault,
  A_SIRET,
  decisionOn,
  decisionsOn,
  WORLD,
  written,
  type DossierInWords,
} from '../../builders/trade';
import {
  CARRIED_OVER,
  DOUBTFUL,
  GUARDED,
  INCOHERENCES,
  OPENINGS,
  SEVERAL_DATES,
  VERDICTS_AND_REASONS,
} from '../../cases/reconciliation';

const said = ({ verdict, rule, reason }: Decision): string =>
  [verdict, rule, reason].filter((word) => word !== null).join(' ');

const decided = (notified: readonly string[], words: DossierInWords = {}): Decision =>
  decisionOn(aDocument(notified), aDossier(words));

describe('the verdict and its reason', () => {
  it.each(VERDICTS_AND_REASONS)('is $says when $because', ({ notified, says, ...words }) => {
    expect(said(decided(notified, words))).toBe(says);
  });
});

describe('a date that opens a campaign', () => {
  it.each(OPENINGS)('is judged $says: $because', ({ notified, says, ...words }) => {
    expect(said(decided(notified, words))).toBe(says);
  });

  it('names its campaign year in what is found, other dates name none', () => {
    expect(decided(['2025-05-01 553AC/01 1.88']).dated[0]?.opening).toBe(2025);
    expect(decided(['2025-01-01 553AC/01 1.88']).dated[0]?.opening).toBeNull();
  });
});

describe('a contradiction with what was entered or declared', () => {
  it.each(INCOHERENCES)('is judged $says: $because', ({ notified, says, ...words }) => {
    expect(said(decided(notified, words))).toBe(says);
  });

  it('names the earliest month, what it declared, and how many months are concerned', () => {
    const { facts } = decided(['2026-02-01 553AC/01 1.95'], {
      onFile: ['2026-01-01 NOTIFIED 553AC/01 1.79'],
      declared: ['2026-04 553AC 1.79', '2026-03 513TC 1.80', '2026-03 553AC 1.79'],
    });
    expect(facts).toMatchObject({
      code: '553AC',
      notifie: '1.95',
      moisDeclare: '2026-03',
      codeDeclare: '513TC',
      tauxDeclare: '1.80',
      moisEnCause: 2,
    });
  });
});

describe('the guards', () => {
  it.each(GUARDED)('say « $guards » when $because', ({ notified, guards, ...words }) => {
    const { verdict, facts } = decided(notified, words);
    expect({ held: verdict === 'HELD', guards: facts.gardes ?? '' }).toEqual({ held: guards !== '', guards });
  });

  it('take a ratio of 1.5 as exactly as one of 2', () => {
    const world = { ...WORLD, policy: { ...WORLD.policy, guards: { ...WORLD.policy.guards, ratio: 1.5 } } };
    const dossier = aDossier({ onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'] });
    expect(decisionOn(aDocument(['2026-01-01 553AC/01 2.99']), dossier, world).verdict).toBe('AUTO_UPDATED');
    expect(decisionOn(aDocument(['2026-01-01 553AC/01 3.00']), dossier, world).verdict).toBe('HELD');
  });

  it('are silent once a person has lifted them, and the other rules still speak', () => {
    const lifted = { ...WORLD, guardsLifted: true };
    const dossier = aDossier({ onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'], running: ['2026-01'] });
    expect(said(decisionOn(aDocument(['2026-01-01 553AC/01 9.00']), dossier, lifted))).toBe('AUTO_UPDATED TAUX_UNIQUE');
    const refusing = aDossier({ onFile: ['2025-05-01 NOTIFIED 553AC/01 2.00'], automation: false });
    expect(said(decisionOn(aDocument(['2026-01-01 553AC/01 9.00']), refusing, lifted))).toBe(
      'TASK_RAISED AUTOMATISATION_REFUSEE AUTOMATION_NOT_ALLOWED',
    );
  });
});

describe('a line that cannot be trusted', () => {
  it.each(DOUBTFUL)('is $doubts when $because', ({ notified, doubts, ...words }) => {
    const { verdict, rule, refusedLines, dated } = decided(notified, words);
    expect(refusedLines.map(({ code }) => code).sort()).toEqual([...doubts].sort());
    if (doubts.length === 0) expect(verdict).not.toBe('QUARANTINED');
    else expect({ verdict, rule, dated }).toEqual({ verdict: 'QUARANTINED', rule: doubts[0], dated: [] });
  });

  it('was refused at reading: the establishment is quarantined in that document, its good lines with it', () => {
    const document = aDocument(['2026-01-01 553AC/01 1.91'], { faults: [aFault('TAUX_ILLISIBLE', 3)] });
    const { verdict, rule, facts, refusedLines } = decisionOn(document, aDossier());
    expect({ verdict, rule, premiere: facts.premiere }).toEqual({
      verdict: 'QUARANTINED',
      rule: 'TAUX_ILLISIBLE',
      premiere: 3,
    });
    expect(refusedLines.map(({ line }) => line)).toEqual([3]);
  });

  it('does not keep another establishment of the batch back', () => {
    const elsewhere = aDocument(['2026-01-01 553AC/01 1.91']);
    expect(decisionOn(elsewhere, aDossier()).verdict).toBe('AUTO_UPDATED');
  });

  it('is counted once, whatever it is reproached with', () => {
    const { facts } = decided(['2028-01-01 602MD/01 2.30 @2025-12-18', '2026-01-01 602MD/02 2.30']);
    expect(facts).toMatchObject({ lignes: 2, premiere: 2 });
  });

  it('says its code, its date and its rates as they are said in French', () => {
    const [contradicted] = decided(['2026-01-01 452BEB/01 0.71', '2026-01-01 452BEB/01 0.66']).refusedLines;
    expect(contradicted?.message).toBe(
      'Code risque 452BEB au 1er janvier 2026 : la même clé porte plusieurs taux, 0,71\u202f% (ligne 2), 0,66\u202f% (ligne 3) ; demandez un document à jour à la caisse.',
    );
  });
});

describe('an establishment that nobody has named yet', () => {
  it('is quarantined, each of its lines with a sentence', () => {
    const decision = decisionOn(aDocument(['2026-01-01 452BE/01 6.35', '2026-01-01 452BEB/01 0.71']), null);
    expect(said(decision)).toBe('QUARANTINED ETABLISSEMENT_INCONNU');
    expect(decision.refusedLines.map(({ line, code }) => [line, code])).toEqual([
      [2, 'ETABLISSEMENT_INCONNU'],
      [3, 'ETABLISSEMENT_INCONNU'],
    ]);
    expect(decision.refusedLines[0]?.message).toContain(A_SIRET);
  });

  it('stays unknown first of all, so that its lines are kept, even those with another fault', () => {
    const decision = decisionOn(aDocument(['2026-01-01 602MD/01 2.30']), null);
    expect(decision.rule).toBe('ETABLISSEMENT_INCONNU');
    expect(decision.refusedLines.map(({ code }) => code)).toEqual(['ETABLISSEMENT_INCONNU', 'CODE_HORS_RAT']);
  });

  it('with nothing but unreadable lines has nothing to keep', () => {
    const decision = decisionOn(aDocument([], { faults: [aFault('TAUX_ILLISIBLE')] }), null);
    expect(said(decision)).toBe('QUARANTINED TAUX_ILLISIBLE');
  });

  it('is decided like any other once it has been named', () => {
    const document = aDocument(['2026-01-01 553AC/01 1.91']);
    expect(decisionOn(document, null).verdict).toBe('QUARANTINED');
    expect(decisionOn(document, aDossier()).verdict).toBe('AUTO_UPDATED');
  });
});

describe('a document without any rate', () => {
  it('is ignored, known establishment or not', () => {
    expect(said(decisionOn(aDocument([]), aDossier()))).toBe('IGNORED SANS_TAUX_ATMP');
    expect(said(decisionOn(aDocument([]), null))).toBe('IGNORED SANS_TAUX_ATMP');
  });
});

describe('several dates of effect in one document', () => {
  it.each(SEVERAL_DATES)('are judged $says when $because', ({ notified, says, ...words }) => {
    expect(said(decided(notified, words))).toBe(says);
  });

  it('are kept apart, earliest first, each with its own verdict', () => {
    const { dated, effectiveFrom } = decided(['2026-01-01 553AC/01 1.88', '2025-05-01 553AC/01 1.88']);
    expect(dated.map((finding) => [finding.effectiveFrom, finding.verdict])).toEqual([
      ['2025-05-01', 'AUTO_UPDATED'],
      ['2026-01-01', 'UNCHANGED'],
    ]);
    expect(effectiveFrom).toBe('2025-05-01');
  });

  it('are compared with what is on file when the date before cannot be applied', () => {
    const { dated } = decided(['2025-05-01 553AC/01 4.40', '2026-01-01 553AC/01 4.40'], {
      onFile: ['2024-01-01 NOTIFIED 553AC/01 2.00'],
    });
    expect(dated.map(({ verdict }) => verdict)).toEqual(['HELD', 'HELD']);
  });

  it('let the latest of equal verdicts speak', () => {
    expect(decided(['2025-05-01 553AC/01 1.88', '2026-01-01 553AC/01 1.79']).effectiveFrom).toBe('2026-01-01');
  });

  it('are quarantined together when one of them was calculated before what is on file for it', () => {
    const { rule, refusedLines } = decided(['2025-05-01 553AC/01 1.88 @2025-06-02', '2026-01-01 553AC/01 1.79'], {
      onFile: ['2025-05-01 NOTIFIED 553AC/01 1.90 @2025-06-03'],
    });
    expect(rule).toBe('DATE_CALCUL_ANTERIEURE');
    expect(refusedLines.map(({ line }) => line)).toEqual([2]);
  });
});

describe('the sheet that follows', () => {
  it.each(CARRIED_OVER)('is $sheet because $because', ({ notified, says, sheet, ...words }) => {
    const decision = decided(notified, words);
    expect(said(decision)).toBe(says);
    expect(written(decision.dated.at(-1)?.sheet ?? [])).toEqual(sheet);
  });
});

describe('several documents of one batch', () => {
  const december = aDocument(['2026-01-01 553AC/01 1.91 @2025-12-18'], { feed: 2 });
  const january = aDocument(['2026-01-01 553AC/01 1.95 @2026-01-20'], { feed: 1 });

  it('are taken in the order of their calculation, whatever the order of the files', () => {
    for (const documents of [
      [december, january],
      [january, december],
    ]) {
      expect(decisionsOn(documents, aDossier()).map(({ feed, verdict }) => [feed, verdict])).toEqual([
        [2, 'AUTO_UPDATED'],
        [1, 'AUTO_UPDATED'],
      ]);
    }
  });

  it('find the earlier one on file: it opened the campaign, the later one corrects it', () => {
    const [, corrected] = decisionsOn([december, january], aDossier({ declared: ['2026-01 553AC 1.91'] }));
    expect(corrected && said(corrected)).toBe('TASK_RAISED CONTREDIT_DECLARE INCOHERENT');
  });

  it('of the same content confirm each other', () => {
    const again = { ...december, feed: 3 };
    expect(decisionsOn([december, again], aDossier()).map(said)).toEqual([
      'AUTO_UPDATED TAUX_UNIQUE',
      'UNCHANGED CONFIRME',
    ]);
  });

  it('of equal calculation are taken by the place of their file', () => {
    const other = aDocument(['2026-01-01 553AC/01 1.99 @2025-12-18'], { feed: 1 });
    for (const documents of [
      [december, other],
      [other, december],
    ]) {
      expect(decisionsOn(documents, aDossier()).map(({ feed }) => feed)).toEqual([1, 2]);
    }
  });

  it('leave nothing on file when they are held, nor when they ask a person', () => {
    const held = aDocument(['2026-01-01 553AC/01 19.10 @2025-12-18']);
    const asked = aDocument(['2026-01-01 553AC/01 1.91 @2025-12-18', '2026-01-01 553AC/02 1.95 @2025-12-18']);
    expect(decisionsOn([held, january], aDossier()).map(({ verdict }) => verdict)).toEqual(['HELD', 'AUTO_UPDATED']);
    expect(decisionsOn([asked, january], aDossier()).map(({ verdict }) => verdict)).toEqual([
      'TASK_RAISED',
      'AUTO_UPDATED',
    ]);
  });

  it('remember the calculation of a date that waits for a person', () => {
    const asked = aDocument(['2026-01-01 452BE/01 6.35 @2026-01-10', '2026-01-01 452BEB/01 0.71 @2026-01-10'], {
      feed: 1,
    });
    const older = aDocument(['2026-01-01 452BE/01 6.40 @2026-01-05', '2025-05-01 452BE/01 6.30 @2026-02-01'], {
      feed: 2,
    });
    expect(decisionsOn([older, asked], aDossier()).map(({ feed, rule }) => [feed, rule])).toEqual([
      [1, 'PLUSIEURS_TAUX'],
      [2, 'DATE_CALCUL_ANTERIEURE'],
    ]);
  });

  it('about an unknown establishment are all quarantined', () => {
    expect(decisionsOn([december, january], null).map(({ verdict }) => verdict)).toEqual([
      'QUARANTINED',
      'QUARANTINED',
    ]);
  });
});

describe('a calculation older than what waits in an open task', () => {
  it('is quarantined', () => {
    const waiting = {
      id: 1,
      kind: 'ANNUAL_RENEWAL' as const,
      cause: '2026',
      effectiveFrom: aDocument(['2026-01-01 553AC 1.91']).lines[0]?.effectiveFrom ?? null,
      calculatedAt: aDocument(['2026-01-01 553AC 1.91 @2025-12-20']).lines[0]?.calculatedAt ?? null,
    };
    expect(decided(['2026-01-01 553AC/01 1.91 @2025-12-19'], { tasks: [waiting] }).rule).toBe('DATE_CALCUL_ANTERIEURE');
    expect(decided(['2026-01-01 553AC/01 1.91 @2025-12-20'], { tasks: [waiting] }).verdict).toBe('AUTO_UPDATED');
  });
});
