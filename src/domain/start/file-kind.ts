/** What a file that a person sends may hold, in the order in which they are taken in. */
export const FILE_KINDS = ['COMPANIES', 'DSN', 'RATES'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Enough of a file to know what it is. */
export const HEAD_BYTES = 4096;

/** Wherever it stands: editors indent, spreadsheets quote, and what a mail puts before it is no reason to overlook it. */
const DSN_LINE = /(?<![\w.])S\d{2}\.[A-Z]\d{2}\.\d{2}\.\d{3}\s*,\s*'/;
/** Columns that only a file of rates has. */
const OF_RATES = ['code_risque', 'taux'];

/** UTF-16 and UTF-32, whichever their order and with a mark or not, are plain text once their zeros are gone. */
const holdsDsn = (text: string): boolean => DSN_LINE.test(text) || DSN_LINE.test(text.replaceAll('\0', ''));

/** Told by content, never by the name; null when it is none of ours. `head` is the first {@link HEAD_BYTES}. */
export function fileKind(head: Uint8Array): FileKind | null {
  const text = Buffer.from(head).toString('latin1').replace(/^ï»¿/, '').trimStart();
  if (holdsDsn(text)) return 'DSN';
  if (text.startsWith('<')) return 'RATES';
  const [header = ''] = text.split(/\r?\n/, 1);
  const columns = header
    .toLowerCase()
    .split(/[;,]/)
    .map((column) => column.replaceAll('"', '').trim());
  if (OF_RATES.every((column) => columns.includes(column))) return 'RATES';
  return columns.includes('siren') ? 'COMPANIES' : null;
}
