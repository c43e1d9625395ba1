import { undoingOf, type BroughtSheet } from '#domain/updates/undo';
import { parseUpdateName, updateName } from '#domain/updates/update-name';
import { builtInReference } from '#domain/reference/reference';
import { aSheet, A_SIRET, written } from '../../builders/trade';

/** `7: 2026-01-01 NOTIFIED 553AC 2.35` is what document 7 brought. */
const onFile = (...texts: readonly string[]): BroughtSheet[] =>
  texts.map((text, index) => {
    const [, feed = null, sheet = ''] = /^(?:(\d+): )?(.*)$/.exec(text) ?? [];
    return { ...aSheet(sheet, { number: index + 1 }), feed: feed === null ? null : Number(feed) };
  });

const undone = (...texts: readonly string[]): string[] | string => {
  const result = undoingOf(onFile(...texts), 7, builtInReference());
  return result.ok
    ? result.value.map(({ restored }) => `${restored.effectiveFrom} ${written(restored.profiles).join(' + ')}`)
    : result.refusal.code;
};

describe('undoing an automatic update', () => {
  it.each<[string, string[], string[] | string]>([
    [
      'puts back what held on its date',
      ['2025-05-01 NOTIFIED 553AC 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35'],
      ['2026-01-01 553AC 2.10'],
    ],
    [
      'puts back what was only declared',
      ['2025-12-01 DECLARED 553AC 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35'],
      ['2026-01-01 553AC 2.10'],
    ],
    [
      'restores each date of its document, without one standing for the other',
      ['2024-01-01 NOTIFIED 553AC 2.00', '7: 2025-05-01 NOTIFIED 553AC 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35'],
      ['2025-05-01 553AC 2.00', '2026-01-01 553AC 2.00'],
    ],
    [
      'leaves alone what came later for another date',
      ['2025-05-01 NOTIFIED 553AC 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35', '8: 2026-04-01 NOTIFIED 553AC 2.40'],
      ['2026-01-01 553AC 2.10'],
    ],
    ['is refused where nothing was on file', ['7: 2026-01-01 NOTIFIED 553AC 2.35'], 'RIEN_AVANT'],
    [
      'is refused where something else holds by now',
      ['2025-05-01 NOTIFIED 553AC 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35', '2026-01-01 ENTERED 553AC 2.30'],
      'DEJA_REMPLACE',
    ],
    [
      'is refused where the former code is closed since',
      ['2021-01-01 NOTIFIED 602MB 2.10', '7: 2026-01-01 NOTIFIED 553AC 2.35'],
      'CODE_HORS_TABLE',
    ],
    ['is refused for a document that brought nothing', ['2025-05-01 NOTIFIED 553AC 2.10'], 'RIEN_A_ANNULER'],
  ])('%s', (_because, texts, expected) => {
    expect(undone(...texts)).toEqual(expected);
  });
});

describe('the name of an update', () => {
  it('is read as it is written', () => {
    expect(parseUpdateName(updateName({ feed: 12, siret: A_SIRET }))).toEqual({ feed: 12, siret: A_SIRET });
  });

  it.each([
    '',
    '12',
    'auto-0-99990000800023',
    'auto-1-99990000800024',
    'auto-1-9999000080002',
    'auto--1',
    'auto-1e9-99990000800023',
  ])('%j names none', (text) => {
    expect(parseUpdateName(text)).toBeNull();
  });
});
