import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { from as copyFrom, to as copyTo, type CopyStreamQuery } from 'pg-copy-streams';
import type { Tx } from './database';

/** Rows are gathered into pieces of this many bytes before they go to the server. */
const PIECE = 256 * 1024;
/** UTF-8 bytes that one UTF-16 unit takes at most. */
const WIDEST = 3;
const TAB = 9;
const NEWLINE = 10;
const ZERO = 48;
const BACKSLASH = 92;
const [NULL_LETTER, TRUE, FALSE] = [78, 116, 102];
/** Printable ASCII other than the backslash goes to the server as it is. */
const [SPACE, TILDE] = [32, 126];
/** Texts up to this length are cheaper to write by hand than by a call out of JavaScript. */
const SHORT = 40;
/** Digits of the greatest safe integer. */
const MOST_DIGITS = 16;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One field in COPY's text format; null is `\N`. NUL cannot be stored in text: the readers refuse it before. */
export function field(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : value;
}

/** A COPY … FROM STDIN that stays open: rows are added synchronously, `drain` waits for the server to keep up. */
export class CopyWriter {
  private readonly stream: CopyStreamQuery;
  private piece = Buffer.allocUnsafe(PIECE);
  private filled = 0;
  private full = false;
  private failure: Error | null = null;

  constructor(tx: Tx, target: string) {
    this.stream = tx.client.query(copyFrom(`COPY ${target} FROM STDIN`));
    this.stream.on('error', (error: Error) => {
      this.failure = error;
    });
    // Heard whenever it comes: whoever has other things to wait for between a piece and `drain` would miss it.
    this.stream.on('drain', () => {
      this.full = false;
    });
  }

  /**
   * One row, already in COPY's text format, without its newline. It is encoded at once: rows kept as text until the
   * piece is full would outlive the collector's young generation, which costs more than all the rest of the work.
   */
  add(row: string): void {
    const most = row.length * WIDEST + 1;
    if (this.filled + most > this.piece.length) this.send(Math.max(PIECE, most));
    this.filled += this.piece.write(row, this.filled);
    this.piece[this.filled++] = NEWLINE;
  }

  /**
   * The next field of a row: written to the piece at once, character by character, as a row put together as text first
   * takes three times as long. Escaped as COPY's text format wants; NUL is refused by the readers before.
   */
  text(value: string | null): this {
    if (value === null) return this.absent();
    this.makeRoom(value.length * WIDEST + 1);
    if (value.length > SHORT) return this.longText(value);
    const { piece, filled } = this;
    for (let i = 0; i < value.length; i++) {
      const character = value.charCodeAt(i);
      if (character < SPACE || character > TILDE || character === BACKSLASH) return this.longText(value);
      piece[filled + i] = character;
    }
    return this.endField(value.length);
  }

  /** A whole number. */
  number(value: number | null): this {
    if (value === null) return this.absent();
    if (value < 0 || !Number.isSafeInteger(value)) return this.text(String(value));
    this.makeRoom(MOST_DIGITS + 1);
    let digits = 1;
    for (let power = 10; value >= power; power *= 10) digits++;
    let at = this.filled + digits;
    for (let rest = value; at > this.filled; rest = Math.floor(rest / 10)) this.piece[--at] = ZERO + (rest % 10);
    return this.endField(digits);
  }

  flag(value: boolean | null): this {
    if (value === null) return this.absent();
    this.makeRoom(2);
    this.piece[this.filled] = value ? TRUE : FALSE;
    return this.endField(1);
  }

  /** Ends the row whose last field was just given. */
  endRow(): void {
    this.piece[this.filled - 1] = NEWLINE;
  }

  /** Resolves at once unless the server is behind. */
  async drain(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.full) await once(this.stream, 'drain');
  }

  async finish(): Promise<void> {
    await this.drain();
    this.send();
    this.stream.end();
    if (!this.stream.writableFinished) await once(this.stream, 'finish');
  }

  private longText(value: string): this {
    const escaped = field(value);
    this.makeRoom(escaped.length * WIDEST + 1);
    return this.endField(this.piece.write(escaped, this.filled));
  }

  private absent(): this {
    this.makeRoom(3);
    this.piece[this.filled] = BACKSLASH;
    this.piece[this.filled + 1] = NULL_LETTER;
    return this.endField(2);
  }

  private endField(length: number): this {
    this.filled += length;
    this.piece[this.filled++] = TAB;
    return this;
  }

  /** A row may go in two pieces; its last tab stays in the second, as it may yet become the newline. */
  private makeRoom(bytes: number): void {
    if (this.filled + bytes > this.piece.length) this.send(Math.max(PIECE, bytes));
  }

  private send(room = 0): void {
    // After the server's refusal there is nobody to write to; the next `drain` says why.
    if (this.filled > 0 && this.failure === null) this.full = !this.stream.write(this.piece.subarray(0, this.filled));
    this.piece = Buffer.allocUnsafe(room);
    this.filled = 0;
  }
}

/** COPY (query) TO STDOUT, as pieces of text that hold whole rows, each ended by a newline. `absent` stands for null. */
export async function* copyText(tx: Tx, query: string, absent = '\\N'): AsyncGenerator<string> {
  const stream = tx.client.query(copyTo(`COPY (${query}) TO STDOUT (NULL '${absent}')`));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const bytes of stream) {
    const text = rest + decoder.write(bytes as Buffer);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (end > 0) yield text.slice(0, end);
  }
}

/** A writable that pipes a file's bytes, unread, into a table. */
export const copyFileInto = (tx: Tx, table: string, options: string): CopyStreamQuery =>
  tx.client.query(copyFrom(`COPY ${table} FROM STDIN (${options})`));
