import type { Refusal } from '#domain/values/result';
import { CsvRows, LONGEST_ROW, type CsvRowSink } from './csv-rows';
import type { FeedSink } from './feed';
import { FeedLines } from './feed-lines';

/** The columns by name; `siret` may stand in place of siren and nic, and code_ctn, informative, may be missing. */
const REQUIRED = ['section', 'code_risque', 'temoin_bureau', 'taux', 'date_effet', 'date_calcul'] as const;
const READ = ['siret', 'siren', 'nic', 'code_ctn', ...REQUIRED] as const;
type Column = (typeof READ)[number];
type Columns = Readonly<Record<Column, number>> & { readonly width: number };

const ABSENT = -1;

/** The tabular form in use among accountants, with `nic` added: a header, then one rate per row. */
export class CsvFeed implements CsvRowSink {
  readonly lines: FeedLines;
  private refusal: Refusal | null = null;

  private readonly rows = new CsvRows(this);
  private columns: Columns | null = null;
  private sawRow = false;

  constructor(
    private readonly name: string,
    private readonly sink: FeedSink,
  ) {
    this.lines = new FeedLines(sink);
  }

  push(bytes: Uint8Array): void {
    if (this.refusal === null) this.rows.push(bytes);
  }

  end(): Refusal | null {
    if (this.refusal === null) this.rows.end();
    if (this.refusal !== null) return this.refusal;
    if (this.columns === null) return blank(this.name);
    if (!this.sawRow) this.sink.ignored(null, 1, "Le fichier n'a que son en-tête : aucun taux à lire.");
    return null;
  }

  row(cells: readonly string[], line: number): void {
    if (this.refusal !== null) return;
    if (this.columns === null) this.readHeader(cells);
    else this.readRow(cells, line, this.columns);
  }

  broken(line: number, reason: 'TOO_LONG' | 'UNCLOSED_QUOTE'): void {
    if (this.refusal !== null) return;
    if (this.columns === null) {
      this.refusal = {
        code: 'ENTETE_ILLISIBLE',
        message: `La première ligne du fichier « ${this.name} » n'est pas un en-tête CSV : elle doit porter les noms des colonnes.`,
      };
      return;
    }
    this.sawRow = true;
    this.lines.unreadable(line, reason === 'TOO_LONG' ? TOO_LONG : UNCLOSED_QUOTE);
  }

  private readHeader(cells: readonly string[]): void {
    if (cells.every(isBlank)) return;
    const names = cells.map(columnName);
    const twice = READ.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
    const missing = missingFrom(names);
    if (twice !== undefined) this.refusal = repeatedColumn(this.name, twice);
    else if (missing.length > 0) this.refusal = missingColumns(this.name, missing);
    else this.columns = columnsOf(names);
  }

  private readRow(cells: readonly string[], line: number, columns: Columns): void {
    const code = cells[columns.code_risque] ?? '';
    const rate = cells[columns.taux] ?? '';
    if (code === '' && rate === '' && cells.every(isBlank)) return;
    this.sawRow = true;
    if (cells.length > columns.width && !cells.slice(columns.width).every(isBlank)) {
      this.lines.unreadable(line, TOO_MANY_CELLS);
      return;
    }
    this.lines.read({
      line,
      siret: columns.siret === ABSENT ? siretFrom(cells, columns) : padded(cells[columns.siret] ?? '', 14),
      code,
      office: cells[columns.temoin_bureau] ?? '',
      section: cells[columns.section] ?? '',
      rate,
      effectiveFrom: cells[columns.date_effet] ?? '',
      calculatedAt: cells[columns.date_calcul] ?? '',
      ctn: cells[columns.code_ctn] ?? '',
    });
  }
}

const TOO_LONG: Refusal = {
  code: 'LIGNE_TROP_LONGUE',
  message: `La ligne dépasse ${LONGEST_ROW} octets : ce n'est pas une ligne de taux, retirez-la ou vérifiez le fichier.`,
};
const UNCLOSED_QUOTE: Refusal = {
  code: 'GUILLEMET_NON_FERME',
  message:
    'Un guillemet de cette ligne n\'est jamais fermé, ou se ferme au milieu d\'une valeur : retirez-le ou doublez-le ("").',
};
const TOO_MANY_CELLS: Refusal = {
  code: 'CELLULES_EN_TROP',
  message:
    "La ligne compte plus de cellules que l'en-tête : mettez entre guillemets la valeur qui contient le séparateur.",
};

const isBlank = (cell: string): boolean => cell === '' || cell.trim() === '';

/** Names are read without case, accents nor outer spaces; inner spaces and hyphens count as underscores. */
function columnName(cell: string): string {
  const bare = cell.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
  return bare.replace(/[\s-]+/g, '_');
}

function missingFrom(names: readonly string[]): string[] {
  const establishment = names.includes('siret') ? [] : ['siren', 'nic'];
  return [...establishment, ...REQUIRED].filter((column) => !names.includes(column));
}

function columnsOf(names: readonly string[]): Columns {
  const positions = Object.fromEntries(READ.map((column) => [column, names.indexOf(column)]));
  return { ...(positions as Record<Column, number>), width: names.length };
}

const siretFrom = (cells: readonly string[], columns: Columns): string =>
  padded(cells[columns.siren] ?? '', 9) + padded(cells[columns.nic] ?? '', 5);

/** Spreadsheets drop leading zeros: they are put back, and the key of the SIRET says whether that was right. */
function padded(cell: string, width: number): string {
  if (cell.length === width && isDigits(cell)) return cell;
  const bare = cell.replace(/\s+/g, '');
  return isDigits(bare) ? bare.padStart(width, '0') : bare;
}

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

function blank(name: string): Refusal {
  return {
    code: 'FICHIER_VIDE',
    message: `Le fichier « ${name} » ne contient que des lignes vides : redemandez-le à votre source.`,
  };
}

function repeatedColumn(name: string, column: string): Refusal {
  return {
    code: 'COLONNE_EN_DOUBLE',
    message: `La colonne « ${column} » figure deux fois dans l'en-tête du fichier « ${name} » : n'en gardez qu'une.`,
  };
}

function missingColumns(name: string, columns: readonly string[]): Refusal {
  const plural = columns.length > 1;
  return {
    code: 'COLONNE_MANQUANTE',
    message: `${plural ? 'Les colonnes' : 'La colonne'} ${columns.join(', ')} ${plural ? 'manquent' : 'manque'} dans l'en-tête du fichier « ${name} » : ajoutez-${plural ? 'les' : 'la'}.`,
  };
}
