import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTree, type Tree } from '#http/api/document/open-api-31';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { breaksBetween } from '../../support/openapi-breaks';
import { Program } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(90_000);

const ROOT = join(__dirname, '..', '..', '..');
const fileOf = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');
const read = (text: string): Tree => {
  const tree: unknown = JSON.parse(text);
  if (!isTree(tree)) throw new Error('A document that is no object.');
  return tree;
};
const checkedIn = read(fileOf('openapi.json'));

let house: TestHouse;
let browsing: Browsing;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('the document of the API', () => {
  it('is checked in as it is served: `npm run openapi` renews it', async () => {
    const served = await new Program(browsing.pages, null).get('/api/openapi.json');
    expect(`${JSON.stringify(served.json, null, 2)}\n` === fileOf('openapi.json')).toBe(true);
  });

  it('is sound OpenAPI 3.1', () => {
    const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const redocly = join(ROOT, 'node_modules', '.bin', 'redocly');
    const { status, stderr } = spawnSync(redocly, ['lint', 'docs/openapi.json'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ...quiet },
    });
    expect([status, stderr]).toEqual([0, expect.stringContaining('valid')]);
  });

  it('breaks nothing that was released', () => {
    expect(breaksBetween(read(fileOf('openapi-released.json')), checkedIn)).toEqual([]);
  });

  it('has nothing left of the shapes of 3.0', () => {
    expect(fileOf('openapi.json')).not.toMatch(/"nullable"/);
  });
});

describe('what breaks programs', () => {
  const document = (change: (text: string) => string): Tree => read(change(fileOf('openapi.json')));
  const without = (path: string): Tree => {
    const all = Object.entries(isTree(checkedIn.paths) ? checkedIn.paths : {});
    const paths = Object.fromEntries(all.filter(([name]) => name !== path));
    return { ...checkedIn, paths };
  };

  it('is a path that is gone', () => {
    expect(breaksBetween(checkedIn, without('/api/v1/me'))).toEqual(['GET /api/v1/me: removed']);
    expect(breaksBetween(without('/api/v1/me'), checkedIn)).toEqual([]);
  });

  it('is a field that is gone or renamed', () => {
    const renamed = document((text) => text.replaceAll('"expiresAt"', '"endsAt"'));
    expect(breaksBetween(checkedIn, renamed)).toContain('GET /api/v1/me 200: expiresAt is gone');
  });

  it('is a parameter that is gone', () => {
    const gone = document((text) => text.replaceAll('"name": "cursor"', '"name": "after"'));
    expect(breaksBetween(checkedIn, gone)).toContain('GET /api/v1/deposits: query cursor is no longer read');
  });

  it('is a word that is answered for the first time, not one that is answered no longer', () => {
    const more = document((text) => text.replace('"PARTIAL",', '"PARTIAL", "LOST",'));
    expect(breaksBetween(checkedIn, more)).toContain('GET /api/v1/deposits 200.data[].status: may now be LOST');
    expect(breaksBetween(more, checkedIn)).toEqual([]);
  });

  it('is an answer that may be null where it never was', () => {
    const more = document((text) => text.replace(/("sha256": \{\s+"type": )"string"/, '$1["string", "null"]'));
    expect(breaksBetween(checkedIn, more).some((said) => said.endsWith('may now be of type null'))).toBe(true);
  });
});
