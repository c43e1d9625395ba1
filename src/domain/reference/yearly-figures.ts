import type { Cents } from '#domain/values/money';
import type { Rate } from '#domain/values/rate';
import majorations from './data/majorations.json';
import plafonds from './data/pmss.json';

/** The additions of a year's net rate: m1 and m3PlusM4 in hundredths of a percent, m2 in percent. */
export interface Majorations {
  readonly m1: number;
  readonly m2: number;
  readonly m3PlusM4: number;
}

interface TariffYear {
  /** The lowest net rate of the year's table. */
  readonly floor: number;
  readonly nationalMean: number | null;
  readonly majorations: Majorations | null;
}

const TARIFF_YEARS: ReadonlyMap<number, TariffYear> = new Map(majorations.years.map((row) => [row.year, row]));
const PMSS: ReadonlyMap<number, number> = new Map(plafonds.years.map((row) => [row.year, row.pmss]));

export const floorOf = (year: number): Rate | null => (TARIFF_YEARS.get(year)?.floor ?? null) as Rate | null;

export const nationalMeanOf = (year: number): Rate | null =>
  (TARIFF_YEARS.get(year)?.nationalMean ?? null) as Rate | null;

export const majorationsOf = (year: number): Majorations | null => TARIFF_YEARS.get(year)?.majorations ?? null;

/** Plafond mensuel de la sécurité sociale of a civil year. */
export const pmssOf = (year: number): Cents | null => (PMSS.get(year) ?? null) as Cents | null;
