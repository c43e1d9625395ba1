import { withoutApostrophe } from '../values/csv';
import { folded } from '../values/folded';
import type { LineRejection } from '../values/rejection';
import type { Refusal } from '../values/result';

/** A row of a spreadsheet, with the number that the spreadsheet shows beside it. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Which profile a row gives to an employee, read but not yet held against the establishment. */
export interface PlacementLine {
  readonly line: number;
  readonly matricule: string;
  /** Empty = the employee's only contract. */
  readonly number: string;
  /** The profile's number (1 = highest rate), or its code as a DSN writes it. */
  readonly profile: string;
}

export interface PlacementTable {
  readonly lines: readonly PlacementLine[];
  readonly rejections: readonly LineRejection[];
  /** Set when the table as a whole says nothing. */
  readonly refusal: Refusal | null;
}

/** More rows than any establishment has employees: a wrong file. */
export const MOST_ROWS = 5_000;
/** Without a header, by the number of columns. */
const PLAIN: Readonly<Record<number, readonly string[]>> = {
  2: ['matricule', 'profil'],
  3: ['matricule', 'contrat', 'profil'],
};

/** Reads the columns matricule, contrat and profil, by header; a table of two or three columns may go without one. */
export function readPlacements(rows: readonly TableRow[]): PlacementTable {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [first] = filled;
  if (first === undefined) return refusedTable('TABLEAU_VIDE', 'Le tableau est vide : collez au moins une ligne.');
  if (filled.length > MOST_ROWS) {
    return refusedTable(
      'TABLEAU_TROP_LONG',
      `Le tableau compte plus de ${MOST_ROWS} lignes : gardez celles de cet établissement.`,
    );
  }
  const header = first.cells.map((cell) => folded(cell.replace('\uFEFF', '')).trim());
  const named = header.includes('matricule') && header.includes('profil');
  const columns = named ? header : PLAIN[first.cells.length];
  if (columns === undefined) {
    return refusedTable(
      'ENTETE_INCONNU',
      'La première ligne doit nommer les colonnes « matricule » et « profil » (et « contrat » si besoin) : reprenez le modèle.',
    );
  }
  const lines: PlacementLine[] = [];
  const rejections: LineRejection[] = [];
  for (const row of named ? filled.slice(1) : filled) {
    const line = readLine(row, columns);
    const rejection = rejectionOf(line);
    if (rejection === null) lines.push(line);
    else rejections.push({ line: row.line, ...rejection });
  }
  return { lines, rejections, refusal: null };
}

function readLine({ line, cells }: TableRow, columns: readonly string[]): PlacementLine {
  const cell = (name: string): string => plain(cells[columns.indexOf(name)] ?? '');
  return { line, matricule: cell('matricule'), number: cell('contrat'), profile: cell('profil') };
}

function rejectionOf({ matricule, profile }: PlacementLine): Refusal | null {
  if (matricule === '')
    return { code: 'MATRICULE_ABSENT', message: 'Colonne matricule : le matricule du salarié manque.' };
  if (profile !== '') return null;
  const message = `Colonne profil : vide pour le matricule ${matricule.slice(0, 30)} ; donnez un numéro de profil ou un code.`;
  return { code: 'PROFIL_ABSENT', message };
}

/** The apostrophe that keeps a cell of our own template from being a formula is no part of the word. */
const plain = (cell: string): string => withoutApostrophe(cell.trim());

const refusedTable = (code: string, message: string): PlacementTable => ({
  lines: [],
  rejections: [],
  refusal: { code, message },
});
