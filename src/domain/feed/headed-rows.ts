import type { LineRejection } from '../values/rejection';
import type { Result } from '../values/result';
import { CsvRows } from './csv-rows';

/** The trimmed text under a column; empty where the row or the table has none. */
export type Cells = (column: string) => string;

export interface HeadedRows<Line> {
  /** As `nameOf` calls them; null when no row is filled in. */
  readonly columns: readonly string[] | null;
  readonly lines: readonly Line[];
  readonly rejections: readonly LineRejection[];
}

interface HeadedReader<Line> {
  /** What a cell of the header is called. */
  nameOf(cell: string): string;
  readLine(cell: Cells, line: number): Result<Line>;
}

/** Reads a CSV of people's own, whose first filled row names its columns in any order; a line refused leaves the others. */
export function readHeadedRows<Line>(bytes: Uint8Array, reader: HeadedReader<Line>): HeadedRows<Line> {
  const lines: Line[] = [];
  const rejections: LineRejection[] = [];
  let columns: readonly string[] | null = null;
  const rows = new CsvRows({
    row: (cells, line) => {
      if (cells.every((cell) => cell.trim() === '')) return;
      if (columns === null) {
        columns = cells.map((cell) => reader.nameOf(cell));
        return;
      }
      const names = columns;
      const read = reader.readLine((column) => (cells[names.indexOf(column)] ?? '').trim(), line);
      if (read.ok) lines.push(read.value);
      else rejections.push({ line, ...read.refusal });
    },
    broken: (line) =>
      rejections.push({
        line,
        code: 'LIGNE_ILLISIBLE',
        message: 'La ligne est trop longue ou un guillemet n’y est pas fermé : corrigez-la.',
      }),
  });
  rows.push(bytes);
  rows.end();
  return { columns, lines, rejections };
}
