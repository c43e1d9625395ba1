const NEEDS_QUOTES = /[;"\r\n]/;

/** `;`, CRLF, UTF-8: what a French spreadsheet opens. */
export const csvTable = (rows: readonly (readonly string[])[]): Uint8Array =>
  Buffer.from(rows.map((row) => `${row.map(cell).join(';')}\r\n`).join(''));

const cell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
