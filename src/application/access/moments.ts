const MINUTE = 60_000;

/** An instant some minutes after (or, negative, before) another. */
export const minutesFrom = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * MINUTE).toISOString();
