import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDemoPages, type DemoPages } from './support/demo-pages';
import { DESK } from './support/real-browser';
import { VISITS } from './support/visits';

// No test: `npm run screenshots` runs it, so that every page can be looked at. SCREENSHOTS names the folder.
jest.setTimeout(300_000);

const FOLDER = resolve(process.env.INIT_CWD ?? '.', process.env.SCREENSHOTS ?? '.tmp/screenshots');
const WIDTHS = [320, 768, 1440];

let demo: DemoPages;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  demo = await openDemoPages();
});
afterAll(async () => {
  await demo.close();
  process.stdout.write(`Screenshots: ${FOLDER}\n`);
});

it.each(VISITS.map((visit, index) => [visit.name, visit, index + 1] as const))('%s', async (name, visit, number) => {
  const page = await demo.window(visit.person);
  await visit.open(page, demo);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 1000 });
    const file = `${String(number).padStart(2, '0')}-${name}-${width}.png`;
    await page.screenshot({ path: join(FOLDER, file), fullPage: true });
  }
  await page.setViewportSize(DESK);
});
