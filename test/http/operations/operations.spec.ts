import { openBrowsing, type Browsing, type Visitor } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
let samia: Visitor;

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  samia = await browsing.signIn('SUPPORT');
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('what came in, as support reads it', () => {
  it('says that nothing is there yet', async () => {
    expect((await samia.get('/flux')).text).toContain('Aucun document reçu.');
    expect((await samia.get('/verdicts')).text).toContain('Aucun verdict.');
  });

  it('lists documents and verdicts with their why, in French figures', async () => {
    const place = { postcode: '35000', town: 'Rennes' };
    const sheets = ['2025-05-01 NOTIFIED 158CD 2.11'];
    await given(house, siretOf(1), { name: 'Boulangerie Colin', ...place, sheets });
    await given(house, siretOf(2), { name: 'Fournil des Lices', ...place, sheets, automation: false });
    await received(
      house,
      lineOf(siretOf(1), '158CD 2.12 2026-01-01 2026-01-03'),
      lineOf(siretOf(2), '158CD 2.12 2026-01-01 2026-01-03'),
    );
    const { text } = await samia.get('/verdicts');
    expect(text).toContain('Boulangerie Colin Rennes');
    expect(text).toContain('Carsat Bretagne');
    expect(text).toContain('158CD 2,11 % → 2,12 % Commerce de détail');
    expect(text).toContain('Taux unique');
    expect((await samia.get('/flux')).text).toContain('Tâche : 1, Mis à jour : 1');
  });

  it('shows a hostile name as text', async () => {
    await given(house, siretOf(3), {
      name: `<script>alert('volé')</script>"><img src=x onerror=alert(1)>`,
      town: '<b>Paris</b>',
      sheets: ['2025-05-01 NOTIFIED 158CD 2.11'],
      automation: false,
    });
    await received(house, lineOf(siretOf(3), '158CD 2.12 2026-01-01 2026-01-04'));
    const { body } = await samia.get('/verdicts');
    expect(body).toContain('&lt;script>alert(');
    expect(body).not.toMatch(/<script>|<img src=x|<b>Paris/);
  });

  it('may show one verdict of one feed', async () => {
    const { text } = await samia.get('/verdicts?flux=1&verdict=AUTO_UPDATED');
    expect(text).toContain('Verdicts du flux n° 1');
    expect(text).toContain('Boulangerie Colin');
    expect(text).not.toContain('Fournil des Lices');
  });

  it('is closed to people of payroll', async () => {
    const claire = await browsing.signIn('PAYROLL_ADMIN', [siretOf(1)]);
    for (const path of ['/flux', '/verdicts']) {
      const page = await claire.get(path);
      expect(page.status).toBe(403);
      expect(page.text).not.toContain('Fournil');
    }
  });
});

describe('long lists', () => {
  beforeAll(async () => {
    const sirets = Array.from({ length: 120 }, (_, index) => siretOf(100 + index));
    for (const siret of sirets) await given(house, siret, { automation: false });
    await received(house, ...sirets.map((siret) => lineOf(siret, '158CD 2.12 2026-01-01 2026-01-05')));
  });

  it('are cut into pages that together hold every row once', async () => {
    const seen: string[] = [];
    let url = '/verdicts';
    for (let pagesRead = 0; url !== '' && pagesRead < 10; pagesRead++) {
      const { body } = await samia.get(url);
      expect(body.match(/<tr/g)?.length).toBeLessThan(65);
      seen.push(...[...body.matchAll(/· (\d{14})</g)].map(([, siret = '']) => siret));
      url = /href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    }
    expect(seen).toHaveLength(123);
    expect(new Set(seen).size).toBe(123);
  });
});

describe('an address written by hand', () => {
  it.each([
    ['/verdicts?verdict=PERHAPS', '« verdict »'],
    ['/verdicts?flux=1%20OR%201=1', '« flux »'],
    ['/verdicts?apres=1', '« apres »'],
    ['/flux?avant=1&avant=2', '« avant »'],
    ['/flux?avant=99999999999999999999', '« avant »'],
  ])('%s is refused by a sentence that names the parameter', async (url, named) => {
    const page = await samia.get(url);
    expect(page.status).toBe(400);
    expect(page.text).toContain(named);
    expect(page.text).toContain('Samia Belkacem');
  });

  it('that asks for a page while a table is missing shows a French page without its trace', async () => {
    await house.sql('ALTER TABLE feed RENAME TO feed_away');
    const page = await samia.get('/flux');
    await house.sql('ALTER TABLE feed_away RENAME TO feed');
    expect(page.status).toBe(500);
    expect(page.text).toContain('Un problème est survenu');
    expect(page.body).not.toMatch(/relation|feed_away|\bat .*\.ts/);
  });
});
