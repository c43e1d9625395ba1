import { pickField } from '#http/affiliation/board-form';
import { openBrowsing, type Browsing, type PageAnswer, type Visitor } from '../../support/browsing';
import { given, siretOf } from '../../support/facts';
import { givenContract, givenDeclared } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

let house: TestHouse;
let browsing: Browsing;
let company = 0;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const SHEETS = ['2025-01-01 NOTIFIED 452BE 6.00', '2026-01-01 ENTERED 452BE 6.12, 452BEB 0.71'];
const STAFF = [
  ['M1', 'Le Goff', 'Anne', 'Maçonne'],
  ['M2', 'Éon', 'Bruno', 'Comptable'],
  ['M3', 'Abgrall', 'Chloé', 'Conductrice de travaux'],
] as const;

interface Asked {
  readonly siret: string;
  readonly id: string;
  readonly path: string;
  readonly claire: Visitor;
}

/** A workshop whose office has a rate of its own since January; the DSN of December declared two of three employees. */
async function asked(reason = 'NEW_PROFILES'): Promise<Asked> {
  const siret = await given(house, siretOf(++company), {
    name: 'Bâtisseurs de la Baie',
    town: 'Vannes',
    sheets: SHEETS,
  });
  for (const [matricule, last, first, job] of STAFF) {
    await givenContract(house, { siret, matricule, names: [last, first] });
    await house.sql('UPDATE contract SET job_title = $3 WHERE siret = $1 AND matricule = $2', [siret, matricule, job]);
    if (matricule !== 'M3')
      await givenDeclared(house, { siret, period: '2025-12', matricule, code: '452BE', rate: 600 });
  }
  const [task] = await house.sql<{ id: string }>(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
     VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026-01-01', $3, '2026-01', '{"effectiveFrom": "2026-01-01", "profiles": []}', '2026-01-05T09:00:00Z')
     RETURNING id`,
    [siret, siret.slice(0, 9), reason],
  );
  const id = String(task?.id);
  return { siret, id, path: `/taches/${id}/salaries`, claire: await browsing.signIn('PAYROLL_ADMIN', [siret]) };
}

const rows = (...ranks: readonly string[]): Record<string, string> =>
  Object.fromEntries(ranks.map((rank, index) => [pickField({ matricule: `M${index + 1}`, number: '00001' }), rank]));
const version = ({ body }: PageAnswer): string => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
const chosen = ({ body }: PageAnswer): string[] =>
  [...body.matchAll(/name="p\/(\w+)\/.*?<\/select>/gs)].map(
    ([select, matricule = '']) => `${matricule} ${/value="(\d+)" selected/.exec(select)?.[1] ?? '-'}`,
  );

describe('the list', () => {
  it('shows every employee with job, dates, the profile until now and where the DSN would put them', async () => {
    const { path, claire } = await asked();
    const page = await claire.get(path);
    expect(page.status).toBe(200);
    expect(chosen(page)).toEqual(['M3 -', 'M2 1', 'M1 1']);
    expect(page.text).toContain('Bâtisseurs de la Baie, Vannes');
    expect(page.text).toContain('Le Goff Anne M1 Maçonne depuis le 1er janvier 2020 452BE : 6,00 %');
    expect(page.text).toContain('d’après la DSN de décembre 2025');
    expect(page.text).toContain('Un salarié n’a pas de profil. Le profil 2 n’a aucun salarié.');
  });

  it('may be searched and filtered, in the address', async () => {
    const { path, claire } = await asked();
    expect(chosen(await claire.get(`${path}?q=macon`))).toEqual(['M1 1']);
    expect(chosen(await claire.get(`${path}?profil=sans`))).toEqual(['M3 -']);
    expect(chosen(await claire.get(`${path}?profil=1&q=eon`))).toEqual(['M2 1']);
    expect((await claire.get(`${path}?q=zzz&page=99`)).text).toContain('Aucun salarié ne correspond');
    const filtered = await claire.post(path, {
      version: '0',
      ...rows('1', '2', ''),
      action: 'filtrer',
      q: 'goff',
      profil: '',
    });
    expect(filtered.location).toBe(`${path}?q=goff`);
    expect(chosen(await claire.get(path))).toEqual(['M3 -', 'M2 2', 'M1 1']);
  });

  it('is found by its task’s own address', async () => {
    const { id, path, claire } = await asked();
    expect((await claire.get(`/taches/${id}`)).location).toBe(path);
  });

  it('says when correcting the rates may be the right answer', async () => {
    const { path, siret, claire } = await asked('PROFILE_LEFT');
    expect((await claire.get(path)).body).toContain(`/parametres/taux-atmp/${siret}/corriger`);
  });

  it('is read by support, who chooses nothing', async () => {
    const { path } = await asked();
    const support = await browsing.signIn('SUPPORT');
    const page = await support.get(`${path}?q=goff`);
    expect(page.text).toContain('Profil 1 – 452BE : 6,12 %');
    expect(page.body).not.toContain('name="p/');
    expect((await support.post(path, { version: '0', ...rows('2') })).status).toBe(403);
  });
});

describe('finishing', () => {
  it('three employees: choose, read over, save; payroll and journal know', async () => {
    const { id, path, siret, claire } = await asked();
    const going = await claire.post(path, { version: '0', ...rows('1', '2', '2'), action: 'continuer' });
    expect(going.location).toBe(`${path}/recapitulatif`);
    const recap = await claire.get(`${path}/recapitulatif`);
    expect(recap.text).toContain('Profil 2 – 452BEB : 0,71 % 2 salariés Abgrall Chloé (M3) Éon Bruno (M2)');
    expect(recap.text).toContain('3 salariés changent de taux.');
    const saved = await claire.post(`${path}/recapitulatif`, { version: version(recap) });
    expect(saved.location).toBe(`/taches/${id}/confirmation`);
    expect((await claire.follow(saved)).text).toContain('Salariés affiliés');
    const words = await house.sql<{ told: string }>(
      `SELECT matricule || ' ' || since || ' ' || office AS told FROM affiliation WHERE siret = $1 ORDER BY matricule`,
      [siret],
    );
    expect(words.map(({ told }) => told)).toEqual(['M1 2026-01-01 false', 'M2 2026-01-01 true', 'M3 2026-01-01 true']);
    const again = await claire.post(`${path}/recapitulatif`, { version: version(recap) });
    expect([again.status, (await claire.get(path)).text.includes('Cette tâche est faite')]).toEqual([409, true]);
  });

  it('is refused while somebody or a profile is missing, and says who', async () => {
    const { path, claire } = await asked();
    const page = await claire.post(path, { version: '0', ...rows('1', '1', ''), action: 'continuer' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Abgrall Chloé (M3) n’a pas de profil : choisissez-en un.');
    expect(page.text).toContain('Profil 2 – 452BEB : 0,71 % n’a aucun salarié : mettez-y au moins une personne.');
    expect(page.body).toContain('href="#profil-0"');
    expect(chosen(page)).toEqual(['M3 -']);
    expect((await claire.get(`${path}/recapitulatif`)).location).toBe(path);
    expect((await claire.post(`${path}/recapitulatif`, { version: '1' })).status).toBe(422);
  });

  it('what was changed since the recap is read over first', async () => {
    const { path, siret, claire } = await asked();
    await claire.post(path, { version: '0', ...rows('1', '2', '2'), action: 'continuer' });
    const seen = version(await claire.get(`${path}/recapitulatif`));
    const paul = await browsing.signIn('ACCOUNTANT', [siret]);
    await paul.post(path, { version: version(await paul.get(path)), ...rows('1', '2', '1'), action: 'garder' });
    const late = await claire.post(`${path}/recapitulatif`, { version: seen });
    expect(late.status).toBe(409);
    expect(late.text).toMatch(/Les profils ont été changés par personne : Paul Mercier/);
  });
});

describe('many at once', () => {
  it('those ticked', async () => {
    const { path, claire } = await asked();
    const fields = {
      version: '0',
      ...rows('1', '1', ''),
      choisi: ['M2/00001', 'M3/00001'],
      vers: '2',
      action: 'affecter',
    };
    const done = await claire.follow(claire.post(path, fields));
    expect(done.text).toContain('2 salariés : profil changé.');
    expect(chosen(done)).toEqual(['M3 2', 'M2 2', 'M1 1']);
  });

  it('the whole list that a search shows', async () => {
    const { path, claire } = await asked();
    const fields = { version: '0', ...rows('1'), tous: 'oui', vers: '2', action: 'affecter' };
    await claire.post(`${path}?profil=sans`, fields);
    expect(chosen(await claire.get(path))).toEqual(['M3 2', 'M2 1', 'M1 1']);
  });

  it.each([
    ['no profile', { vers: '', choisi: 'M2/00001' }, 'Choisissez le profil'],
    ['nobody', { vers: '2' }, 'Cochez au moins un salarié'],
  ])('%s: said at the field, what was chosen row by row is kept', async (_situation, fields, sentence) => {
    const { path, claire } = await asked();
    const page = await claire.post(path, { version: '0', ...rows('1', '1', '2'), ...fields, action: 'affecter' });
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
    expect(chosen(page)).toEqual(['M3 2', 'M2 1', 'M1 1']);
  });
});

describe('two people at once', () => {
  it('on different rows both are kept; on one row the second chooses', async () => {
    const { path, siret, claire } = await asked();
    const paul = await browsing.signIn('ACCOUNTANT', [siret]);
    await paul.post(path, { version: '0', ...rows('1', '2', ''), action: 'garder' });
    expect((await claire.post(path, { version: '0', ...rows('1', '1', '1'), action: 'garder' })).status).toBe(303);
    expect(chosen(await claire.get(path))).toEqual(['M3 1', 'M2 2', 'M1 1']);
    const late = await paul.post(path, { version: '1', ...rows('1', '2', '2'), action: 'garder' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Abgrall Chloé Profil 2 – 452BEB : 0,71 % Profil 1 – 452BE : 6,12 %');
    await paul.post(path, { version: version(late), ...rows('1', '2', '2'), action: 'choisir' });
    expect(chosen(await claire.get(path))).toEqual(['M3 2', 'M2 2', 'M1 1']);
  });
});

describe('a table', () => {
  it('is pasted, shown row by row, then applied', async () => {
    const { path, claire } = await asked();
    const result = await claire.post(`${path}/tableau/coller`, {
      tableau: 'matricule\tprofil\nM3\t2\nM9\t1\nM2\t452BEB',
    });
    expect(result.status).toBe(200);
    expect(result.text).toContain('2 lignes acceptées, 1 ligne refusée');
    expect(result.text).toContain('3 Refusée Le matricule M9 n’a pas de contrat');
    expect(chosen(await claire.get(path))).toEqual(['M3 -', 'M2 1', 'M1 1']);
    const lines = /name="lignes" value="([^"]+)"/.exec(result.body)?.[1] ?? '';
    const applied = await claire.follow(claire.post(`${path}/tableau/appliquer`, { lignes: lines }));
    expect(applied.text).toContain('Tableau repris. 2 salariés : profil changé.');
    expect(chosen(applied)).toEqual(['M3 2', 'M2 2', 'M1 1']);
  });

  it.each(['csv', 'xlsx'] as const)('its template comes as %s', async (format) => {
    const { path, siret, claire } = await asked();
    const template = await claire.get(`${path}/modele.${format}`);
    expect(template.headers['content-disposition']).toBe(`attachment; filename="affiliation-${siret}.${format}"`);
  });

  it('its template comes back filled in', async () => {
    const { path, claire } = await asked();
    const { body } = await claire.get(`${path}/modele.csv`);
    const bytes = body.replace('M3;00001;Abgrall;Chloé;Conductrice de travaux;;', 'M3;00001;Abgrall;Chloé;;2;');
    const result = await claire.upload(`${path}/tableau/fichier`, [{ field: 'fichier', name: 'retour.csv', bytes }]);
    expect(result.text).toContain('3 lignes acceptées, 0 ligne refusée');
  });

  it.each<[string, string | Buffer, string]>([
    ['vide.csv', '', 'est vide'],
    ['gros.csv', Buffer.alloc(2 * 1024 * 1024 + 1, 'a'), 'dépasse 2 Mo'],
    ['vieux.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'ancien format Excel'],
    ['faux.xlsx', Buffer.from('PK\u0003\u0004rien'), 'n’est pas un classeur XLSX lisible'],
    ['autre.csv', 'a;b;c;d\n1;2;3;4', 'La première ligne doit nommer'],
  ])('%s is refused by one sentence at its field', async (name, bytes, sentence) => {
    const { path, claire } = await asked();
    const page = await claire.upload(`${path}/tableau/fichier`, [{ field: 'fichier', name, bytes }]);
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
  });

  it('no file, no form, nothing pasted, rows of nobody: said, nothing changed', async () => {
    const { path, claire } = await asked();
    expect((await claire.upload(`${path}/tableau/fichier`, [])).text).toContain('Choisissez un fichier');
    expect((await claire.post(`${path}/tableau/fichier`, {})).text).toContain('Choisissez un fichier');
    expect((await claire.post(`${path}/tableau/coller`, { tableau: ' ' })).text).toContain('Le tableau est vide');
    const forged = { lignes: 'M9/00001=1 M1/00001=9 %E0%A4%A/1=1 x' };
    expect((await claire.follow(claire.post(`${path}/tableau/appliquer`, forged))).text).toContain(
      'Aucun salarié ne change',
    );
    expect((await claire.get(`${path}/modele.pdf`)).status).toBe(404);
  });
});

describe('what anybody may send', () => {
  it.each<[string, Record<string, string | readonly string[]>]>([
    ['nothing', {}],
    ['a version that is none', { version: 'x', ...rows('1'), action: 'garder' }],
    ['fields that name nobody', { version: '0', 'p/%E0%A4%A/1': '1', 'p/a': '1', 'p/a/b/c': '1', 'p/M9/1': '1' }],
    ['the same row twice', { version: '0', [pickField({ matricule: 'M1', number: '00001' })]: ['1', '2'] }],
    ['an action that is none', { version: '0', action: 'page-0' }],
  ])('%s: never an error of ours', async (_situation, fields) => {
    const { path, claire } = await asked();
    expect((await claire.post(path, fields)).status).toBeLessThan(500);
  });

  it('a hostile name is text', async () => {
    const { path, siret, claire } = await asked();
    await house.sql(`UPDATE employee SET last_name = '<img src=x>"''' WHERE siren = $1 AND matricule = 'M1'`, [
      siret.slice(0, 9),
    ]);
    const { body } = await claire.get(path);
    expect(body).not.toContain('<img src=x');
    expect(body).toContain('&lt;img src=x');
  });

  it('somebody else’s task is not there, whatever is asked of it', async () => {
    const { path } = await asked();
    const stranger = await browsing.signIn('PAYROLL_ADMIN', [siretOf(999)]);
    const answers = [
      await stranger.get(path),
      await stranger.get(`${path}/recapitulatif`),
      await stranger.get(`${path}/tableau`),
      await stranger.get(`${path}/modele.csv`),
      await stranger.post(path, { version: '0', ...rows('2') }),
      await stranger.post(`${path}/recapitulatif`, { version: '0' }),
      await stranger.post(`${path}/tableau/coller`, { tableau: 'M1\t2' }),
      await stranger.post(`${path}/tableau/appliquer`, { lignes: 'M1/00001=2' }),
      await stranger.upload(`${path}/tableau/fichier`, [{ field: 'fichier', name: 'a.csv', bytes: 'M1;2' }]),
    ];
    expect(answers.map(({ status }) => status)).toEqual(new Array(9).fill(404));
  });
});

describe('two thousand employees', () => {
  it('are listed by the hundred, within 150 kB and without waiting; turning the page keeps its choices', async () => {
    const { path, siret, claire } = await asked();
    await house.sql(
      `WITH hired AS (
         INSERT INTO contract (siret, siren, matricule, number, started_on, regime, job_title)
         SELECT $1, left($1, 9), 'X' || lpad(n::text, 5, '0'), '00001', '2024-03-01', '200', 'Maçon coffreur'
         FROM generate_series(1, 2000) n RETURNING siren, matricule)
       INSERT INTO employee (siren, matricule, last_name, first_name)
       SELECT siren, matricule, 'Nom ' || matricule, 'Prénom' FROM hired`,
      [siret],
    );
    const began = performance.now();
    const page = await claire.get(path, { 'accept-encoding': 'gzip' });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(Number(page.headers['content-length'] ?? page.body.length)).toBeLessThan(150_000);
    const plain = await claire.get(path);
    expect(plain.body.match(/name="p\//g)).toHaveLength(100);
    expect(plain.text).toContain('Page 1 sur 21');
    const turned = await claire.post(path, { version: '0', ...rows('', '', '2'), action: 'page-2' });
    expect(turned.location).toBe(`${path}?page=2`);
    await claire.post(path, { version: '1', vers: '1', tous: 'oui', action: 'affecter' });
    await claire.post(path, { version: '2', ...rows('1', '1', '2'), action: 'continuer' });
    const recap = await claire.get(`${path}/recapitulatif`);
    expect(recap.text).toContain('2 002 salariés');
    expect(recap.body.length).toBeLessThan(150_000);
    const saved = await claire.post(`${path}/recapitulatif`, { version: version(recap) });
    expect(saved.status).toBe(303);
    expect((await claire.follow(saved)).body.length).toBeLessThan(50_000);
  });
});
