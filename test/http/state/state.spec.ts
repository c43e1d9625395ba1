import { NoteOutcome } from '#application/dead-letters/note-outcome';
import { SignOfLife } from '#application/operations/sign-of-life';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('the state of the service', () => {
  it('says that nothing is done while no worker gives a sign of life, and which one lives once it does', async () => {
    const support = await browsing.signIn('SUPPORT');
    const before = await support.get('/exploitation');
    expect(before.status).toBe(200);
    expect(before.text).toContain('Aucun travail de fond ne donne signe de vie');
    await house.verb(SignOfLife).run('WORKER');
    const after = await support.get('/exploitation');
    expect(after.text).not.toContain('Aucun travail de fond ne donne signe de vie');
    expect(after.text).toContain(`(n° ${process.pid}) 06/01/2026 10:00 En vie —`);
    expect(after.text).toMatch(/Base de données Répond .*Tables À jour .*File de travail Répond/);
  });

  it('shows the batch under way, what waits since when, and what is done at its hour', async () => {
    const siret = siretOf(1);
    await given(house, siret, { automation: false, sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    await received(house, lineOf(siret, '553AC 1.80 2026-01-01 2026-01-03'));
    await house.sql(`UPDATE batch SET status = 'DECIDED'`);
    await house.sql(`INSERT INTO batch_chunk (batch_id, chunk, stretch, state) SELECT id, 99, 0, 'WAITING' FROM batch`);
    const { text } = await (await browsing.signIn('ADMINISTRATOR')).get('/exploitation');
    expect(text).toMatch(/n° \d+ 06\/01\/2026 10:00 1 1 parts sur 2/);
    expect(text).toContain('Tâches : Renouvellement annuel 1 06/01/2026 10:00');
    expect(text).toContain('Ce qui se fait à heure dite');
  });
});

describe('work that failed', () => {
  const fail = async (subject: string): Promise<void> => {
    for (let time = 0; time < 5; time++)
      await house.verb(NoteOutcome).run('essai', subject, new Error('colonne absente'));
  };
  const letters = () =>
    house.sql<{ subject: string; outcome: string | null }>('SELECT subject, outcome FROM dead_letter ORDER BY id');

  it('is shown and counted, and tried again once somebody of support asks, who is told so', async () => {
    const support = await browsing.signIn('SUPPORT');
    expect((await support.get('/exploitation')).text).toContain('Aucun travail n’est en échec');
    await fail('7');
    const shown = await support.get('/exploitation');
    expect(shown.text).toMatch(
      /travail\u20111 5 essai 7 échoue depuis .*laissé de côté jusqu’au .*colonne absente.*Réessayer/,
    );
    const [action = ''] = /\/exploitation\/travail-\d+\/reessayer/.exec(shown.body) ?? [];
    const after = await support.follow(support.post(action));
    expect(after.text).toContain('Le travail travail-1 est relancé');
    expect(after.text).toContain('Aucun travail n’est en échec');
    const again = await support.follow(support.post(action));
    expect(again.text).toContain("n'attend plus personne");
    expect(await letters()).toEqual([{ subject: '7', outcome: 'RETRIED' }]);
  });

  it('is tried again by nobody else, by no forged form and under no other name', async () => {
    await fail('8');
    const action = '/exploitation/travail-2/reessayer';
    expect((await (await browsing.signIn('PAYROLL_ADMIN', [siretOf(1)])).post(action)).status).toBe(403);
    expect((await (await browsing.signIn('ACCOUNTANT', [siretOf(1)])).post(action)).status).toBe(403);
    expect((await browsing.anonymous().post(action)).status).not.toBe(200);
    const support = await browsing.signIn('SUPPORT');
    expect((await support.post(action, { _csrf: '' })).status).toBe(403);
    expect((await support.post('/exploitation/autre/reessayer')).status).toBe(404);
    expect(await letters()).toEqual([
      { subject: '7', outcome: 'RETRIED' },
      { subject: '8', outcome: null },
    ]);
    const { body } = await browsing.anonymous().get('/metrics');
    expect(body).toMatch(/^taux_juste_dead_letters\{kind="job"\} 1$/m);
    expect(body).toMatch(/^taux_juste_dead_letters\{kind="chunk"\} 0$/m);
    expect(body).toMatch(/^taux_juste_dead_letters\{kind="mail"\} 0$/m);
  });
});

describe('a message that may have arrived', () => {
  const unclear = async (key: string): Promise<string> => {
    const [mail] = await house.sql<{ id: string }>(
      `INSERT INTO mail (key, kind, email, letter, created_at, due_at, attempts, outcome, ended_at, handed_at, last_error)
       VALUES ($1, 'INVITATION', 'claire@exemple.fr', '{"subject":"Votre accès"}', $2, $2, 1, 'UNCLEAR', $2, $2, 'Plus rien')
       RETURNING id`,
      [key, '2026-01-06T08:00:00Z'],
    );
    return String(mail?.id);
  };
  const standing = (id: string) => house.sql('SELECT outcome, letter IS NULL AS gone FROM mail WHERE id = $1', [id]);

  it('is shown to support, who send it again or file it, once', async () => {
    const support = await browsing.signIn('SUPPORT');
    expect((await support.get('/exploitation')).text).toContain('Aucun message n’est dans ce cas');
    const [again, filed] = [await unclear('INVITATION:901'), await unclear('INVITATION:902')];
    const { text, body } = await support.get('/exploitation');
    expect(text).toMatch(/Votre accès claire@exemple\.fr 06\/01\/2026 09:00 Plus rien Envoyer de nouveau .* Classer/);
    expect(body).toContain(`/exploitation/messages/${again}/envoyer`);
    const sent = await support.follow(support.post(`/exploitation/messages/${again}/envoyer`));
    expect(sent.text).toContain('Le message à claire@exemple.fr repart dans la minute');
    const put = await support.follow(support.post(`/exploitation/messages/${filed}/classer`));
    expect(put.text).toContain('est classé : il ne repartira pas');
    expect(put.text).toContain('Aucun message n’est dans ce cas');
    expect(await standing(again)).toEqual([{ outcome: null, gone: false }]);
    expect(await standing(filed)).toEqual([{ outcome: 'UNCLEAR', gone: true }]);
    const late = await support.follow(support.post(`/exploitation/messages/${filed}/envoyer`));
    expect(late.text).toContain("n'attend plus personne");
  });

  it('is decided on by nobody else', async () => {
    const id = await unclear('INVITATION:903');
    const claire = await browsing.signIn('PAYROLL_ADMIN', [siretOf(1)]);
    for (const verb of ['envoyer', 'classer'])
      expect((await claire.post(`/exploitation/messages/${id}/${verb}`)).status).toBe(403);
    expect(await standing(id)).toEqual([{ outcome: 'UNCLEAR', gone: false }]);
  });
});
