import type { LineRejection } from '#domain/values/rejection';
import type { LineSink } from './line-splitter';
import { nameOfKey, READ_BLOCKS, READ_RUBRICS, SECRET_RUBRICS } from './rubrics';
import { decodeText, fingerprint } from './text';

export interface Field {
  readonly rubric: number;
  readonly value: string;
  readonly line: number;
}

/** One occurrence of a block, with the rubriques we read and the lines of it that could not be read. */
export interface DsnBlock {
  readonly id: number;
  readonly line: number;
  /** Rank in the file, blank lines apart, of its first and last lines: S90.G00.90.001 counts so. */
  readonly first: number;
  readonly last: number;
  /** A handful, each rubrique once: a list is searched faster than a map is made. */
  readonly fields: readonly Field[];
  readonly faults: readonly LineRejection[];
  /** Fingerprints of its NIR and NTT. */
  readonly secrets: readonly number[];
}

export interface BlockSink {
  block(block: DsnBlock): void;
  /** A NUL byte: UTF-16, or not a text at all. */
  notText(line: number): void;
  /** Many lines, and not one has the form of a rubrique. */
  notDsn(line: number): void;
}

interface OpenBlock extends DsnBlock {
  last: number;
  readonly fields: Field[];
  readonly faults: LineRejection[];
  readonly secrets: number[];
}

/** Lines without any rubrique tolerated before a file is held not to be a DSN. */
const PATIENCE = 20;
const NAME_LENGTH = 14;
/** S21.G00.30.002. */
const NAME_OF_EMPLOYEE = 2130002;
const [COMMA, QUOTE, ZERO, DOT, LETTER_S, LETTER_G] = [0x2c, 0x27, 0x30, 0x2e, 0x53, 0x47];
const [TAB, CARRIAGE_RETURN, SPACE] = [0x09, 0x0d, 0x20];

/**
 * Gathers lines `rubrique,'valeur'` into blocks. A block ends where another begins, or where its own first rubrique
 * comes again: .001, or .002 of an employee, who may have no NIR. Any other rubrique met twice is a fault.
 */
export class BlockReader implements LineSink {
  private rank = 0;
  private utf8 = false;
  private current = -1;
  private open: OpenBlock | null = null;
  /** Faults met before the first block, given with it. */
  private early: LineRejection[] = [];
  private occurrence = 0;
  private readonly seenIn = new Uint32Array(1000);

  constructor(private readonly sink: BlockSink) {}

  line(bytes: Buffer, start: number, end: number, number: number): void {
    const from = number === 1 ? this.afterBom(bytes, start, end) : start;
    const to = withoutTrailingBlanks(bytes, from, end);
    if (from === to) return;
    const key = rubricKey(bytes, from, to);
    if (key === -1 || !hasQuotedValue(bytes, from, to)) {
      this.fault(key, unreadableLine(number, key));
      return;
    }
    this.enter(key, number);
    if (this.open === null) return;
    if (READ_RUBRICS.has(key)) {
      if (presentField(this.open, key % 1000) !== null) {
        this.open.faults.push(repeatedRubric(number, key));
        return;
      }
      const value = decodeText(bytes, from + NAME_LENGTH + 2, to - 1, this.utf8);
      this.open.fields.push({ rubric: key % 1000, value, line: number });
    } else if (SECRET_RUBRICS.has(key)) {
      this.open.secrets.push(fingerprint(bytes, from + NAME_LENGTH + 2, to - 1));
    }
  }

  tooLong(bytes: Buffer, start: number, end: number, number: number): void {
    const from = number === 1 ? this.afterBom(bytes, start, end) : start;
    const key = rubricKey(bytes, from, end);
    this.fault(key, overlongLine(number, key));
  }

  nul(number: number): void {
    this.sink.notText(number);
  }

  /** Gives the block in hand. True when at least one rubrique was met. */
  end(): boolean {
    if (this.open !== null) this.sink.block(this.open);
    this.open = null;
    return this.current !== -1;
  }

  private enter(key: number, line: number): void {
    this.rank++;
    const block = Math.floor(key / 1000);
    const rubric = key % 1000;
    const opens = rubric === 1 || key === NAME_OF_EMPLOYEE;
    if (block !== this.current || (opens && this.seenIn[rubric] === this.occurrence)) this.begin(block, line);
    this.seenIn[rubric] = this.occurrence;
    if (this.open !== null) this.open.last = this.rank;
  }

  private begin(block: number, line: number): void {
    const finished = this.open;
    this.current = block;
    this.occurrence++;
    this.open = READ_BLOCKS.has(block) || this.early.length > 0 ? this.blockOf(block, line, this.early) : null;
    this.early = [];
    if (finished !== null) this.sink.block(finished);
  }

  private fault(key: number, rejection: LineRejection): void {
    if (key !== -1) this.enter(key, rejection.line);
    else this.rank++;
    if (this.current === -1) {
      this.early.push(rejection);
      if (this.early.length > PATIENCE) this.sink.notDsn(rejection.line);
      return;
    }
    this.open ??= this.blockOf(this.current, rejection.line, []);
    this.open.faults.push(rejection);
    this.open.last = this.rank;
  }

  private blockOf(id: number, line: number, faults: LineRejection[]): OpenBlock {
    return { id, line, first: this.rank, last: this.rank, fields: [], faults, secrets: [] };
  }

  private afterBom(bytes: Buffer, from: number, to: number): number {
    this.utf8 = to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    return this.utf8 ? from + 3 : from;
  }
}

/** The field as it stands, even blank; null when it is absent. */
export function presentField(block: DsnBlock, rubric: number): Field | null {
  for (const field of block.fields) if (field.rubric === rubric) return field;
  return null;
}

function withoutTrailingBlanks(bytes: Buffer, from: number, end: number): number {
  let to = end;
  while (to > from) {
    const last = bytes[to - 1];
    if (last !== CARRIAGE_RETURN && last !== SPACE && last !== TAB) break;
    to--;
  }
  return to;
}

/** 2140043 for a line that begins with `S21.G00.40.043`, −1 for any other. */
function rubricKey(bytes: Buffer, from: number, to: number): number {
  const shaped =
    to - from >= NAME_LENGTH &&
    bytes[from] === LETTER_S &&
    bytes[from + 3] === DOT &&
    bytes[from + 4] === LETTER_G &&
    bytes[from + 5] === ZERO &&
    bytes[from + 6] === ZERO &&
    bytes[from + 7] === DOT &&
    bytes[from + 10] === DOT;
  if (!shaped) return -1;
  const structure = number(bytes, from + 1, 2);
  const block = number(bytes, from + 8, 2);
  const rubric = number(bytes, from + 11, 3);
  return structure < 0 || block < 0 || rubric < 0 ? -1 : (structure * 100 + block) * 1000 + rubric;
}

function number(bytes: Buffer, from: number, digits: number): number {
  let value = 0;
  for (let i = from; i < from + digits; i++) {
    const digit = (bytes[i] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Apostrophes inside a value are written as they are, so only the outer quotes matter. */
const hasQuotedValue = (bytes: Buffer, from: number, to: number): boolean =>
  to - from >= NAME_LENGTH + 3 &&
  bytes[from + NAME_LENGTH] === COMMA &&
  bytes[from + NAME_LENGTH + 1] === QUOTE &&
  bytes[to - 1] === QUOTE;

/** The line itself is never shown: it may hold a NIR. */
const unreadableLine = (line: number, key: number): LineRejection =>
  fault(
    line,
    key,
    'LIGNE_ILLISIBLE',
    "elle n'a pas la forme rubrique,'valeur' ; faites produire de nouveau le fichier",
  );

const overlongLine = (line: number, key: number): LineRejection =>
  fault(line, key, 'LIGNE_TROP_LONGUE', "elle dépasse 10 000 caractères et n'est pas lue ; vérifiez le fichier");

const repeatedRubric = (line: number, key: number): LineRejection =>
  fault(line, key, 'DOUBLON', "elle répète une rubrique du même bloc, l'une des deux est de trop ; corrigez la paie");

function fault(line: number, key: number, word: string, sentence: string): LineRejection {
  const rubric = key === -1 ? null : nameOfKey(key);
  return {
    line,
    code: rubric === null ? word : `${rubric}/${word}`,
    message: `Ligne ${line} : ${sentence}${rubric === null ? '' : ` (rubrique ${rubric})`}.`,
  };
}
