import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ARNAUD = siretOf(1);
const KERBRAT = siretOf(2);
let house: TestHouse;
let browsing: Browsing;
beforeAll(async () => {
  house = await openTestHouse('2026-02-15T09:00:00.000Z');
  browsing = await openBrowsing(house);
  await given(house, ARNAUD, { sheets: ['2025-05-01 NOTIFIED 553AC 2.10'] });
  await given(house, KERBRAT, { name: 'Forges Kerbrat' });
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const FICHE = '/fiche-taux-atmp';

describe('the fiche', () => {
  it('says to everybody what rates are, by which articles, without an establishment', async () => {
    const { status, text } = await (await browsing.signIn('ACCOUNTANT', [ARNAUD])).get(FICHE);
    expect(status).toBe(200);
    for (const words of [
      'moins de 20',
      'CSS D. 242-6-2',
      'CSS D. 242-30',
      'CSS D. 242-6-17',
      '511TH',
      'deux mois',
      'Gratuit et obligatoire',
      '0,73 %',
    ])
      expect(text).toContain(words);
  });

  it('says of an establishment what is known, and « inconnu » of the rest', async () => {
    const anne = await browsing.signIn('PAYROLL_ADMIN', [ARNAUD]);
    const { text } = await anne.get(`${FICHE}?siret=${ARNAUD}`);
    expect(text).toContain('Mode de tarification Inconnu');
    expect(text).toContain('Effectif retenu de l’entreprise inconnu');
    await house.sql('UPDATE company SET headcount_hundredths = 4250 WHERE siren = $1', [ARNAUD.slice(0, 9)]);
    expect((await anne.get(`${FICHE}?siret=${ARNAUD}`)).text).toContain('Mode de tarification Mixte');
  });

  it('keeps whether the company has its account', async () => {
    const anne = await browsing.signIn('PAYROLL_ADMIN', [ARNAUD]);
    const saved = await anne.post(`${FICHE}/compte`, { siret: ARNAUD, compte: 'oui' });
    expect(saved).toMatchObject({ status: 303, location: `${FICHE}?siret=${ARNAUD}` });
    expect((await anne.follow(saved)).body).toMatch(/id="compte"[^>]*checked/);
    expect((await anne.post(`${FICHE}/compte`, { siret: ARNAUD })).status).toBe(400);
  });

  it('of another company is not found', async () => {
    const anne = await browsing.signIn('PAYROLL_ADMIN', [ARNAUD]);
    expect((await anne.get(`${FICHE}?siret=${KERBRAT}`)).status).toBe(404);
    expect((await anne.post(`${FICHE}/compte`, { siret: KERBRAT, compte: 'oui' })).status).toBe(404);
    const [kerbrat] = await house.sql<{ account: boolean | null }>(
      'SELECT atmp_account AS account FROM company WHERE siren = $1',
      [KERBRAT.slice(0, 9)],
    );
    expect(kerbrat?.account).toBeNull();
  });
});
