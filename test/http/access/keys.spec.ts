import { ChangeCompanies } from '#application/access/change-companies';
import { DisableAccount } from '#application/access/disable-account';
import { trusted } from '#domain/values/result';
import { openBrowsing, type Browsing, type Fields, type Visitor } from '../../support/browsing';
import { given, siretOf } from '../../support/facts';
import { Program } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

const [ONE, TWO] = [siretOf(1), siretOf(2)];
const SIREN = ONE.slice(0, 9);

let house: TestHouse;
let browsing: Browsing;
let alain: Visitor;
let paul: Visitor;
let other: Visitor;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  for (const siret of [ONE, TWO]) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 158CD 2.11'] });
  alain = await browsing.signIn('ADMINISTRATOR');
  paul = await browsing.signIn('ACCOUNTANT', [ONE, TWO]);
  other = await browsing.signIn('ACCOUNTANT', [TWO]);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const ASKED: Fields = { name: 'Paie', scopes: ['rates:read'], companies: '', cabinet: '', expiresOn: '' };
const create = (who: Visitor, fields: Fields) => who.post('/cles-api/creer', { ...ASKED, ...fields });
const keys = (): Promise<{ id: number; name: string }[]> => house.sql('SELECT id, name FROM api_key ORDER BY id');

describe('a form of a key that no page of ours sends', () => {
  it.each<[string, Fields]>([
    ['two lists of companies', { companies: [SIREN, TWO.slice(0, 9)] }],
    ['two last days', { expiresOn: ['31/12/2026', '31/12/2027'] }],
    ['two cabinets', { cabinet: ['a@exemple.fr', 'b@exemple.fr'] }],
  ])('is refused with %s, which would open more than either', async (_what, fields) => {
    const before = await keys();
    expect((await create(alain, fields)).status).toBe(400);
    expect(await keys()).toEqual(before);
  });

  it('is refused with a name that does not read as it is written', async () => {
    expect((await create(alain, { name: 'eiap\u202e' })).status).toBe(422);
    expect((await create(alain, { name: '<b>Paie</b>' })).status).toBe(422);
  });

  it('is refused without a right token, and of a stranger', async () => {
    const before = await keys();
    expect((await create(alain, { _csrf: '' })).status).toBe(403);
    expect((await create(alain, { _csrf: 'abc' })).status).toBe(403);
    expect(await keys()).toEqual(before);
  });
});

it('is shown as text whatever its name, and another cabinet can neither see nor revoke it', async () => {
  const made = await create(paul, { name: 'R&D "x" \' &lt;' });
  expect(made.status).toBe(200);
  const list = await paul.get('/cles-api');
  expect(list.body).toContain('R&amp;D');
  expect(list.text).toContain('lire les taux');
  expect(list.body).not.toContain(' &lt;</strong>');
  const id = (await keys()).at(-1)?.id ?? 0;
  expect((await other.get('/cles-api')).text).not.toContain('R&D');
  expect((await other.post(`/cles-api/${String(id)}/revoquer`)).status).toBe(404);
  for (const wrong of ['0', '-1', '1e1', '9'.repeat(30), '%00'])
    expect((await paul.post(`/cles-api/${wrong}/revoquer`)).status).toBe(404);
});

it('loses a company with its account, at once, and everything with the account itself', async () => {
  const made = await create(paul, { name: 'Suivie' });
  const token = /tj_live_[\w-]{43}/.exec(made.text)?.[0] ?? '';
  const program = new Program(browsing.pages, token);
  const ask = async () => (await program.get(`/api/v1/establishments/${ONE}/rates`)).status;
  expect(await ask()).toBe(200);
  const [account] = await house.sql<{ id: number }>(`SELECT account_id AS id FROM api_key WHERE name = 'Suivie'`);
  trusted(await house.verb(ChangeCompanies).run(account?.id ?? 0, [TWO.slice(0, 9)], 'test'));
  expect(await ask()).toBe(404);
  trusted(await house.verb(DisableAccount).run(account?.id ?? 0, 'test'));
  expect(await ask()).toBe(401);
});
