import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { establishmentOf } from '#demo/portfolio';
import type { StoryName } from '#demo/stories';
import { ADDRESS, ended, said, start, type Started } from '../../support/started';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { DESK, launchChromium, noteFaults, signInOn } from './real-browser';

/** The demo's accounts. */
export type DemoPerson = 'claire' | 'paul' | 'samia' | 'alain';

/** The pages as the demo serves them: the compiled program, on its own data. */
export interface DemoPages {
  readonly house: TestHouse;
  readonly url: string;
  /** Emptied by whoever looks. */
  readonly faults: string[];
  /** One window per person, signed in when it is first asked for; null is nobody. */
  window(person: DemoPerson | null): Promise<Page>;
  /** Another window of the same person. */
  another(person: DemoPerson, options?: BrowserContextOptions): Promise<Page>;
  /** The number of the open task of a story. */
  taskOf(story: StoryName): Promise<string>;
  close(): Promise<void>;
}

export const siretOf = (story: StoryName): string => establishmentOf(story).establishment.siret;

export async function openDemoPages(): Promise<DemoPages> {
  const house = await openTestHouse();
  const demo = start('demo.js', [], { DATABASE_URL: house.url, PORT: '0' });
  const url = `http://127.0.0.1:${(await said(demo, ADDRESS))[1] ?? ''}`;
  const browser = await launchChromium();
  const faults: string[] = [];
  const another: DemoPages['another'] = async (person, options) => {
    const page = await emptyWindow(browser, url, faults, options);
    await signInOn(page, { email: `${person}@demo.example`, password: passwordOf(demo, person) });
    return page;
  };
  const windows = new Map<DemoPerson | null, Promise<Page>>();
  return {
    house,
    url,
    faults,
    another,
    window: (person) => {
      const window =
        windows.get(person) ?? (person === null ? emptyWindow(browser, url, faults) : another(person, undefined));
      windows.set(person, window);
      return window;
    },
    taskOf: (story) => taskOf(house, story),
    close: async () => {
      await browser.close();
      demo.child.kill('SIGTERM');
      await ended(demo);
      await house.close();
    },
  };
}

async function emptyWindow(
  browser: Browser,
  url: string,
  faults: string[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: DESK, locale: 'fr-FR', ...options });
  context.setDefaultTimeout(15_000);
  noteFaults(context, faults);
  return context.newPage();
}

/** As it was printed for whoever started the demo. */
function passwordOf({ output }: Started, person: DemoPerson): string {
  const password = new RegExp(`${person}@demo\\.example +(\\S+)`).exec(output)?.[1];
  if (password === undefined) throw new Error(`The demo did not print the password of ${person}.`);
  return password;
}

async function taskOf(house: TestHouse, story: StoryName): Promise<string> {
  const [task] = await house.sql<{ id: string }>(`SELECT id FROM task WHERE siret = $1 AND status = 'OPEN'`, [
    siretOf(story),
  ]);
  if (task === undefined) throw new Error(`Nothing is asked about « ${story} ».`);
  return task.id;
}
