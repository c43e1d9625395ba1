import { TextTable } from './table';

type Write = (text: string) => Promise<void>;

/** A list written as it comes, page by page: it may be longer than memory. */
export interface ListOutput<T> {
  add(page: readonly T[]): Promise<void>;
  end(): Promise<void>;
}

/** One JSON document whose first member is the list: `{"tasks":[…]}`. */
export class JsonList implements ListOutput<unknown> {
  private begun = false;

  constructor(
    private readonly write: Write,
    private readonly name: string,
  ) {}

  async add(page: readonly unknown[]): Promise<void> {
    if (page.length === 0) return;
    const items = page.map((item) => JSON.stringify(item)).join(',\n');
    await this.write(`${this.begun ? ',\n' : this.opening}${items}`);
    this.begun = true;
  }

  /** `rest` are the members after the list, known only once it has ended. */
  async end(rest: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const members = Object.entries(rest).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`);
    await this.write(`${this.begun ? '' : this.opening}]${members.join('')}}\n`);
  }

  private get opening(): string {
    return `{${JSON.stringify(this.name)}:[`;
  }
}

/** The same for people: a table, or `nothing` when the list is empty. */
export class TableList<T> implements ListOutput<T> {
  private readonly table: TextTable;
  private begun = false;

  constructor(
    private readonly write: Write,
    private readonly shape: {
      readonly header: readonly string[];
      readonly row: (item: T) => readonly string[];
      readonly nothing: string;
    },
  ) {
    this.table = new TextTable(shape.header);
  }

  async add(page: readonly T[]): Promise<void> {
    if (page.length === 0) return;
    this.begun = true;
    await this.write(`${this.table.page(page.map(this.shape.row))}\n`);
  }

  async end(): Promise<void> {
    if (!this.begun) await this.write(`${this.shape.nothing}\n`);
  }
}
