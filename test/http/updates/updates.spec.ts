import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenSheet } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
let company = 0;
beforeAll(async () => {
  house = await openTestHouse('2026-02-15T09:00:00.000Z');
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

async function updated() {
  const siret = await given(house, siretOf(++company), { employees: { M1: {}, M2: {} } });
  await givenSheet(house, { siret, effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
  const { feeds } = await received(house, lineOf(siret, '553AC 2.35 2026-01-01 2026-01-03'));
  return { siret, page: `/realise/auto-${feeds[0]?.id ?? 0}-${siret}` };
}

const requestIn = (text: string): string => /Demande (\d+)/.exec(text)?.[1] ?? 'none';

describe('what was done for you', () => {
  it('shows before, after, since when, why, the file and who is concerned', async () => {
    const { page, siret } = await updated();
    const { status, text } = await (await browsing.signIn('PAYROLL_ADMIN', [siret])).get(page);
    expect(status).toBe(200);
    for (const words of [
      'À partir du 1er janvier 2026',
      '2,10 %',
      '2,35 %',
      'Taux unique',
      'reçu le 15 février 2026 à',
      '2 salariés',
      'Ce n’est pas juste',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Annuler cette mise à jour');
  });

  it('is contested, answered and undone, and everybody reads what happened', async () => {
    const { page, siret } = await updated();
    const anne = await browsing.signIn('PAYROLL_ADMIN', [siret]);
    const support = await browsing.signIn('SUPPORT');
    expect((await anne.post(`${page}/pas-juste`, { message: '' })).status).toBe(422);
    const sent = await anne.post(`${page}/pas-juste`, { message: 'Ma notification dit 2,10 % <b>' });
    expect(sent).toMatchObject({ status: 303, location: page });
    const after = await anne.follow(sent);
    expect(after.text).toContain('Votre message est envoyé au support');
    expect(after.body).toContain('2,10 % &lt;b');
    expect((await anne.post(`${page}/pas-juste`, { message: 'encore' })).status).toBe(303);

    const number = requestIn((await support.get('/demandes?etat=OPEN')).text);
    const request = `/demandes/${number}`;
    const asSupport = (await support.get(page)).body;
    expect(asSupport).toContain(`href="${request}"`);
    expect(asSupport).toContain(`href="/journal/${siret}?on=2026-01-01"`);
    expect((await support.get(request)).text).toContain('Ma notification dit 2,10 %');
    expect((await support.post(request, { reponse: 'Oui' })).status).toBe(422);
    const unanswered = await support.post(request, { reponse: '', decision: 'annuler' });
    expect(unanswered.status).toBe(422);
    expect(unanswered.body).toMatch(/value="annuler"[^>]*checked/);
    expect((await support.post(request, { reponse: 'Vous avez raison', decision: 'annuler' })).status).toBe(303);
    expect((await support.post(request, { reponse: 'bis', decision: 'laisser' })).location).toBe(request);

    const seen = (await anne.get(page)).text;
    expect(seen).toMatch(/Annulée le \d+ \S+ 2026 à .+ : l’ancien taux vaut de nouveau, à partir du 1er janvier 2026/);
    expect(seen).toContain('Réponse du support');
    expect((await anne.get('/demandes')).text).toContain('Répondue');
    expect((await anne.get(`/parametres/taux-atmp/${siret}`)).text).toContain('Remis en place par le support');
  });

  it('is undone by support without anybody asking', async () => {
    const { page } = await updated();
    const support = await browsing.signIn('SUPPORT');
    expect((await support.get(`${page}/annuler`)).status).toBe(200);
    expect((await support.post(`${page}/annuler`, { message: '' })).status).toBe(422);
    expect(
      (await support.follow(support.post(`${page}/annuler`, { message: 'mauvais établissement' }))).text,
    ).toContain('La mise à jour est annulée');
    const month = await support.get('/taches?mois=2026-01&etat=realisees');
    expect(month.text).toMatch(/Annulée par le support le \d+ \S+ 2026/);
    expect((await support.post(`${page}/annuler`, { message: 'encore' })).status).toBe(422);
    expect((await support.get(`${page}/annuler`)).status).toBe(303);
  });
});

describe('the wall around them', () => {
  it('hides the updates and requests of another company, and undoing from who is no support', async () => {
    const mine = await updated();
    const theirs = await updated();
    const anne = await browsing.signIn('PAYROLL_ADMIN', [mine.siret]);
    const zoe = await browsing.signIn('PAYROLL_ADMIN', [theirs.siret]);
    await zoe.post(`${theirs.page}/pas-juste`, { message: 'non' });
    const support = await browsing.signIn('SUPPORT');
    const number = requestIn((await support.get('/demandes?etat=OPEN')).text);
    for (const path of [theirs.page, `${theirs.page}/pas-juste`, `/demandes/${number}`, '/realise/12', '/demandes/x'])
      expect((await anne.get(path)).status).toBe(404);
    expect((await anne.post(`${theirs.page}/pas-juste`, { message: 'non' })).status).toBe(404);
    expect((await anne.get('/demandes')).text).not.toContain(theirs.siret);
    expect((await anne.get(`${mine.page}/annuler`)).status).toBe(403);
    expect((await anne.post(`${mine.page}/annuler`, { message: 'non' })).status).toBe(403);
    expect((await zoe.post(`/demandes/${number}`, { reponse: 'oui', decision: 'annuler' })).status).toBe(403);
  });
});
