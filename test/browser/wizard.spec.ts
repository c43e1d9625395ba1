import { ImportCompanies } from '#application/companies/import-companies';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { given, lineOf, received, siretOf } from '../support/facts';
import { openRealBrowser, signInOn, type RealBrowser } from './support/real-browser';
import { enteredRates, givenRenewal, openTaskOf } from './support/renewal';
import { headingOf, isFocused, textOf, Walk } from './support/walk';

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
const SEVERAL = 'Cet établissement a plusieurs taux AT/MP';
const UNKNOWN = 'Je n’ai pas accès à ces informations';

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

  it('case 2: three pages, the highest rate first whatever the order of typing, and the employees next', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret], { javaScriptEnabled });
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SEVERAL);
    await walk.type('Nombre de taux', '3');
    await walk.press('Continuer');
    expect(await headingOf(page)).toBe('Quels sont les 3 taux notifiés ?');
    const notified = [
      ['158CD', '2,12'],
      ['452BE', '3,25'],
      ['452BE', '0,71'],
    ] as const;
    for (const [index, [code, rate]] of notified.entries()) {
      await walk.type('Code risque', code, index);
      await walk.type('Taux (en %)', rate, index);
    }
    await page.getByLabel('Taux pour fonctions supports de nature administrative').nth(2).check();
    await walk.press('Continuer');
    expect(await textOf(page)).toMatch(/Profil 1 : le taux le plus élevé 452BE : 3,25 % .*Profil 2 158CD : 2,12 %/);
    await walk.press('Enregistrer', 'confirmation');
    expect(await textOf(page)).toContain('Une tâche demande sur quel taux est chaque salarié');
    expect(walk.cost.pages).toBe(3);
    expect(await enteredRates(real.house, siret)).toEqual([
      '2026-01-01 452BE 325',
      '2026-01-01 158CD 212',
      '2026-01-01 452BEB 71',
    ]);
    await page.getByRole('button', { name: 'Affilier les salariés aux taux AT/MP' }).click();
    expect(await headingOf(page)).toBe('Mettre chaque salarié sur son taux');
  });

  it('case 3: two pages, where to look and the task put off with its reason', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret], { javaScriptEnabled });
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(UNKNOWN);
    await walk.press('Continuer');
    expect(await headingOf(page)).toBe('Où trouver le taux, et en attendant');
    expect(await textOf(page)).toContain('Mon taux AT/MP en vigueur');
    await walk.select('Jusqu’à la paie de', 'février 2026');
    await walk.type('Motif', 'notification demandée à la caisse');
    await walk.press('Repousser l’action requise', 'confirmation');
    expect(walk.cost).toEqual({ pages: 2, inputs: 3 });
    expect(new URL(page.url()).pathname).toBe('/taches');
    expect(await textOf(page)).toContain('Repoussée à février 2026, une fois en tout');
    await page.goto(`/taches/${id}`);
    expect(await textOf(page)).toContain('à février 2026 (1 fois)');
  });

  it('a wrong rate is said at its field, with what was typed kept', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret], { javaScriptEnabled });
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    await walk.type('Code risque', '158CD');
    await walk.type('Taux (en %)', '212');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.locator('.govuk-error-summary').waitFor();
    expect(await page.getByLabel('Taux (en %)').inputValue()).toBe('212');
    expect(await page.title()).toMatch(/^Erreur : /);
    if (javaScriptEnabled) expect(await isFocused(page.locator('.govuk-error-summary'))).toBe(true);
    await page.locator('.govuk-error-summary a').first().click();
    expect(await isFocused(page.getByLabel('Taux (en %)'))).toBe(true);
  });
});

/** Goes there by the Tab key; fails when it leads nowhere near, or the place cannot be seen to have the focus. */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    if (!(await isFocused(locator))) continue;
    expect(await page.evaluate<string>(RING)).not.toBe('none none');
    return;
  }
  throw new Error(`The keyboard does not lead to ${locator.toString()}.`);
}

const RING = `(() => {
  const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
  return outlineStyle + ' ' + boxShadow;
})()`;

describe('what is said while typing', () => {
  it('never moves a button away from under the pointer that is pressing it', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    await walk.type('Code risque', '452BE');
    await page.getByLabel('Taux (en %)').focus();
    await page.getByText('Brouillon gardé.').waitFor();
    await walk.type('Taux (en %)', '0,0212');
    await page.getByRole('button', { name: 'Continuer' }).hover();
    const kept = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.mouse.down();
    await (await kept).finished();
    await page.mouse.up();
    await page.locator('.govuk-error-summary').waitFor();
  });

  it('reaches the server before the page itself, however late it is', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    const order: string[] = [];
    await page.route('**/etape/taux', async (route) => {
      const kept = route.request().headers().accept === 'application/json';
      if (kept) await pause(700);
      order.push(kept ? 'draft' : 'page');
      await route.continue();
    });
    await walk.type('Taux (en %)', '2,13');
    await walk.press('Continuer');
    expect(order).toEqual(['draft', 'page']);
    expect(await textOf(page)).toContain('158CD : 2,13 %');
  });

  it('is said beside the field, and says nothing more once it is mended', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    await walk.type('Taux (en %)', '212');
    await page.getByText(/ouliez-vous écrire 2,12/).waitFor();
    await walk.type('Taux (en %)', '2,12');
    await page.getByText(/ouliez-vous écrire/).waitFor({ state: 'detached' });
  });
});

describe('the keyboard alone', () => {
  it('does case 1 from the list of the month, and always shows where it is', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    const then = async (key: string, address: RegExp): Promise<void> => {
      await page.keyboard.press(key);
      await page.waitForURL(address);
      await page.waitForLoadState();
    };
    await page.goto('/taches');
    await page.keyboard.press('Tab');
    expect(await isFocused(page.getByRole('link', { name: 'Aller au contenu' }))).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator(`a[href="/taches/${id}"]`).first());
    await then('Enter', new RegExp(`/taches/${id}$`));
    await tabTo(page, page.locator('input[name="case"]').first());
    await page.keyboard.press('Space');
    while (!(await page.getByLabel(SINGLE, { exact: true }).isChecked())) await page.keyboard.press('ArrowDown');
    await tabTo(page, page.getByRole('button', { name: 'Continuer' }));
    await then('Enter', /etape/);
    for (const [label, text] of [
      ['Code risque', '158CD'],
      ['Taux (en %)', '2,12'],
    ] as const) {
      await tabTo(page, page.getByLabel(label));
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    }
    await then('Enter', /recapitulatif/);
    await tabTo(page, page.getByRole('button', { name: 'Enregistrer' }));
    await then('Space', /confirmation/);
    expect(await enteredRates(real.house, siret)).toEqual(['2026-01-01 158CD 212']);
  });
});

describe('a renewal that the caisse has notified under the same keys', () => {
  it('is confirmed by one click', async () => {
    const { siret, id } = await givenRenewal(real.house, {
      sheets: ['2025-05-01 NOTIFIED 452BE 3.10 01, 452BEB 0.67 01'],
    });
    await received(
      real.house,
      lineOf(siret, '452BE 3.25 2026-01-01 2026-01-03 01'),
      lineOf(siret, '452BEB 0.71 2026-01-01 2026-01-03 01'),
    );
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.press('Confirmer', 'confirmation');
    expect(await headingOf(page)).toBe('Taux enregistré');
    expect(walk.cost).toEqual({ pages: 1, inputs: 0 });
    expect(await enteredRates(real.house, siret)).toEqual(['2026-01-01 452BE 325', '2026-01-01 452BEB 71']);
  });
});

describe('the first payroll of a new client', () => {
  it('is asked for in words of its own, with the first of its month as the date', async () => {
    const siret = await given(real.house, siretOf(900), {
      name: 'Atelier Neuf',
      clientSince: '2026-01-01',
      employees: { M1: { startedOn: '2026-01-05' } },
    });
    const list = join(mkdtempSync(join(tmpdir(), 'taux-juste-clients-')), 'clients.csv');
    writeFileSync(list, `siren,nom,client_depuis\n${siret.slice(0, 9)},Atelier Neuf,2026-01-01\n`);
    expect((await real.house.verb(ImportCompanies).run(list, 'test')).ok).toBe(true);
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${await openTaskOf(real.house, siret)}`);
    expect(await textOf(page)).toContain('Première paie');
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    expect(await page.getByLabel('Date d’effet').inputValue()).toBe('01/01/2026');
    await walk.type('Code risque', '158CD');
    await walk.type('Taux (en %)', '2,12');
    await walk.press('Continuer');
    await walk.press('Enregistrer', 'confirmation');
    expect(await textOf(page)).toContain('dans la paie de janvier 2026');
  });
});

describe('two people on one task', () => {
  it('the second is told who changed what and chooses; nothing typed is lost', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const claire = await real.signIn('PAYROLL_ADMIN', [siret]);
    const paul = await real.signIn('PAYROLL_ADMIN', [siret]);
    await claire.page.goto(`/taches/${id}`);
    const first = new Walk(claire.page);
    await first.choose(SINGLE);
    await first.press('Continuer');
    await paul.page.goto(`/taches/${id}/etape/taux`);
    for (const [{ page }, rate] of [
      [claire, '2,20'],
      [paul, '2,30'],
    ] as const) {
      await page.getByLabel('Code risque').fill('158CD');
      await page.getByLabel('Taux (en %)').fill(rate);
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.getByRole('heading', { name: /Vérifiez avant|Deux saisies/ }).waitFor();
    }
    expect(await headingOf(paul.page)).toBe('Deux saisies en même temps');
    const told = await textOf(paul.page);
    expect(told).toContain(claire.person.name);
    expect(told).toMatch(/Profil 1, taux 2,30 2,20/);
    await paul.page.getByRole('button', { name: 'Garder ma saisie' }).click();
    expect(await textOf(paul.page)).toContain('158CD : 2,30 %');
    await claire.page.getByRole('button', { name: 'Enregistrer' }).click();
    await claire.page.waitForLoadState();
    expect(await enteredRates(real.house, siret)).toEqual([]);
    await paul.page.getByRole('button', { name: 'Enregistrer' }).click();
    expect(await headingOf(paul.page)).toBe('Taux enregistré');
    expect(await enteredRates(real.house, siret)).toEqual(['2026-01-01 158CD 230']);
  });
});

describe('a wizard that is left in the middle', () => {
  it('is gone on with from another device, where its typing stopped, after signing out', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page, person } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(`/taches/${id}`);
    const walk = new Walk(page);
    await walk.choose(SINGLE);
    await walk.press('Continuer');
    await walk.type('Taux (en %)', '2,19');
    // Leaving the field keeps the page: nothing is sent by the person.
    await page.getByLabel('Code risque').focus();
    await page.getByText('Brouillon gardé.').waitFor();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    const elsewhere = await real.open({ viewport: { width: 390, height: 800 } });
    await signInOn(elsewhere, person);
    await elsewhere.goto(`/taches/${id}`);
    await elsewhere.getByRole('link', { name: 'Reprendre où la saisie s’est arrêtée' }).click();
    await elsewhere.getByRole('heading', { name: 'Vérifiez avant d’enregistrer' }).waitFor();
    expect(await textOf(elsewhere)).toContain('158CD : 2,19 %');
  });

  it('is asked to sign in again when its session has ended, and is led back to the page', async () => {
    const { siret, id } = await givenRenewal(real.house);
    const { page, person } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.context().clearCookies();
    await page.goto(`/taches/${id}`);
    expect(new URL(page.url()).pathname).toBe('/connexion');
    await page.getByLabel('Adresse e-mail').fill(person.email);
    await page.getByLabel('Mot de passe').fill(person.password);
    await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
    await page.waitForURL(new RegExp(`/taches/${id}$`));
  });
});
