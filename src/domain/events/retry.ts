const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** How long one event is tried, from its first attempt on, in milliseconds. */
export const PATIENCE_MS = 72 * HOUR;

const FIRST_WAIT = 5 * SECOND;
const GROWTH = 3;
/** Later events wait behind this one: a receiver that is well again is not left waiting for longer. */
const LONGEST_WAIT = HOUR;

/** From three quarters to five quarters of a wait, so that receivers which fell together are not met together. */
const spread = (wait: number, luck: number): number => Math.round(wait * (0.75 + luck / 2));

/**
 * Milliseconds to wait after an attempt that failed, the last attempt falling on the end of the three days; null when
 * they are over and the event is given up. `triedFor` is counted from the first attempt, `luck` lies between 0 and 1.
 */
export function waitAfter(attempts: number, triedFor: number, luck: number): number | null {
  if (triedFor >= PATIENCE_MS) return null;
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** (attempts - 1));
  return Math.min(spread(wait, luck), PATIENCE_MS - triedFor);
}
