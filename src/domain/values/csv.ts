/** Characters with which a spreadsheet begins a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[;"\r\n]/;

/** One row of a semi-colon table for spreadsheets, without its end of line; a cell that would be a formula is made text by an apostrophe. */
export const csvRow = (cells: readonly string[]): string => cells.map(cellOf).join(';');

export const csvTable = (rows: readonly (readonly string[])[]): string => rows.map(csvRow).join('\r\n');

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
