type Row = readonly (string | null)[];

/** Reads a stream of rows sorted by their first field beside another sorted stream: a merge join without holding either. */
export class SortedCursor {
  private block: readonly Row[] = [];
  private at = 0;
  private ended = false;

  constructor(private readonly blocks: AsyncIterator<readonly Row[]>) {}

  /** All rows whose key is `key`; rows of smaller keys are passed over. Asynchronous only when a new block is needed. */
  take(key: string): readonly Row[] | Promise<readonly Row[]> {
    const taken: Row[] = [];
    if (this.collect(key, taken)) return taken;
    return this.takeOn(key, taken);
  }

  private async takeOn(key: string, taken: Row[]): Promise<readonly Row[]> {
    do {
      const next = await this.blocks.next();
      this.ended = next.done === true;
      this.block = next.done === true ? [] : next.value;
      this.at = 0;
    } while (!this.collect(key, taken));
    return taken;
  }

  /** True when no further row of this key can come. */
  private collect(key: string, taken: Row[]): boolean {
    while (this.at < this.block.length) {
      const row = this.block[this.at];
      const own = row?.[0] ?? '';
      if (own > key) return true;
      if (row !== undefined && own === key) taken.push(row);
      this.at++;
    }
    return this.ended;
  }
}
