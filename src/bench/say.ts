/** Progress goes to standard error: the last line of standard output is the result alone. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export const answer = (result: object): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Seconds on the wall. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The value below which the share `part` of the others lies; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
