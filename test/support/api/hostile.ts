import fc from 'fast-check';

/** What people, programs and attackers put where something else is wanted. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e3',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '99999999999999999999999',
  '9007199254740993',
  '2147483648',
  '-9223372036854775809',
  "' OR 1=1 --",
  "1'; DROP TABLE task; --",
  '%',
  '%00',
  '../../etc/passwd',
  '..%2f..',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'é',
  'ﷺ'.repeat(30),
  '👩‍👩‍👧‍👦',
  '\u202e123',
  '\r\nX-Injected: 1',
  '<script>alert(1)</script>',
  '${jndi:ldap://x}',
  '__proto__',
  'constructor',
  'toString',
  '2026-02-30',
  '2026-13',
  '0000-00',
  '9999-12-31',
  '+275760-09-13',
  '2026-01-01T25:00:00Z',
  '1 85 05 78 006 084 36',
  'x'.repeat(101),
  'x'.repeat(600),
  'auto-1-',
  'auto-99999999999999999-90000001900019',
  'lot-1',
  'lot-999999999999999',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...HOSTILE_TEXTS), weight: 4 },
  { arbitrary: fc.string({ maxLength: 40 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 1 },
);

/** Any JSON where a field or a whole document is wanted. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], { toString: 1 }),
  fc.constantFrom<unknown>(
    nested(5),
    nested(60),
    { ['__proto__x']: {} },
    Array.from({ length: 2_000 }, () => 'x'),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Bodies that are no JSON, each with the type that it is sent as. */
export const HOSTILE_BODIES: readonly (readonly [type: string | null, body: string])[] = [
  ['application/json', ''],
  ['application/json', '{'],
  ['application/json', '{"a":1}{"b":2}'],
  ['application/json', '\u0000'],
  ['application/json', '{"__proto__":{"reason":"x"}}'],
  ['application/json', '{"constructor":{"prototype":{"reason":"x"}}}'],
  ['application/json', `{"reason":"${'x'.repeat(1_200_000)}"}`],
  ['application/json', '['.repeat(5_000)],
  ['application/json; charset=utf-16', '{"reason":"x"}'],
  ['application/merge-patch+json', '{"reason":"x"}'],
  ['text/plain', '{"reason":"x"}'],
  ['application/x-www-form-urlencoded', 'reason=x&running=true'],
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="reason"\r\n\r\nx\r\n--b--\r\n'],
  ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nx'],
  ['text/csv', 'a;b\n1;2\n'],
  ['nonsense', 'x'],
  [';;;', 'x'],
  [null, '{"reason":"x"}'],
];
