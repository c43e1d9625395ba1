import { parseWrittenDate, type LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { LineRejection } from '#domain/values/rejection';
import type { Refusal } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import type { ImportedTable } from './rate-tables';
import {
  BTP_OFFICES,
  isForPayroll,
  isOfficeLine,
  OTHER_OFFICES,
  pricedBy,
  rateOf,
  shown,
  yearOf,
  type Priced,
} from './table-cells';
import { committeeOf, squash, tidy } from './table-columns';
import { tableRows, type TableRow, type WholeFile } from './table-rows';

/** The table of one year as its file gives it; the year is null when neither a column nor the file's name says it. */
export type ReadTable = Omit<ImportedTable, 'year'> & { readonly year: number | null };

export interface ReadReference {
  /** Oldest first; a file may hold several years. */
  readonly tables: readonly ReadTable[];
  /** Every row that no table holds, by line. */
  readonly rejections: readonly LineRejection[];
  /** What is accepted and deserves a look: one French sentence each. */
  readonly warnings: readonly string[];
}

interface Claim {
  readonly line: number;
  readonly rate: Rate;
}

interface Draft {
  readonly year: number | null;
  readonly dates: Set<string>;
  readonly arretes: Set<string>;
  readonly claims: Map<Priced, Claim[]>;
  readonly labels: Map<RiskCode, string>;
  readonly ctns: Map<RiskCode, string>;
  readonly keptOutside: Set<string>;
}

/** Every table since 2020 holds more than two hundred codes. */
const FEWEST_CODES = 100;
const NO_ROW: LineRejection = {
  line: 1,
  code: 'TABLE_SANS_LIGNE',
  message: "Le fichier n'a aucune ligne de taux sous son en-tête : fournissez la table entière.",
};
const NAMED_YEAR = /(?<!\d)20\d{2}(?!\d)/g;

/**
 * Reads a table of taux nets collectifs: the Journal officiel's list in JSON or CSV, as open-data publishers drift it.
 * `text` is already decoded. Never throws on the text: what cannot be read is rejected with its line and a sentence.
 */
export function readReferenceTable(fileName: string, text: string): ReadReference {
  const { rows, rejections, whole } = tableRows(text);
  const reading = new TableReading(whole, yearInName(fileName));
  for (const row of rows) reading.read(row);
  return reading.finish(rejections);
}

/** `taux-2027.json` says 2027; a name with two years says neither. */
function yearInName(fileName: string): string {
  const years = new Set(fileName.match(NAMED_YEAR));
  return years.size === 1 ? ([...years][0] ?? '') : '';
}

class TableReading {
  private readonly drafts = new Map<number | null, Draft>();
  private readonly rejections: LineRejection[] = [];
  private readonly warnings: string[] = [];

  constructor(
    private readonly whole: WholeFile,
    private readonly namedYear: string,
  ) {}

  read(row: TableRow): void {
    const refusal = this.take(row);
    if (refusal !== null) this.reject(row.line, refusal);
  }

  finish(unreadable: readonly LineRejection[]): ReadReference {
    const drafts = [...this.drafts.values()].sort((a, b) => (a.year ?? 0) - (b.year ?? 0));
    const tables = drafts.flatMap((draft) => this.table(draft));
    const rejections = [...unreadable, ...this.rejections].sort((a, b) => a.line - b.line);
    if (tables.length === 0 && rejections.length === 0) rejections.push(NO_ROW);
    return { tables, rejections, warnings: this.warnings };
  }

  private take(row: TableRow): Refusal | null {
    const cell = (index: number | null): string => (index === null ? '' : tidy(row.cells[index] ?? ''));
    const key = pricedBy(row.columns.code.map(cell));
    if (!key.ok) return key.refusal;
    const year = yearOf(cell(row.columns.year) || this.whole.year || this.namedYear);
    if (!year.ok) return year.refusal;
    const draft = this.draft(year.value);
    if (!isForPayroll(key.value)) return keptOutside(draft, key.value);
    const rate = rateOf(key.value, cell(row.columns.rate));
    if (!rate.ok) return rate.refusal;
    const claims = draft.claims.get(key.value) ?? [];
    claims.push({ line: row.line, rate: rate.value });
    draft.claims.set(key.value, claims);
    this.note(draft, cell, row, key.value);
    return null;
  }

  private draft(year: number | null): Draft {
    const known = this.drafts.get(year);
    if (known !== undefined) return known;
    const draft: Draft = {
      year,
      dates: new Set(),
      arretes: new Set(),
      claims: new Map(),
      labels: new Map(),
      ctns: new Map(),
      keptOutside: new Set(),
    };
    this.drafts.set(year, draft);
    return draft;
  }

  private note(draft: Draft, cell: (index: number | null) => string, row: TableRow, key: Priced): void {
    const date = cell(row.columns.effectiveFrom) || tidy(this.whole.effectiveFrom);
    const arrete = cell(row.columns.arrete) || tidy(this.whole.arrete);
    if (date !== '' && !squash(date).startsWith('inconnu')) draft.dates.add(isoWherePossible(date));
    if (arrete !== '') draft.arretes.add(arrete);
    if (isOfficeLine(key)) return;
    const label = cell(row.columns.label);
    const ctn = committeeOf(cell(row.columns.ctn)) ?? committeeOf(cell(row.columns.category));
    if (label !== '') draft.labels.set(key, label);
    if (ctn !== null) draft.ctns.set(key, ctn);
  }

  private table(draft: Draft): ReadTable[] {
    const rates = new Map<Priced, Rate>();
    for (const [key, claims] of draft.claims) {
      const rate = this.agreed(key, claims);
      if (rate !== null) rates.set(key, rate);
    }
    if (rates.size === 0) return [];
    const officeRates = { btp: rates.get(BTP_OFFICES) ?? null, others: rates.get(OTHER_OFFICES) ?? null };
    const codes = new Map([...rates].flatMap(([key, rate]) => (isOfficeLine(key) ? [] : [[key, rate] as const])));
    const effectiveFrom = this.dateOf(draft);
    this.warn(draft, codes.size, officeRates.btp === null || officeRates.others === null);
    const arrete = draft.arretes.size === 1 ? ([...draft.arretes][0] ?? null) : null;
    const { year, labels, ctns } = draft;
    return [{ year, effectiveFrom, arrete, rates: codes, officeRates, labels, ctns }];
  }

  /** Two rates for one code of one year: nothing tells which is right, so neither is taken. */
  private agreed(key: Priced, claims: readonly Claim[]): Rate | null {
    const rates = new Set(claims.map(({ rate }) => rate));
    const [only] = rates;
    if (rates.size === 1 && only !== undefined) return only;
    const message = `Le code ${shown(key)} a plusieurs taux différents dans la même table : aucun n'est retenu, corrigez le fichier.`;
    for (const { line } of claims) this.reject(line, { code: 'TAUX_CONTRADICTOIRES', message });
    return null;
  }

  private dateOf(draft: Draft): LocalDate | null {
    const [written, ...others] = draft.dates;
    const table = tableName(draft.year);
    if (written === undefined || others.length > 0) {
      const why = written === undefined ? "n'est pas dite" : `est contradictoire (${[...draft.dates].join(', ')})`;
      this.warnings.push(`La date d'effet de la ${table} ${why} : elle ne servira qu'une fois cette date donnée.`);
      return null;
    }
    const date = parseWrittenDate(written);
    if (date.ok) return date.value;
    this.warnings.push(`${date.refusal.message} La ${table} ne servira qu'une fois sa date d'effet donnée.`);
    return null;
  }

  private warn(draft: Draft, codes: number, officesMissing: boolean): void {
    const table = tableName(draft.year);
    if (codes < FEWEST_CODES) {
      this.warnings.push(
        `La ${table} ne compte que ${codes} codes, contre plus de 200 chaque année : est-elle entière ?`,
      );
    }
    if (officesMissing) {
      this.warnings.push(`La ${table} n'a pas les deux lignes des fonctions supports (00.00A et 00.00B).`);
    }
    if (draft.year === null) {
      this.warnings.push(
        "L'année de la table n'est dite ni par une colonne ni par le nom du fichier (taux-2027.json).",
      );
    }
  }

  private reject(line: number, refusal: Refusal): void {
    this.rejections.push({ line, code: refusal.code, message: refusal.message });
  }
}

/** 2027-01-01 and 01/01/2027 are one date. */
function isoWherePossible(written: string): string {
  const date = parseWrittenDate(written);
  return date.ok ? date.value : written;
}

const tableName = (year: number | null): string => (year === null ? 'table sans année' : `table ${year}`);

/** Reported once a year, however often the file repeats it. */
function keptOutside(draft: Draft, code: string): Refusal | null {
  if (draft.keptOutside.has(code)) return null;
  draft.keptOutside.add(code);
  return {
    code: 'TAUX_HORS_PAIE',
    message: `Le code ${code} (élèves et étudiants) a un taux à quatre décimales qu'aucune paie ne déclare : il reste hors de la table.`,
  };
}
