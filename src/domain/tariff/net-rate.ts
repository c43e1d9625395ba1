import type { Rate } from '#domain/values/rate';
import { halfUp } from './mixed-rate';
import type { TariffMode } from './zone';

/** The additions to a brut rate: m1 and m3PlusM4 in hundredths of a percent, m2 in percent. */
interface Additions {
  readonly m1: number;
  readonly m2: number;
  readonly m3PlusM4: number;
}

/** Net rate = (brut + M1) × (1 + M2) + M3 + M4, to two decimals, half up; the majorations of each year are set by arrêté. */
export function netRate(brut: Rate, { m1, m2, m3PlusM4 }: Additions): Rate {
  return halfUp((brut + m1) * (100 + m2) + m3PlusM4 * 100, 100) as Rate;
}

/** Above 4 % the cap is a share of the previous rate; up to it, points. */
const HIGH = 4_00;
const POINTS_UP = 1_00;
const POINTS_DOWN = 80;

/**
 * The rate that may be notified when `computed` follows `previous`, the last notified net rate (CSS D. 242-6-15): above
 * 4, at most +25 % and −20 %; else at most +1 point and −0.8 point. Collective rates have no cap. A bound with more
 * than two decimals is cut towards the previous rate, so that it is never passed: our reading.
 */
export function yearlyCap(mode: TariffMode, previous: Rate, computed: Rate): Rate {
  if (mode === 'COLLECTIVE') return computed;
  const highest = previous > HIGH ? Math.floor((previous * 125) / 100) : previous + POINTS_UP;
  const lowest = previous > HIGH ? Math.ceil((previous * 80) / 100) : previous - POINTS_DOWN;
  return Math.min(Math.max(computed, lowest), highest) as Rate;
}
