import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateAccount } from '#application/access/create-account';
import { DisableAccount } from '#application/access/disable-account';
import { trusted } from '#domain/values/result';
import { siretOf } from '../support/facts';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(90_000);

// openid-client and oidc-provider are ES modules only: pages and provider run as processes, as they do for people.
let house: TestHouse;
let provider: Started;
let pages: Started;
let base: string;

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  holder.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  house = await openTestHouse();
  const [providerPort, port] = [await freePort(), await freePort()];
  base = `http://127.0.0.1:${port}`;
  const program = join(__dirname, '..', 'support', 'identity-provider.mjs');
  const child = spawn(process.execPath, [program, String(providerPort), `${base}/connexion/fournisseur/retour`]);
  provider = { child, output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (provider.output += chunk.toString()));
  const [issuer] = await said(provider, /http:\/\/127\.0\.0\.1:\d+/);
  pages = start('main.js', [], {
    ...{ DATABASE_URL: house.url, PORT: String(port), PUBLIC_URL: base },
    ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'taux-juste', OIDC_CLIENT_SECRET: 'un-secret-de-test' },
    OIDC_NAME: 'le compte de l’entreprise',
  });
  await said(pages, ADDRESS);
  const asked = { name: 'Anne Rivoal', role: 'ACCOUNTANT', companies: [siretOf(1).slice(0, 9)], password: null };
  trusted(await house.verb(CreateAccount).run({ ...asked, email: 'anne@exemple.fr' }, 'test'));
  const left = trusted(await house.verb(CreateAccount).run({ ...asked, email: 'partie@exemple.fr' }, 'test'));
  trusted(await house.verb(DisableAccount).run(left.id, 'test'));
});
afterAll(async () => {
  for (const { child } of [pages, provider]) child.kill('SIGTERM');
  if (pages.child.exitCode === null) expect((await ended(pages)).code).toBe(0);
  await house.close();
});

/** A browser in a few lines: cookies per origin, redirections one by one. */
class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();
  readonly seen: string[] = [];

  async open(
    url: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ url: string; status: number; body: string }> {
    let [next, body] = [url, form];
    for (let hops = 0; hops < 20; hops++) {
      const { origin } = new URL(next);
      const jar = this.cookies.get(origin) ?? new Map<string, string>();
      this.cookies.set(origin, jar);
      this.seen.push(next);
      const response: Response = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (value === '') jar.delete(name);
        else jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) return { url: next, status: response.status, body: await response.text() };
      [next, body] = [new URL(location, next).href, undefined];
    }
    throw new Error('Sent round in a circle.');
  }

  /** From our sign-in page to the provider's, through its two forms, and back to us. */
  async signIn(as: string, to = '/compte'): Promise<{ url: string; status: number; body: string }> {
    let page = await this.open(`${base}/connexion/fournisseur?suite=${encodeURIComponent(to)}`);
    for (let forms = 0; forms < 3 && !page.url.startsWith(base); forms++) {
      const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? '';
      const prompt = /name="prompt" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
      page = await this.open(new URL(action, page.url).href, { prompt, login: as, password: 'indifférent' });
    }
    return page;
  }
}

describe('signing in by the identity provider', () => {
  it('is offered beside the password', async () => {
    const { body } = await new Browser().open(`${base}/connexion`);
    expect(body).toContain('Se connecter avec le compte de l’entreprise');
  });

  it('lets in the person whose verified address has an account, with PKCE, state and nonce', async () => {
    const browser = new Browser();
    const page = await browser.signIn('anne@exemple.fr');
    expect([page.url, page.status]).toEqual([`${base}/compte`, 200]);
    expect(page.body).toContain('Anne Rivoal');
    const asked = new URL(browser.seen.find((url) => url.includes('/auth?')) ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)?.length).toBeGreaterThan(20);
    const back = browser.seen.find((url) => url.includes('code='));
    expect(back).toBeDefined();
  });

  it.each([
    ['inconnue@exemple.fr', 'n’a pas de compte ici'],
    ['partie@exemple.fr', 'n’a pas de compte ici'],
    ['autre+anne@exemple.fr', 'n’a pas vérifié l’adresse'],
  ])('refuses %s by a sentence', async (as, sentence) => {
    const page = await new Browser().signIn(as);
    expect(page.status).toBe(422);
    expect(page.body).toContain(sentence);
    expect(page.body).not.toContain('Se déconnecter');
  });

  it('refuses a return that was not sent for, or that somebody else was sent for', async () => {
    const never = await new Browser().open(`${base}/connexion/fournisseur/retour?code=abc&state=def`);
    expect([never.status, never.body]).toEqual([422, expect.stringContaining('a expiré')]);
    const browser = new Browser();
    await browser.signIn('anne@exemple.fr');
    const back = browser.seen.find((url) => url.includes('code=')) ?? '';
    const thief = new Browser();
    await thief.open(`${base}/connexion/fournisseur`);
    const stolen = await thief.open(back);
    expect([stolen.status, stolen.body]).toEqual([422, expect.stringContaining('n’est pas sûre')]);
    expect((await browser.open(back)).status).toBe(422);
  });

  it('never leads elsewhere than to our own pages', async () => {
    const page = await new Browser().signIn('anne@exemple.fr', 'https://ailleurs.example/vol');
    expect(new URL(page.url).origin).toBe(base);
  });
});
