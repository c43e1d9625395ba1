/** A row of COPY … TO STDOUT: its fields by position; `\N` is null. */
export type Row = readonly (string | null)[];

/**
 * Walks rows sorted by their first field, beside other sorted streams: a merge join without holding any of them. Rows
 * are cut from the text only when their turn comes, so that they die young. Asynchronous only when text runs out.
 */
export class RowCursor {
  private text = '';
  private at = 0;
  private ended = false;

  /** `texts` gives pieces of whole rows, each row ended by a newline. */
  constructor(private readonly texts: AsyncIterator<string>) {}

  /** All rows of the next key; null at the end. A key that `alone` names gives its rows one by one. */
  nextGroup(alone: string | null = null): readonly Row[] | null | Promise<readonly Row[] | null> {
    const rows: Row[] = [];
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
      this.at = 0;
    } while (!this.gather(rows, key, alone));
    return rows;
  }

  /** True when no further row of the wanted key can come. */
  private gather(rows: Row[], wanted: string | null, alone: string | null): boolean {
    let key = wanted ?? rows[0]?.[0] ?? null;
    while (this.at < this.text.length) {
      const own = this.text.slice(this.at, this.text.indexOf('\t', this.at));
      key ??= own;
      if (own > key) return true;
      if (own === alone && rows.length > 0) return true;
      const end = this.text.indexOf('\n', this.at);
      if (own === key) rows.push(fieldsOf(this.text.slice(this.at, end)));
      this.at = end + 1;
    }
    return this.ended;
  }
}

const groupOf = (rows: readonly Row[]): readonly Row[] | null => (rows.length === 0 ? null : rows);

const UNESCAPES: Record<string, string> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v' };

function fieldsOf(row: string): Row {
  const fields: (string | null)[] = row.split('\t');
  if (!row.includes('\\')) return fields;
  for (let i = 0; i < fields.length; i++) {
    const text = fields[i];
    if (text === '\\N') fields[i] = null;
    else if (text?.includes('\\') === true) fields[i] = unescaped(text);
  }
  return fields;
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_match, character: string) => UNESCAPES[character] ?? character);
