const NAME_LENGTH = 14;
/** Where the value begins in a line `rubrique,'valeur'`. */
export const VALUE_AT = NAME_LENGTH + 2;
/** S21.G00.30.002. */
const NAME_OF_EMPLOYEE = 2130002;
const [COMMA, QUOTE, ZERO, DOT, LETTER_S, LETTER_G] = [0x2c, 0x27, 0x30, 0x2e, 0x53, 0x47];
const [TAB, CARRIAGE_RETURN, SPACE] = [0x09, 0x0d, 0x20];

/**
 * Tells where a block ends: where another begins, or where its own first rubrique comes again, .001, or .002 of an
 * employee, who may have no NIR.
 */
export class BlockBounds {
  /** `S21.G00.40` is 2140; −1 before the first. */
  block = -1;
  private occurrence = 0;
  private readonly seenIn = new Uint32Array(1000);

  /** True when a block begins with this rubrique. */
  enter(key: number): boolean {
    const block = Math.floor(key / 1000);
    const rubric = key % 1000;
    const opens = rubric === 1 || key === NAME_OF_EMPLOYEE;
    const begins = block !== this.block || (opens && this.seenIn[rubric] === this.occurrence);
    if (begins) {
      this.block = block;
      this.occurrence++;
    }
    this.seenIn[rubric] = this.occurrence;
    return begins;
  }
}

/** Where a file begins, its byte order mark put aside. */
export const afterBom = (bytes: Buffer, from: number, to: number): number =>
  to - from >= 3 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf ? from + 3 : from;

export function withoutTrailingBlanks(bytes: Buffer, from: number, end: number): number {
  let to = end;
  while (to > from) {
    const last = bytes[to - 1];
    if (last !== CARRIAGE_RETURN && last !== SPACE && last !== TAB) break;
    to--;
  }
  return to;
}

/** 2140043 for a line that begins with `S21.G00.40.043`, −1 for any other. */
export function rubricKey(bytes: Buffer, from: number, to: number): number {
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
export const hasQuotedValue = (bytes: Buffer, from: number, to: number): boolean =>
  to - from >= NAME_LENGTH + 3 &&
  bytes[from + NAME_LENGTH] === COMMA &&
  bytes[from + NAME_LENGTH + 1] === QUOTE &&
  bytes[to - 1] === QUOTE;
