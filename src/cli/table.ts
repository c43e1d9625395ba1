import type { FileRejection } from '#domain/values/rejection';

/** A plain text table for terminals: columns as wide as their widest cell, last column free. */
export const textTable = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : new TextTable(header).page(rows);

/** The same in pages, the header on the first: a column widens when a later page needs it. */
export class TextTable {
  private readonly widths: number[];
  private begun = false;

  constructor(private readonly header: readonly string[]) {
    this.widths = header.map((title) => title.length);
  }

  page(rows: readonly (readonly string[])[]): string {
    for (const row of rows) {
      for (const [column, width] of this.widths.entries())
        this.widths[column] = Math.max(width, row[column]?.length ?? 0);
    }
    const lines = rows.map((row) => this.line(row));
    if (!this.begun) lines.unshift(this.line(this.header), this.line(this.rule()));
    this.begun = true;
    return lines.join('\n');
  }

  private rule(): string[] {
    const last = this.widths.length - 1;
    return this.widths.map((width, column) => '─'.repeat(column === last ? Math.min(width, 40) : width));
  }

  private line(cells: readonly string[]): string {
    const last = cells.length - 1;
    const padded = cells.map((cell, column) => (column === last ? cell : cell.padEnd(this.widths[column] ?? 0)));
    return padded.join('  ').trimEnd();
  }
}

/** `file:12 CODE sentence` per refused line, for people. */
export const rejectionLines = (rejections: readonly FileRejection[]): string[] =>
  rejections.map(({ file, line, code, message }) => `  ${file}${line === null ? '' : `:${line}`}  ${code}  ${message}`);
