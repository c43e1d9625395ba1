import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { from as copyFrom, to as copyTo, type CopyStreamQuery } from 'pg-copy-streams';
import type { Tx } from './database';

/** Rows are gathered into pieces of about this many characters before they go to the server. */
const PIECE = 256 * 1024;

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
  private piece = '';
  private full = false;
  private failure: Error | null = null;

  constructor(tx: Tx, target: string) {
    this.stream = tx.client.query(copyFrom(`COPY ${target} FROM STDIN`));
    this.stream.on('error', (error: Error) => {
      this.failure = error;
    });
  }

  /** One row, already in COPY's text format, without its newline. */
  add(row: string): void {
    this.piece += `${row}\n`;
    if (this.piece.length >= PIECE) this.send();
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

  private send(): void {
    if (this.piece === '') return;
    this.full = !this.stream.write(this.piece);
    this.piece = '';
  }
}

/** COPY (query) TO STDOUT, as blocks of rows; a row is its fields, `\N` kept as null. */
export async function* copyRows(tx: Tx, query: string): AsyncGenerator<(string | null)[][]> {
  const stream = tx.client.query(copyTo(`COPY (${query}) TO STDOUT`));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const bytes of stream) {
    const text = rest + decoder.write(bytes as Buffer);
    const end = text.lastIndexOf('\n');
    rest = text.slice(end + 1);
    if (end >= 0) yield text.slice(0, end).split('\n').map(fieldsOf);
  }
}

function fieldsOf(row: string): (string | null)[] {
  const fields: (string | null)[] = row.split('\t');
  if (!row.includes('\\')) return fields;
  for (let i = 0; i < fields.length; i++) {
    const text = fields[i];
    if (text === '\\N') fields[i] = null;
    else if (text?.includes('\\') === true) fields[i] = unescaped(text);
  }
  return fields;
}

const UNESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_match, character: string) => UNESCAPES[character] ?? character);

/** A writable that pipes a file's bytes, unread, into a table. */
export const copyFileInto = (tx: Tx, table: string, options: string): CopyStreamQuery =>
  tx.client.query(copyFrom(`COPY ${table} FROM STDIN (${options})`));
