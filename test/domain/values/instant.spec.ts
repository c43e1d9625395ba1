import { parseInstant } from '#domain/values/instant';

describe('an instant', () => {
  it.each([
    ['2026-01-15T09:00:00Z', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15T09:00', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15T09:00:00.5+01:00', '2026-01-15T08:00:00.500Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: utc });
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-15T25:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+14:00',
    'hier',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toMatchObject({ ok: false, refusal: { code: 'INSTANT_ILLISIBLE' } });
  });
});
