import { openBrowsing, type Browsing } from '../../support/browsing';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

let house: TestHouse;
let browsing: Browsing;
let alain: Awaited<ReturnType<Browsing['signIn']>>;

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  alain = await browsing.signIn('ADMINISTRATOR');
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const SECRET = /whsec_[\w+/]{43}=/;
const ASKED = { url: 'https://192.88.99.1/taux', siren: '', types: ['rate.changed', 'task.done'] };

describe('the page of webhooks', () => {
  it('refuses an address inside, an unknown company and no event at all, each at its field, and keeps what was typed', async () => {
    const inside = await alain.post('/webhooks/ajouter', ASKED);
    expect([inside.status, inside.text]).toEqual([422, expect.stringContaining('réseau privé')]);
    expect(inside.body).toContain('value="https://192.88.99.1/taux"');
    const url = 'https://paie.exemple.fr/taux';
    const unknown = await alain.post('/webhooks/ajouter', { ...ASKED, url, siren: '999900012' });
    expect(unknown.body).toContain('href="#siren"');
    const none = await alain.post('/webhooks/ajouter', { ...ASKED, url, types: [] });
    expect(none.body).toContain('href="#types"');
    expect(await house.sql('SELECT 1 FROM webhook_endpoint')).toEqual([]);
  });

  it.each([
    ...[
      'https://localhost./',
      'https://paie.localhost./',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://10.0.0.1./',
    ],
    ...['https://[::ffff:10.0.0.1]/', 'https://[::1]/', 'https://[fe80::1]/', 'https://[64:ff9b::a00:1]/'],
    ...['https://paie@exemple.fr/', 'https://paie.exemple.fr:22/', 'https://１２７.0.0.1/', 'http://paie.exemple.fr/'],
  ])('refuses %s', async (url) => {
    expect((await alain.post('/webhooks/ajouter', { ...ASKED, url })).status).toBe(422);
  });

  it('refuses a form with two companies, which would be told of all', async () => {
    const url = 'https://paie.exemple.fr/taux';
    const both = await alain.post('/webhooks/ajouter', { ...ASKED, url, siren: ['999900004', '999900012'] });
    expect([both.status, both.text]).toEqual([400, expect.stringContaining('« siren » est donné plusieurs fois')]);
    expect(await house.sql('SELECT 1 FROM webhook_endpoint')).toEqual([]);
  });

  it('shows the secret once, lists the address, and closes it', async () => {
    const added = await alain.post('/webhooks/ajouter', { ...ASKED, url: 'https://paie.exemple.fr/taux' });
    expect([added.status, SECRET.test(added.text)]).toEqual([200, true]);
    expect(added.headers['cache-control']).toBe('no-store');
    const list = await alain.get('/webhooks');
    expect(list.text).toContain('https://paie.exemple.fr/taux');
    const shown = await alain.get('/webhooks/1');
    expect(shown.text).toContain('Taux changé, Tâche terminée');
    expect(shown.text).toContain(', Alain Dubreuil');
    expect(shown.text).not.toContain('personne :');
    for (const { text } of [list, shown]) expect(text).not.toMatch(SECRET);
    const rotated = await alain.post('/webhooks/1/secret', {});
    expect(SECRET.exec(rotated.text)?.[0]).not.toBe(SECRET.exec(added.text)?.[0]);
    const closed = await alain.follow(alain.post('/webhooks/1/etat', { actif: 'non' }));
    expect(closed.text).toContain('Désactivé');
  });

  it('says what is wrong with the day of a replay, and that an address does not exist', async () => {
    const refused = await alain.post('/webhooks/1/reprendre', { depuis: '31/02/2026' });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('31/02/2026')]);
    expect((await alain.post('/webhooks/9/essayer', {})).status).toBe(404);
    expect((await alain.get('/webhooks/abc')).status).toBe(404);
  });
});
