import fc from 'fast-check';
import { CsvRows, LONGEST_ROW } from '#domain/feed/csv-rows';

type Told = { line: number; cells: readonly string[] } | { line: number; broken: string };

/** What the rows of a document are told as, cut into pieces of the given sizes (the last size repeats). */
function told(document: string | Uint8Array, pieces: readonly number[] = [65_536]): Told[] {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const all: Told[] = [];
  const rows = new CsvRows({
    row: (cells, line) => all.push({ line, cells: [...cells] }),
    broken: (line, reason) => all.push({ line, broken: reason }),
  });
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = pieces[Math.min(piece, pieces.length - 1)] ?? 1;
    rows.push(bytes.subarray(at, at + size));
    at += size;
  }
  rows.end();
  return all;
}

const row = (line: number, ...cells: string[]): Told => ({ line, cells });
const lost = (line: number): Told => ({ line, broken: 'UNCLOSED_QUOTE' });
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

describe('the rows of a table', () => {
  it.each([
    ['a;b\n1;2', [row(1, 'a', 'b'), row(2, '1', '2')]],
    ['a,b\r\n1,2\r\n', [row(1, 'a', 'b'), row(2, '1', '2')]],
    ['a\tb;c\td\n1\t2\t3', [row(1, 'a', 'b;c', 'd'), row(2, '1', '2', '3')]],
    ['"a;b",c\n1,2', [row(1, 'a;b', 'c'), row(2, '1', '2')]],
    ['a;b\n"1\r\n\n1";2\n3;4', [row(1, 'a', 'b'), row(2, '1\r\n\n1', '2'), row(5, '3', '4')]],
    ['a;b\n"1""1";""\r\n3;4', [row(1, 'a', 'b'), row(2, '1"1', ''), row(3, '3', '4')]],
    ['a;b\n1"1;2"\n', [row(1, 'a', 'b'), row(2, '1"1', '2"')]],
    ['\n \na;b\n', [row(1, ''), row(2, ' '), row(3, 'a', 'b')]],
  ])('%j is cut at its delimiters and newlines, quoted ones apart', (document, expected) => {
    expect(told(document)).toEqual(expected);
  });

  it.each([
    ['opened in the last row', 'a;b\n1;2\n"3;4', [row(1, 'a', 'b'), row(2, '1', '2'), lost(3)]],
    ['opened before others', 'a;b\n"1;2\n3;4\n', [row(1, 'a', 'b'), lost(2), row(3, '3', '4')]],
    ['closed in the middle of a value', 'a;b\n"1"1;2\n3;4\n', [row(1, 'a', 'b'), lost(2), row(3, '3', '4')]],
    ['of a name', 'a;b\n"SARL "X"";2\n"3";4', [row(1, 'a', 'b'), lost(2), row(3, '3', '4')]],
    [
      'twice at fault',
      'a;b\n"1;2\n3;4\n"5;6\n7;8',
      [row(1, 'a', 'b'), lost(2), row(3, '3', '4'), lost(4), row(5, '7', '8')],
    ],
  ])('a quote %s loses its own line only', (_where, document, expected) => {
    expect(told(document)).toEqual(expected);
  });

  it('are read as they were written, on the lines where they begin, wherever the bytes are cut', () => {
    const cell = fc.stringMatching(/^["; ,\r\na-cé€]{0,6}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, sizes, (rows, pieces) => {
        const written = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';'));
        const document = ['x;y', ...written].join('\n');
        const lines = written.map((_, index) => ['x;y', ...written.slice(0, index)].join('\n').split('\n').length + 1);
        expect(told(document, pieces)).toEqual([
          row(1, 'x', 'y'),
          ...rows.map((cells, at) => row(lines[at] ?? 0, ...cells)),
        ]);
      }),
    );
  });

  it('are the same wherever the bytes are cut, however wrong the quotes', () => {
    const filler = 'x'.repeat(LONGEST_ROW / 3);
    const token = fc.constantFrom('"', '"', '""', ';', '\n', '\n', '\r\n', 'a', 'é', '\t', ',', ' ', filler);
    const tokens = fc.array(token, { maxLength: 40 });
    fc.assert(
      fc.property(tokens, sizes, fc.integer({ min: 1, max: 70_000 }), (written, pieces, size) => {
        const document = Buffer.from(`x;y\n${written.join('')}`, 'latin1');
        const whole = told(document, [document.length]);
        expect(told(document, [...pieces, size])).toEqual(whole);
        const lines = whole.map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      }),
      { numRuns: 400 },
    );
  });
});
