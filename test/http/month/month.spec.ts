import { RunCampaign } from '#application/campaign/run-campaign';
import type { Siret } from '#domain/values/siret';
import { openBrowsing, type Browsing, type Visitor } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
let anne: Visitor;

const bakery = siretOf(1);
const forge = siretOf(2);
const clinic = siretOf(3);
const elsewhere = siretOf(5);

beforeAll(async () => {
  house = await openTestHouse('2026-01-10T09:00:00.000Z');
  const sheets = ['2025-05-01 NOTIFIED 553AC 1.78'];
  const automation = false;
  await given(house, bakery, { name: 'Boulangerie Colin', town: 'Rennes', postcode: '35000', sheets });
  await given(house, forge, { name: 'Forges de l’Aubrac', town: 'Rodez', postcode: '12000', sheets, automation });
  await given(house, clinic, { name: 'Sœurs du Lac', town: 'Ajaccio', postcode: '20000', sheets, automation });
  await given(house, elsewhere, { name: 'Forges d’ailleurs', sheets, automation });
  await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' });
  await received(
    house,
    lineOf(bakery, '553AC 1.82 2026-01-01 2026-01-03'),
    lineOf(forge, '553AC 1.85 2026-01-01 2026-01-03'),
    lineOf(elsewhere, '553AC 1.85 2026-01-01 2026-01-03'),
  );
  browsing = await openBrowsing(house);
  anne = await browsing.signIn('ACCOUNTANT', [bakery, forge, clinic]);
}, 60_000);
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const taskOf = async (siret: Siret): Promise<string> => {
  const [task] = await house.sql<{ id: number }>('SELECT id FROM task WHERE siret = $1 ORDER BY id DESC LIMIT 1', [
    siret,
  ]);
  return String(task?.id ?? 0);
};

describe('the month', () => {
  it('says how much there is, and lists what is to do with the way to begin', async () => {
    const page = await anne.get('/taches');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Tâches de la paie de janvier 2026');
    expect(page.text).toContain('À faire 2 Repoussées 0 Faites 0 Réalisées par Taux Juste 1');
    expect(page.text).toContain('Forges de l’Aubrac Rodez · Carsat Midi-Pyrénées');
    expect(page.text).toContain('Renouvellement annuel mise à jour automatique non permise');
    expect(page.text).toContain('553AC 1,78 % → 1,85 %');
    expect(page.text).toContain('Taux en place, rien de notifié');
    expect(page.body).toContain(`href="/taches/${await taskOf(forge)}"`);
    expect(page.text).not.toContain('d’ailleurs');
  });

  it('shows what was done for you, with the way to its why', async () => {
    const page = await anne.get('/taches?etat=realisees');
    expect(page.text).toContain('Tâche réalisée par Taux Juste Taux unique : 553AC de 1,78 % à 1,82 %.');
    expect(page.body).toMatch(new RegExp(`href="/realise/auto-\\d+-${bakery}"`));
  });

  it('keeps search, filters and month in the address', async () => {
    const page = await anne.get('/taches?mois=2026-02&recherche=forges&suivi=en-retard&type=renouvellement');
    expect(page.text).toContain('Tâches de la paie de février 2026');
    expect(page.text).toContain('À faire 1');
    expect(page.text).toContain('En retard');
    expect(page.body).toContain(
      'href="/taches?mois=2026-02&amp;etat=a-faire&amp;recherche=forges&amp;type=renouvellement"',
    );
  });

  it.each([
    ['nothing found', '/taches?recherche=pharmacie', 'Rien ne correspond à cette recherche. Montrer toute la liste'],
    [
      'an empty month',
      '/taches?mois=2025-11',
      'Rien à faire pour la paie de novembre 2025. Aller au mois de janvier 2026',
    ],
    ['nothing postponed', '/taches?etat=repoussees', 'Voir ce qui est à faire'],
    [
      'values that mean nothing',
      '/taches?etat=rien&type=%27&motif=x&suivi=&caisse=Lune&page=-3&entreprise=12',
      'À faire 2',
    ],
    ['a parameter that comes twice', '/taches?recherche=a&recherche=b', 'À faire 2'],
  ])('says what is next: %s', async (_case, path, words) => {
    const page = await anne.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain(words);
  });

  it.each([
    ['a month that does not exist', '/taches?mois=2026-13', 400],
    ['a company of others', `/taches?entreprise=${elsewhere.slice(0, 9)}`, 404],
    ['clients in a month that does not exist', '/clients?mois=janvier', 400],
  ])('answers %s with a page that says so', async (_case, path, status) => {
    expect((await anne.get(path)).status).toBe(status);
  });

  it('sends who has not signed in to sign in', async () => {
    expect((await browsing.anonymous().get('/taches')).location).toMatch(/^\/connexion/);
  });

  it('is read by support, who takes no tasks', async () => {
    const support = await browsing.signIn('SUPPORT');
    const page = await support.get('/taches');
    expect(page.text).toContain('À faire 3');
    expect(page.text).not.toContain('Confirmer les taux notifiés');
    expect((await support.post('/taches/repousser', { tache: '1' })).status).toBe(403);
  });
});

describe('the clients', () => {
  it('are told by state, each figure leading to its tasks', async () => {
    const page = await anne.get('/clients');
    expect(page.text).toContain('Paie de janvier 2026 Clients');
    expect(page.text).toContain('Sœurs du Lac');
    expect(page.body).toContain(`href="/taches?mois=2026-01&amp;etat=a-faire&amp;entreprise=${forge.slice(0, 9)}"`);
    expect(page.text).not.toContain('d’ailleurs');
  });
});

describe('tasks taken together', () => {
  it('without any ticked, the list comes back and says so', async () => {
    const page = await anne.post('/taches/repousser', { mois: '2026-01', etat: 'a-faire' });
    expect(page.status).toBe(422);
    expect(page.body).toContain('<title>Erreur : ');
    expect(page.text).toContain('Aucune tâche n’est sélectionnée : cochez au moins une ligne.');
    expect(page.text).toContain('Forges de l’Aubrac');
  });

  it('are postponed with one month and one reason; what is missing is said and what was typed is kept', async () => {
    const tache = await taskOf(clinic);
    const asked = await anne.post('/taches/repousser', { mois: '2026-01', etat: 'a-faire', tache });
    expect(asked.text).toContain('Repousser 1 tâche');
    expect(asked.text).toContain('février 2026 mars 2026');
    const refused = await anne.post('/taches/repousser', { tache, jusqua: '', raison: 'notification attendue' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Le mois de report est obligatoire : choisissez-en un.');
    expect(refused.body).toContain('notification attendue</textarea>');
    const done = await anne.post('/taches/repousser', { tache, jusqua: '2026-03', raison: 'notification attendue' });
    expect(done.status).toBe(200);
    expect(done.text).toContain('1 tâche repoussée');
    expect(done.text).toContain('Sœurs du Lac Ajaccio');
    const again = await anne.post('/taches/repousser', { tache, jusqua: '2026-03', raison: 'notification attendue' });
    expect(again.text).toContain('Déjà repoussée à mars 2026 : rien n’a changé.');
    expect((await anne.get('/taches?etat=repoussees')).text).toContain('Repoussée à mars 2026, une fois en tout');
  });

  it('are shown before they are confirmed, rate by rate, with those that must be opened', async () => {
    const asked = await anne.post('/taches/confirmer', { mois: '2026-01', etat: 'a-faire', liste: 'entiere' });
    expect(asked.text).toContain('1 tâche à confirmer');
    expect(asked.text).toContain('553AC 1,78 % → 1,85 %');
    const both = await anne.post('/taches/confirmer', { tache: [await taskOf(forge), await taskOf(clinic)] });
    expect(both.text).toContain('Une tâche est à ouvrir');
    expect(both.text).toContain('La caisse n’a pas encore notifié de taux');
    const vu = /name="vu" value="([^"]+)"/.exec(both.body)?.[1] ?? '';
    const done = await anne.post('/taches/confirmer', { vu });
    expect(done.text).toContain('1 tâche confirmée');
    expect(done.text).toContain('Confirmée : le taux notifié est en place.');
    const again = await anne.post('/taches/confirmer', { vu });
    expect(again.text).toContain('Cette tâche est déjà faite : rien n’a changé.');
    const ended = await anne.get('/taches?etat=faites');
    expect(ended.text).toContain('Faite le 10 janvier 2026 par Paul Mercier');
  });

  it('of others are unknown, and nothing happens to them', async () => {
    const theirs = await taskOf(elsewhere);
    const postponed = await anne.post('/taches/repousser', { tache: theirs, jusqua: '2026-03', raison: 'attente' });
    expect(postponed.text).toContain(`La tâche n° ${theirs} est introuvable`);
    expect(postponed.text).not.toContain('d’ailleurs');
    expect((await anne.post('/taches/confirmer', { vu: `${theirs}-2` })).text).toContain('est introuvable');
    const [task] = await house.sql('SELECT status, postponed_until FROM task WHERE id = $1', [theirs]);
    expect(task).toEqual({ status: 'OPEN', postponed_until: null });
  });

  it.each([
    ['what is no number', { tache: '<script>', jusqua: '2026-03', raison: 'x' }, 422],
    ['a field that is an object', { 'tache[a]': '1' }, 422],
    ['a month that does not exist', { tache: '1', mois: '2026-99', liste: 'entiere', etat: 'a-faire' }, 400],
    ['a token that is not ours', { _csrf: '', tache: '1' }, 403],
  ])('answer %s without a fault of ours', async (_case, fields, status) => {
    expect((await anne.post('/taches/repousser', fields)).status).toBe(status);
  });

  it('asked for by their address alone lead back to the list', async () => {
    expect((await anne.get('/taches/repousser')).location).toBe('/taches');
    expect((await anne.get('/taches/confirmer')).location).toBe('/taches');
  });
});
