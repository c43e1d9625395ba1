import fc from 'fast-check';
import type { RateProfile } from '#domain/rates/profile';
import { isNotifiable, keyText } from '#domain/rates/profile';
import type { RateSheet } from '#domain/rates/sheet';
import { decide } from '#domain/reconciliation/decide';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import type { Dossier } from '#domain/reconciliation/dossier';
import type { Decision } from '#domain/reconciliation/verdict';
import { aDeclaredRate, aDocument, aDossier, aNotifiedLine, aSheet, A_SIRET, WORLD } from '../../builders/trade';

const CODES = ['553AC', '553ACB', '452BE', '452BEB', '602MG', '602MD', '511TG'];
const DATES = ['2024-01-01', '2025-05-01', '2025-09-01', '2026-01-01', '2026-02-01'];

const aKey = fc
  .record({ code: fc.constantFrom(...CODES), section: fc.constantFrom('', '/01', '/02') })
  .map(({ code, section }) => `${code}${section}`);
const aRate = fc.integer({ min: 0, max: 1500 }).map((hundredths) => (hundredths / 100).toFixed(2));
const aCalculation = fc.constantFrom('2025-12-01', '2025-12-18', '2026-01-20', '-');
const someLines = fc
  .array(fc.tuple(fc.constantFrom(...DATES), aKey, aRate, aCalculation), { minLength: 1, maxLength: 6 })
  .map((lines) => lines.map(([from, key, percent, at], i) => aNotifiedLine(`${from} ${key} ${percent} @${at}`, i + 2)));

const aSource = fc.constantFrom('NOTIFIED', 'ENTERED', 'PUBLISHED', 'DECLARED');
const someSheets = fc
  .array(fc.tuple(fc.constantFrom(...DATES), aSource, fc.uniqueArray(aKey, { minLength: 1, maxLength: 3 }), aRate), {
    maxLength: 4,
  })
  .map((told) =>
    told.map(([from, source, keys, percent], i) =>
      aSheet(`${from} ${source} ${keys.map((key) => `${key} ${percent}`).join(' + ')}`, { number: i + 1 }),
    ),
  );
const someDeclared = fc
  .array(fc.tuple(fc.constantFrom('2025-06', '2026-01', '2026-02'), aKey, aRate), { maxLength: 3 })
  .map((told) => told.map(([period, key, percent]) => aDeclaredRate(`${period} ${key} ${percent}`)));
const anyDossier = fc
  .tuple(someSheets, someDeclared, fc.boolean())
  .map(([sheets, declared, automation]): Dossier => ({ ...aDossier({ automation }), sheets, declared }));

const documentOf = (lines: NotifiedDocument['lines'], feed = 1): NotifiedDocument => ({
  ...aDocument([]),
  feed,
  lines,
});

const decisionsAbout = (documents: readonly NotifiedDocument[], dossier: Dossier): readonly Decision[] =>
  decide({ siret: A_SIRET, dossier, documents }, WORLD).map(({ decision }) => decision);

function onFileAfter(dossier: Dossier, decisions: readonly Decision[]): Dossier {
  const recorded = decisions
    .filter(({ verdict }) => verdict === 'AUTO_UPDATED' || verdict === 'UNCHANGED')
    .flatMap(({ dated }) => dated);
  const sheets = recorded.map(({ effectiveFrom, calculatedAt, sheet }, i): RateSheet => ({
    number: dossier.sheets.length + i + 1,
    effectiveFrom,
    calculatedAt,
    profiles: sheet,
    source: 'NOTIFIED',
    recordedAt: '2026-02-01T08:00:00.000Z',
  }));
  return { ...dossier, sheets: [...dossier.sheets, ...sheets] };
}

const withoutLines = ({ verdict, rule, reason, effectiveFrom, dated }: Decision): unknown => ({
  verdict,
  rule,
  reason,
  effectiveFrom,
  sheets: dated.map(({ sheet, ...finding }) => [
    finding.effectiveFrom,
    finding.verdict,
    sheet.map((profile) => `${keyText(profile)} ${profile.rate}`),
  ]),
});

const notifiable = (profile: RateProfile): boolean =>
  isNotifiable(profile.code, (code) => WORLD.reference.isPublishedOnly(code));

describe('a decision', () => {
  it('does not depend on the order in which its lines are read', () => {
    fc.assert(
      fc.property(
        someLines.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
        ),
        anyDossier,
        ([lines, shuffled], dossier) => {
          expect(decisionsAbout([documentOf(shuffled)], dossier)).toEqual(decisionsAbout([documentOf(lines)], dossier));
        },
      ),
    );
  });

  it('does not depend on the place of the lines in the file', () => {
    fc.assert(
      fc.property(
        someLines.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
        ),
        anyDossier,
        ([lines, shuffled], dossier) => {
          const moved = shuffled.map((line, i) => ({ ...line, line: i + 2 }));
          expect(decisionsAbout([documentOf(moved)], dossier).map(withoutLines)).toEqual(
            decisionsAbout([documentOf(lines)], dossier).map(withoutLines),
          );
        },
      ),
    );
  });

  it('does not depend on the order in which documents are handed over', () => {
    fc.assert(
      fc.property(fc.array(someLines, { minLength: 2, maxLength: 3 }), anyDossier, (contents, dossier) => {
        const documents = contents.map((lines, i) => documentOf(lines, i + 1));
        expect(decisionsAbout(documents.toReversed(), dossier)).toEqual(decisionsAbout(documents, dossier));
      }),
    );
  });

  it('taken twice finds the second time what the first has put on file, and changes nothing', () => {
    fc.assert(
      fc.property(someLines, anyDossier, (lines, dossier) => {
        const first = decisionsAbout([documentOf(lines)], dossier);
        fc.pre(first.every(({ verdict }) => verdict === 'AUTO_UPDATED' || verdict === 'UNCHANGED'));
        const again = decisionsAbout([documentOf(lines)], onFileAfter(dossier, first));
        expect(again.map(({ verdict }) => verdict)).toEqual(['UNCHANGED']);
      }),
    );
  });

  it('is the same for two documents of one batch as for two batches', () => {
    fc.assert(
      fc.property(someLines, anyDossier, (lines, dossier) => {
        const together = decisionsAbout([documentOf(lines, 1), documentOf(lines, 2)], dossier);
        const first = decisionsAbout([documentOf(lines, 1)], dossier);
        fc.pre(first.every(({ verdict }) => verdict !== 'TASK_RAISED'));
        const second = decisionsAbout([documentOf(lines, 2)], onFileAfter(dossier, first));
        expect(together.map(withoutLines)).toEqual([...first, ...second].map(withoutLines));
      }),
    );
  });
});

describe('an automatic update', () => {
  it('leaves no ghost: what the caisse notifies is exactly what stands afterwards, each key once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DATES), aKey, aRate, anyDossier, (from, key, percent, dossier) => {
        const [decision] = decisionsAbout([aDocument([`${from} ${key} ${percent} @-`])], dossier);
        fc.pre(decision?.verdict === 'AUTO_UPDATED');
        for (const { sheet, notified } of decision.dated) {
          const named = new Set(notified.map(({ code }) => code));
          const standing = sheet.filter((profile) => notifiable(profile) || named.has(profile.code));
          expect(standing.map(keyText)).toEqual(notified.map(keyText));
          const carried = sheet.filter((profile) => !standing.includes(profile));
          expect(carried.every((profile) => !notifiable(profile))).toBe(true);
        }
      }),
    );
  });

  it('is given one rate and never finds more than one', () => {
    fc.assert(
      fc.property(someLines, anyDossier, (lines, dossier) => {
        const [decision] = decisionsAbout([documentOf(lines)], dossier);
        fc.pre(decision?.verdict === 'AUTO_UPDATED');
        expect(dossier.automationAllowed).toBe(true);
        for (const { notified, verdict } of decision.dated) {
          if (verdict === 'AUTO_UPDATED') expect(notified).toHaveLength(1);
        }
      }),
    );
  });
});
