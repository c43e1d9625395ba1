import { AskDigests } from '#application/mail/ask-digests';
import { PostOffice } from '#application/mail/post-office';
import { linkTo } from '#http/paths';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, siretOf } from '../../support/facts';
import { openMailbox, type Mailbox } from '../../support/mailbox';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

let house: TestHouse;
let mailbox: Mailbox;
let browsing: Browsing;
beforeAll(async () => {
  mailbox = await openMailbox();
  house = await openTestHouse();
  const mail = { smtpUrl: mailbox.url, from: 'taux@exemple.fr', publicUrl: 'https://taux.exemple.fr' };
  browsing = await openBrowsing(house, {}, mail);
});
afterAll(async () => {
  await browsing.close();
  await mailbox.close();
  await house.close();
});

/** The page answers before the message is out. */
async function arrival(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const [waiting] = await house.sql<{ count: string }>('SELECT count(*) FROM mail WHERE outcome IS NULL');
    if (Number(waiting?.count) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('an invitation', () => {
  it('arrives by e-mail, once, and its link lets in', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const fields = { name: 'Nora Blin', email: 'nora@exemple.fr', role: 'SUPPORT', companies: '' };
    const shown = await admin.post('/utilisateurs/inviter', fields);
    expect(shown.text).toContain('Ce lien part aussi par e-mail');
    await arrival();
    expect(mailbox.arrived.map(({ to }) => to)).toEqual(['nora@exemple.fr']);
    const [, token = ''] = /taux\.exemple\.fr\/invitation\/([\w-]+)/.exec(mailbox.arrived[0]?.text ?? '') ?? [];
    expect((await browsing.anonymous().get(`/invitation/${token}`)).text).toContain('Choisir votre mot de passe');
    expect(await house.sql('SELECT letter FROM mail')).toEqual([{ letter: null }]);
  });

  it('is not sent where no mail is configured, and the page says so', async () => {
    const { email, password } = await browsing.account('ADMINISTRATOR');
    const silent = await openBrowsing(house);
    const admin = silent.anonymous();
    await admin.signIn({ email, password });
    const fields = { name: 'Luc Roy', email: 'luc@exemple.fr', role: 'SUPPORT', companies: '' };
    expect((await admin.post('/utilisateurs/inviter', fields)).text).toContain('Aucun e-mail n’est envoyé');
    await silent.close();
  });
});

describe('addresses in messages', () => {
  it('are those of the pages', () => {
    const office = new PostOffice(null, '');
    expect(office.invitation('t')).toBe(linkTo('invitation', { token: 't' }));
    expect(office.unsubscribe('t')).toBe(linkTo('unsubscribe', { token: 't' }));
    expect(office.month('2026-01' as Parameters<PostOffice['month']>[0])).toBe(
      linkTo('tasks', {}, { mois: '2026-01' }),
    );
  });
});

describe('what a person receives', () => {
  it('is chosen on their account, kind by kind', async () => {
    const siret = await given(house, siretOf(1), {});
    const claire = await browsing.signIn('PAYROLL_ADMIN', [siret]);
    const boxes = async (): Promise<string[]> =>
      [...(await claire.get('/compte')).body.matchAll(/value="(DIGEST|REMINDER)"( checked)?/g)].map(
        ([, kind, checked]) => `${kind ?? ''}${checked ?? ''}`,
      );
    expect(await boxes()).toEqual(['DIGEST checked', 'REMINDER checked']);
    expect((await claire.post('/compte/e-mails', { 'e-mails': 'REMINDER' })).location).toBe('/compte');
    expect(await boxes()).toEqual(['DIGEST', 'REMINDER checked']);
  });

  it('ends by the link of a message: a page first, then one click, from a mail program too', async () => {
    const siret = await given(house, siretOf(2), {});
    await house.sql(
      `INSERT INTO task (siret, siren, kind, cause, reason, period, status, opened_at, prefill)
       VALUES ($1, left($1, 9), 'ANNUAL_RENEWAL', '2026', 'NOT_RECEIVED', '2026-01', 'OPEN', '2026-01-01T00:00:00Z', '{}')`,
      [siret],
    );
    const { accountId } = await browsing.account('PAYROLL_ADMIN', [siret]);
    await browsing.pages.get(AskDigests).run();
    const [mail] = await house.sql<{ link: string }>(
      `SELECT letter->>'unsubscribe' AS link FROM mail WHERE account_id = $1`,
      [accountId],
    );
    const { pathname } = new URL(mail?.link ?? '');
    const refused = (): Promise<unknown[]> =>
      house.sql('SELECT 1 FROM mail_refusal WHERE account_id = $1', [accountId]);
    const anybody = browsing.anonymous();
    expect((await anybody.get(pathname)).text).toContain('Arrêter ces messages');
    expect(await refused()).toEqual([]);
    const ended = await anybody.post(pathname, { _csrf: '', 'List-Unsubscribe': 'One-Click' });
    expect([ended.status, ended.text]).toEqual([200, expect.stringContaining('C’est noté')]);
    expect(await refused()).toHaveLength(1);
    for (const wrong of [pathname.slice(0, -1), pathname.replace('DIGEST', 'REMINDER'), '/desabonnement/x'])
      expect((await anybody.post(wrong, { _csrf: '' })).status).toBe(404);
  });
});
