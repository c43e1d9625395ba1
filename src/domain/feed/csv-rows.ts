import { asBuffer, isAscii } from './text';

/** Receives rows cut into cells; `cells` is reused from row to row. */
export interface CsvRowSink {
  row(cells: readonly string[], line: number): void;
  broken(line: number, reason: 'TOO_LONG' | 'UNCLOSED_QUOTE'): void;
}

/** The longest row, in bytes: beyond it the row is dropped without being kept in memory. */
export const LONGEST_ROW = 65_536;

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = '"';
const DELIMITERS = [';', ',', '\t'] as const;
/** Windows-1252, 0x80–0x9F: Node's decoder leaves these as control characters, like ISO-8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Cuts CSV bytes into rows (RFC 4180, plus `;` and tab), in pieces of any size, one line at a time.
 *
 * Bytes are first seen as Latin-1, where one character is one byte, so that positions in the text are positions in
 * the file. Rows that hold more than ASCII are then decoded on their own: as UTF-8 when valid, else as windows-1252;
 * deciding row by row lets one odd row change nothing for the others. The delimiter is the most frequent candidate of the first line.
 */
export class CsvRows {
  private carried: Buffer = Buffer.alloc(0);
  private line = 1;
  private skipping = false;
  private delimiter: string | null = null;
  private bytes: Buffer = this.carried;
  private text = '';
  private ascii = true;
  private nextQuote = -1;
  private readonly cells: string[] = [];

  constructor(private readonly sink: CsvRowSink) {}

  push(chunk: Uint8Array): void {
    this.cut(chunk, false);
  }

  end(): void {
    this.cut(Uint8Array.of(NEWLINE), true);
  }

  private cut(chunk: Uint8Array, last: boolean): void {
    this.bytes = this.carried.length === 0 ? asBuffer(chunk) : Buffer.concat([this.carried, chunk]);
    this.text = this.bytes.toString('latin1');
    this.ascii = isAscii(this.text);
    this.nextQuote = -1;
    const rest = this.cutRows(last);
    // A copy, because the caller may reuse its buffer.
    this.carried = Buffer.from(this.bytes.subarray(rest));
  }

  /** Emits every whole row and returns where the unfinished one begins. */
  private cutRows(last: boolean): number {
    const length = this.text.length;
    let start = 0;
    while (start < length) {
      const newline = this.text.indexOf('\n', start);
      if (this.skipping) {
        if (newline < 0) return length;
        start = this.nextLine(newline);
        this.skipping = false;
        continue;
      }
      const end = this.endOfRow(start, newline);
      if (end >= 0 && end - start <= LONGEST_ROW) {
        this.emit(start, end);
        start = end + 1;
      } else if (end < 0 && length - start <= LONGEST_ROW && !last) {
        return start;
      } else if (newline >= 0 && newline - start <= LONGEST_ROW) {
        // A quote that nothing closes would swallow the file: only its own line is lost.
        this.sink.broken(this.line, 'UNCLOSED_QUOTE');
        start = this.nextLine(newline);
      } else {
        this.sink.broken(this.line, 'TOO_LONG');
        this.skipping = true;
      }
    }
    return length;
  }

  private nextLine(newline: number): number {
    this.line++;
    return newline + 1;
  }

  /** The newline that ends the row, or -1 when it is not there yet. */
  private endOfRow(start: number, newline: number): number {
    if (newline < 0) return -1;
    this.delimiter ??= likeliestDelimiter(this.text.slice(start, newline));
    if (this.quoteFrom(start) > newline) return newline;
    let at = start;
    for (;;) {
      if (this.text[at] === QUOTE) {
        const closing = closingQuote(this.text, at);
        if (closing < 0) return -1;
        at = closing + 1;
      }
      while (at < this.text.length && this.text[at] !== this.delimiter && this.text[at] !== '\n') at++;
      if (at >= this.text.length) return -1;
      if (this.text[at] === '\n') return at;
      at++;
    }
  }

  private quoteFrom(start: number): number {
    if (this.nextQuote < start) {
      const found = this.text.indexOf(QUOTE, start);
      this.nextQuote = found < 0 ? Infinity : found;
    }
    return this.nextQuote;
  }

  private emit(start: number, newline: number): void {
    const end = newline > start && this.text.charCodeAt(newline - 1) === RETURN ? newline - 1 : newline;
    const plain = this.ascii || isAscii(this.text.slice(start, end));
    const delimiter = this.delimiter ?? ';';
    this.cells.length = 0;
    if (this.quoteFrom(start) < end) {
      const row = plain ? this.text.slice(start, end) : decoded(this.bytes.subarray(start, end));
      cutQuoted(row, delimiter, this.cells);
    } else if (plain) {
      cutPlain(this.text, start, end, delimiter, this.cells);
    } else {
      const row = decoded(this.bytes.subarray(start, end));
      cutPlain(row, 0, row.length, delimiter, this.cells);
    }
    this.sink.row(this.cells, this.line);
    this.countLines(start, newline);
  }

  private countLines(start: number, newline: number): void {
    for (let at = this.text.indexOf('\n', start); at <= newline && at >= 0; at = this.text.indexOf('\n', at + 1)) {
      this.line++;
    }
  }
}

/** Null while only blank lines have been seen. */
function likeliestDelimiter(line: string): string | null {
  if (line.trim() === '') return null;
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

/** Position of the quote that closes the one at `opening` (a doubled quote does not), or -1. */
function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf(QUOTE, opening + 1); at >= 0; at = text.indexOf(QUOTE, at + 2)) {
    if (at + 1 === text.length) return -1;
    if (text[at + 1] !== QUOTE) return at;
  }
  return -1;
}

function cutPlain(text: string, start: number, end: number, delimiter: string, cells: string[]): void {
  const code = delimiter.charCodeAt(0);
  let from = start;
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== code) continue;
    cells.push(text.slice(from, at));
    from = at + 1;
  }
  cells.push(text.slice(from, end));
}

function cutQuoted(row: string, delimiter: string, cells: string[]): void {
  const ended = `${row}\n`;
  let from = 0;
  for (;;) {
    let cell = '';
    if (row[from] === QUOTE) {
      const closing = closingQuote(ended, from);
      cell = row.slice(from + 1, closing).replaceAll('""', '"');
      from = closing + 1;
    }
    const to = row.indexOf(delimiter, from);
    cells.push(cell + row.slice(from, to < 0 ? row.length : to));
    if (to < 0) return;
    from = to + 1;
  }
}

function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  const latin1 = bytes.toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, (mark) => WINDOWS_1252[mark.charCodeAt(0) - 0x80] ?? mark);
}
