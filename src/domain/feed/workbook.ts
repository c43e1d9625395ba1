import type { Refusal } from '../values/result';
import { latin1 } from '../values/windows-1252';
import { SafeXml, type XmlSink, type XmlTag } from './safe-xml';

/** A row of a sheet that holds something, with the number the spreadsheet shows beside it. */
export interface WorkbookRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Parts of an XLSX, by their names in its ZIP. */
export const WORKBOOK_PARTS = {
  workbook: 'xl/workbook.xml',
  relations: 'xl/_rels/workbook.xml.rels',
  strings: 'xl/sharedStrings.xml',
} as const;

/** Rows and columns read at most: a single cell in the last corner of a sheet must not make millions of them. */
const MOST_COLUMNS = 50;

/** One part, read as it comes; nothing outside it is ever fetched. */
export class WorkbookPart<Sink extends XmlSink> {
  private xml: SafeXml | null = null;

  constructor(
    private readonly name: string,
    readonly sink: Sink,
  ) {}

  push(bytes: Uint8Array): void {
    this.xml ??= new SafeXml(this.name, latin1(bytes.subarray(0, 200)), this.sink);
    this.xml.push(bytes);
  }

  /** Why the part cannot be read; null when it was. */
  end(): Refusal | null {
    this.xml?.end();
    return this.xml?.refusal ?? null;
  }
}

/** Spreadsheet programs may put a prefix of their own before every name. */
const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

const attribute = ({ attributes }: XmlTag, wanted: string): string => {
  const found = Object.entries(attributes).find(([name]) => bare(name) === wanted);
  return found?.[1] ?? '';
};

/** The sheets in the order of their tabs, by the id of their relation. */
export class SheetList implements XmlSink {
  readonly ids: string[] = [];

  open(tag: XmlTag): void {
    if (bare(tag.name) !== 'sheet' || attribute(tag, 'state') === 'hidden') return;
    const id = Object.entries(tag.attributes).find(([name]) => name !== 'id' && bare(name) === 'id')?.[1];
    if (id !== undefined) this.ids.push(id);
  }

  close(): void {
    // A sheet is told whole by its tag.
  }
}

/** Where the parts of each relation are. */
export class Relations implements XmlSink {
  private readonly targets = new Map<string, string>();

  open(tag: XmlTag): void {
    if (bare(tag.name) === 'Relationship') this.targets.set(attribute(tag, 'Id'), attribute(tag, 'Target'));
  }

  close(): void {
    // A relation is told whole by its tag.
  }

  /** The part's name in the ZIP; null when the relation is not there. */
  partOf(id: string): string | null {
    const target = this.targets.get(id);
    if (target === undefined) return null;
    return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
  }
}

/** The texts that cells name by their place; how to read them aloud (rPh) is no part of them. */
export class SharedStrings implements XmlSink {
  readonly texts: string[] = [];
  private text = '';
  private aloud = false;

  open(tag: XmlTag): void {
    const name = bare(tag.name);
    if (name === 'si') this.text = '';
    else if (name === 'rPh') this.aloud = true;
  }

  close(tagName: string, text: string): void {
    const name = bare(tagName);
    if (name === 't' && !this.aloud) this.text += text;
    else if (name === 'rPh') this.aloud = false;
    else if (name === 'si') this.texts.push(this.text);
  }
}

/** The rows of a sheet: values only, never formulas; columns and rows beyond the limits are left out. */
export class SheetRows implements XmlSink {
  readonly rows: WorkbookRow[] = [];
  private cells: string[] = [];
  private line = 0;
  private column = -1;
  private type = '';
  private value = '';

  constructor(
    private readonly texts: readonly string[],
    /** One more row than this is kept, so that its reader knows of the rest. */
    private readonly most: number,
  ) {}

  open(tag: XmlTag): void {
    const name = bare(tag.name);
    if (name === 'row') this.openRow(tag);
    else if (name === 'c') this.openCell(tag);
  }

  close(tagName: string, text: string): void {
    const name = bare(tagName);
    if (name === 'v') this.value = text;
    else if (name === 't' && this.type === 'inlineStr') this.value += text;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
  }

  private openRow(tag: XmlTag): void {
    const line = Number(attribute(tag, 'r'));
    this.line = Number.isSafeInteger(line) && line > 0 ? line : this.line + 1;
    this.cells = [];
    this.column = -1;
  }

  private openCell(tag: XmlTag): void {
    const place = attribute(tag, 'r');
    this.column = place === '' ? this.column + 1 : columnOf(place);
    this.type = attribute(tag, 't');
    this.value = '';
  }

  private closeCell(): void {
    const text = this.shown();
    if (text === '' || this.column < 0 || this.column >= MOST_COLUMNS) return;
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private closeRow(): void {
    if (this.cells.length > 0 && this.rows.length <= this.most) this.rows.push({ line: this.line, cells: this.cells });
  }

  private shown(): string {
    if (this.type === 's') return this.texts[Number(this.value)] ?? '';
    if (this.type === 'e') return '';
    if (this.type !== '' && this.type !== 'n') return this.value;
    const number = Number(this.value);
    return this.value !== '' && Number.isFinite(number) ? String(number) : this.value;
  }
}

/** `AB12` is column 27, counted from 0; -1 when it is no place. */
function columnOf(place: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(place)?.[0] ?? '';
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
