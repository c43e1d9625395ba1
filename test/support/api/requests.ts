import fc from 'fast-check';
import { OPERATIONS, resolved, type Operation, type Parameter, type Placed, type Schema } from './openapi';
import { HOSTILE_BODIES, hostileJson, hostileText } from './hostile';

/** A request ready to be sent, and the operation that it is meant for; null when it is meant for none. */
export interface Request {
  readonly placed: Placed | null;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What stands in the base, so that many requests name something; strangers' names among them. */
export interface Known {
  readonly sirets: readonly string[];
  readonly sirens: readonly string[];
  /** Tasks, documents, held documents. */
  readonly ids: readonly string[];
  readonly keys: readonly string[];
}

const DATES = ['2026-01-01', '2025-12-31', '2024-02-29', '1900-01-01', '2099-12-31'];
const PERIODS = ['2026-01', '2026-02', '2025-12', '2030-06', '0001-01', '9999-12'];
const INSTANTS = ['2026-01-06T09:00:00Z', '2026-01-06T10:00:00+01:00', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
const TEXTS = [
  'notification attendue',
  'Vu avec la caisse',
  'x',
  'é'.repeat(300),
  '553AC',
  '452BE',
  '1.78',
  'M1',
  '00001',
];

export function requests(known: Known): fc.Arbitrary<Request> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...OPERATIONS).chain((placed) => requestOf(placed, known)), weight: 12 },
    { arbitrary: stray(known), weight: 1 },
  );
}

function requestOf(placed: Placed, known: Known): fc.Arbitrary<Request> {
  const { operation, path, method } = placed;
  return fc
    .record({
      path: pathOf(path, operation, known),
      query: queryOf(operation, known),
      sent: bodyOf(operation, known),
      headers: headersOf(known),
    })
    .map(({ path: address, query, sent, headers }) => ({
      placed,
      method: method.toUpperCase(),
      url: query === '' ? address : `${address}?${query}`,
      headers: { ...headers, ...(sent.type === null ? {} : { 'content-type': sent.type }) },
      body: sent.body,
    }));
}

/** Wrong methods and addresses that nobody answers. */
function stray(known: Known): fc.Arbitrary<Request> {
  const place = fc.constantFrom(...OPERATIONS).chain(({ path, operation }) => pathOf(path, operation, known));
  const nowhere = hostileText.map((text) => `/api/v1/${encoded(text)}`);
  return fc
    .record({
      method: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'POST'),
      url: fc.oneof(
        place,
        nowhere,
        fc.constantFrom('/api', '/api/', '/api/v1', '/api/v2/tasks', '/api/v1/tasks/', '/api//v1'),
      ),
      headers: headersOf(known),
    })
    .map((request) => ({ ...request, placed: null, body: null }));
}

/** What cannot be encoded is sent as the bytes that it would have been. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
}

function pathOf(path: string, operation: Operation, known: Known): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) => {
    const parameter = operation.parameters?.find((one) => one.in === 'path' && one.name === name);
    return named(name, parameter?.schema ?? {}, known);
  });
  return fc.tuple(...values).map((given) => {
    let filled = path;
    names.forEach((name, index) => (filled = filled.replace(`{${name}}`, () => encoded(given[index] ?? ''))));
    return filled;
  });
}

function named(name: string, schema: Schema, known: Known): fc.Arbitrary<string> {
  const valid = textOf(name, schema, known);
  return fc.oneof({ arbitrary: valid, weight: 8 }, { arbitrary: hostileText, weight: 1 });
}

/** A value that the schema allows, as it is written in an address. */
function textOf(name: string, schema: Schema, known: Known): fc.Arbitrary<string> {
  const { enum: words, type, format, minimum = 0, maximum = 1_000_000, pattern = '' } = resolved(schema);
  if (words !== undefined) return fc.constantFrom(...words.map(String));
  if (name === 'siret') return fc.constantFrom(...known.sirets);
  if (name === 'siren') return fc.constantFrom(...known.sirens);
  if (name === 'year') return fc.constantFrom('2026', '2026', '2025', '2031');
  if (name === 'id') return fc.constantFrom(...known.ids);
  if (format === 'date') return fc.constantFrom(...DATES);
  if (format === 'date-time') return fc.constantFrom(...INSTANTS);
  if (pattern.startsWith('^[0-9]{4}-')) return fc.constantFrom(...PERIODS);
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, 1_000_000) }).map(String);
  if (type === 'boolean') return fc.constantFrom('true', 'false');
  return fc.constantFrom(...TEXTS);
}

function queryOf({ parameters = [] }: Operation, known: Known): fc.Arbitrary<string> {
  const asked = parameters.filter((one) => one.in === 'query').map((one) => pairOf(one, known));
  const odd = fc.oneof({ arbitrary: fc.constant(''), weight: 12 }, { arbitrary: oddQuery, weight: 1 });
  return fc.tuple(...asked, odd).map((pairs) => pairs.filter((pair) => pair !== '').join('&'));
}

const oddQuery: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'x=1',
    'limit=1&limit=2',
    'cursor[]=a',
    'limit[a]=1',
    '=',
    '&&',
    '%',
    '%ff=%ff',
    '__proto__=1',
    'on=a;b=c',
  ),
  hostileText.map((text) => `${encoded(text)}=${encoded(text)}`),
);

function pairOf({ name, schema, required }: Parameter, known: Known): fc.Arbitrary<string> {
  const cursor = fc.constantFrom('WzFd', 'x', 'eyJhIjoxfQ', 'A'.repeat(900), 'A'.repeat(1100));
  const value = name === 'cursor' ? fc.oneof(cursor, hostileText) : named(name, schema, known);
  const given = value.map((text) => `${name}=${encoded(text)}`);
  return required === true
    ? given
    : fc.oneof({ arbitrary: fc.constant(''), weight: 2 }, { arbitrary: given, weight: 1 });
}

function headersOf({ keys }: Known): fc.Arbitrary<Record<string, string>> {
  const bearer = fc.constantFrom(...keys).map((key) => ({ authorization: `Bearer ${key}` }));
  const wrong = fc.constantFrom<Record<string, string>>(
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer tj_live_${'A'.repeat(43)}` },
    { authorization: 'Basic YTpi' },
    { authorization: `Bearer ${'x'.repeat(3_000)}` },
  );
  const authorization = fc.oneof({ arbitrary: bearer, weight: 40 }, { arbitrary: wrong, weight: 1 });
  const accept = fc.constantFrom<Record<string, string>>({ accept: 'text/html' }, { accept: '*/*' }, { accept: ';;' });
  const once = fc
    .constantFrom('a', 'b', 'c d', '', 'x'.repeat(300), 'é')
    .map((value) => ({ 'idempotency-key': value }));
  const more = fc.constantFrom<Record<string, string>>(
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'nonsense' },
    { cookie: 'tj=1' },
    { 'accept-encoding': 'gzip' },
    { 'x-forwarded-for': '1.2.3.4' },
    { traceparent: 'nonsense' },
  );
  const sometimes = (arbitrary: fc.Arbitrary<Record<string, string>>, weight: number) =>
    fc.oneof({ arbitrary: fc.constant<Record<string, string>>({}), weight }, { arbitrary, weight: 1 });
  return fc
    .tuple(authorization, sometimes(accept, 30), sometimes(once, 15), sometimes(more, 30))
    .map((parts) => Object.assign({}, ...parts) as Record<string, string>);
}

interface Sent {
  readonly type: string | null;
  readonly body: string | null;
}

function bodyOf({ requestBody }: Operation, known: Known): fc.Arbitrary<Sent> {
  if (requestBody === undefined) {
    const odd = fc.constantFrom(...HOSTILE_BODIES).map(([type, body]) => ({ type, body }));
    return fc.oneof({ arbitrary: fc.constant({ type: null, body: null }), weight: 60 }, { arbitrary: odd, weight: 1 });
  }
  const types = Object.entries(requestBody.content).map(([type, { schema }]) => documentOf(type, schema, known));
  const odd = fc.constantFrom(...HOSTILE_BODIES).map(([type, body]) => ({ type, body }));
  return fc.oneof({ arbitrary: fc.oneof(...types), weight: 6 }, { arbitrary: odd, weight: 1 });
}

const FILES = ['', 'x', 'siren,nic,code_risque,taux,date_effet\n', '<a/>', 'S10.G00.00.001,1', '\u0000'];

function documentOf(type: string, schema: Schema, known: Known): fc.Arbitrary<Sent> {
  if (type === 'multipart/form-data') return fc.constantFrom(...FILES).map(formOf);
  if (type !== 'application/json') return fc.constantFrom(...FILES).map((body) => ({ type, body }));
  const right = jsonOf('', schema, known);
  const nearly = fc.tuple(right, hostileText, hostileJson).map(([value, name, odd]) => spoilt(value, name, odd));
  return fc
    .oneof({ arbitrary: right, weight: 6 }, { arbitrary: nearly, weight: 4 }, { arbitrary: hostileJson, weight: 1 })
    .map((value) => ({ type, body: JSON.stringify(value) }));
}

const formOf = (file: string): Sent => ({
  type: 'multipart/form-data; boundary=b',
  body: `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${file}\r\n--b--\r\n`,
});

/** The document with one field more, or another in place of one of its own. */
function spoilt(value: unknown, name: string, odd: unknown): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const names = Object.keys(value);
  const place = names.length > 0 && name.length % 3 !== 0 ? (names[name.length % names.length] ?? name) : name;
  return { ...value, [place]: odd };
}

function jsonOf(name: string, schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const { type, properties, required = [], items, oneOf, minimum = 0, maximum = 100 } = resolved(schema);
  if (oneOf !== undefined) return fc.oneof(...oneOf.map((one) => jsonOf(name, one, known)));
  if (items !== undefined) return fc.array(jsonOf(name, items, known), { maxLength: 3 });
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([field, one]) => [field, jsonOf(field, one, known)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  }
  const kind = Array.isArray(type) ? (type as readonly string[])[0] : type;
  if (kind === 'boolean') return fc.boolean();
  if (kind === 'integer' || kind === 'number') return fc.integer({ min: minimum, max: maximum });
  return textOf(name, schema, known);
}
