import type { LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import officeRates from './data/office-rates.json';
import rates2020 from './data/rates-2020.json';
import rates2021 from './data/rates-2021.json';
import rates2022 from './data/rates-2022.json';
import rates2023 from './data/rates-2023.json';
import rates2024 from './data/rates-2024.json';
import rates2025 from './data/rates-2025.json';
import rates2026 from './data/rates-2026.json';

/** A yearly campaign: its table of collective rates holds from `effectiveFrom` until the next one starts (CSS D. 242-6-11). */
export interface CampaignYear {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  /** The arrêté that published the table; null when its file did not say. */
  readonly arrete: string | null;
}

/** Fonctions supports outside Alsace-Moselle: lines 00.00A (BTP) and 00.00B (other branches) of the Journal officiel. */
export interface OfficeRates {
  readonly btp: Rate | null;
  readonly others: Rate | null;
}

/** The taux nets collectifs of one year, as the Journal officiel publishes them. */
export interface RateTable extends CampaignYear {
  readonly rates: ReadonlyMap<RiskCode, Rate>;
  readonly officeRates: OfficeRates;
  readonly labels: ReadonlyMap<RiskCode, string>;
  /** Comité technique national, a letter A to I, where the table names it. */
  readonly ctns: ReadonlyMap<RiskCode, string>;
}

/** A table read from a file; it serves no day until somebody has given its date of effect. */
export type ImportedTable = Omit<RateTable, 'effectiveFrom'> & { readonly effectiveFrom: LocalDate | null };

interface PublishedYear {
  readonly year: number;
  readonly effectiveFrom: string;
  readonly arrete: string;
  readonly rates: Readonly<Record<string, number>>;
}

const PUBLISHED: readonly PublishedYear[] = [
  rates2020,
  rates2021,
  rates2022,
  rates2023,
  rates2024,
  rates2025,
  rates2026,
];

const NOTHING: ReadonlyMap<RiskCode, string> = new Map();

/** The tables carried by the program, oldest first; labels and CTN stand in the code table. */
export function builtInTables(): RateTable[] {
  return PUBLISHED.map(({ year, effectiveFrom, arrete, rates }) => ({
    year,
    effectiveFrom: effectiveFrom as LocalDate,
    arrete,
    rates: new Map(Object.entries(rates) as [RiskCode, Rate][]),
    officeRates: officeRatesOf(year),
    labels: NOTHING,
    ctns: NOTHING,
  }));
}

function officeRatesOf(year: number): OfficeRates {
  const published = officeRates.outsideAlsaceMoselle.find((row) => row.year === year);
  return { btp: (published?.btp ?? null) as Rate | null, others: (published?.others ?? null) as Rate | null };
}
