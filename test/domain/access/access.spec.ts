import { countedAddress, mustWait } from '#domain/access/attempts';
import { refusePassword } from '#domain/access/password';
import { parseRole } from '#domain/access/role';
import { parseEmail } from '#domain/values/email';

describe('an e-mail address', () => {
  it.each([
    [' Claire.Fontaine@Exemple.FR ', 'claire.fontaine@exemple.fr'],
    ['paie+atmp@sous.domaine.exemple.fr', 'paie+atmp@sous.domaine.exemple.fr'],
    ['o’neill@exemple.fr', 'o’neill@exemple.fr'],
  ])('%s is %s', (typed, email) => {
    expect(parseEmail(typed)).toEqual({ ok: true, value: email });
  });

  it.each([
    '',
    'claire',
    'claire@exemple',
    'claire@@exemple.fr',
    'a b@exemple.fr',
    'a@b.fr, c@d.fr',
    '<a@b.fr>',
    `${'a'.repeat(65)}@b.fr`,
  ])('« %s » is refused', (typed) => {
    expect(parseEmail(typed)).toMatchObject({ ok: false, refusal: { code: 'ADRESSE_ILLISIBLE' } });
  });
});

describe('a role', () => {
  it.each([
    ['payroll-admin', 'PAYROLL_ADMIN'],
    ['ACCOUNTANT', 'ACCOUNTANT'],
    ['Gestionnaire de paie', 'PAYROLL_ADMIN'],
    [' support ', 'SUPPORT'],
  ])('%s is %s', (typed, role) => {
    expect(parseRole(typed)).toEqual({ ok: true, value: role });
  });

  it('is refused with the list of those there are', () => {
    expect(parseRole('chef')).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining('payroll-admin, accountant, support, administrator') as unknown },
    });
  });
});

describe('a password', () => {
  const owner = { name: 'Claire Fontaine', email: 'c.fontaine@exemple.fr' };

  it.each([
    ['onze signes', 'MOT_DE_PASSE_COURT'],
    ['', 'MOT_DE_PASSE_COURT'],
    ['x'.repeat(201), 'MOT_DE_PASSE_LONG'],
    ['aaaaaaaaaaaaaaaa', 'MOT_DE_PASSE_DEVINABLE'],
    ['abababababab', 'MOT_DE_PASSE_DEVINABLE'],
    ['012345678901', 'MOT_DE_PASSE_DEVINABLE'],
    ['azertyuiopqs', 'MOT_DE_PASSE_DEVINABLE'],
    ['Motdepasse2026!', 'MOT_DE_PASSE_COURANT'],
    ['net-entreprises', 'MOT_DE_PASSE_COURANT'],
    ['Administrateur1', 'MOT_DE_PASSE_COURANT'],
    ['clairefontaine', 'MOT_DE_PASSE_PERSONNEL'],
    ['Fontaine2026!', 'MOT_DE_PASSE_PERSONNEL'],
  ])('%s is refused: %s', (password, code) => {
    expect(refusePassword(password, owner)?.code).toBe(code);
  });

  it.each(['cheval agrafe batterie', 'Tournesol-47-vélo', 'fontaine cheval batterie', '🐎🐎 agrafe 🔋🔋🔋🔋'])(
    '%s may be used',
    (password) => {
      expect(refusePassword(password, owner)).toBeNull();
    },
  );

  it('is never repeated by what refuses it', () => {
    for (const password of ['clairefontaine', 'azertyuiopqs'])
      expect(refusePassword(password, owner)?.message).not.toContain(password);
  });
});

describe('the limit of sign-ins', () => {
  it.each([
    [{ account: 7, address: 7 }, false],
    [{ account: 8, address: 8 }, true],
    [{ account: 0, address: 39 }, false],
    [{ account: 0, address: 40 }, true],
  ])('%j waits: %s', (recent, waits) => {
    expect(mustWait(recent)).toBe(waits);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2:ffff::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('counts %s as %s', (address, counted) => {
    expect(countedAddress(address)).toBe(counted);
  });
});
