import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API_TENANCY } from '../../cases/tenancy';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenKey } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const run = promisify(execFile);
const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'api.md'), 'utf8');
const EXAMPLES = PAGE.slice(PAGE.indexOf('## Examples'), PAGE.indexOf('## Routes'));
/** A command, and right behind it what it answers. */
const PAIRS = [...EXAMPLES.matchAll(/```sh\n(.*?)```\s+```(json|ndjson)\n(.*?)```/gs)].map(
  ([, command = '', kind = '', answer = '']) =>
    [command.trim().split('\n').at(-1)?.trim() ?? '', { command, kind, answer }] as const,
);

/** Two establishments of one company: two rates wait for a person, one was doubled and is held. */
const [SEVERAL, HELD] = [siretOf(1), siretOf(1, 2)];

let house: TestHouse;
let browsing: Browsing;
let variables: Record<string, string>;
/** Where the examples write their files. */
let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'exemples-'));
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  for (const siret of [SEVERAL, HELD]) await given(house, siret, { sheets, employees: { M1: {} } });
  await received(
    house,
    lineOf(SEVERAL, '553AC 1.80 2026-01-01 2026-01-03'),
    lineOf(SEVERAL, '553ACB 0.70 2026-01-01 2026-01-03'),
    lineOf(HELD, '553AC 4.00 2026-01-01 2026-01-03'),
  );
  const KEY = await givenKey(house, { companies: [SEVERAL.slice(0, 9)] });
  await browsing.pages.listen(0, '127.0.0.1');
  const { port } = browsing.pages.getHttpServer().address() as AddressInfo;
  variables = { KEY, URL: `http://127.0.0.1:${String(port)}`, PATH: process.env.PATH ?? '' };
});
afterAll(async () => {
  await browsing.close();
  await house.close();
  rmSync(cwd, { recursive: true });
});

describe('docs/api.md', () => {
  it('shows how to ask', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(5);
  });

  // In the order of the page: an answer changes what the next command is told.
  it.each(PAIRS)('answers as written to %s', async (_first, { command, kind, answer }) => {
    const { stdout } = await run('sh', ['-c', command], { cwd, env: variables });
    const documents = (text: string): unknown[] =>
      kind === 'json'
        ? [JSON.parse(text)]
        : text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown);
    expect(documents(stdout)).toEqual(documents(answer));
  });

  it('lists every route with the scopes that open it', () => {
    const listed = [...PAGE.matchAll(/^\| `(GET|POST|PUT|DELETE) ([^`]+)` +\| ([^|]+?) +\|/gm)].map(
      ([, method = '', path = '', scopes = '']) => `${method} /api/v1${path} ${scopes.replaceAll('`', '')}`,
    );
    const known = Object.entries(API_TENANCY)
      .filter(([, { scopes }]) => scopes !== 'ANYONE')
      .map(([route, { scopes }]) => {
        const words = scopes === 'ANYONE' || scopes.length === 0 ? 'any key' : scopes.join(', ');
        return `${route.replaceAll(/:(\w+)/g, '{$1}')} ${words}`;
      });
    expect(listed.toSorted()).toEqual(known.toSorted());
  });
});
