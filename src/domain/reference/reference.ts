import type { LocalDate } from '#domain/values/local-date';
import type { Cents } from '#domain/values/money';
import type { Rate } from '#domain/values/rate';
import { AWAITING_NOTICE, isAgricultural, type RiskCode } from '#domain/values/risk-code';
import { nearestTo } from './nearest-codes';
import { builtInTables, type CampaignYear, type ImportedTable, type RateTable } from './rate-tables';
import { CODES, isPublishedOnly, isValidOn, OUTSIDE_RAT, type Validity } from './risk-code-table';
import { floorOf, majorationsOf, nationalMeanOf, pmssOf, type Majorations } from './yearly-figures';

export type { CampaignYear, ImportedTable, OfficeRates, RateTable } from './rate-tables';
export type { Majorations } from './yearly-figures';

/**
 * - `known`: in RAT on that day or, for a base form, in the Journal officiel's table of that day;
 * - `not-yet`, `closed`: it exists, on later or earlier days only;
 * - `no-office-form`: the base code exists, no fonctions supports form (suffix B) ever did;
 * - `unknown`: nowhere.
 */
export type CodeStanding = 'known' | 'unknown' | 'not-yet' | 'closed' | 'no-office-form';

export interface CodeSuggestion {
  readonly code: RiskCode;
  readonly label: string | null;
}

const BTP = 'B';
const SUGGESTIONS = 3;

/** The national tables, immutable. Codes and rates are always asked about on a day, because both change with the arrêtés. */
export class Reference {
  private readonly newestFirst: readonly RateTable[];
  private readonly byYear: ReadonlyMap<number, RateTable>;
  private readonly byStart: ReadonlyMap<LocalDate, RateTable>;
  private readonly names: ReadonlyMap<RiskCode, string>;
  private readonly committees: ReadonlyMap<RiskCode, string>;

  constructor(private readonly tables: readonly RateTable[]) {
    const oldestFirst = [...tables].sort((a, b) =>
      a.effectiveFrom === b.effectiveFrom ? a.year - b.year : a.effectiveFrom < b.effectiveFrom ? -1 : 1,
    );
    this.newestFirst = [...oldestFirst].reverse();
    this.byYear = new Map(oldestFirst.map((table) => [table.year, table]));
    this.byStart = new Map(oldestFirst.map((table) => [table.effectiveFrom, table]));
    this.names = new Map(oldestFirst.flatMap((table) => [...table.labels]));
    this.committees = new Map(oldestFirst.flatMap((table) => [...table.ctns]));
  }

  /** Whether the code may be declared on that day, and why not. `office` asks about its fonctions supports form. */
  codeStanding(code: RiskCode, office: boolean, on: LocalDate): CodeStanding {
    const entry = CODES.get(code);
    const validity = office ? entry?.office : entry?.base;
    if (validity != null && isValidOn(validity, on)) return 'known';
    if (office) return this.officeStanding(code, validity ?? null, on);
    if (this.tableOn(on)?.rates.has(code) === true) return 'known';
    return validity == null ? this.publishedStanding(code, on) : outside(validity, on);
  }

  /**
   * The collective rate of the table in force that day, outside Alsace-Moselle; for a fonctions supports form, line
   * 00.00A when the code's CTN is B, else 00.00B. Null = unknown to us: before 2020, MSA, code without published rate.
   */
  nationalRate(code: RiskCode, office: boolean, on: LocalDate): Rate | null {
    const table = this.tableOn(on);
    if (table === null) return null;
    if (!office) return table.rates.get(code) ?? null;
    if (isAgricultural(code) || this.codeStanding(code, true, on) !== 'known') return null;
    return this.isBtp(code) ? table.officeRates.btp : table.officeRates.others;
  }

  /** What the Journal officiel calls the risk; null for MSA codes and those without published rate. */
  label(code: RiskCode): string | null {
    return CODES.get(code)?.label ?? OUTSIDE_RAT.get(code)?.label ?? this.names.get(code) ?? null;
  }

  /** Comité technique national, a letter A to I; null when not known or for the categories of D. 242-6-22. */
  ctn(code: RiskCode): string | null {
    return CODES.get(code)?.ctn ?? OUTSIDE_RAT.get(code)?.ctn ?? this.committees.get(code) ?? null;
  }

  isBtp(code: RiskCode): boolean {
    return this.ctn(code) === BTP;
  }

  isPublishedOnly(code: RiskCode): boolean {
    return isPublishedOnly(code);
  }

  /** The lowest net rate of the table in force that day; null when its year's is not known. */
  floor(on: LocalDate): Rate | null {
    const year = this.tableOn(on)?.year;
    return year === undefined ? null : floorOf(year);
  }

  /** The national mean net rate of the table in force that day. */
  nationalMean(on: LocalDate): Rate | null {
    const year = this.tableOn(on)?.year;
    return year === undefined ? null : nationalMeanOf(year);
  }

  /** M1, M2, M3 + M4 of the table in force that day; null when not published to our knowledge (2020–2022, 2026). */
  majorations(on: LocalDate): Majorations | null {
    const year = this.tableOn(on)?.year;
    return year === undefined ? null : majorationsOf(year);
  }

  pmss(year: number): Cents | null {
    return pmssOf(year);
  }

  campaign(year: number): CampaignYear | null {
    return this.byYear.get(year) ?? null;
  }

  /** The campaign whose first day is exactly that day. */
  campaignStarting(on: LocalDate): CampaignYear | null {
    return this.byStart.get(on) ?? null;
  }

  /** Oldest first. */
  campaigns(): readonly CampaignYear[] {
    return [...this.newestFirst].reverse();
  }

  /** Up to three codes of that day which a mistyped one may stand for. */
  nearestCodes(text: string, on: LocalDate): CodeSuggestion[] {
    const valid = [...new Set([...CODES.keys(), ...(this.tableOn(on)?.rates.keys() ?? [])])].filter(
      (code) => code !== AWAITING_NOTICE && this.codeStanding(code, false, on) === 'known',
    );
    return nearestTo(text, valid, SUGGESTIONS).map((code) => ({ code, label: this.label(code) }));
  }

  /** This reference with the imported years in place of its own of the same number; undated ones do not serve. */
  with(imported: readonly ImportedTable[]): Reference {
    const years = new Map(this.tables.map((table) => [table.year, table]));
    for (const table of imported) {
      if (table.effectiveFrom !== null) years.set(table.year, { ...table, effectiveFrom: table.effectiveFrom });
    }
    return new Reference([...years.values()]);
  }

  private tableOn(on: LocalDate): RateTable | null {
    for (const table of this.newestFirst) if (table.effectiveFrom <= on) return table;
    return null;
  }

  private officeStanding(code: RiskCode, validity: Validity | null, on: LocalDate): CodeStanding {
    if (validity !== null) return outside(validity, on);
    return this.codeStanding(code, false, on) === 'unknown' ? 'unknown' : 'no-office-form';
  }

  private publishedStanding(code: RiskCode, on: LocalDate): CodeStanding {
    const published = this.newestFirst.filter((table) => table.rates.has(code));
    if (published.length === 0) return 'unknown';
    return published.some((table) => table.effectiveFrom > on) ? 'not-yet' : 'closed';
  }
}

const outside = (validity: Validity, on: LocalDate): CodeStanding => (on < validity.from ? 'not-yet' : 'closed');

let shared: Reference | null = null;

/** The tables carried by the program: Journal officiel 2020–2026 and RAT P26V01. Built once, as it never changes. */
export function builtInReference(): Reference {
  shared ??= new Reference(builtInTables());
  return shared;
}

/** An imported year supersedes the built-in year of the same number; a table without date of effect waits for one. */
export const withTables = (reference: Reference, tables: readonly ImportedTable[]): Reference => reference.with(tables);
