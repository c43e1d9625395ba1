/** Characters with which a spreadsheet begins a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[;"\r\n]/;

/** A semi-colon table for spreadsheets; a cell that would be a formula is made text by an apostrophe. */
export const csvTable = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map(cellOf).join(';')).join('\r\n');

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
