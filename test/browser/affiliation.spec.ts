import { given, siretOf } from '../support/facts';
import { givenContract, givenDeclared } from '../support/rows';
import { openRealBrowser, type RealBrowser } from './support/real-browser';
import { headingOf, textOf } from './support/walk';

jest.setTimeout(180_000);

let real: RealBrowser;
let company = 0;
beforeAll(async () => {
  real = await openRealBrowser();
});
afterAll(async () => {
  await real.close();
});
afterEach(() => {
  expect(real.faults).toEqual([]);
});

const JOBS = ['Maçon', 'Grutière', 'Comptable', 'Conducteur de travaux'];
const EMPLOYEES = 40;

/** A builder of forty people and three rates since January; the DSN of December declared all at the one rate of before. */
async function asked(): Promise<{ readonly siret: string; readonly path: string }> {
  company += 1;
  const siret = await given(real.house, siretOf(company), {
    name: 'Bâtisseurs de la Baie',
    town: 'Vannes',
    sheets: ['2025-01-01 NOTIFIED 452BE 6.00', '2026-01-01 ENTERED 452BE 6.12, 158CD 2.12, 452BEB 0.71'],
  });
  for (let number = 1; number <= EMPLOYEES; number += 1) {
    const matricule = `M${String(number).padStart(2, '0')}`;
    await givenContract(real.house, { siret, matricule, names: [`Kerbrat ${number}`, 'Anne'] });
    const job = JOBS[number % JOBS.length];
    await real.house.sql('UPDATE contract SET job_title = $3 WHERE siret = $1 AND matricule = $2', [
      siret,
      matricule,
      job,
    ]);
  }
  await givenDeclared(real.house, { siret, period: '2025-12', matricule: 'M01', code: '452BE', rate: 600 });
  const [task] = await real.house.sql<{ id: string }>(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
     VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026-01-01', 'NEW_PROFILES', '2026-01', '{"effectiveFrom": "2026-01-01", "profiles": []}', '2026-01-05T09:00:00Z')
     RETURNING id`,
    [siret, siret.slice(0, 9)],
  );
  return { siret, path: `/taches/${String(task?.id)}/salaries` };
}

/** How many people are on each rate since January. */
const placed = async (siret: string): Promise<Record<string, number>> => {
  const rows = await real.house.sql<{ key: string; people: number }>(
    `SELECT code_risque || CASE WHEN office THEN 'B' ELSE '' END AS key, count(*)::integer AS people
     FROM affiliation WHERE siret = $1 AND since = '2026-01-01' GROUP BY key`,
    [siret],
  );
  return Object.fromEntries(rows.map(({ key, people }) => [key, people]));
};

describe.each([
  ['with scripts', true],
  ['without JavaScript', false],
])('forty employees on three rates, %s', (_how, javaScriptEnabled) => {
  it('are put there job by job, and it cannot be finished before each rate has somebody', async () => {
    const { siret, path } = await asked();
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret], { javaScriptEnabled });
    await page.goto(path);
    expect(await headingOf(page)).toBe('Mettre chaque salarié sur son taux');
    for (const [job, profile, count] of [
      ['Maçon', '1 –', 10],
      ['Grutière', '1 –', 10],
      ['Conducteur', '2 –', 10],
    ] as const)
      await assign(job, profile, count);
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.locator('.govuk-error-summary').waitFor();
    expect(await textOf(page)).toContain('Le profil 3 n’a aucun salarié');
    await assign('Comptable', '3 –', 10);
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('heading', { name: 'Vérifiez avant d’enregistrer' }).waitFor();
    expect(await textOf(page)).toMatch(/20 salariés .*10 salariés .*10 salariés/);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { name: 'Salariés affiliés' }).waitFor();
    expect(await placed(siret)).toEqual({ '452BE': 20, '158CD': 10, '452BEB': 10 });

    async function assign(job: string, profile: string, count: number): Promise<void> {
      await page.getByLabel('Nom, matricule ou emploi').fill(job);
      await page.getByRole('button', { name: 'Filtrer' }).click();
      await page.waitForURL((url) => url.searchParams.get('q') === job);
      if (javaScriptEnabled) await page.getByLabel('Tout sélectionner').check();
      else for (const box of await page.locator('input[name="choisi"]').all()) await box.check();
      expect(await page.locator('input[name="choisi"]:checked').count()).toBe(count);
      const choice = page.getByLabel('Affecter les salariés cochés à');
      const option = (await choice.locator('option').allInnerTexts()).find((text) => text.startsWith(profile));
      await choice.selectOption({ label: option ?? '' });
      await page.getByRole('button', { name: 'Affecter', exact: true }).click();
      await page.waitForLoadState();
    }
  });
});

describe('the counter', () => {
  it('counts again at once when somebody is put on another profile', async () => {
    const { siret, path } = await asked();
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(path);
    const counter = page.locator('.tj-board-counter');
    const before = await counter.innerText();
    await page.getByLabel(/^Profil de Kerbrat 2 /).selectOption('3');
    expect(await counter.innerText()).not.toBe(before);
    expect(await counter.getByRole('status').innerText()).not.toContain('profil 3');
  });
});

describe('a table from a spreadsheet', () => {
  it('is pasted, read row by row, and applied', async () => {
    const { siret, path } = await asked();
    const { page } = await real.signIn('PAYROLL_ADMIN', [siret]);
    await page.goto(path);
    await page.getByRole('link', { name: 'Coller ou importer un tableau' }).click();
    const rows = Array.from({ length: EMPLOYEES }, (_, index) => {
      const matricule = `M${String(index + 1).padStart(2, '0')}`;
      return `${matricule}\t${String((index % 3) + 1)}`;
    });
    await page.getByLabel('Lignes copiées').fill(['matricule\tprofil', ...rows, 'M99\t1'].join('\n'));
    await page.getByRole('button', { name: 'Voir le résultat' }).first().click();
    await page.waitForLoadState();
    expect(await textOf(page)).toContain('M99');
    await page.getByRole('button', { name: /Appliquer|Prendre|Affecter/ }).click();
    await page.getByRole('heading', { name: 'Mettre chaque salarié sur son taux' }).waitFor();
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('heading', { name: 'Salariés affiliés' }).waitFor();
    expect(await placed(siret)).toEqual({ '452BE': 14, '158CD': 13, '452BEB': 13 });
  });
});
