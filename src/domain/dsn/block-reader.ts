import type { LineRejection } from '#domain/values/rejection';
import type { LineSink } from './line-splitter';
import { nameOfKey, READ_BLOCKS, READ_RUBRICS, SECRET_RUBRICS } from './rubrics';
import { afterBom, BlockBounds, hasQuotedValue, rubricKey, VALUE_AT, withoutTrailingBlanks } from './rubric-line';
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

/** Gathers lines `rubrique,'valeur'` into blocks. A rubrique met twice within one is a fault. */
export class BlockReader implements LineSink {
  private rank = 0;
  private utf8 = false;
  private readonly bounds = new BlockBounds();
  private open: OpenBlock | null = null;
  /** Faults met before the first block, given with it. */
  private early: LineRejection[] = [];

  constructor(private readonly sink: BlockSink) {}

  line(bytes: Buffer, start: number, end: number, number: number): void {
    const from = number === 1 ? this.begun(bytes, start, end) : start;
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
      const value = decodeText(bytes, from + VALUE_AT, to - 1, this.utf8);
      this.open.fields.push({ rubric: key % 1000, value, line: number });
    } else if (SECRET_RUBRICS.has(key)) {
      this.open.secrets.push(fingerprint(bytes, from + VALUE_AT, to - 1));
    }
  }

  tooLong(bytes: Buffer, start: number, end: number, number: number): void {
    const from = number === 1 ? this.begun(bytes, start, end) : start;
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
    return this.bounds.block !== -1;
  }

  private enter(key: number, line: number): void {
    this.rank++;
    if (this.bounds.enter(key)) this.begin(this.bounds.block, line);
    if (this.open !== null) this.open.last = this.rank;
  }

  private begin(block: number, line: number): void {
    const finished = this.open;
    this.open = READ_BLOCKS.has(block) || this.early.length > 0 ? this.blockOf(block, line, this.early) : null;
    this.early = [];
    if (finished !== null) this.sink.block(finished);
  }

  private fault(key: number, rejection: LineRejection): void {
    if (key !== -1) this.enter(key, rejection.line);
    else this.rank++;
    if (this.bounds.block === -1) {
      this.early.push(rejection);
      if (this.early.length > PATIENCE) this.sink.notDsn(rejection.line);
      return;
    }
    this.open ??= this.blockOf(this.bounds.block, rejection.line, []);
    this.open.faults.push(rejection);
    this.open.last = this.rank;
  }

  private blockOf(id: number, line: number, faults: LineRejection[]): OpenBlock {
    return { id, line, first: this.rank, last: this.rank, fields: [], faults, secrets: [] };
  }

  private begun(bytes: Buffer, from: number, to: number): number {
    const start = afterBom(bytes, from, to);
    this.utf8 = start > from;
    return start;
  }
}

/** The field as it stands, even blank; null when it is absent. */
export function presentField(block: DsnBlock, rubric: number): Field | null {
  for (const field of block.fields) if (field.rubric === rubric) return field;
  return null;
}

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
