import type { FileRejection } from '#domain/values/rejection';

/** A plain text table for terminals: columns as wide as their widest cell, last column free. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(header),
    line(widths.map((width, column) => '─'.repeat(column === widths.length - 1 ? Math.min(width, 40) : width))),
    ...rows.map(line),
  ].join('\n');
}

/** `file:12 CODE sentence` per refused line, for people. */
export const rejectionLines = (rejections: readonly FileRejection[]): string[] =>
  rejections.map(({ file, line, code, message }) => `  ${file}${line === null ? '' : `:${line}`}  ${code}  ${message}`);
