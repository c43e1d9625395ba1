import { openBrowsing, type Browsing } from '../../support/browsing';
import { siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('signing in', () => {
  it('lets a person in by e-mail and password, and on to where they were going', async () => {
    const claire = browsing.anonymous();
    const person = await browsing.account('PAYROLL_ADMIN', [siretOf(1)]);
    const sent = await claire.get('/taches?mois=2026-01');
    expect([sent.status, sent.location]).toEqual([303, '/connexion?suite=%2Ftaches%3Fmois%3D2026-01']);
    const form = await claire.follow(sent);
    expect(form.text).toContain('Se connecter');
    const entered = await claire.post('/connexion', { ...person, accountId: '', suite: '/taches?mois=2026-01' });
    expect([entered.status, entered.location]).toEqual([303, '/taches?mois=2026-01']);
  });
});
