import { RunCampaign } from '#application/campaign/run-campaign';
import { trusted } from '#domain/values/result';
import { openBrowsing, type Browsing, type Visitor } from '../support/browsing';
import { given, siretOf } from '../support/facts';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(120_000);

const SIRET = siretOf(1);
/** What no base can hold, and words that every object knows. */
const HOSTILE = ['\u0000', 'Colin\u0000', 'constructor', '__proto__', 'toString'];

let house: TestHouse;
let browsing: Browsing;
let anne: Visitor;
let task: string;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  await given(house, SIRET, {
    name: 'Boulangerie Colin',
    sheets: ['2025-05-01 NOTIFIED 158CD 2.11'],
    automation: false,
    employees: { M1: {} },
  });
  trusted(await house.verb(RunCampaign).run(2026, { close: false, dryRun: false, effectiveFrom: null, actor: 'test' }));
  const [row] = await house.sql<{ id: number }>('SELECT id FROM task');
  task = `/taches/${String(row?.id)}`;
  anne = await browsing.signIn('PAYROLL_ADMIN', [SIRET]);
});
// Each case types first: what another left would be a disagreement between two people.
beforeEach(() => house.sql('DELETE FROM task_draft'));
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe.each(HOSTILE)('%j', (word) => {
  const asked = encodeURIComponent(word);

  it.each(['/taches?recherche=', '/clients?recherche=', '/parametres/taux-atmp?recherche='])(
    'is searched for by %s like any other word',
    async (address) => {
      expect((await anne.get(`${address}${asked}`)).status).toBe(200);
    },
  );

  it('as the day of an explanation leads back to today’s', async () => {
    const samia = await browsing.signIn('SUPPORT');
    const answer = await samia.follow(await samia.get(`/journal/${SIRET}?on=${asked}`));
    expect(answer.status).toBe(200);
  });

  it('is no case of the wizard', async () => {
    expect((await anne.post(task, { version: '0', case: word })).status).toBe(422);
    expect((await anne.get(task)).status).toBe(200);
  });

  it('does not say whether a company has an AT/MP account', async () => {
    expect((await anne.post('/fiche-taux-atmp/compte', { siret: SIRET, compte: word })).status).toBe(400);
  });
});

describe('answers that a page of disagreement carries along', () => {
  it.each(['{"case":"\\u0000"}', '{"case":"\\ud800"}', '{"reasons":[{"warning":"\\u0000","reason":"\\udfff"}]}'])(
    'cannot keep what no base can hold: %s',
    async (answers) => {
      const sent = await anne.post(task, { version: '0', chosen: 'oui', answers });
      expect([303, 409, 422]).toContain(sent.status);
      expect((await anne.get(task)).status).toBe(200);
    },
  );
});
