import { rateOfHundredths, type Rate } from '../values/rate';

/** Populations whose rate is a fixed share of the notified one (domain: artists 70 %, journalists 80 %). Entered or imported, never guessed. */
export type Population = 'NORMAL' | 'ARTIST' | 'JOURNALIST';

const SHARE: Record<Population, number> = { NORMAL: 100, ARTIST: 70, JOURNALIST: 80 };
const POPULATIONS = Object.keys(SHARE) as Population[];

/** The rate S21.G00.40.043 carries for this population, half up to two decimals. */
export const appliedRate = (rate: Rate, population: Population): Rate =>
  rateOfHundredths(Math.floor((rate * SHARE[population] + 50) / 100));

/** Whether a declared rate can stem from the sheet's: itself, or its 70 % or 80 %, as no rubrique of a DSN tells the population. */
export const agreesWith = (declared: Rate, onSheet: Rate): boolean =>
  declared === onSheet || POPULATIONS.some((population) => declared === appliedRate(onSheet, population));
