import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADDRESS, ended, said, start, type Started } from '../support/started';

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), 'taux-juste-demo-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const run = (entry: string, args: readonly string[] = [], also: Record<string, string> = {}): Started =>
  start(entry, args, { DATA_DIR: dataDir, ...also });

const plain = (text: string): string => text.replaceAll(/[\u00a0\s]+/g, ' ');

describe('the demo as a newcomer starts it', () => {
  it('loads, tells and ends well in an empty folder', async () => {
    const { code, output } = await ended(run('demo.js', ['--no-serve']));
    expect(output).toContain('214,60');
    expect(output).toContain('57 verdicts');
    expect(code).toBe(0);
  });

  it('keeps the data the second time and says so', async () => {
    const { code, output } = await ended(run('demo.js', ['--no-serve']));
    expect(output).toContain('sont gardées');
    expect(output).toContain('214,60');
    expect(output).not.toContain('Ce qui arrive');
    expect(code).toBe(0);
  });

  it('begins again with --fresh', async () => {
    const { code, output } = await ended(run('demo.js', ['--no-serve', '--fresh']));
    expect(output).toContain('Ce qui arrive');
    expect(code).toBe(0);
  });

  it('refuses what it does not know', async () => {
    const { code, output } = await ended(run('demo.js', ['--neuf']));
    expect([code, output.trim()]).toEqual([2, 'Usage : npm run demo [-- --fresh] [-- --no-serve]']);
  });
});

/** Signs in as a browser does, and opens a page; what it shows, or the sign-in page's refusal. */
async function signedIn(base: string, email: string, password: string, path: string): Promise<string> {
  const form = await fetch(`${base}connexion`);
  const [cookie = ''] = form.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const entered = await fetch(`${base}connexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ _csrf, email, password }),
  });
  if (entered.status !== 303) return entered.text();
  const [session = ''] = entered.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
  return (await fetch(`${base}${path}`, { headers: { cookie: session } })).text();
}

describe('the people of the demo', () => {
  it('are printed with their passwords, and come in only while it is the demo that serves', async () => {
    const demo = run('demo.js', [], { PORT: '0' });
    const [base] = await said(demo, ADDRESS);
    const people = [...demo.output.matchAll(/^ {2}(\w+@demo\.example) +(\S+) +(.+)$/gm)];
    expect(people.map(([, email, , role]) => `${email}: ${role}`)).toEqual([
      'claire@demo.example: gestionnaire de paie, 8 entreprises',
      'paul@demo.example: expert-comptable, 41 entreprises',
      'samia@demo.example: support, toutes les entreprises',
      'alain@demo.example: administrateur, toutes les entreprises',
    ]);
    const [, email = '', password = ''] = people[0] ?? [];
    expect(await signedIn(base, email, password, 'taches')).toContain('Électro-Loire Maintenance');
    demo.child.kill('SIGTERM');
    expect((await ended(demo)).code).toBe(0);

    const pages = run('main.js', [], { PORT: '0' });
    const [address] = await said(pages, ADDRESS);
    expect(pages.output).toContain('Les 4 comptes de la démonstration sont fermés');
    expect(pages.output).toContain('user invite');
    expect(await signedIn(address, email, password, 'taches')).toContain('n’est pas le bon');
    pages.child.kill('SIGTERM');
    expect((await ended(pages)).code).toBe(0);
  });
});

/** Long before the sweep of every 30 s, which would find a deposit that nobody rang for. */
const SOON_MS = 15_000;

describe('the demo that serves', () => {
  let demo: Started;
  let base: string;
  beforeAll(async () => {
    demo = run('demo.js', [], { PORT: '0' });
    [base] = await said(demo, /http:\/\/127\.0\.0\.1:\d+\//);
    await said(demo, /Le travail de fond a commencé/);
  });
  afterAll(async () => {
    demo.child.kill('SIGTERM');
    await ended(demo);
  });

  const deposited = async (authorization: string): Promise<string> => {
    // The same bytes would be one document: a line end makes it another.
    const path = join(__dirname, '..', '..', 'samples', 'taux', '2024.csv');
    const headers = { authorization, 'content-type': 'text/csv' };
    const taken = await fetch(`${base}api/v1/feeds`, {
      method: 'POST',
      headers,
      body: `${readFileSync(path, 'utf8')}\n`,
    });
    expect(taken.status).toBe(202);
    return new URL(taken.headers.get('location') ?? '', base).toString();
  };

  it('takes in what the API is given at once, as its worker is rung for', async () => {
    const made = await ended(run('cli.js', ['api-key', 'create', 'Essai', '--scope', 'feeds:write,feeds:read']));
    const authorization = `Bearer ${made.output.trim().split('\n').at(-1) ?? ''}`;
    const [where, since] = [await deposited(authorization), performance.now()];
    let endedAt: string | null = null;
    while (endedAt === null && performance.now() - since < SOON_MS) {
      const answer = await fetch(where, { headers: { authorization } });
      ({ endedAt } = (await answer.json()) as { endedAt: string | null });
      await sleep(100);
    }
    expect(endedAt).not.toBeNull();
  });

  it('shows its pages and its queue in the state of the service', async () => {
    const [, password = ''] = /samia@demo\.example +(\S+)/.exec(demo.output) ?? [];
    const state = await signedIn(base, 'samia@demo.example', password, 'exploitation');
    expect(plain(state)).toContain('PostgreSQL : ');
    expect(state).toContain('>Pages<');
  });

  it('says at which hour it stands, and commands that believe the same find nothing late', async () => {
    expect(plain(demo.output)).toContain('est arrêtée au 30 janvier 2026 à 18 h 00 : rien n’y échoit tout seul');
    const [, now = '', dir] = /NOW=(\S+) DATA_DIR=(\S+) npm run -s cli -- schedule list/.exec(demo.output) ?? [];
    expect(dir).toBe(dataDir);
    const { output } = await ended(run('cli.js', ['schedule', 'list'], { NOW: now }));
    expect(output).toContain('à venir');
    expect(output).not.toContain('EN RETARD');
  });

  it('is told, when a run is asked for again, that it was made before', async () => {
    const byHand = (hour: string) =>
      ended(run('cli.js', ['schedule', 'run', 'retention'], { NOW: `2026-01-30T${hour}:00Z` }));
    const first = await byHand('17:00');
    expect(plain(first.output)).toMatch(/^retention, 30 janvier 2026 : (?!déjà)/);
    const again = await byHand('17:10');
    expect(plain(again.output)).toContain('2026 : déjà fait le 30 janvier 2026 à 18 h 00, rien n’a été refait.');
    expect(again.code).toBe(0);
    const list = await ended(run('cli.js', ['schedule', 'list'], { NOW: '2026-01-30T17:00:00Z' }));
    expect(list.output).toMatch(/^retention +à l’heure +30\/01\/2026 03:30 +31\/01\/2026 03:30/m);
  });
});

describe('the pages as a process', () => {
  it('ask to sign in, keep a second server away, and stop when asked', async () => {
    const first = run('main.js', [], { PORT: '0' });
    const [url] = await said(first, ADDRESS);
    const page = await fetch(url);
    expect([page.status, new URL(page.url).pathname]).toEqual([200, '/connexion']);
    const second = await ended(run('main.js', [], { PORT: '0' }));
    expect(second.code).toBe(1);
    expect(second.output.trim().split('\n')).toHaveLength(1);
    first.child.kill('SIGTERM');
    expect((await ended(first)).code).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('take a free port when the usual one is taken, but not when it was asked for', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = await ended(run('main.js', [], { PORT: String(port) }));
    holder.close();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(`Le port ${port} est pris`);
    expect(refused.output).not.toContain('EADDRINUSE');
  });
});
