import type { Rate } from '#domain/values/rate';
import type { Headcount } from './headcount';
import { BANDS, modeByHeadcount, type TariffZone } from './zone';

/**
 * The net rate of an establishment from its two net rates: the collective one below the mixed thresholds, the
 * individual one above, and between them their mix by headcount (CSS D. 242-6-13; D. 242-37 in Alsace-Moselle).
 * Half a hundredth goes up: our reading, as the text only says two decimals.
 */
export function mixedRate(headcount: Headcount, zone: TariffZone, collective: Rate, individual: Rate): Rate {
  const mode = modeByHeadcount(headcount, zone);
  if (mode === 'COLLECTIVE') return collective;
  if (mode === 'INDIVIDUAL') return individual;
  const { slope, offset, over } = BANDS[zone].individualShare;
  const part = slope * headcount + offset;
  return halfUp(collective * (over - part) + individual * part, over) as Rate;
}

/** `numerator / denominator`, both positive whole numbers, to the nearest whole, halves up. */
export const halfUp = (numerator: number, denominator: number): number =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));
