import type { LineRejection } from '#domain/values/rejection';
import Papa from 'papaparse';
import { columnsOf, names, tidy, type Columns } from './table-columns';

/** One row of a table file, cut into cells and not yet judged. */
export interface TableRow {
  readonly line: number;
  readonly columns: Columns;
  readonly cells: readonly string[];
}

/** What a file says once for all its rows; empty when it does not. */
export interface WholeFile {
  readonly year: string;
  readonly effectiveFrom: string;
  readonly arrete: string;
}

export interface TableRows {
  readonly rows: readonly TableRow[];
  readonly rejections: readonly LineRejection[];
  readonly whole: WholeFile;
}

const DELIMITERS = [';', ',', '\t'] as const;
/** Publishers put a title or two above the header, not a page. */
const HEADER_WITHIN = 20;
const UNSAID: WholeFile = { year: '', effectiveFrom: '', arrete: '' };

/** Cuts a JSON or CSV text into rows; never throws on what the text holds. */
export function tableRows(text: string): TableRows {
  const bare = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (bare.trim() === '') return nothing(1, 'FICHIER_VIDE', 'Le fichier est vide : fournissez la table des taux.');
  return /^\s*[[{]/.test(bare) ? jsonRows(bare) : csvRows(bare);
}

/** A row that repeats the header word for word is an accident of publishing, not data. */
const repeatsHeader = (header: readonly string[], cells: readonly string[]): boolean =>
  header.length === cells.length && cells.every((cell, index) => tidy(cell) === tidy(header[index] ?? ''));

// ——— CSV ———

interface Header {
  readonly index: number;
  readonly delimiter: string;
  readonly cells: readonly string[];
  readonly columns: Columns;
}

function csvRows(text: string): TableRows {
  const header = headerOf(text);
  if (header === null) {
    return nothing(
      1,
      'ENTETE_ABSENT',
      "Aucune ligne d'en-tête ne nomme le code risque et un taux, un seul : gardez les colonnes « Code risque » et « Taux net ».",
    );
  }
  const parsed = Papa.parse<string[]>(text, { delimiter: header.delimiter, newline: '\n', skipEmptyLines: false });
  const quotes = new Set(parsed.errors.flatMap(({ type, row }) => (type === 'Quotes' ? [row] : [])));
  const rows: TableRow[] = [];
  const rejections: LineRejection[] = [];
  let line = 1;
  for (const [index, cells] of parsed.data.entries()) {
    const here = line;
    line += 1 + cells.reduce((lines, cell) => lines + cell.split('\n').length - 1, 0);
    if (cells.every((cell) => cell.trim() === '') || repeatsHeader(header.cells, cells)) continue;
    if (quotes.has(index)) rejections.push(openQuote(here));
    else if (here <= header.index) rejections.push(aboveHeader(here, cells));
    else rows.push({ line: here, columns: header.columns, cells });
  }
  return { rows, rejections, whole: UNSAID };
}

function headerOf(text: string): Header | null {
  const lines = text.split('\n', HEADER_WITHIN);
  for (const [index, line] of lines.entries()) {
    for (const delimiter of DELIMITERS) {
      const cells = Papa.parse<string[]>(line, { delimiter }).data[0] ?? [];
      const columns = columnsOf(cells);
      if (columns !== null) return { index, delimiter, cells, columns };
    }
  }
  return null;
}

const openQuote = (line: number): LineRejection => ({
  line,
  code: 'GUILLEMET_OUVERT',
  message:
    "Un guillemet de cette ligne est mal fermé : la ligne, et celles qu'il englobe, ne sont pas lues ; fermez-le.",
});

const aboveHeader = (line: number, cells: readonly string[]): LineRejection => ({
  line,
  code: 'LIGNE_AVANT_ENTETE',
  message: `La ligne « ${tidy(cells.join(' ')).slice(0, 40)} » précède l'en-tête : elle n'est pas lue comme un taux.`,
});

// ——— JSON ———

function jsonRows(text: string): TableRows {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const message = "Le fichier JSON est tronqué ou mal formé : rien n'en est lu, redemandez-le à son éditeur.";
    return nothing(lineOfFault(text, error), 'JSON_ILLISIBLE', message);
  }
  const list = listIn(parsed);
  if (list === null) {
    const message =
      'Le fichier JSON ne contient pas de liste de taux : attendu [{"Code risque": …, "Taux net": …}, …].';
    return nothing(1, 'JSON_SANS_LISTE', message);
  }
  const lines = linesOfRows(text, list.length);
  const rows: TableRow[] = [];
  const rejections: LineRejection[] = [];
  for (const [index, item] of list.entries()) {
    const line = lines[index] ?? index + 1;
    const header = isRecord(item) ? Object.keys(item) : [];
    const cells = isRecord(item) ? Object.values(item).map(asText) : [];
    if (header.length > 0 && repeatsHeader(header, cells)) continue;
    const columns = columnsOf(header);
    if (columns === null) rejections.push(incomplete(line));
    else rows.push({ line, columns, cells });
  }
  return { rows, rejections, whole: isRecord(parsed) ? wholeOf(parsed) : UNSAID };
}

const incomplete = (line: number): LineRejection => ({
  line,
  code: 'LIGNE_INCOMPLETE',
  message:
    "Cet élément n'a pas les champs « Code risque » et « Taux net » (un seul taux) : complétez-le ou retirez-le.",
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** The rows stand at the top, or as the longest list of an object that also says the year. */
function listIn(parsed: unknown): readonly unknown[] | null {
  if (Array.isArray(parsed)) return parsed as readonly unknown[];
  if (!isRecord(parsed)) return null;
  const lists = Object.values(parsed).filter((value): value is unknown[] => Array.isArray(value));
  return lists.reduce<unknown[] | null>(
    (longest, list) => (list.length > (longest?.length ?? 0) ? list : longest),
    null,
  );
}

function wholeOf(parsed: Record<string, unknown>): WholeFile {
  const said = (fact: 'year' | 'effectiveFrom' | 'arrete'): string =>
    asText(Object.entries(parsed).find(([key]) => names(fact, key))?.[1] ?? '');
  return { year: said('year'), effectiveFrom: said('effectiveFrom'), arrete: said('arrete') };
}

/**
 * The line on which each row of the list begins: those `{` that open directly in a list. Empty when there are not as
 * many as rows (a row that is no object, a list within a row): the caller then counts rows.
 */
function linesOfRows(text: string, count: number): number[] {
  const starts: number[] = [];
  const open: string[] = [];
  let line = 1;
  for (const [token] of text.matchAll(/"(?:[^"\\]+|\\.)*"|[[\]{}\n]/g)) {
    if (token === '\n') line++;
    else if (token === '[' || token === '{') {
      if (token === '{' && open.at(-1) === '[') starts.push(line);
      open.push(token);
    } else if (token === ']' || token === '}') open.pop();
  }
  return starts.length === count ? starts : [];
}

function lineOfFault(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}

const nothing = (line: number, code: string, message: string): TableRows => ({
  rows: [],
  rejections: [{ line, code, message }],
  whole: UNSAID,
});
