/** Minutes to wait after each attempt that failed for now: two days in all, then a message is given up. */
const WAITS = [1, 5, 30, 120, 360, 720, 1440] as const;

/** Minutes before the next attempt, once `attempts` have failed; null when it is the end. */
export const nextAttemptIn = (attempts: number): number | null => WAITS[attempts - 1] ?? null;
