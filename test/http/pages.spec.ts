import { request } from 'node:http';
import { given, lineOf, received, siretOf } from '../support/facts';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(60_000);

// Preact is ESM only, which Jest cannot require: the pages run as the process that people start.
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

describe('the first page', () => {
  it('says that nothing is there yet', async () => {
    const page = await get('/');
    expect(page.statusCode).toBe(200);
    expect(textOf(page.body)).toContain('Aucune tâche ouverte.');
    expect(textOf(page.body)).toContain('Vue de démonstration locale');
  });

  it('lists feeds, verdicts with their why, and tasks, in French figures', async () => {
    const place = { postcode: '35000', town: 'Rennes' };
    const sheets = ['2025-05-01 NOTIFIED 158CD 2.11'];
    await given(house, siretOf(1), { name: 'Boulangerie Colin', ...place, sheets });
    await given(house, siretOf(2), { name: 'Fournil des Lices', ...place, sheets, automation: false });
    await received(
      house,
      lineOf(siretOf(1), '158CD 2.12 2026-01-01 2026-01-03'),
      lineOf(siretOf(2), '158CD 2.12 2026-01-01 2026-01-03'),
    );
    const text = textOf((await get('/')).body);
    expect(text).toContain('Boulangerie Colin Rennes');
    expect(text).toContain('Carsat Bretagne');
    expect(text).toContain('158CD 2,11 % → 2,12 % Commerce de détail');
    expect(text).toContain('Taux unique');
    expect(text).toContain('Renouvellement annuel mise à jour automatique non permise Fournil des Lices');
    expect(text).toContain('Tâche : 1, Mis à jour : 1');
  });

  it('shows a hostile name as text', async () => {
    await given(house, siretOf(3), {
      name: `<script>alert('volé')</script>"><img src=x onerror=alert(1)>`,
      town: '<b>Paris</b>',
      sheets: ['2025-05-01 NOTIFIED 158CD 2.11'],
      automation: false,
    });
    await received(house, lineOf(siretOf(3), '158CD 2.12 2026-01-01 2026-01-04'));
    for (const url of ['/', '/taches', '/verdicts']) {
      const { body } = await get(url);
      expect(body).toContain('&lt;script>alert(');
      expect(body).not.toMatch(/<script|<img|<b>Paris/);
    }
  });

  it('runs no script and lets nobody frame, keep or sniff it', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(headers['content-security-policy']).not.toContain('script');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });

  it('has a style sheet of its own', async () => {
    const style = await get('/style.css');
    expect([style.statusCode, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });
});

describe('long lists', () => {
  beforeAll(async () => {
    const sirets = Array.from({ length: 120 }, (_, index) => siretOf(100 + index));
    for (const siret of sirets) await given(house, siret, { automation: false });
    await received(house, ...sirets.map((siret) => lineOf(siret, '158CD 2.12 2026-01-01 2026-01-05')));
  });

  it('are cut into pages that together hold every row once', async () => {
    const seen: string[] = [];
    let url = '/verdicts';
    for (let pagesRead = 0; url !== '' && pagesRead < 10; pagesRead++) {
      const { body } = await get(url);
      seen.push(...[...body.matchAll(/· (\d{14})</g)].map(([, siret = '']) => siret));
      url = /class="next"><a href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    }
    expect(seen).toHaveLength(123);
    expect(new Set(seen).size).toBe(123);
  });

  it('never show a national feed whole', async () => {
    for (const url of ['/', '/taches', '/verdicts']) {
      const { body } = await get(url);
      expect(body.match(/<tr/g)?.length).toBeLessThan(65);
      expect(body).toContain('class="next"');
    }
    expect((await get('/taches?page=3')).body).not.toContain('class="next"');
  });

  it('may show one verdict of one feed', async () => {
    const text = textOf((await get('/verdicts?flux=1&verdict=AUTO_UPDATED')).body);
    expect(text).toContain('Boulangerie Colin');
    expect(text).not.toContain('Fournil des Lices');
  });
});

describe('what goes wrong', () => {
  it.each(['/nulle-part', '/%', '/taches/1'])('%s is a page that was not found', async (url) => {
    const page = await get(url);
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(textOf(page.body)).toContain('Page introuvable');
  });

  it.each([
    ['/verdicts?verdict=PERHAPS', '« verdict »'],
    ['/verdicts?flux=1%20OR%201=1', '« flux »'],
    ['/verdicts?apres=1', '« apres »'],
    ['/taches?page=-1', '« page »'],
    ['/taches?page=1&page=2', '« page »'],
    ['/flux?avant=99999999999999999999', '« avant »'],
  ])('%s is refused by a sentence that names the parameter', async (url, named) => {
    const page = await get(url);
    expect(page.statusCode).toBe(400);
    expect(textOf(page.body)).toContain(named);
  });

  it('a request made to another name is refused: there is no sign-in yet', async () => {
    const page = await get('/', { host: 'ailleurs.example' });
    expect(page.statusCode).toBe(421);
    expect(page.body).not.toContain('Boulangerie');
    expect((await get('/', { host: 'localhost:3000' })).statusCode).toBe(200);
  });

  it('a surprise is a French page without its trace, which goes to the log', async () => {
    await house.sql('ALTER TABLE task RENAME TO task_away');
    const page = await get('/taches');
    await house.sql('ALTER TABLE task_away RENAME TO task');
    expect(page.statusCode).toBe(500);
    expect(textOf(page.body)).toContain('Un problème est survenu');
    expect(page.body).not.toMatch(/relation|task|\bat .*\.ts/);
    expect(pages.output).toContain('relation "task" does not exist');
  });
});

describe('health', () => {
  it('is alive and ready while the database answers', async () => {
    expect(JSON.parse((await get('/health/live')).body)).toEqual({ status: 'ok' });
    expect(JSON.parse((await get('/health/ready')).body)).toEqual({ status: 'ok' });
  });

  it('is alive but not ready before the tables are there', async () => {
    await house.sql('ALTER TABLE audit_entry RENAME TO audit_away');
    const [live, ready] = [await get('/health/live'), await get('/health/ready')];
    await house.sql('ALTER TABLE audit_away RENAME TO audit_entry');
    expect([live.statusCode, ready.statusCode]).toEqual([200, 503]);
  });
});
