import { openRealBrowser, type RealBrowser } from './support/real-browser';
import { enteredRates, givenRenewal } from './support/renewal';
import { headingOf, textOf, Walk } from './support/walk';

jest.setTimeout(180_000);

let real: RealBrowser;
beforeAll(async () => {
  real = await openRealBrowser();
});
afterAll(async () => {
  await real.close();
});
afterEach(() => {
  expect(real.faults).toEqual([]);
});

const SINGLE = 'Un seul code risque et un seul taux';

describe.each([
  ['with scripts', true],
  ['without JavaScript', false],
])('the wizard %s', (_how, javaScriptEnabled) => {
  it('case 1: three pages and at most six inputs', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret], { javaScriptEnabled });
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    expect(await headingOf(page)).toBe('Quel est le taux notifié ?');
    await walk.type('Code risque', '158CD');
    await walk.type('Taux (en %)', '2,12');
    await walk.type('Date d’effet', '01/01/2026');
    await walk.press('Continuer');
    expect(await textOf(page)).toContain('158CD : 2,12 %');
    await walk.press('Enregistrer', 'confirmation');
    expect(await headingOf(page)).toBe('Taux enregistré');
    expect(await enteredRates(real.house, siret)).toEqual(['2026-01-01 158CD 212']);
    expect(walk.cost.pages).toBe(3);
    expect(walk.cost.inputs).toBeLessThanOrEqual(6);
  });
});
