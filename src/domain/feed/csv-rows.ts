import { parse } from 'papaparse';
import { isAscii, latin1, windowsText } from '#domain/values/windows-1252';

/** Receives rows cut into cells; `UNCLOSED_QUOTE` is any quote that is neither the end of its cell nor doubled. */
export interface CsvRowSink {
  row(cells: readonly string[], line: number): void;
  broken(line: number, reason: 'TOO_LONG' | 'UNCLOSED_QUOTE'): void;
}

/** The longest row, in bytes: beyond it the row is dropped without being kept in memory. */
export const LONGEST_ROW = 65_536;

/** How much is cut at a time, in bytes: the rows of one piece are all in memory at once. */
const PIECE = 32_768;
const RETURN = 13;
const DELIMITERS = [';', ',', '\t'];

/**
 * Cuts CSV bytes into rows (RFC 4180, plus `;` and tab), in pieces of any size. Papa Parse cuts whole lines; here stands
 * only what a stream adds: the row that waits for its end, its limit, the line numbers and the encoding.
 *
 * Bytes are cut as Latin-1, where one character is one byte. Cells that hold more than ASCII are then decoded on
 * their own, as UTF-8 when valid, else as windows-1252: one odd cell changes nothing for the others.
 */
export class CsvRows {
  private pending = '';
  private line = 1;
  private skipping = false;
  private delimiter: string | null = null;

  constructor(private readonly sink: CsvRowSink) {}

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) this.take(latin1(bytes.subarray(at, at + PIECE)), false);
  }

  end(): void {
    if (this.pending !== '') this.take(this.pending.endsWith('\n') ? '' : '\n', true);
  }

  private take(piece: string, last: boolean): void {
    let rest = this.skipping ? this.afterLongLine(piece) : this.pending + piece;
    while (rest !== '' && (last || piece.includes('\n') || rest.length > LONGEST_ROW)) {
      rest = rest.slice(this.tellRows(rest.slice(0, rest.lastIndexOf('\n') + 1)));
      if (rest === '' || (rest.length <= LONGEST_ROW && !last)) break;
      rest = this.giveUpRow(rest);
    }
    this.pending = rest;
  }

  private afterLongLine(piece: string): string {
    const newline = piece.indexOf('\n');
    if (newline < 0) return '';
    this.skipping = false;
    this.line++;
    return piece.slice(newline + 1);
  }

  /** Tells the rows of whole lines, up to one that is too long or does not end there; returns where that one begins. */
  private tellRows(lines: string): number {
    if (lines === '') return 0;
    this.delimiter ??= likeliestDelimiter(lines);
    const { rows, flaws } = this.cut(lines);
    const ascii = isAscii(lines);
    const quoted = lines.includes('"');
    let start = 0;
    for (const [index, cells] of rows.entries()) {
      const end = quoted ? endOfRow(lines, start, cells) : lines.indexOf('\n', start);
      if (end - start > LONGEST_ROW) return start;
      if (lines.charCodeAt(end - 1) === RETURN) dropReturn(cells);
      if (flaws.has(index)) this.tellLines(lines.slice(start, end));
      else this.tell(cells, ascii, quoted);
      start = end + 1;
    }
    return start;
  }

  /** `flaws`: the rows with a quote that neither ends a cell nor is doubled. */
  private cut(lines: string): { rows: string[][]; flaws: ReadonlySet<number | undefined> } {
    const { data, errors } = parse<string[]>(lines, { delimiter: this.delimiter ?? ';', newline: '\n' });
    // What Papa Parse finds after the last newline: nothing, or the row whose quote is still open there.
    data.pop();
    return { rows: data, flaws: new Set(errors.map(({ row }) => row)) };
  }

  /** The row does not end where a row may: a quote that nothing closes would swallow the file. */
  private giveUpRow(rest: string): string {
    const end = rest.lastIndexOf('\n', LONGEST_ROW);
    if (end >= 0) {
      this.tellLines(rest.slice(0, end));
      return rest.slice(end + 1);
    }
    this.sink.broken(this.line, 'TOO_LONG');
    this.skipping = true;
    return this.afterLongLine(rest);
  }

  /** Where quotes go wrong, each line stands for itself, so that only those at fault are lost. */
  private tellLines(lines: string): void {
    for (const line of lines.split('\n')) {
      const { rows, flaws } = this.cut(`${line}\n`);
      const cells = rows[0];
      if (cells !== undefined && flaws.size === 0) {
        if (line.endsWith('\r')) dropReturn(cells);
        this.tell(cells, isAscii(line), false);
      } else {
        this.sink.broken(this.line, 'UNCLOSED_QUOTE');
        this.line++;
      }
    }
  }

  private tell(cells: string[], ascii: boolean, quoted: boolean): void {
    const lines = quoted ? linesOf(cells) : 1;
    this.sink.row(ascii ? cells : cells.map(decoded), this.line);
    this.line += lines;
  }
}

/** By the first line that is not blank; null while there is none. */
function likeliestDelimiter(lines: string): string | null {
  const header = lines.split('\n').find((line) => line.trim() !== '');
  if (header === undefined) return null;
  return parse(header, { delimitersToGuess: DELIMITERS, newline: '\n' }).meta.delimiter;
}

/** The newline that ends the row: those inside its cells do not. */
function endOfRow(lines: string, start: number, cells: readonly string[]): number {
  let end = lines.indexOf('\n', start);
  for (let more = linesOf(cells) - 1; more > 0; more--) end = lines.indexOf('\n', end + 1);
  return end;
}

function linesOf(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines++;
  }
  return lines;
}

/** Of CRLF, which Papa Parse drops itself after a closing quote. */
function dropReturn(cells: string[]): void {
  const last = cells.length - 1;
  const cell = cells[last] ?? '';
  if (cell.endsWith('\r')) cells[last] = cell.slice(0, -1);
}

function decoded(cell: string): string {
  if (isAscii(cell)) return cell;
  const text = Buffer.from(cell, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? windowsText(cell) : text;
}
