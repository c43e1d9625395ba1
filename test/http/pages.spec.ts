import { request } from 'node:http';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(60_000);

// The process that people start, asked by HTTP as it is; what stands on the pages is tested beside their rooms.
let house: TestHouse;
let pages: Started;
let port: number;

beforeAll(async () => {
  house = await openTestHouse();
  pages = start('main.js', [], { DATABASE_URL: house.url, PORT: '0', NOW: '2026-01-06T09:00:00Z' });
  port = Number((await said(pages, ADDRESS))[1]);
});
afterAll(async () => {
  pages.child.kill('SIGTERM');
  expect((await ended(pages)).code).toBe(0);
  await house.close();
});

interface Answer {
  readonly statusCode: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** `path` as it is: an URL object would mend what is badly written. */
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ statusCode: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('a page', () => {
  it('asks who has not signed in to do so, and leads back afterwards', async () => {
    const page = await get('/taches?periode=2026-01');
    expect([page.statusCode, page.headers.location]).toEqual([303, '/connexion?suite=%2Ftaches%3Fperiode%3D2026-01']);
  });

  it('runs only our scripts and lets nobody frame, keep or sniff it', async () => {
    const { headers } = await get('/connexion');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
  });

  it('is sent compressed to who can read it so', async () => {
    const plain = await get('/connexion');
    const compressed = await get('/connexion', { 'accept-encoding': 'gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect([compressed.headers['content-encoding'], compressed.headers.vary]).toEqual(['gzip', 'accept-encoding']);
    expect(Number(compressed.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2);
  });
});

describe('what pages load', () => {
  const addressesOf = (html: string): string[] => [...new Set(html.match(/\/assets\/[^"]+/g))];

  it('is kept for good by browsers, compressed, and never weighs much', async () => {
    const addresses = addressesOf((await get('/connexion')).body);
    expect(addresses.map((address) => address.replace(/.*\//, '')).sort()).toEqual([
      'enhance.js',
      'logo.svg',
      'main.css',
    ]);
    let weight = 0;
    for (const name of [...addresses, addresses[0]?.replace(/[^/]+$/, 'govuk-frontend.js') ?? '']) {
      const asset = await get(name, { 'accept-encoding': 'gzip' });
      expect(asset.statusCode).toBe(200);
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(asset.headers['content-encoding']).toBe('gzip');
      weight += Number(asset.headers['content-length']);
    }
    expect(weight).toBeLessThan(60_000);
  });

  it('is not found under another version, nor outside its folder', async () => {
    expect((await get('/assets/0000000000000000/main.css')).statusCode).toBe(404);
    const [address = ''] = addressesOf((await get('/connexion')).body);
    const folder = address.replace(/[^/]+$/, '');
    for (const path of ['../assets.json', '..%2fassets.json', '%2e%2e/%2e%2e/main.js'])
      expect([400, 403, 404]).toContain((await get(`${folder}${path}`)).statusCode);
  });
});

describe('what goes wrong', () => {
  it.each(['/nulle-part', '/%', '/taches/1/2/3'])('%s is a page that was not found', async (url) => {
    const page = await get(url);
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(textOf(page.body)).toContain('Page introuvable');
  });

  it('a request made to another name is refused: who lures a browser here finds nothing', async () => {
    const page = await get('/connexion', { host: 'ailleurs.example' });
    expect(page.statusCode).toBe(421);
    expect(textOf(page.body)).toContain('Adresse refusée');
    expect((await get('/connexion', { host: 'localhost:3000' })).statusCode).toBe(200);
  });

  it('a surprise is a French page without its trace, which goes to the log', async () => {
    await house.sql('ALTER TABLE invitation RENAME TO invitation_away');
    const page = await get('/invitation/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq');
    await house.sql('ALTER TABLE invitation_away RENAME TO invitation');
    expect(page.statusCode).toBe(500);
    expect(textOf(page.body)).toContain('Un problème est survenu');
    expect(page.body).not.toMatch(/relation|invitation_away|\bat .*\.ts/);
    expect(pages.output).toContain(String.raw`relation \"invitation\" does not exist`);
  });
});

describe('health', () => {
  it('is alive and ready while the database answers', async () => {
    expect(JSON.parse((await get('/health/live')).body)).toEqual({ status: 'ok' });
    const ready = await get('/health/ready');
    expect(JSON.parse(ready.body)).toEqual({ status: 'ok', database: 'ok', queue: 'ok', migrations: 'ok' });
  });

  it('is alive but not ready while the tables are not those of this release', async () => {
    const [last] = await house.sql<{ name: string }>('SELECT max(name) AS name FROM migrations');
    await house.sql(`UPDATE migrations SET name = 'Away' WHERE name = $1`, [last?.name]);
    const [live, ready] = [await get('/health/live'), await get('/health/ready')];
    await house.sql(`UPDATE migrations SET name = $1 WHERE name = 'Away'`, [last?.name]);
    expect([live.statusCode, ready.statusCode]).toEqual([200, 503]);
    expect(JSON.parse(ready.body)).toMatchObject({ status: 'down', database: 'ok', migrations: 'late' });
  });
});
