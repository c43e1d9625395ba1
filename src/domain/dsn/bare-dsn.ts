import { LineSplitter, type LineSink } from './line-splitter';
import { afterBom, BlockBounds, hasQuotedValue, rubricKey, VALUE_AT, withoutTrailingBlanks } from './rubric-line';
import { nameOfKey, PERSON, READ_RUBRICS, SECRET_RUBRICS } from './rubrics';
import { decodeText, fingerprint, repeats } from './text';

/** Stands wherever a NIR or an NTT stood, so that the reader still sees that another field repeats it. */
const STAND_IN = '*'.repeat(13);
/** A line without the form of a rubrique stays one. */
const UNREADABLE = '?';
const OVERLONG = 'x'.repeat(10_001);
const MARK = '\u00ef\u00bb\u00bf';
/** An employee's own block has fewer rubriques; more lines than these are not waited for. */
const MOST_HELD = 2_000;

interface Line {
  /** All of it, but for the value. */
  readonly text: string;
  readonly value: string | null;
}

/**
 * A DSN without what may not be kept: line for line the same, where only what {@link READ_RUBRICS} names still has its
 * value. Reading it tells what reading the file itself would. Bytes go in chunk by chunk, cut anywhere; what is held
 * meanwhile is the block that names one employee, whose NTT may follow a number that repeats it.
 */
export class BareDsn implements LineSink {
  private readonly splitter = new LineSplitter(this);
  private readonly bounds = new BlockBounds();
  private ready = '';
  private held: Line[] | null = null;
  /** Of the employee in hand. */
  private secrets: number[] = [];
  private shortest = Infinity;
  private utf8 = false;

  /** What may be kept of the file, as far as these bytes tell. */
  push(bytes: Uint8Array): Buffer {
    this.splitter.push(bytes);
    return this.take();
  }

  /** The rest of it. */
  end(): Buffer {
    this.splitter.end();
    this.release();
    return this.take();
  }

  line(bytes: Buffer, start: number, end: number, number: number): void {
    const from = number === 1 ? this.begun(bytes, start, end) : start;
    const to = withoutTrailingBlanks(bytes, from, end);
    if (from === to) {
      this.put('');
      return;
    }
    const key = rubricKey(bytes, from, to);
    if (key === -1) {
      this.put(UNREADABLE);
      return;
    }
    this.enter(key);
    if (!hasQuotedValue(bytes, from, to)) this.put(nameOfKey(key));
    else if (SECRET_RUBRICS.has(key)) this.hide(key, bytes, from + VALUE_AT, to - 1);
    else if (READ_RUBRICS.has(key)) this.put(nameOfKey(key), bytes.toString('latin1', from + VALUE_AT, to - 1));
    else this.put(`${nameOfKey(key)},''`);
  }

  tooLong(bytes: Buffer, start: number, end: number, number: number): void {
    const key = rubricKey(bytes, number === 1 ? this.begun(bytes, start, end) : start, end);
    if (key !== -1) this.enter(key);
    this.put((key === -1 ? '' : nameOfKey(key)) + OVERLONG);
  }

  nul(): void {
    this.release();
    this.ready += '\0';
    this.splitter.stop();
  }

  private begun(bytes: Buffer, from: number, to: number): number {
    const start = afterBom(bytes, from, to);
    this.utf8 = start > from;
    if (this.utf8) this.ready += MARK;
    return start;
  }

  private enter(key: number): void {
    if (!this.bounds.enter(key)) return;
    this.release();
    if (this.bounds.block !== PERSON.id) return;
    this.held = [];
    this.secrets = [];
    this.shortest = Infinity;
  }

  private hide(key: number, bytes: Buffer, from: number, to: number): void {
    this.secrets.push(fingerprint(bytes, from, to));
    this.shortest = Math.min(this.shortest, to - from);
    this.put(`${nameOfKey(key)},'${STAND_IN}'`);
  }

  private put(text: string, value: string | null = null): void {
    if (this.held === null) this.write({ text, value });
    else if (this.held.push({ text, value }) > MOST_HELD) this.release();
  }

  private release(): void {
    const { held } = this;
    this.held = null;
    for (const line of held ?? []) this.write(line);
  }

  private write({ text, value }: Line): void {
    this.ready += value === null ? `${text}\n` : `${text},'${this.isSecret(value) ? STAND_IN : value}'\n`;
  }

  private isSecret(value: string): boolean {
    if (value.length < this.shortest) return false;
    const bytes = Buffer.from(value, 'latin1');
    return repeats(decodeText(bytes, 0, bytes.length, this.utf8), this.secrets);
  }

  private take(): Buffer {
    const bytes = Buffer.from(this.ready, 'latin1');
    this.ready = '';
    return bytes;
  }
}
