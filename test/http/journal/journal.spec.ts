import { openBrowsing, type Browsing, type Visitor } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const FIRST = 1;
const COUNT = 60;
let house: TestHouse;
let browsing: Browsing;
let support: Visitor;
beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  browsing = await openBrowsing(house);
  const sirets = Array.from({ length: COUNT }, (_, index) => siretOf(FIRST + index));
  for (const [index, siret] of sirets.entries())
    await given(house, siret, {
      name: index === 0 ? '=cmd|calc' : `Entreprise ${String(index)}`,
      sheets: ['2025-05-01 NOTIFIED 553AC 2.10'],
    });
  await received(house, ...sirets.map((siret) => lineOf(siret, '553AC 2.35 2026-01-01 2026-01-03')));
  house.clock.instant = '2026-02-06T09:00:00.000Z';
  await received(
    house,
    lineOf(siretOf(2), '553AC 2.35 2026-01-01 2026-02-03'),
    lineOf(siretOf(999), '553AC 2.35 2026-01-01 2026-02-03'),
  );
  support = await browsing.signIn('SUPPORT');
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const rowsOf = (body: string): number => body.split('govuk-table__row').length - 2;

describe('the journal', () => {
  it('shows every automatic update, page by page, each once', async () => {
    const first = await support.get('/journal');
    expect(rowsOf(first.body)).toBe(50);
    const next = /href="(\/journal\?apres=[^"]+)"/.exec(first.body)?.[1] ?? '';
    const second = await support.get(next.replaceAll('&amp;', '&'));
    expect(rowsOf(second.body)).toBe(10);
    const sirets = [first, second].flatMap(({ body }) =>
      [...body.matchAll(/\/journal\/(\d{14})/g)].map(([, siret]) => siret),
    );
    expect(new Set(sirets).size).toBe(COUNT);
  });

  it.each([
    ['a company', 'recherche=entreprise+7', 1],
    ['a SIRET and every decision', `recherche=${siretOf(2)}&decision=toutes`, 2],
    ['a SIREN', `recherche=${siretOf(3).slice(0, 9)}`, 1],
    ['a SIRET that nobody knows', `recherche=${siretOf(999)}&decision=QUARANTINED`, 1],
    ['what was confirmed', 'decision=UNCHANGED', 1],
    ['the day of reception', 'recuDu=06/02/2026&decision=toutes', 2],
    ['a period of reception that ends before', 'recuAu=05/01/2026', 0],
    ['the date of effect', 'effetDu=2026-01-02', 0],
    ['the rule', 'regle=CONFIRME&decision=toutes', 1],
    ['the document', 'document=2&decision=toutes', 2],
  ])('is filtered by %s', async (_what, query, count) => {
    const { status, body, text } = await support.get(`/journal?${query}`);
    expect(status).toBe(200);
    if (count === 0) expect(text).toContain('Rien ne répond à ces critères');
    else expect(rowsOf(body)).toBe(count);
  });

  it.each(['recuDu=hier', 'effetAu=2026-02-31', 'decision=X', 'document=un'])(
    'says what is wrong with %s',
    async (query) => {
      expect((await support.get(`/journal?${query}`)).status).toBe(422);
    },
  );

  it('answers any address without a fault of its own', async () => {
    for (const query of [
      'apres=x',
      'recherche=%00',
      'recherche=a&recherche=b',
      'recherche=%25%5f',
      `recherche=${'a'.repeat(20_000)}`,
    ])
      expect([200, 400]).toContain((await support.get(`/journal?${query}`)).status);
  });

  it('says in one click where the rate of the day comes from', async () => {
    const { text } = await support.get(`/journal/${siretOf(3)}?on=2026-01-01`);
    for (const words of ['D’où vient le taux', '553AC 2,35 %', 'Taux unique', 'ligne 4']) expect(text).toContain(words);
    expect((await support.get(`/journal/${siretOf(3)}?on=2019-01-01`)).text).toContain('Aucun taux n’est connu');
    expect((await support.get(`/journal/${siretOf(3)}?on=2026-02-31`)).status).toBe(303);
    expect((await support.get('/journal/12')).status).toBe(404);
  });

  it('is exported whole, under the same filter, with formulas made text', async () => {
    const { status, headers, body } = await support.get('/journal.csv');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/csv');
    expect(headers['content-disposition']).toContain('attachment');
    const lines = body.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(COUNT + 1);
    expect(lines[0]).toMatch(/^Reçu le;Document;Fichier;SIRET;/);
    expect(body).toContain(`;'=cmd|calc;`);
    expect((await support.get('/journal.csv?decision=UNCHANGED')).body.trimEnd().split('\r\n')).toHaveLength(2);
    expect((await support.get('/journal.csv?recuDu=hier')).status).toBe(303);
  });

  it('is of support and administrators only', async () => {
    const anne = await browsing.signIn('PAYROLL_ADMIN', [siretOf(1)]);
    for (const path of ['/journal', '/journal.csv', `/journal/${siretOf(1)}`])
      expect((await anne.get(path)).status).toBe(403);
    expect((await browsing.anonymous().get('/journal.csv')).status).not.toBe(200);
  });
});
