/** A row of COPY … TO STDOUT: its fields by position; `\N` is null. */
export type Row = readonly (string | null)[];

/**
 * Rows of one group that are held: a file that names one establishment a million times must not fill the memory. Of the
 * rows beyond, one per second field is kept still, so that no document goes unseen.
 */
export const MOST_ROWS = 5_000;

/**
 * Walks rows sorted by their first field, beside other sorted streams: a merge join without holding any of them. Rows
 * are cut from the text only when their turn comes, so that they die young. Asynchronous only when text runs out.
 */
export class RowCursor {
  private text = '';
  private at = 0;
  /** Key of the row at `at`, once it has been looked at. */
  private key: string | null = null;
  /** Whether the piece of text holds a backslash anywhere: a null or an escaped character. */
  private escapes = false;
  private ended = false;
  private seen: Set<string | null | undefined> | null = null;

  /** `texts` gives pieces of whole rows, each row ended by a newline. */
  constructor(private readonly texts: AsyncIterator<string>) {}

  /** All rows of the next key; null at the end. A key that `alone` names gives its rows one by one. */
  nextGroup(alone: string | null = null): readonly Row[] | null | Promise<readonly Row[] | null> {
    const rows: Row[] = [];
    this.seen = null;
    return this.gather(rows, null, alone) ? groupOf(rows) : this.gatherOn(rows, null, alone).then(groupOf);
  }

  /** All rows whose key is `key`; rows of smaller keys are passed over. */
  take(key: string): readonly Row[] | Promise<readonly Row[]> {
    const rows: Row[] = [];
    return this.gather(rows, key, null) ? rows : this.gatherOn(rows, key, null);
  }

  private async gatherOn(rows: Row[], key: string | null, alone: string | null): Promise<Row[]> {
    do {
      const next = await this.texts.next();
      this.ended = next.done === true;
      this.text = next.done === true ? '' : next.value;
      this.escapes = this.text.includes('\\');
      this.at = 0;
    } while (!this.gather(rows, key, alone));
    return rows;
  }

  /** True when no further row of the wanted key can come. */
  private gather(rows: Row[], wanted: string | null, alone: string | null): boolean {
    let key = wanted ?? rows[0]?.[0] ?? null;
    while (this.at < this.text.length) {
      const own = (this.key ??= this.text.slice(this.at, this.text.indexOf('\t', this.at)));
      key ??= own;
      if (own > key) return true;
      if (own === alone && rows.length > 0) return true;
      const end = this.text.indexOf('\n', this.at);
      if (own === key) {
        const row = this.rowUntil(end);
        if (rows.length < MOST_ROWS || wanted !== null || this.isFirstOfItsKind(row, rows)) rows.push(row);
      }
      this.at = end + 1;
      this.key = null;
    }
    return this.ended;
  }

  private rowUntil(end: number): Row {
    const fields = fieldsOf(this.text, this.at, end);
    return this.escapes ? fields.map(unescapedField) : fields;
  }

  private isFirstOfItsKind(row: Row, rows: readonly Row[]): boolean {
    this.seen ??= new Set(rows.map((kept) => kept[1]));
    if (this.seen.has(row[1])) return false;
    this.seen.add(row[1]);
    return true;
  }
}

const groupOf = (rows: readonly Row[]): readonly Row[] | null => (rows.length === 0 ? null : rows);

const UNESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

/** Cut by hand: this runs twice per establishment of a batch, and `split` takes twice as long. */
function fieldsOf(text: string, start: number, end: number): string[] {
  const fields: string[] = [];
  let at = start;
  for (let tab = text.indexOf('\t', at); tab >= 0 && tab < end; tab = text.indexOf('\t', at)) {
    fields.push(text.slice(at, tab));
    at = tab + 1;
  }
  fields.push(text.slice(at, end));
  return fields;
}

const unescapedField = (text: string): string | null => {
  if (text === '\\N') return null;
  return text.includes('\\') ? unescaped(text) : text;
};

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_match, character: string) => UNESCAPES[character] ?? character);
