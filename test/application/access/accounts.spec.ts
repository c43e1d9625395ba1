import { AcceptInvitation } from '#application/access/accept-invitation';
import { ChangeCompanies } from '#application/access/change-companies';
import { ChangePassword } from '#application/access/change-password';
import { CloseDemoAccounts } from '#application/access/close-demo-accounts';
import { CreateAccount } from '#application/access/create-account';
import { DisableAccount } from '#application/access/disable-account';
import { InviteAccount } from '#application/access/invite-account';
import { ListAccounts } from '#application/access/list-accounts';
import { ListSessions } from '#application/access/list-sessions';
import { LoadSession } from '#application/access/load-session';
import { OpenDemoAccounts } from '#application/access/open-demo-accounts';
import { ReadInvitation } from '#application/access/read-invitation';
import { RenewPassword } from '#application/access/renew-password';
import { SaveSession } from '#application/access/save-session';
import { SessionSecret } from '#application/access/session-secret';
import { SignIn } from '#application/access/sign-in';
import { SignOutEverywhere } from '#application/access/sign-out-everywhere';
import { viewerOf, type Viewer } from '#application/access/viewer';
import { VerifyJournal } from '#application/audit/verify-journal';
import { trusted } from '#domain/values/result';
import { siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const NOON = '2026-01-06T12:00:00.000Z';
const LIMITS = { idleMinutes: 60, hours: 12 };
const PASSWORD = 'cheval agrafe batterie';
const SIREN = siretOf(1).slice(0, 9);

let house: TestHouse;
let number = 0;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());
beforeEach(() => {
  house.wallClock.instant = NOON;
});

const later = (minutes: number): void => {
  house.wallClock.instant = new Date(Date.parse(house.wallClock.instant) + minutes * 60_000).toISOString();
};
const person = (role = 'PAYROLL_ADMIN', companies: readonly string[] = [SIREN]) => {
  number += 1;
  return { email: `personne${number}@exemple.fr`, name: `Louise Petit ${number}`, role, companies };
};
const created = async (role?: string, companies?: readonly string[]) =>
  trusted(await house.verb(CreateAccount).run({ ...person(role, companies), password: PASSWORD }, 'test'));
const signIn = (email: string, password = PASSWORD, address = `192.0.2.${number % 250}`) =>
  house.verb(SignIn).run({ email, password, address });
const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string =>
  result.ok ? 'ok' : (result.refusal?.code ?? '');
const viewer = async (id: number): Promise<Viewer> => {
  const { accounts } = await house.verb(ListAccounts).run();
  const account = accounts.find((known) => known.id === id);
  if (account === undefined) throw new Error('No such account.');
  return viewerOf(account);
};
const session = async (accountId: number | null, id = `session-${number}-${Math.trunc(Date.parse(NOON))}`) => {
  await house.verb(SaveSession).run({ id, fresh: true, accountId, agent: 'Firefox, Linux', data: { a: 1 } }, LIMITS);
  return id;
};
const load = (id: string) => house.verb(LoadSession).run(id, LIMITS.idleMinutes);

describe('an account', () => {
  it('is opened once per address, whatever its capitals', async () => {
    const asked = { ...person(), email: 'Double@Exemple.fr', password: PASSWORD };
    expect((await house.verb(CreateAccount).run(asked, 'test')).ok).toBe(true);
    expect(codeOf(await house.verb(CreateAccount).run({ ...asked, email: 'double@exemple.FR' }, 'test'))).toBe(
      'ADRESSE_PRISE',
    );
  });

  it.each([
    ['PAYROLL_ADMIN', [], 'ENTREPRISE_MANQUANTE'],
    ['ACCOUNTANT', ['123456789'], 'SIREN_CLE'],
    ['SUPPORT', [SIREN], 'ENTREPRISE_EN_TROP'],
    ['CHEF', [], 'ROLE_INCONNU'],
  ])('of a %s with companies %j is refused: %s', async (role, companies, code) => {
    expect(
      codeOf(await house.verb(CreateAccount).run({ ...person(role, companies), password: PASSWORD }, 'test')),
    ).toBe(code);
  });

  it('keeps its password as argon2id only, and no address in the journal', async () => {
    const { id, email } = await created();
    const [row] = await house.sql<{ hash: string }>('SELECT password_hash AS hash FROM account WHERE id = $1', [id]);
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const [entry] = await house.sql<{ body: string; actor: string }>(
      `SELECT body, actor FROM audit_entry WHERE action = 'account.created' ORDER BY seq DESC LIMIT 1`,
    );
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ account: id, role: 'PAYROLL_ADMIN', companies: [SIREN] });
    expect(`${entry?.body} ${entry?.actor}`).not.toContain(email);
  });
});

describe('signing in', () => {
  it('refuses unknown, closed, mistyped and passwordless alike', async () => {
    const open = await created();
    const closed = await created();
    trusted(await house.verb(DisableAccount).run(closed.id, 'test'));
    const provided = trusted(await house.verb(CreateAccount).run({ ...person(), password: null }, 'test'));
    const answers = [
      await signIn('inconnue@exemple.fr'),
      await signIn(closed.email),
      await signIn(open.email, 'cheval agrafe batteries'),
      await signIn(provided.email),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(codeOf(answers[0] ?? { ok: true })).toBe('CONNEXION_REFUSEE');
    expect(codeOf(await signIn(open.email.toUpperCase()))).toBe('ok');
  });

  it('makes an account wait after eight failures, at fifteen minutes only, from wherever they come', async () => {
    const { email } = await created();
    for (let turn = 0; turn < 8; turn++)
      expect(codeOf(await signIn(email, 'mauvais', `198.51.100.${turn}`))).toBe('CONNEXION_REFUSEE');
    expect(codeOf(await signIn(email))).toBe('TROP_D_ESSAIS');
    later(14);
    expect(codeOf(await signIn(email))).toBe('TROP_D_ESSAIS');
    later(2);
    expect(codeOf(await signIn(email))).toBe('ok');
  });

  it('counts attempts made at once as well, and those of unknown addresses', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('personne@exemple.fr', 'mauvais')));
    expect(answers.filter((answer) => codeOf(answer) === 'CONNEXION_REFUSEE')).toHaveLength(8);
  });

  it('makes an address wait after forty failures on whatever account', async () => {
    const { email } = await created();
    for (let turn = 0; turn < 40; turn++)
      await house.sql('INSERT INTO sign_in_attempt (account, address, at) VALUES ($1, $2, $3)', [
        `liste${turn}@exemple.fr`,
        '203.0.113.9',
        NOON,
      ]);
    expect(codeOf(await signIn(email, PASSWORD, '203.0.113.9'))).toBe('TROP_D_ESSAIS');
    expect(codeOf(await signIn(email, PASSWORD, '203.0.113.10'))).toBe('ok');
  });

  it('forgets failures once the person is in', async () => {
    const { email } = await created();
    for (let turn = 0; turn < 7; turn++) await signIn(email, 'mauvais');
    expect(codeOf(await signIn(email))).toBe('ok');
    expect(codeOf(await signIn(email, 'mauvais'))).toBe('CONNEXION_REFUSEE');
    expect(codeOf(await signIn(email))).toBe('ok');
  });

  it('hashes again a password kept at a lower cost', async () => {
    const { id, email } = await created();
    const weak = '$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$';
    await house.sql(`UPDATE account SET password_hash = $2 WHERE id = $1`, [id, await weakHash()]);
    expect(codeOf(await signIn(email))).toBe('ok');
    const [row] = await house.sql<{ hash: string }>('SELECT password_hash AS hash FROM account WHERE id = $1', [id]);
    expect(row?.hash).not.toContain(weak);
    expect(row?.hash).toContain('m=19456');
    expect(codeOf(await signIn(email))).toBe('ok');
  });
});

/** The right password, hashed as it might have been years ago. */
async function weakHash(): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
}

describe('a session', () => {
  it('knows its person and their companies of today, and keeps only a hash of its number', async () => {
    const { id } = await created('ACCOUNTANT', [SIREN]);
    const sid = await session(id);
    expect(await load(sid)).toMatchObject({ data: { a: 1 }, viewer: { accountId: id, scope: { companies: [SIREN] } } });
    const other = siretOf(2).slice(0, 9);
    trusted(await house.verb(ChangeCompanies).run(id, [other], 'test'));
    expect(await load(sid)).toMatchObject({ viewer: { scope: { companies: [other] } } });
    const rows = await house.sql<{ whole: string }>('SELECT session::text AS whole FROM session');
    expect(rows.some(({ whole }) => whole.includes(sid))).toBe(false);
  });

  it('ends after an hour without a request, and twelve hours after sign-in whatever happens', async () => {
    const { id } = await created();
    const sid = await session(id, 'ends');
    later(59);
    expect((await load(sid))?.viewer).not.toBeNull();
    later(59);
    expect(await load(sid)).not.toBeNull();
    later(61);
    expect(await load(sid)).toBeNull();
    const busy = await session(id, 'busy');
    for (let half = 0; half < 23; half++) {
      later(30);
      expect(await load(busy)).not.toBeNull();
    }
    later(31);
    expect(await load(busy)).toBeNull();
  });

  it('ends at once with its account, and is not brought back by a request that was under way', async () => {
    const { id } = await created();
    const sid = await session(id, 'closed');
    trusted(await house.verb(DisableAccount).run(id, 'test'));
    await house.verb(SaveSession).run({ id: sid, fresh: false, accountId: null, agent: null, data: { b: 2 } }, LIMITS);
    expect(await load(sid)).toBeNull();
  });

  it('may be left everywhere, or everywhere else', async () => {
    const { id } = await created();
    const [here] = [await session(id, 'here'), await session(id, 'there'), await session(id, 'elsewhere')];
    const listed = await house.verb(ListSessions).run(await viewer(id), here);
    expect(listed.map(({ current }) => current).sort()).toEqual([false, false, true]);
    expect(await house.verb(SignOutEverywhere).run(await viewer(id), here)).toBe(2);
    expect(await load('there')).toBeNull();
    expect(await load('here')).not.toBeNull();
    expect(await house.verb(SignOutEverywhere).run(await viewer(id), null)).toBe(1);
    expect(await load('here')).toBeNull();
  });

  it('of a visitor is forgotten after an hour', async () => {
    const sid = await session(null, 'visitor');
    expect(await load(sid)).toMatchObject({ viewer: null });
    later(61);
    await session(null, 'another');
    expect(await house.sql('SELECT 1 FROM session WHERE account_id IS NULL')).toHaveLength(1);
  });

  it('is signed by one secret on one base', async () => {
    const secrets = await Promise.all(Array.from({ length: 4 }, () => house.verb(SessionSecret).run()));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]?.length).toBeGreaterThan(32);
  });
});

describe('an invitation', () => {
  it('lets in once, with the role and companies it was made for', async () => {
    const asked = person('ACCOUNTANT');
    const { token } = trusted(await house.verb(InviteAccount).run(asked, 'test'));
    expect(trusted(await house.verb(ReadInvitation).run(token))).toMatchObject({
      email: asked.email,
      role: 'ACCOUNTANT',
    });
    const { accountId } = trusted(await house.verb(AcceptInvitation).run(token, PASSWORD));
    expect(await viewer(accountId)).toMatchObject({
      name: asked.name,
      role: 'ACCOUNTANT',
      scope: { companies: [SIREN] },
    });
    expect(codeOf(await house.verb(AcceptInvitation).run(token, PASSWORD))).toBe('INVITATION_UTILISEE');
    expect(codeOf(await signIn(asked.email))).toBe('ok');
    const rows = await house.sql<{ whole: string }>('SELECT invitation::text AS whole FROM invitation');
    expect(rows.some(({ whole }) => whole.includes(token))).toBe(false);
  });

  it('lets in one of two who take it up at once', async () => {
    const { token } = trusted(await house.verb(InviteAccount).run(person(), 'test'));
    const taken = await Promise.all([1, 2].map(() => house.verb(AcceptInvitation).run(token, PASSWORD)));
    expect(taken.map(codeOf).sort()).toEqual(['INVITATION_UTILISEE', 'ok']);
  });

  it('ends after seven days, and when another is made', async () => {
    const asked = person();
    const first = trusted(await house.verb(InviteAccount).run(asked, 'test'));
    const second = trusted(await house.verb(InviteAccount).run(asked, 'test'));
    expect(codeOf(await house.verb(ReadInvitation).run(first.token))).toBe('INVITATION_REMPLACEE');
    later(7 * 24 * 60);
    expect(codeOf(await house.verb(ReadInvitation).run(second.token))).toBe('INVITATION_PERIMEE');
    expect(codeOf(await house.verb(AcceptInvitation).run(second.token, PASSWORD))).toBe('INVITATION_PERIMEE');
    expect(codeOf(await house.verb(ReadInvitation).run('inventé'))).toBe('INVITATION_INCONNUE');
  });

  it('leaves one link open when several are asked for at once', async () => {
    const asked = person();
    const invited = await Promise.all(Array.from({ length: 10 }, () => house.verb(InviteAccount).run(asked, 'test')));
    const read = await Promise.all(invited.map((one) => house.verb(ReadInvitation).run(trusted(one).token)));
    expect(read.map(codeOf).filter((code) => code === 'ok')).toHaveLength(1);
  });

  it('keeps waiting when the password chosen is refused', async () => {
    const { token } = trusted(await house.verb(InviteAccount).run(person(), 'test'));
    expect(codeOf(await house.verb(AcceptInvitation).run(token, 'court'))).toBe('MOT_DE_PASSE_COURT');
    expect(codeOf(await house.verb(AcceptInvitation).run(token, PASSWORD))).toBe('ok');
  });

  it('also renews a password: former sessions end', async () => {
    const { id, email } = await created();
    await session(id, 'before');
    const { token } = trusted(await house.verb(RenewPassword).run(id, 'test'));
    expect(codeOf(await signIn(email))).toBe('ok');
    expect(trusted(await house.verb(AcceptInvitation).run(token, 'tilleul moulin safran')).accountId).toBe(id);
    expect(await load('before')).toBeNull();
    expect(codeOf(await signIn(email))).toBe('CONNEXION_REFUSEE');
    expect(codeOf(await signIn(email, 'tilleul moulin safran'))).toBe('ok');
  });
});

describe('a password', () => {
  it('is changed by who knows it, and every session ends', async () => {
    const { id, email } = await created();
    await session(id, 'old');
    const change = async (current: string, wanted: string) =>
      codeOf(await house.verb(ChangePassword).run(await viewer(id), current, wanted));
    expect(await change('mauvais', 'tilleul moulin safran')).toBe('MOT_DE_PASSE_ACTUEL');
    expect(await change(PASSWORD, 'court')).toBe('MOT_DE_PASSE_COURT');
    expect(await change(PASSWORD, PASSWORD)).toBe('MOT_DE_PASSE_MEME');
    expect(await change(PASSWORD, 'tilleul moulin safran')).toBe('ok');
    expect(await load('old')).toBeNull();
    expect(codeOf(await signIn(email, 'tilleul moulin safran'))).toBe('ok');
    for (let turn = 0; turn < 4; turn++) await change('mauvais', 'galet prune tilleul');
    expect(await change('tilleul moulin safran', 'galet prune tilleul')).toBe('TROP_D_ESSAIS');
  });
});

describe('closing accounts', () => {
  it('never shuts out the last administrator', async () => {
    const first = await created('ADMINISTRATOR', []);
    expect(codeOf(await house.verb(DisableAccount).run(first.id, 'test'))).toBe('DERNIER_ADMINISTRATEUR');
    const second = await created('ADMINISTRATOR', []);
    const closed = await Promise.all([first.id, second.id].map((id) => house.verb(DisableAccount).run(id, 'test')));
    expect(closed.map(codeOf).sort()).toEqual(['DERNIER_ADMINISTRATEUR', 'ok']);
  });

  it('takes back the links of a closed account', async () => {
    const { id } = await created();
    const { token } = trusted(await house.verb(RenewPassword).run(id, 'test'));
    trusted(await house.verb(DisableAccount).run(id, 'test'));
    expect(codeOf(await house.verb(AcceptInvitation).run(token, PASSWORD))).toBe('INVITATION_REMPLACEE');
    expect(codeOf(await house.verb(RenewPassword).run(id, 'test'))).toBe('COMPTE_INCONNU');
  });
});

describe('the accounts of the demo', () => {
  it('have the same password at each start, and are closed where the demo does not run', async () => {
    const people = [{ email: 'demo@demo.example', name: 'Zoé Roux', role: 'SUPPORT', companies: [] }];
    const [first] = await house.verb(OpenDemoAccounts).run(people, 'test');
    const [again] = await house.verb(OpenDemoAccounts).run(people, 'test');
    expect(again).toEqual(first);
    expect(codeOf(await signIn('demo@demo.example', first?.password))).toBe('ok');
    expect(await house.verb(CloseDemoAccounts).run('test')).toEqual({ closed: 1, hasAdministrator: true });
    expect(codeOf(await signIn('demo@demo.example', first?.password))).toBe('CONNEXION_REFUSEE');
    await house.verb(OpenDemoAccounts).run(people, 'test');
    expect(codeOf(await signIn('demo@demo.example', first?.password))).toBe('ok');
  });

  it('leave the journal whole', async () => {
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });
});
