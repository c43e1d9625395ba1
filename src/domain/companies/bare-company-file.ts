import { hasNirShape } from '../values/nir';

const LINE_FEED = 0x0a;
/** A line that never ends is not waited for longer than so many bytes. */
const LONGEST_LINE = 1_000_000;

/** A file of companies whose cells are empty where a NIR stood: some send lists of people. Cut anywhere, line by line. */
export class BareCompanyFile {
  private carried: Buffer[] = [];
  private size = 0;

  push(bytes: Buffer): Buffer {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end === 0 && this.size + bytes.length < LONGEST_LINE) {
      this.carry(bytes);
      return Buffer.alloc(0);
    }
    const whole = bare(Buffer.concat([...this.carried, bytes.subarray(0, end === 0 ? bytes.length : end)]));
    this.carried = [];
    this.size = 0;
    if (end > 0) this.carry(bytes.subarray(end));
    return whole;
  }

  end(): Buffer {
    return bare(Buffer.concat(this.carried));
  }

  private carry(bytes: Buffer): void {
    this.carried.push(bytes);
    this.size += bytes.length;
  }
}

/** Byte for byte as it was, but for such cells. */
function bare(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return Buffer.from(
    text.replace(/[^;,\t\r\n]+/g, (cell) => (mayHold(cell) && hasNirShape(cell) ? '' : cell)),
    'latin1',
  );
}

/** Most cells are shorter than any NIR. */
const mayHold = (cell: string): boolean => cell.length >= 13;
