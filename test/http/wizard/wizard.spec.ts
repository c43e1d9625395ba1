import { RunCampaign } from '#application/campaign/run-campaign';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTasks } from '#application/tasks/list-tasks';
import { systemCaller } from '#application/access/caller';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { openBrowsing, type Browsing, type Visitor } from '../../support/browsing';
import { given, lineOf, received, siretOf, type EstablishmentFacts } from '../../support/facts';
import { givenDeclared } from '../../support/rows';
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

interface Asked {
  readonly siret: Siret;
  readonly id: string;
  readonly anne: Visitor;
}

const ONE = ['2025-05-01 NOTIFIED 158CD 2.11'];
const TWO = ['2025-05-01 NOTIFIED 452BE 3.10 01, 452BEB 0.67 01'];

/** The renewal of an establishment of 12 people in Nantes, and who answers it. */
async function asked(facts: EstablishmentFacts = {}, headcount: number | null = 6000): Promise<Asked> {
  const siret = await given(house, siretOf(++company), {
    name: 'Boulangerie Colin',
    sheets: ONE,
    automation: false,
    employees: { M1: {}, M2: {} },
    ...facts,
  });
  await house.sql('UPDATE company SET headcount_hundredths = $2 WHERE siren = $1', [siret.slice(0, 9), headcount]);
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  const [task] = trusted(await house.verb(ListTasks).run({ period: null, siret, all: false }, systemCaller('test')));
  return { siret, id: task?.id ?? 'no task', anne: await browsing.signIn('PAYROLL_ADMIN', [siret]) };
}

const entered = async (siret: Siret): Promise<string[]> => {
  const rows = await house.sql<{ told: string }>(
    `SELECT effective_from || ' ' || code_risque || CASE WHEN office THEN 'B' ELSE '' END || ' ' || rate AS told
     FROM rate_profile WHERE siret = $1 AND source = 'ENTERED' ORDER BY sheet, position`,
    [siret],
  );
  return rows.map(({ told }) => told);
};
const inputs = (html: string): number => (html.match(/<(input|select|textarea)(?![^>]*type="hidden")/g) ?? []).length;
const rates = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ profiles: '1', 'code-1': '158CD', 'rate-1': '2,12', date: '01/01/2026' },
  ...more,
});

describe('case 1: one code and one rate', () => {
  it('takes three pages, and the confirmation says in which payroll the rate appears', async () => {
    const { siret, id, anne } = await asked();
    const first = await anne.get(`/taches/${id}`);
    expect(first.status).toBe(200);
    expect(first.text).toContain('Boulangerie Colin, Nantes');
    expect(first.text).toContain('Carsat Pays de la Loire');
    expect(first.text).toContain('Où trouver mon taux ?');
    const second = await anne.follow(anne.post(`/taches/${id}`, { version: '0', case: 'single' }));
    expect(second.text).toContain('Étape 2 sur 3');
    expect(second.body).toContain('value="158CD"');
    expect(second.body).toContain('value="2,11"');
    expect(second.body).toContain('value="01/01/2026"');
    expect(inputs(second.body)).toBeLessThanOrEqual(4);
    const recap = await anne.follow(anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates() }));
    expect(recap.text).toContain('Vérifiez avant d’enregistrer');
    expect(recap.text).toContain('158CD : 2,12 %');
    const done = await anne.follow(anne.post(`/taches/${id}/recapitulatif`, { version: '2' }));
    expect(done.text).toContain('Taux enregistré');
    expect(done.text).toContain('dans la paie de janvier 2026');
    expect(await entered(siret)).toEqual(['2026-01-01 158CD 212']);
  });

  it('a rate that is not the published one of a small firm is taken with a reason only, and the reason is shown', async () => {
    const { siret, id, anne } = await asked({}, 1200);
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    const sent = await anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates({ 'rate-1': '2,40' }) });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('Le taux publié du code 158CD au 1er janvier 2026 est 2,12 %');
    expect(sent.text).toContain('CSS D. 242-6-2');
    expect(sent.body).toContain('value="2,40"');
    expect(sent.body).toContain('href="#reason-1"');
    expect(await entered(siret)).toEqual([]);
    const reason = { 'warning-1': 'TAUX_COLLECTIF_AUTRE:158CD:2.40', 'reason-1': 'décision de la Carsat' };
    const recap = await anne.follow(
      anne.post(`/taches/${id}/etape/taux`, { version: '2', ...rates({ 'rate-1': '2,40' }), ...reason }),
    );
    expect(recap.text).toContain('Motif : décision de la Carsat');
    await anne.post(`/taches/${id}/recapitulatif`, { version: '3' });
    expect(await entered(siret)).toEqual(['2026-01-01 158CD 240']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no code', { 'code-1': '' }, 'Le code risque est obligatoire'],
    ['a code of no table', { 'code-1': '158CX' }, 'codes proches : 158C'],
    ['a comma forgotten', { 'rate-1': '212' }, 'Vouliez-vous écrire 2,12 %'],
    ['a share', { 'rate-1': '0,0212' }, 'Vouliez-vous écrire 2,12 %'],
    ['a rate with 999ZZ', { 'code-1': '999ZZ' }, 'interdit tout taux'],
    [
      'a form B that does not exist',
      { 'code-1': '511TH', 'office-1': 'oui' },
      'n’a pas de forme « fonctions supports »',
    ],
    ['a day that does not exist', { date: '31/02/2026' }, 'existe pas'],
    ['anything at all', { 'code-1': '<script>', 'rate-1': '💶', date: 'demain' }, 'a pas la forme attendue'],
  ])('%s: said at its field, what was typed is kept', async (_case, change, sentence) => {
    const { siret, id, anne } = await asked();
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    const sent = await anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates(change) });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain(sentence);
    expect(sent.body).toContain('<title>Erreur : ');
    expect(sent.body).not.toContain('<script>');
    expect(await entered(siret)).toEqual([]);
    const again = await anne.get(`/taches/${id}/etape/taux`);
    expect(again.status).toBe(200);
  });
});

describe('a renewal that the caisse has notified under the same keys', () => {
  it('is confirmed by one click on the first page', async () => {
    const { siret, id, anne } = await asked({ sheets: TWO });
    await received(
      house,
      lineOf(siret, '452BE 3.25 2026-01-01 2026-01-03 01'),
      lineOf(siret, '452BEB 0.71 2026-01-01 2026-01-03 01'),
    );
    const page = await anne.get(`/taches/${id}`);
    expect(page.text).toContain('Notifié par la caisse au 1er janvier 2026');
    expect(page.text).toMatch(/Document reçu : taux-[0-9a-f]+\.csv, le 6 janvier 2026/);
    const proposal = /name="proposal" value="(\d+)"/.exec(page.body)?.[1] ?? '';
    const done = await anne.follow(
      anne.post(`/taches/${id}`, { version: '0', proposal, case: 'confirm', 'at-once': 'oui' }),
    );
    expect(done.text).toContain('Taux enregistré');
    expect(await entered(siret)).toEqual(['2026-01-01 452BE 325', '2026-01-01 452BEB 71']);
  });
});

describe('case 2: several rates', () => {
  it('takes three pages, puts the highest first, and asks about the employees next', async () => {
    const { siret, id, anne } = await asked();
    const none = await anne.post(`/taches/${id}`, { version: '0', case: 'several', count: '' });
    expect([none.status, none.text.includes('Nombre de taux : donnez un nombre entre 2 et 50')]).toEqual([422, true]);
    const second = await anne.follow(anne.post(`/taches/${id}`, { version: '1', case: 'several', count: '3' }));
    expect(second.text).toContain('Quels sont les 3 taux notifiés ?');
    expect(second.text).toContain('Profil 3');
    const sent = {
      ...{ version: '2', profiles: '3', date: '01/01/2026' },
      ...{ 'code-1': '158CD', 'rate-1': '2,12' },
      ...{ 'code-2': '452BE', 'rate-2': '3,25' },
      ...{ 'code-3': '452BE', 'rate-3': '0,71', 'office-3': 'oui' },
    };
    const recap = await anne.follow(anne.post(`/taches/${id}/etape/taux`, sent));
    expect(recap.text).toMatch(/Profil 1 : le taux le plus élevé 452BE : 3,25 % .*Profil 2 158CD : 2,12 %/);
    expect(recap.text).toContain('vous placerez chaque salarié sur son taux');
    const done = await anne.follow(anne.post(`/taches/${id}/recapitulatif`, { version: '3' }));
    expect(done.text).toContain('Affilier les salariés aux taux AT/MP');
    expect(await entered(siret)).toEqual(['2026-01-01 452BE 325', '2026-01-01 158CD 212', '2026-01-01 452BEB 71']);
  });
});

describe('case 3: no access', () => {
  it('takes two pages: where to look, the penalty, a text for the caisse, what waiting costs, and the task put off', async () => {
    const { siret, id, anne } = await asked({}, 1200);
    await givenDeclared(house, { siret, period: '2025-12', matricule: 'M1', code: '158CD', rate: 211, base: 10_000 });
    const page = await anne.follow(anne.post(`/taches/${id}`, { version: '0', case: 'unknown' }));
    expect(page.text).toContain('Mon taux AT/MP en vigueur');
    expect(page.text).toContain('21,00 € par salarié, soit 42,00 € pour les 2 salariés de cet établissement');
    expect(page.text).toContain('arrêté du 8 octobre 2020');
    expect(page.text).toContain('Au service tarification de la Carsat Pays de la Loire');
    expect(page.text).toContain('environ 1,00 € par mois de cotisation payée en moins');
    for (const [until, reason, sentence] of [
      ['2026-02', ' ', 'Le motif est obligatoire'],
      ['2025-12', 'attente', 'choisissez un mois après janvier 2026'],
      ['', 'attente', 'écrire AAAA-MM'],
    ] as const) {
      const refused = await anne.post(`/taches/${id}/repousser`, { until, reason });
      expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true]);
    }
    const put = await anne.post(`/taches/${id}/repousser`, { until: '2026-03', reason: 'notification demandée' });
    expect(put).toMatchObject({ status: 303, location: '/taches' });
    const again = await anne.get(`/taches/${id}/repousser`);
    expect(again.text).toMatch(/repoussée 1 fois : le 6 janvier 2026 par .*, à mars 2026 : notification demandée/);
  });

  it('says honestly that the cost is not known', async () => {
    const { id, anne } = await asked();
    expect((await anne.get(`/taches/${id}/repousser`)).text).toContain(
      'Ce que coûte l’attente : inconnu, car aucun mois',
    );
  });
});

describe('two people on one task', () => {
  it('the second sees who changed what, keeps their own typing beside it, and chooses', async () => {
    const { siret, id, anne } = await asked();
    const paul = await browsing.signIn('PAYROLL_ADMIN', [siret]);
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    await anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates() });
    await paul.post(`/taches/${id}/etape/taux`, { version: '2', ...rates({ 'rate-1': '2,20' }) });
    const late = await anne.post(`/taches/${id}/etape/taux`, { version: '2', ...rates({ 'rate-1': '2,30' }) });
    expect(late.status).toBe(409);
    expect(late.text).toMatch(/Profil 1, taux 2,30 2,20/);
    expect(late.text).toContain(paul.person.name);
    const stale = await anne.post(`/taches/${id}/recapitulatif`, { version: '2' });
    expect([stale.status, stale.text.includes('relisez-les avant d’enregistrer')]).toEqual([409, true]);
    const answers = /name="answers" value="([^"]+)"/.exec(late.body)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const recap = await anne.follow(anne.post(`/taches/${id}/etape/taux`, { version: '3', chosen: 'oui', answers }));
    expect(recap.text).toContain('158CD : 2,30 %');
  });

  it('the second who answers is told by whom it was done, with which result', async () => {
    const { id, anne } = await asked();
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    const answer = { profiles: [{ codeRisque: '158CD', rate: '2.15' }] };
    trusted(await house.verb(AnswerTask).run(id, answer, systemCaller('personne : Paul Mercier')));
    for (const page of [
      await anne.get(`/taches/${id}`),
      await anne.get(`/taches/${id}/etape/taux`),
      await anne.post(`/taches/${id}/recapitulatif`, { version: '1' }),
      await anne.post(`/taches/${id}/repousser`, { until: '2026-03', reason: 'attente' }),
    ]) {
      expect(page.text).toContain('Paul Mercier y a répondu');
      expect(page.text).toContain('158CD : 2,15 %');
    }
    const late = await anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates({ 'rate-1': '2,44' }) });
    expect(late.status).toBe(409);
    expect(late.text).toMatch(/Votre saisie, qui n’est pas enregistrée .* Profil 1, taux 2,44/);
  });
});

describe('the way back and the place to resume', () => {
  it('nobody gets ahead of the answers, and a draft is gone on with where it stopped', async () => {
    const { id, anne } = await asked();
    expect((await anne.get(`/taches/${id}/recapitulatif`)).location).toBe(`/taches/${id}`);
    expect((await anne.get(`/taches/${id}/etape/taux`)).location).toBe(`/taches/${id}`);
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    expect((await anne.get(`/taches/${id}/recapitulatif`)).location).toBe(`/taches/${id}/etape/taux`);
    await anne.post(`/taches/${id}/etape/taux`, { version: '1', ...rates({ 'rate-1': '2,15' }) });
    const first = await anne.get(`/taches/${id}`);
    expect(first.body).toContain(`href="/taches/${id}/recapitulatif"`);
    const back = await anne.get(`/taches/${id}/etape/taux`);
    expect(back.body).toContain('value="2,15"');
    expect(back.body).toMatch(new RegExp(`href="/taches/${id}"[^>]*class="govuk-back-link"`));
  });

  it.each(['999999', 'abc', '1;DROP', '%00'])('task %s is not found', async (id) => {
    const { anne } = await asked();
    for (const path of [`/taches/${id}`, `/taches/${id}/etape/taux`, `/taches/${id}/confirmation`])
      expect((await anne.get(path)).status).toBe(404);
  });

  it('another company’s task is not found, whatever is asked of it', async () => {
    const { id } = await asked();
    const { anne } = await asked();
    const paths = ['', '/etape/taux', '/recapitulatif', '/repousser', '/confirmation'];
    for (const path of paths) expect((await anne.get(`/taches/${id}${path}`)).status).toBe(404);
    for (const path of paths.slice(0, 4))
      expect((await anne.post(`/taches/${id}${path}`, { version: '0', until: '2026-03', reason: 'x' })).status).toBe(
        404,
      );
  });

  it('support looks and does not answer', async () => {
    const { id } = await asked();
    const support = await browsing.signIn('SUPPORT');
    expect((await support.get(`/taches/${id}`)).text).toContain('Seul un gestionnaire de paie répond');
    expect((await support.post(`/taches/${id}`, { version: '0', case: 'single' })).status).toBe(403);
  });
});

describe('while typing', () => {
  const LIVE = { accept: 'application/json' };

  it('what is typed is looked at without being kept, then kept when the field is left', async () => {
    const { id, anne } = await asked();
    await anne.post(`/taches/${id}`, { version: '0', case: 'single' });
    const path = `/taches/${id}/etape/taux`;
    const looked = JSON.parse((await anne.post(path, { version: '1', ...rates({ 'rate-1': '21,2' }) }, LIVE)).body) as {
      version: number;
      findings: string[];
    };
    expect(looked.version).toBe(1);
    expect(looked.findings[0]).toContain('vouliez-vous écrire');
    expect(looked.findings[0]).toContain('Code choisi');
    const kept = JSON.parse(
      (await anne.post(path, { version: '1', keep: 'oui', ...rates({ 'rate-1': '2,19' }) }, LIVE)).body,
    ) as { version: number };
    expect(kept.version).toBe(2);
    expect((await anne.get(path)).body).toContain('value="2,19"');
  });
});
