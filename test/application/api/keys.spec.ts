import { CreateAccount } from '#application/access/create-account';
import { systemCaller } from '#application/access/caller';
import { CreateApiKey, type ApiKeyAsked } from '#application/api/create-api-key';
import type { KeyHolder } from '#application/api/key-holder';
import { ListApiKeys } from '#application/api/list-api-keys';
import { OpenByKey } from '#application/api/open-by-key';
import { RevokeApiKey } from '#application/api/revoke-api-key';
import { trusted } from '#domain/values/result';
import { siretOf } from '../../support/facts';
import { SYSTEM_HOLDER } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const [FIRST, SECOND] = [siretOf(1).slice(0, 9), siretOf(2).slice(0, 9)];
const ASKED: ApiKeyAsked = { name: 'Paie', scopes: ['tasks:read'], companies: [], accountId: null, expiresOn: '' };

let house: TestHouse;
beforeEach(async () => (house = await openTestHouse()));
afterEach(() => house.close());

const create = (change: Partial<ApiKeyAsked> = {}, holder: KeyHolder = SYSTEM_HOLDER) =>
  house.verb(CreateApiKey).run({ ...ASKED, ...change }, holder);
const open = (token: string) => house.verb(OpenByKey).run(token);
const codeOf = async (token: string): Promise<string> => {
  const opened = await open(token);
  return opened.ok ? 'ouverte' : opened.refusal.code;
};

async function cabinet(companies: readonly string[]): Promise<KeyHolder> {
  const asked = {
    email: 'paul@cabinet.fr',
    name: 'Paul Mercier',
    role: 'ACCOUNTANT',
    companies,
    password: 'cheval agrafe pile',
  };
  const { id } = trusted(await house.verb(CreateAccount).run(asked, 'test'));
  return { accountId: id, actor: 'personne : Paul', scope: { companies } };
}

describe('a key', () => {
  it('is 256 random bits, told once and kept as its hash', async () => {
    const made = trusted(await create());
    expect(made.token).toMatch(/^tj_live_[A-Za-z0-9_-]{43}$/);
    expect(made.shown).toBe(`${made.token.slice(0, 12)}…`);
    const [row] = await house.sql<{ text: string }>('SELECT k::text AS text FROM api_key k');
    expect(row?.text).not.toContain(made.token.slice(12));
    const entries = await house.sql<{ body: string }>('SELECT body FROM audit_entry');
    expect(JSON.stringify(entries)).not.toContain(made.token.slice(12));
  });

  it('opens all companies, a list of them, or those that its account has today', async () => {
    const all = trusted(await create());
    expect(trusted(await open(all.token))).toMatchObject({ actor: 'clé : Paie', scope: 'system' });
    const some = trusted(await create({ companies: [SECOND, FIRST, FIRST] }));
    expect(trusted(await open(some.token)).scope).toEqual({ companies: [FIRST, SECOND] });
    const paul = await cabinet([FIRST, SECOND]);
    const own = trusted(await create({}, paul));
    const kept = trusted(await create({ companies: [SECOND] }, paul));
    expect(trusted(await open(own.token)).scope).toEqual({ companies: [FIRST, SECOND] });
    await house.sql('DELETE FROM account_company WHERE siren = $1', [SECOND]);
    expect(trusted(await open(own.token)).scope).toEqual({ companies: [FIRST] });
    expect(trusted(await open(kept.token)).scope).toEqual({ companies: [] });
  });

  it('does not open once it has expired, at midnight in Paris', async () => {
    const { token } = trusted(await create({ expiresOn: '2026-01-10' }));
    house.wallClock.instant = '2026-01-10T22:59:59.000Z';
    expect(await codeOf(token)).toBe('ouverte');
    house.wallClock.instant = '2026-01-10T23:00:00.000Z';
    expect(await codeOf(token)).toBe('CLE_EXPIREE');
  });

  it('does not open once it was revoked, and is revoked once', async () => {
    const { token, id } = trusted(await create());
    expect(trusted(await house.verb(RevokeApiKey).run(id, SYSTEM_HOLDER)).revokedAt).not.toBeNull();
    trusted(await house.verb(RevokeApiKey).run(id, SYSTEM_HOLDER));
    expect(await codeOf(token)).toBe('CLE_REVOQUEE');
    const entries = await house.sql('SELECT action FROM audit_entry ORDER BY seq');
    expect(entries).toEqual([{ action: 'api_key.created' }, { action: 'api_key.revoked' }]);
  });

  it.each(['', 'tj_live_', `tj_live_${'A'.repeat(43)}`, `tj_test_${'A'.repeat(43)}`, 'x'.repeat(5000), '\u0000'])(
    'that was invented opens nothing: %j',
    async (token) => {
      expect(await codeOf(token)).toBe('CLE_INCONNUE');
    },
  );

  it('notes its use once a minute', async () => {
    const { token } = trusted(await create());
    const used = async () => (await house.verb(ListApiKeys).run(SYSTEM_HOLDER))[0]?.lastUsedAt;
    expect(await used()).toBeNull();
    await open(token);
    expect(await used()).toBe('2026-01-06T09:00:00.000Z');
    house.wallClock.instant = '2026-01-06T09:00:59.000Z';
    await open(token);
    expect(await used()).toBe('2026-01-06T09:00:00.000Z');
    house.wallClock.instant = '2026-01-06T09:01:00.000Z';
    await open(token);
    expect(await used()).toBe('2026-01-06T09:01:00.000Z');
  });
});

describe('who is bound to companies', () => {
  it('makes, sees and revokes only keys of their own account', async () => {
    const paul = await cabinet([FIRST]);
    const foreign = trusted(await create());
    const own = trusted(await create({}, paul));
    expect((await house.verb(ListApiKeys).run(paul)).map(({ id }) => id)).toEqual([own.id]);
    expect(await house.verb(ListApiKeys).run({ ...paul, accountId: null })).toEqual([]);
    expect(await house.verb(RevokeApiKey).run(foreign.id, paul)).toMatchObject({ refusal: { code: 'CLE_INCONNUE' } });
    expect(await codeOf(foreign.token)).toBe('ouverte');
  });

  it('cannot name a company of others, nor do without an account', async () => {
    const paul = await cabinet([FIRST]);
    expect(await create({ companies: [SECOND] }, paul)).toMatchObject({ refusal: { code: 'ENTREPRISE_INCONNUE' } });
    expect(await create({}, { ...paul, accountId: null })).toMatchObject({ refusal: { code: 'COMPTE_ABSENT' } });
  });
});

describe('what cannot be a key', () => {
  it.each([
    [{ name: '' }, 'NOM_ILLISIBLE'],
    [{ name: '<b>' }, 'NOM_ILLISIBLE'],
    [{ scopes: [] }, 'DROIT_ABSENT'],
    [{ scopes: ['tasks:delete'] }, 'DROIT_INCONNU'],
    [{ companies: ['123'] }, 'SIREN_ILLISIBLE'],
    [{ expiresOn: '2026-01-05' }, 'DATE_PASSEE'],
    [{ expiresOn: 'demain' }, 'DATE_ILLISIBLE'],
    [{ accountId: 99 }, 'COMPTE_INCONNU'],
  ])('%j is refused: %s', async (change, code) => {
    expect(await create(change)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('follows no account that sees all companies', async () => {
    const asked = {
      email: 'a@exemple.fr',
      name: 'Alain',
      role: 'ADMINISTRATOR',
      companies: [],
      password: 'cheval agrafe pile',
    };
    const { id } = trusted(await house.verb(CreateAccount).run(asked, systemCaller('test').actor));
    expect(await create({ accountId: id })).toMatchObject({ refusal: { code: 'COMPTE_INCONNU' } });
  });
});
