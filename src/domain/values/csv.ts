/** Characters with which a spreadsheet begins a formula, those of double width too, whatever blanks it skips before them. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;
const NEEDS_QUOTES = /[;"\r\n]/;

/** One row of a semi-colon table for spreadsheets, without its end of line; a cell that would be a formula is made text by an apostrophe. */
export const csvRow = (cells: readonly string[]): string => cells.map(cellOf).join(';');

export const csvTable = (rows: readonly (readonly string[])[]): string => rows.map(csvRow).join('\r\n');

/** The cell as it was before it was made text. */
export const withoutApostrophe = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
