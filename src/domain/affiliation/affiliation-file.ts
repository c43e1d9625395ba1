import { readHeadedRows, type Cells } from '../feed/headed-rows';
import type { Population } from '../rates/population';
import { parseWrittenDate, type LocalDate } from '../values/local-date';
import type { LineRejection } from '../values/rejection';
import { accepted, refused, type Refusal, type Result } from '../values/result';

/** One line of an affiliation file, read but not yet held against the establishment. */
export interface AffiliationLine {
  readonly line: number;
  readonly matricule: string;
  /** Empty = the employee's only contract. */
  readonly number: string;
  /** The profile's number in its sheet (1 = highest rate), or its code as a DSN writes it. */
  readonly profile: string;
  readonly since: LocalDate;
  /** Null = not said, which leaves what was known. */
  readonly population: Population | null;
}

export interface AffiliationFile {
  readonly lines: readonly AffiliationLine[];
  readonly rejections: readonly LineRejection[];
  /** Set when the file as a whole cannot be read. */
  readonly refusal: Refusal | null;
}

const COLUMNS = ['matricule', 'contrat', 'profil', 'depuis'] as const;
const POPULATIONS: Readonly<Record<string, Population>> = {
  NORMAL: 'NORMAL',
  ARTISTE: 'ARTIST',
  JOURNALISTE: 'JOURNALIST',
};

/** Reads `matricule,contrat,profil,depuis[,population]`, header by name, `;` or `,`. */
export function readAffiliationFile(bytes: Uint8Array): AffiliationFile {
  const { columns, lines, rejections } = readHeadedRows(bytes, {
    nameOf: (cell) => cell.replace('\uFEFF', '').trim().toLowerCase(),
    readLine,
  });
  const missing = COLUMNS.filter((column) => columns?.includes(column) !== true);
  return missing.length > 0 ? withoutHeader(missing) : { lines, rejections, refusal: null };
}

const withoutHeader = (missing: readonly string[]): AffiliationFile => ({
  lines: [],
  rejections: [],
  refusal: {
    code: 'ENTETE_INCONNU',
    message: `Le fichier d'affiliations doit commencer par l'en-tête ${COLUMNS.join(',')} : il manque ${missing.join(', ')}.`,
  },
});

function readLine(cell: Cells, line: number): Result<AffiliationLine> {
  const [matricule, number, profile] = [cell('matricule'), cell('contrat'), cell('profil')];
  if (matricule === '') return refused('MATRICULE_ABSENT', 'Colonne matricule : le matricule du salarié manque.');
  if (profile === '') {
    return refused(
      'PROFIL_ABSENT',
      `Colonne profil : donnez au matricule ${matricule.slice(0, 30)} un numéro de profil (1 = le taux le plus élevé) ou un code comme 452BEB.`,
    );
  }
  const since = parseWrittenDate(cell('depuis'));
  if (!since.ok) return refused(since.refusal.code, `Colonne depuis : ${since.refusal.message}`);
  const population = parsePopulation(cell('population'));
  if (!population.ok) return population;
  return accepted({ line, matricule, number, profile, since: since.value, population: population.value });
}

function parsePopulation(text: string): Result<Population | null> {
  if (text === '') return accepted(null);
  const population = POPULATIONS[text.toUpperCase()];
  if (population !== undefined) return accepted(population);
  return refused(
    'POPULATION_INCONNUE',
    `Colonne population : « ${text.slice(0, 20)} » doit être ${Object.keys(POPULATIONS).join(', ')} ou rester vide.`,
  );
}
