import { Pauses } from '#processes/pauses';

describe('pauses before something that fell is started again', () => {
  it('double each time, up to a minute', () => {
    const pauses = new Pauses();
    expect(Array.from({ length: 8 }, () => pauses.after(10))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('begin again at one second after a minute of good work', () => {
    const pauses = new Pauses();
    pauses.after(10);
    pauses.after(10);
    expect([pauses.after(60_000), pauses.after(10)]).toEqual([1_000, 2_000]);
  });
});
