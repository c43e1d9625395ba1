import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { PATHS, type Path } from '#http/paths';
import { openDemoPages, type DemoPages } from './support/demo-pages';
import { DESK } from './support/real-browser';
import { VISITS, WITHOUT_PAGE } from './support/visits';
import { isFocused } from './support/walk';

jest.setTimeout(300_000);

let demo: DemoPages;
beforeAll(async () => {
  demo = await openDemoPages();
});
afterAll(async () => {
  await demo.close();
});

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe has against the page as it stands, no rule of WCAG 2.2 A and AA or of good practice left out. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<
    readonly { readonly id: string; readonly help: string; readonly nodes: string[] }[]
  >(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))`,
  );
  return found.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.join(' | ')}`);
}

/** Elements that reach beyond the right edge of a page that may not scroll sideways. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return [scrollWidth + ' > ' + clientWidth, ...wide.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 150))];
  })()`);

/** 320 is the narrowest that WCAG asks for; 360 is a window of 1440 enlarged to 400 %. */
const NARROW = [320, 360];
const titles = new Map<string, Path>();

describe('every page and every error, on the data of the demo', () => {
  it.each(VISITS.map((visit) => [visit.name, visit] as const))('%s', async (_name, visit) => {
    const page = await demo.window(visit.person);
    const isFormInError = visit.kind === 'form in error';
    await visit.open(page, demo);
    expect(demo.faults.splice(0)).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    const title = await page.title();
    expect(title).toMatch(isFormInError ? /^Erreur : .+ – Taux Juste$/ : /^(?!Erreur : ).+ – Taux Juste$/);
    if (isFormInError) expect(await isFocused(page.locator('.govuk-error-summary'))).toBe(true);
    if (visit.kind === 'page') {
      expect([title, titles.get(title) ?? visit.path]).toEqual([title, visit.path]);
      titles.set(title, visit.path);
    }
    expect(await violations(page)).toEqual([]);
    for (const width of NARROW) {
      await page.setViewportSize({ width, height: 800 });
      expect(await tooWide(page)).toEqual([]);
    }
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize(DESK);
  });

  it('leaves no address of the product out', () => {
    const seen = new Set<string>(VISITS.map(({ path }) => path));
    expect(Object.keys(PATHS).filter((path) => !seen.has(path) && !Object.hasOwn(WITHOUT_PAGE, path))).toEqual([]);
  });
});
