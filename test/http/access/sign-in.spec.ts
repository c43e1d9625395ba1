import { openBrowsing, readable, type Browsing } from '../../support/browsing';
import { siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(60_000);

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

const claires = () => browsing.signIn('PAYROLL_ADMIN', [siretOf(1)]);

describe('signing in', () => {
  it('lets a person in by e-mail and password, and on to where they were going', async () => {
    const claire = browsing.anonymous();
    const { email, password } = await browsing.account('PAYROLL_ADMIN', [siretOf(1)]);
    const sent = await claire.get('/taches?periode=2026-01');
    expect([sent.status, sent.location]).toEqual([303, '/connexion?suite=%2Ftaches%3Fperiode%3D2026-01']);
    const form = await claire.follow(sent);
    expect([form.status, form.text]).toEqual([200, expect.stringContaining('Mot de passe oublié')]);
    expect(form.body).toContain('name="suite" value="/taches?periode=2026-01"');
    const entered = await claire.post('/connexion', { email, password, suite: '/taches?periode=2026-01' });
    expect([entered.status, entered.location]).toEqual([303, '/taches?periode=2026-01']);
    expect((await claire.get('/connexion')).location).toBe('/');
  });

  it('says at the field what is wrong, keeps the address and never the password', async () => {
    const page = await browsing
      .anonymous()
      .post('/connexion', { email: 'claire@exemple.fr', password: 'un secret tapé' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Un point est à revoir');
    expect(page.body).toContain('href="#email"');
    expect(page.body).toContain('value="claire@exemple.fr"');
    expect(page.body).not.toContain('un secret tapé');
    expect(page.body).toMatch(/<title>Erreur : /);
  });

  it('asks to wait by 429 after too many failures', async () => {
    const visitor = browsing.anonymous();
    const answers: number[] = [];
    for (let turn = 0; turn < 9; turn++)
      answers.push((await visitor.post('/connexion', { email: 'cible@exemple.fr', password: 'essai' })).status);
    expect(answers).toEqual([...Array.from({ length: 8 }, () => 422), 429]);
    await house.sql('DELETE FROM sign_in_attempt');
  });

  it.each([
    'https://ailleurs.example/',
    '//ailleurs.example/vol',
    '/\\ailleurs.example',
    'javascript:alert(1)',
    '/\t/ailleurs.example',
    '/..//ailleurs.example/vol',
    '/taches/.././/ailleurs.example',
    'ailleurs',
  ])('never leads on to %s', async (suite) => {
    const { email, password } = await browsing.account('SUPPORT');
    const entered = await browsing.anonymous().post('/connexion', { email, password, suite });
    expect(entered.status).toBe(303);
    expect(new URL(entered.location ?? '', 'http://ici.invalid').origin).toBe('http://ici.invalid');
  });

  it('gives a new session number at each sign-in, and nobody keeps one that was planted', async () => {
    const visitor = browsing.anonymous();
    await visitor.get('/connexion');
    const planted = visitor.cookieHeader();
    const person = await browsing.account('SUPPORT');
    const entered = await visitor.signIn(person);
    expect([entered.headers['set-cookie']].flat()).toHaveLength(1);
    expect(visitor.cookieHeader()).not.toBe(planted);
    const thief = await browsing.anonymous().get('/compte', { cookie: planted });
    expect(thief.status).toBe(303);
  });

  it('marks its cookie for this site and for no script, secure behind https', async () => {
    const { headers } = await browsing.anonymous().get('/connexion');
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(/^taux-juste=/);
    for (const mark of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(mark);
    expect(cookie).not.toMatch(/Expires|Max-Age|Domain/);
    const settings = { publicUrl: 'https://taux.exemple.fr', trustedProxies: 'loopback' };
    const behind = await openBrowsing(house, settings);
    const proxied = { host: 'taux.exemple.fr', 'x-forwarded-proto': 'https' };
    const page = await behind.anonymous().get('/connexion', proxied);
    expect(String(page.headers['set-cookie'])).toMatch(/^__Host-taux-juste=.*Secure/);
    expect(page.headers['strict-transport-security']).toContain('max-age=');
    await behind.close();
  });

  it('gives a visitor who meets no form no cookie at all', async () => {
    for (const path of ['/nulle-part', '/health/live', '/taches'])
      expect((await browsing.anonymous().get(path)).headers['set-cookie']).toBeUndefined();
  });
});

describe('a form', () => {
  it('is refused without the token of its session, and when it comes from another one', async () => {
    const [claire, other] = [await claires(), await claires()];
    const foreign = /name="_csrf" value="([^"]+)"/.exec((await other.get('/compte')).body)?.[1] ?? '';
    for (const _csrf of ['', 'inventé', foreign]) {
      const page = await claire.post('/compte/deconnexion-partout', { _csrf });
      expect(page.status).toBe(403);
      expect(page.text).toContain('Ce formulaire n’est plus valable');
    }
    expect((await claire.get('/compte')).status).toBe(200);
  });

  it('leads to sign-in when the session has ended meanwhile, and back to its page', async () => {
    const claire = await claires();
    await claire.get('/compte');
    await house.sql('DELETE FROM session');
    const sent = await claire.post('/compte/mot-de-passe', { 'current-password': 'a', _csrf: 'ancien' });
    expect([sent.status, sent.location]).toEqual([303, '/connexion']);
  });
});

describe('signing out', () => {
  it('ends the session and says so once', async () => {
    const claire = await claires();
    const stolen = claire.cookieHeader();
    const out = await claire.post('/deconnexion');
    expect([out.status, out.location]).toEqual([303, '/connexion']);
    expect((await claire.follow(out)).text).toContain('Vous êtes déconnecté.');
    expect((await claire.get('/connexion')).text).not.toContain('Vous êtes déconnecté.');
    expect((await browsing.anonymous().get('/compte', { cookie: stolen })).status).toBe(303);
  });

  it('everywhere ends every session of the person, and nobody else’s', async () => {
    const [claire, other] = [await claires(), await claires()];
    const second = browsing.anonymous();
    await second.signIn(claire.person);
    await claire.post('/compte/deconnexion-partout');
    expect([(await second.get('/compte')).status, (await claire.get('/compte')).status]).toEqual([303, 303]);
    expect((await other.get('/compte')).status).toBe(200);
  });

  it('happens by itself after an hour without a request', async () => {
    const claire = await claires();
    const { instant } = house.wallClock;
    house.wallClock.instant = '2026-01-06T10:01:00.000Z';
    expect((await claire.get('/compte')).status).toBe(303);
    house.wallClock.instant = instant;
  });
});

describe('one’s own account', () => {
  it('shows where one is signed in and changes the password, keeping this session only', async () => {
    const claire = await claires();
    const second = browsing.anonymous();
    await second.signIn(claire.person);
    expect((await claire.get('/compte')).text).toContain('cette session');
    const wrong = await claire.post('/compte/mot-de-passe', {
      'current-password': 'mauvais',
      'new-password': 'tilleul moulin safran',
    });
    expect([wrong.status, wrong.body]).toEqual([422, expect.stringContaining('href="#current-password"')]);
    const short = await claire.post('/compte/mot-de-passe', {
      'current-password': claire.person.password,
      'new-password': 'court',
    });
    expect([short.status, short.body]).toEqual([422, expect.stringContaining('href="#new-password"')]);
    const before = claire.cookieHeader();
    const changed = await claire.post('/compte/mot-de-passe', {
      'current-password': claire.person.password,
      'new-password': 'tilleul moulin safran',
    });
    expect(changed.location).toBe('/compte');
    expect(claire.cookieHeader()).not.toBe(before);
    expect((await claire.get('/compte')).text).toContain('Votre mot de passe est changé');
    expect((await second.get('/compte')).status).toBe(303);
  });
});

describe('administrators', () => {
  it('invite a person by a link shown once, who chooses a password and is in', async () => {
    const alain = await browsing.signIn('ADMINISTRATOR');
    const refused = await alain.post('/utilisateurs/inviter', {
      name: 'Léa Roy',
      email: 'lea@exemple.fr',
      role: 'ACCOUNTANT',
      companies: '123',
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('href="#companies"');
    expect(refused.body).toContain('value="lea@exemple.fr"');
    const companies = [siretOf(1), siretOf(2)]
      .map((siret) => siret.slice(0, 9).replace(/(\d{3})(?=\d)/g, '$1 '))
      .join('\r\n');
    const invited = await alain.post('/utilisateurs/inviter', {
      name: 'Léa Roy',
      email: 'lea@exemple.fr',
      role: 'ACCOUNTANT',
      companies,
    });
    const link = /http:\/\/localhost:80(\/invitation\/[\w-]{43})/.exec(invited.text)?.[1] ?? '';
    expect(link).not.toBe('');
    expect((await alain.get('/utilisateurs')).text).toContain('lea@exemple.fr');
    const lea = browsing.anonymous();
    const form = await lea.get(link);
    expect(form.text).toContain('Bienvenue, Léa Roy');
    expect(readable(form.body)).toContain('2 entreprises');
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const weak = await lea.post(link, { _csrf, 'new-password': 'léa roy léa' });
    expect([weak.status, weak.body]).toEqual([422, expect.stringContaining('href="#new-password"')]);
    const chosen = await lea.post(link, { _csrf, 'new-password': 'tilleul moulin safran' });
    expect(chosen.location).toBe('/');
    expect((await lea.get('/compte')).text).toContain('Léa Roy');
    const again = await browsing.anonymous().get(link);
    expect([again.status, again.text]).toEqual([410, expect.stringContaining('déjà servi')]);
  });

  it('close an account, and its open pages close at once', async () => {
    const alain = await browsing.signIn('ADMINISTRATOR');
    const claire = await claires();
    const closed = await alain.post(`/utilisateurs/${String(claire.person.accountId)}/fermer`);
    expect(closed.location).toBe('/utilisateurs');
    expect((await alain.follow(closed)).text).toContain(`Le compte de ${claire.person.name} est fermé`);
    expect((await claire.get('/compte')).status).toBe(303);
    expect((await claire.signIn(claire.person)).status).toBe(422);
  });

  it('change the companies of a person, from their next page on', async () => {
    const alain = await browsing.signIn('ADMINISTRATOR');
    const claire = await claires();
    const path = `/utilisateurs/${String(claire.person.accountId)}/entreprises`;
    expect((await alain.get(path)).body).toContain(siretOf(1).slice(0, 9));
    expect((await alain.post(path, { companies: '' })).status).toBe(422);
    const saved = await alain.post(path, { companies: `${siretOf(2).slice(0, 9)};${siretOf(3).slice(0, 9)}` });
    expect(saved.location).toBe('/utilisateurs');
    expect((await claire.get('/compte')).text).toContain('2 entreprises');
  });

  it('give a link to choose a new password', async () => {
    const alain = await browsing.signIn('ADMINISTRATOR');
    const claire = await claires();
    const page = await alain.post(`/utilisateurs/${String(claire.person.accountId)}/lien`);
    expect(page.text).toMatch(/\/invitation\/[\w-]{43}/);
  });

  it.each(['/utilisateurs/0/entreprises', '/utilisateurs/abc/entreprises', '/utilisateurs/99999/entreprises'])(
    '%s is not found',
    async (path) => {
      const alain = await browsing.signIn('ADMINISTRATOR');
      expect((await alain.get(path)).status).toBe(404);
      expect((await alain.post(path.replace('entreprises', 'fermer'))).status).toBe(404);
    },
  );
});
