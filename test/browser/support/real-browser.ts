import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Role } from '#application/access/viewer';
import { openBrowsing, type Browsing, type Person } from '../../support/browsing';
import { openTestHouse, type TestHouse } from '../../support/test-house';

/** Found by Jest's configuration, which leaves these tests out where there is none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.TJ_CHROMIUM ?? 'chromium';
  // As root, and in a container, Chromium's own sandbox cannot be made.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args: [...args, '--disable-background-networking', '--disable-sync'] });
}

export const DESK = { width: 1440, height: 1000 } as const;

/** The pages on a database of their own, looked at with a real browser. */
export interface RealBrowser {
  readonly house: TestHouse;
  readonly browsing: Browsing;
  /** Without a final slash. */
  readonly url: string;
  /** A window of somebody who has not signed in; windows share nothing. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** A new account of that role, signed in by its form. */
  signIn(role: Role, companies?: readonly string[], options?: BrowserContextOptions): Promise<Seated>;
  /** What went wrong in any window: scripts that failed, answers of 500, what the pages' policy refused. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export interface Seated {
  readonly person: Person;
  readonly page: Page;
}

/** Not a fault: a refused form answers 422 or 409, what another owns 404 or 403, a dead link 410; browsers write each down. */
const EXPECTED = /the server responded with a status of (403|404|409|410|422|429)/;

/** Listens to what a person would not see. */
export function noteFaults(context: BrowserContext, faults: string[]): void {
  context.on('weberror', (fault) => faults.push(`${fault.page()?.url() ?? ''}: ${fault.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text()))
      faults.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.url()}: ${response.status()}`);
  });
}

export async function signInOn(page: Page, { email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto('/connexion');
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).waitFor();
}

export async function openRealBrowser(): Promise<RealBrowser> {
  const house = await openTestHouse();
  const browsing = await openBrowsing(house);
  await browsing.pages.listen(0, '127.0.0.1');
  const url = (await browsing.pages.getUrl()).replace(/\/$/, '');
  const browser = await launchChromium();
  const faults: string[] = [];
  const open = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: url, viewport: DESK, locale: 'fr-FR', ...options });
    context.setDefaultTimeout(10_000);
    noteFaults(context, faults);
    return context.newPage();
  };
  return {
    house,
    browsing,
    url,
    faults,
    open,
    signIn: async (role, companies, options) => {
      const person = await browsing.account(role, companies);
      const page = await open(options);
      await signInOn(page, person);
      return { person, page };
    },
    close: async () => {
      await browser.close();
      await browsing.close();
      await house.close();
    },
  };
}
