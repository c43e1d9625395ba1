import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { from as copyFrom, to as copyTo, type CopyStreamQuery } from 'pg-copy-streams';
import type { Tx } from './database';

/** Rows are gathered into pieces of this many bytes before they go to the server. */
const PIECE = 256 * 1024;
/** UTF-8 bytes that one UTF-16 unit takes at most. */
const WIDEST = 3;
const NEWLINE = 10;

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

  /** Resolves at once unless the server is behind. */
  async drain(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (!this.full) return;
    await once(this.stream, 'drain');
    this.full = false;
  }

  async finish(): Promise<void> {
    await this.drain();
    this.send();
    this.stream.end();
    if (!this.stream.writableFinished) await once(this.stream, 'finish');
  }

  private send(room = 0): void {
    // After the server's refusal there is nobody to write to; the next `drain` says why.
    if (this.filled > 0 && this.failure === null) this.full = !this.stream.write(this.piece.subarray(0, this.filled));
    this.piece = Buffer.allocUnsafe(room);
    this.filled = 0;
  }
}

/** COPY (query) TO STDOUT, as pieces of text that hold whole rows, each ended by a newline. */
export async function* copyText(tx: Tx, query: string): AsyncGenerator<string> {
  const stream = tx.client.query(copyTo(`COPY (${query}) TO STDOUT`));
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
