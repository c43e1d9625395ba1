import { PATIENCE_MS, waitAfter } from '#domain/events/retry';
import { bodyOf, messageIdOf } from '#domain/events/event';

/** Every attempt at one event that always fails: milliseconds since the first. */
function attemptsOf(luck: number): number[] {
  const attempts = [0];
  let at = 0;
  for (let count = 1; ; count++) {
    const wait = waitAfter(count, at, luck);
    if (wait === null) return attempts;
    at += wait;
    attempts.push(at);
  }
}

describe('the waits between attempts', () => {
  it('grow from seconds to an hour, and the last attempt falls on the end of the third day', () => {
    const attempts = attemptsOf(0.5);
    expect(attempts.slice(0, 8).map((ms) => ms / 1000)).toEqual([0, 5, 20, 65, 200, 605, 1820, 5420]);
    expect(attempts.at(-1)).toBe(PATIENCE_MS);
    expect(attempts.length).toBeGreaterThan(70);
  });

  it('are spread by chance, by a quarter at most, and never pass the three days', () => {
    expect(waitAfter(1, 0, 0)).toBe(3_750);
    expect(waitAfter(1, 0, 1)).toBe(6_250);
    for (const luck of [0, 0.2, 0.9, 0.9999]) expect(attemptsOf(luck).at(-1)).toBe(PATIENCE_MS);
  });
});

describe('what is sent', () => {
  it('has a type, a moment and data, in this order, and a number without dashes', () => {
    expect(bodyOf({ data: { rate: '1.78' }, timestamp: '2026-01-05T08:00:00.000Z', type: 'rate.changed' })).toBe(
      '{"type":"rate.changed","timestamp":"2026-01-05T08:00:00.000Z","data":{"rate":"1.78"}}',
    );
    expect(messageIdOf('0b5fd0e2-7c1e-4a39-9a6c-3b9b9a2f5f11')).toBe('evt_0b5fd0e27c1e4a399a6c3b9b9a2f5f11');
  });
});
