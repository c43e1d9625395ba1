/** Maps a span of values to a span of pixels, evenly. */
export const linearScale =
  ([low, high]: readonly [number, number], [start, end]: readonly [number, number]) =>
  (value: number): number =>
    high === low ? start : start + ((value - low) / (high - low)) * (end - start);

const STEPS = [1, 2, 5];

/** Round values from 0 to above `highest`, about `count` of them. */
export function roundTicks(highest: number, count: number): readonly number[] {
  const wanted = Math.max(highest, 1) / count;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = Math.max(1, STEPS.map((digit) => digit * power).find((one) => one >= wanted) ?? 10 * power);
  const ticks: number[] = [];
  for (let tick = 0; tick - step < highest; tick += step) ticks.push(tick);
  return ticks;
}
