/** Longest line read: the norm's longest value is far shorter, and a hostile line must not fill the memory. */
const LONGEST_LINE = 10_000;

const LINE_FEED = 0x0a;

/** `bytes[from, to)` is the line without its line feed, valid during the call only. */
export interface LineSink {
  line(bytes: Buffer, from: number, to: number, number: number): void;
  /** Only the head of the line is given. */
  tooLong(bytes: Buffer, from: number, to: number, number: number): void;
  nul(number: number): void;
}

/** Cuts chunks into lines, wherever the chunks were cut; never keeps more than one line of `LONGEST_LINE` bytes. */
export class LineSplitter {
  lines = 0;
  private readonly carry = Buffer.alloc(LONGEST_LINE);
  private carried = 0;
  private overflowing = false;
  private stopped = false;

  constructor(private readonly sink: LineSink) {}

  push(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nul = chunk.indexOf(0);
    const readable = nul === -1 ? chunk.length : nul;
    let from = 0;
    while (!this.stopped) {
      const feed = chunk.indexOf(LINE_FEED, from);
      if (feed === -1 || feed >= readable) break;
      this.finish(chunk, from, feed);
      from = feed + 1;
    }
    if (this.stopped) return;
    if (nul === -1) this.keep(chunk, from, chunk.length);
    else this.sink.nul(++this.lines);
  }

  end(): void {
    if (!this.stopped && (this.carried > 0 || this.overflowing)) this.finish(this.carry, 0, 0);
  }

  /** Nothing more is told, not even the rest of the chunk in hand. */
  stop(): void {
    this.stopped = true;
  }

  private finish(chunk: Buffer, from: number, to: number): void {
    this.lines++;
    if (this.carried === 0 && !this.overflowing) {
      if (to - from > LONGEST_LINE) this.sink.tooLong(chunk, from, from + LONGEST_LINE, this.lines);
      else this.sink.line(chunk, from, to, this.lines);
      return;
    }
    this.keep(chunk, from, to);
    const length = this.carried;
    const tooLong = this.overflowing;
    this.carried = 0;
    this.overflowing = false;
    if (tooLong) this.sink.tooLong(this.carry, 0, length, this.lines);
    else this.sink.line(this.carry, 0, length, this.lines);
  }

  private keep(chunk: Buffer, from: number, to: number): void {
    const room = LONGEST_LINE - this.carried;
    if (to - from > room) this.overflowing = true;
    this.carried += chunk.copy(this.carry, this.carried, from, Math.min(to, from + room));
  }
}
