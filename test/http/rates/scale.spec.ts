import { linearScale, roundTicks } from '#http/rates/scale';

describe('an even scale', () => {
  it.each([
    [0, 100],
    [5, 150],
    [10, 200],
    [20, 300],
  ])('puts %d at %d', (value, pixels) => {
    expect(linearScale([0, 10], [100, 200])(value)).toBe(pixels);
  });

  it('runs downwards as well, as heights do', () => {
    expect(linearScale([0, 200], [244, 16])(200)).toBe(16);
  });

  it('puts everything at its start when there is no span', () => {
    expect(linearScale([3, 3], [10, 20])(3)).toBe(10);
  });
});

describe('round values beside the chart', () => {
  it.each([
    [235, [0, 50, 100, 150, 200, 250]],
    [712, [0, 200, 400, 600, 800]],
    [64, [0, 20, 40, 60, 80]],
    [9900, [0, 2000, 4000, 6000, 8000, 10000]],
    [1, [0, 1]],
    [0, [0]],
  ])('reach above %d', (highest, ticks) => {
    expect(roundTicks(highest, 5)).toEqual(ticks);
  });
});
