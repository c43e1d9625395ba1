import { openBrowsing, type Browsing, type Fields, type Visitor } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenDeclared, givenSheet } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ARNAUD = siretOf(1);
const KERBRAT = siretOf(2);
let house: TestHouse;
let browsing: Browsing;
let anne: Visitor;
beforeAll(async () => {
  house = await openTestHouse('2026-02-15T09:00:00.000Z');
  browsing = await openBrowsing(house);
  await given(house, ARNAUD, { employees: { M1: {}, M2: {} } });
  await given(house, KERBRAT, { name: 'Forges Kerbrat', postcode: '67000', town: 'Strasbourg' });
  await givenSheet(house, { siret: ARNAUD, effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
  await givenDeclared(house, { siret: ARNAUD, period: '2026-01', matricule: 'M1', code: '553AC', rate: 210 });
  await received(house, lineOf(ARNAUD, '553AC 2.35 2026-01-01 2026-01-03'));
  anne = await browsing.signIn('PAYROLL_ADMIN', [ARNAUD]);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const PAGE = `/parametres/taux-atmp/${ARNAUD}`;
const OTHER = `/parametres/taux-atmp/${KERBRAT}`;

const form = (more: Fields = {}): Fields => ({
  dateEffet: '01/02/2026',
  lignes: '2',
  'code-0': '553AC',
  'taux-0': '2,30',
  'section-0': '',
  'code-1': '',
  'taux-1': '',
  'section-1': '',
  motif: 'décision de la caisse',
  vu: '99',
  ...more,
});

describe('the list of rates', () => {
  it('shows the establishments that the person sees, with what is in force and since when', async () => {
    const { status, text } = await anne.get('/parametres/taux-atmp');
    expect(status).toBe(200);
    expect(text).toContain('Paramètres de paie › Cotisations, Taxes et DSN');
    expect(text).toContain('Menuiserie Arnaud');
    expect(text).toContain('553AC 2,35 %');
    expect(text).toContain('1er janvier 2026');
    expect(text).not.toContain('Kerbrat');
  });

  it('is searched without showing others, and says when nothing is found', async () => {
    expect((await anne.get('/parametres/taux-atmp?recherche=arnaud')).text).toContain('Menuiserie Arnaud');
    expect((await anne.get('/parametres/taux-atmp?recherche=kerbrat')).text).toContain(
      'Aucun établissement ne répond à « kerbrat »',
    );
    expect((await anne.get('/parametres/taux-atmp?recherche=%00&apres=n%27importe')).status).toBe(200);
  });
});

describe('the rates of an establishment', () => {
  it('say in force, since when, from where, who, what is to settle, and draw the history', async () => {
    const { body, text } = await anne.get(PAGE);
    for (const words of [
      '553AC 2,35 %',
      'Notifié par la caisse',
      'reçu le 15 février 2026 à',
      'Qui est à quel taux',
      'écart estimé 5,00 €',
    ])
      expect(text).toContain(words);
    expect(body).toContain('<svg');
    expect(body).toMatch(/<path class="tj-chart__own tj-chart__own--1" d="M[\d.]+ [\d.]+H[\d.]+V[\d.]+H[\d.]+"/);
    expect(body).toContain('tj-chart__national');
    expect(text).toContain('553AC : 2,10 % à partir du 1er mai 2025, 2,35 % à partir du 1er janvier 2026');
  });

  it('list who is on a profile', async () => {
    const { text } = await anne.get(`${PAGE}/salaries?profil=${encodeURIComponent('553AC||')}`);
    expect(text).toContain('2 contrats au 15 février 2026');
    expect(text).toContain('Leroy (M1)');
  });

  it('draw no national rate in Alsace-Moselle, and say why', async () => {
    const support = await browsing.signIn('SUPPORT');
    const { text, body } = await support.get(OTHER);
    expect(text).toContain('En Alsace-Moselle, les taux collectifs sont propres à la région');
    expect(body).not.toContain('tj-chart__national');
  });
});

describe('correcting a rate', () => {
  it('asks, shows what changes, saves, and tells it in the history', async () => {
    expect((await anne.get(`${PAGE}/corriger`)).body).toContain('value="2,35"');
    const recap = await anne.post(`${PAGE}/corriger`, form());
    expect(recap.text).toContain('Vérifiez avant d’enregistrer');
    expect(recap.text).toContain('553AC 2,30 %');
    const saved = await anne.post(`${PAGE}/corriger/enregistrer`, form());
    expect(saved).toMatchObject({ status: 303, location: PAGE });
    const { text } = await anne.follow(saved);
    expect(text).toContain('Le taux est corrigé à partir du 1er février 2026.');
    expect(text).toContain('décision de la caisse');
    expect(text).toContain('par Claire Fontaine');
  });

  it('warns of months already declared', async () => {
    const { text } = await anne.post(`${PAGE}/corriger`, form({ dateEffet: '2026-01-01' }));
    expect(text).toContain('1 mois déjà déclarés');
    expect(text).toContain('Écart estimé pour ces mois : 4,00 €');
  });

  it('gives back what was typed, with the message at its field', async () => {
    const { status, body, text } = await anne.post(
      `${PAGE}/corriger`,
      form({ 'taux-0': '230', motif: '', dateEffet: '31/02/2026' }),
    );
    expect(status).toBe(422);
    expect(body).toContain('value="230"');
    expect(body).toContain('value="31/02/2026"');
    for (const field of ['taux-0', 'motif', 'dateEffet']) expect(body).toContain(`href="#${field}"`);
    expect(text).toContain('la virgule manque-t-elle');
  });

  it('keeps a message at its field when a row above is empty', async () => {
    const { body } = await anne.post(
      `${PAGE}/corriger`,
      form({ 'code-0': '', 'taux-0': '', 'code-1': '553AC', 'taux-1': '230' }),
    );
    expect(body).toContain('href="#taux-1"');
    expect(body).toMatch(/id="taux-1"[^>]*value="230"/);
  });

  it('comes back to the form with everything typed', async () => {
    const { body, status } = await anne.post(`${PAGE}/corriger`, form({ etape: 'modifier', 'taux-0': '2,99' }));
    expect(status).toBe(200);
    expect(body).toContain('value="2,99"');
  });

  it.each([
    ['without any field', {}],
    ['with fields that nobody made', { lignes: '9999999', 'code-0': ['a', 'b'], vu: 'x', motif: '\u0000' }],
  ])('is refused kindly %s', async (_how, fields) => {
    expect((await anne.post(`${PAGE}/corriger/enregistrer`, fields as Fields)).status).toBe(422);
  });
});

describe('another company', () => {
  it.each(['', '/salaries', '/corriger'])('is not found at …%s', async (end) => {
    expect((await anne.get(`${OTHER}${end}`)).status).toBe(404);
  });

  it('is not found by a form either, nor is what is no SIRET', async () => {
    expect((await anne.post(`${OTHER}/corriger`, form())).status).toBe(404);
    expect((await anne.post(`${OTHER}/corriger/enregistrer`, form())).status).toBe(404);
    expect((await anne.get('/parametres/taux-atmp/12')).status).toBe(404);
    expect((await browsing.anonymous().get(PAGE)).status).not.toBe(200);
  });
});
