import { AskDigests } from '#application/mail/ask-digests';
import { AskReminders } from '#application/mail/ask-reminders';
import { ListUnclearMails } from '#application/mail/list-unclear-mails';
import { PostMail } from '#application/mail/post-mail';
import { PostOffice } from '#application/mail/post-office';
import { SendMails } from '#application/mail/send-mails';
import { SettleUnclearMail } from '#application/mail/settle-unclear-mail';
import { SmtpMailer } from '#application/mail/smtp-mailer';
import { systemCaller } from '#application/access/caller';
import { CreateAccount } from '#application/access/create-account';
import { DisableAccount } from '#application/access/disable-account';
import { Unsubscribe } from '#application/mail/unsubscribe';
import type { Mailer } from '#application/ports/mailer';
import { given, siretOf } from '../../support/facts';
import { openMailbox, type Mailbox } from '../../support/mailbox';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

const [SMALL, LARGE, UNKNOWN] = [siretOf(1), siretOf(2), siretOf(3)];
let house: TestHouse;
let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await openMailbox();
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  for (const siret of [SMALL, LARGE, UNKNOWN]) await given(house, siret, { name: 'Forges de l’Aubrac' });
  await house.sql('UPDATE company SET headcount_hundredths = 4999 WHERE siren = $1', [SMALL.slice(0, 9)]);
  await house.sql('UPDATE company SET headcount_hundredths = 5000 WHERE siren = $1', [LARGE.slice(0, 9)]);
});
afterEach(async () => {
  await mailbox.close();
  await house.close();
});

/** The post of the house, by this mailbox. */
function post(mailer: Mailer = new SmtpMailer(mailbox.url, 'Taux Juste <taux@exemple.fr>')): PostMail {
  const { database, clock, wallClock } = house;
  const office = new PostOffice(mailer, 'https://taux.exemple.fr');
  return new PostMail(
    new AskDigests(database, clock, wallClock, office),
    new AskReminders(database, clock, wallClock, office),
    new SendMails(database, wallClock, office),
    office,
  );
}

async function person(email: string, role: string, ...sirets: readonly string[]): Promise<number> {
  const companies = sirets.map((siret) => siret.slice(0, 9));
  const asked = { email, name: 'Claire Fontaine', role, companies, password: null };
  const created = await house.verb(CreateAccount).run(asked, 'test');
  if (!created.ok) throw new Error(created.refusal.message);
  return created.value.id;
}

async function task(siret: string, period: string, postponedUntil: string | null = null): Promise<void> {
  await house.sql(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, status, postponed_until, opened_at, prefill)
     VALUES ($1, left($1, 9), 'ANNUAL_RENEWAL', $2, 'NOT_RECEIVED', $2, 'OPEN', $3, '2026-01-01T00:00:00Z', '{}')`,
    [siret, period, postponedUntil],
  );
}

const outcomes = (): Promise<{ outcome: string | null; letter: unknown }[]> =>
  house.sql('SELECT outcome, letter FROM mail ORDER BY id');
const subjects = (): string[] =>
  mailbox.arrived.map(({ to, text }) => `${to}: ${/^Subject: (.*)$/m.exec(text)?.[1]?.trim() ?? ''}`).sort();

describe('the digest of the month', () => {
  it('goes once to each person who has something to do, with counts and links and nothing about anybody', async () => {
    await task(SMALL, '2025-12');
    await task(SMALL, '2026-01');
    await task(LARGE, '2026-01');
    await task(UNKNOWN, '2026-01', '2026-02');
    await person('claire@exemple.fr', 'PAYROLL_ADMIN', SMALL);
    await person('paul@exemple.fr', 'ACCOUNTANT', SMALL, LARGE, UNKNOWN);
    await person('rien@exemple.fr', 'PAYROLL_ADMIN', UNKNOWN);
    await person('support@exemple.fr', 'SUPPORT');
    expect(await post().run()).toEqual({ digests: 2, reminders: 0, sent: 2, failed: 0, waiting: 0 });
    expect(subjects()).toEqual([
      'claire@exemple.fr: 2 tâches de taux AT/MP à faire ce mois-ci',
      'paul@exemple.fr: 3 tâches de taux AT/MP à faire ce mois-ci',
    ]);
    const [one] = mailbox.arrived.filter(({ to }) => to === 'claire@exemple.fr');
    expect(one?.text).toContain('Paie de décembre 2025 : 1 tâche');
    expect(one?.text).toContain('https://taux.exemple.fr/taches?mois=2026-01');
    expect(one?.text).not.toMatch(/Aubrac|Claire|\d{9}/);
    expect(one?.text).toMatch(/^List-Unsubscribe: +<https:\/\/taux\.exemple\.fr\/desabonnement\//m);
    expect(one?.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
    expect(one?.raw).toMatch(/^Message-ID: <digest\.\d+\.2026-01\.\d+@taux\.exemple\.fr>/im);
    expect(await post().run()).toMatchObject({ digests: 0, sent: 0 });
    expect(mailbox.arrived).toHaveLength(2);
    expect(await outcomes()).toEqual([
      { outcome: 'SENT', letter: null },
      { outcome: 'SENT', letter: null },
    ]);
  });

  it('is written once by two rounds at once, and sent once by two senders', async () => {
    await task(SMALL, '2026-01');
    await person('claire@exemple.fr', 'PAYROLL_ADMIN', SMALL);
    await Promise.all([post().run(), post().run(), post().run()]);
    expect(mailbox.arrived).toHaveLength(1);
  });

  it('comes again the month after, while something is to do', async () => {
    await task(SMALL, '2026-01');
    await person('claire@exemple.fr', 'PAYROLL_ADMIN', SMALL);
    await post().run();
    house.clock.instant = '2026-01-31T23:30:00.000Z';
    expect(await post().run()).toMatchObject({ digests: 1, sent: 1 });
  });
});

describe('the reminder before a DSN is due', () => {
  beforeEach(async () => {
    for (const siret of [SMALL, LARGE, UNKNOWN]) await task(siret, '2025-12');
    await task(LARGE, '2026-01');
    await person('paul@exemple.fr', 'ACCOUNTANT', SMALL, LARGE, UNKNOWN);
    await house.sql(`INSERT INTO mail_refusal SELECT id, 'DIGEST', created_at FROM account`);
  });

  it('counts, for the 5th, companies of fifty and more and those whose headcount is unknown', async () => {
    house.clock.instant = '2026-01-03T09:00:00.000Z';
    expect(await post().run()).toMatchObject({ digests: 0, reminders: 1, sent: 1 });
    expect(await post().run()).toMatchObject({ reminders: 0 });
    expect(subjects()).toEqual(['paul@exemple.fr: DSN à déposer le 5 janvier 2026 : 2 tâches à faire avant']);
  });

  it('counts smaller ones for the 15th, and is silent on other days', async () => {
    expect(await post().run()).toMatchObject({ reminders: 0 });
    house.clock.instant = '2026-01-12T09:00:00.000Z';
    expect(await post().run()).toMatchObject({ reminders: 1 });
    expect(subjects()).toEqual(['paul@exemple.fr: DSN à déposer le 15 janvier 2026 : 1 tâche à faire avant']);
  });
});

describe('a message that cannot go', () => {
  beforeEach(async () => {
    await task(SMALL, '2026-01');
    await person('claire@exemple.fr', 'PAYROLL_ADMIN', SMALL);
  });

  it('is over when its address is refused for good', async () => {
    mailbox.answers.set('claire@exemple.fr', 550);
    expect(await post().run()).toMatchObject({ sent: 0, failed: 1, waiting: 0 });
    mailbox.answers.clear();
    expect(await post().run()).toMatchObject({ sent: 0, failed: 0 });
  });

  it('waits a minute when its address is refused for now', async () => {
    mailbox.answers.set('claire@exemple.fr', 450);
    expect(await post().run()).toMatchObject({ sent: 0, failed: 0, waiting: 1 });
    mailbox.answers.clear();
    expect(await post().run()).toMatchObject({ sent: 0, waiting: 1 });
    house.wallClock.instant = '2026-01-06T09:01:00.000Z';
    expect(await post().run()).toMatchObject({ sent: 1, waiting: 0 });
  });

  it('goes when a server that was down is up again, and is given up after two days', async () => {
    const { port } = new URL(mailbox.url);
    await mailbox.close();
    expect(await post().run()).toMatchObject({ digests: 1, sent: 0, failed: 0, waiting: 1 });
    mailbox = await openMailbox(Number(port));
    house.wallClock.instant = '2026-01-06T09:01:00.000Z';
    expect(await post().run()).toMatchObject({ sent: 1, waiting: 0 });
    await house.sql(
      `UPDATE mail SET outcome = NULL, ended_at = NULL, handed_at = NULL, attempts = 7, letter = '{}', due_at = created_at`,
    );
    await mailbox.close();
    expect(await post().run()).toMatchObject({ sent: 0, failed: 1, waiting: 0 });
    mailbox = await openMailbox(Number(port));
  });

  it('goes out again, under the same number, when its sender died before marking it', async () => {
    const dying: Mailer = { send: () => Promise.reject(new Error('Killed')) };
    await expect(post(dying).run()).rejects.toThrow('Killed');
    expect(await post().run()).toMatchObject({ sent: 0, waiting: 1 });
    house.wallClock.instant = '2026-01-06T09:06:00.000Z';
    await post().run();
    const [first] = mailbox.arrived;
    expect(mailbox.arrived).toHaveLength(1);
    await house.sql(
      `UPDATE mail SET outcome = NULL, ended_at = NULL, handed_at = NULL, due_at = created_at,
         letter = '{"subject":"a","text":"b","html":"c","unsubscribe":null}'`,
    );
    await post().run();
    const numberOf = (raw = ''): string | undefined => /^Message-ID: (.*)$/im.exec(raw)?.[1];
    expect(numberOf(mailbox.arrived[1]?.raw)).toBe(numberOf(first?.raw));
  });

  it('that a server took before it died is not sent twice, and is seen not to be clear', async () => {
    mailbox.deadly.add('claire@exemple.fr');
    expect(await post().run()).toMatchObject({ sent: 0, failed: 1, waiting: 0 });
    mailbox.deadly.clear();
    house.wallClock.instant = '2026-01-09T09:00:00.000Z';
    await post().run();
    expect(mailbox.arrived).toHaveLength(1);
    expect(await outcomes()).toMatchObject([{ outcome: 'UNCLEAR' }]);
  });

  it('that may have arrived goes out again only when a person says so, under the same number, or is filed', async () => {
    const settle = (id: number, decision: 'SEND_AGAIN' | 'FILE') =>
      house.verb(SettleUnclearMail).run(id, decision, systemCaller('personne : Samia'));
    mailbox.deadly.add('claire@exemple.fr');
    await post().run();
    const [unclear] = await house.verb(ListUnclearMails).run();
    const id = unclear?.id ?? 0;
    expect(unclear).toMatchObject({
      kind: 'DIGEST',
      email: 'claire@exemple.fr',
      subject: expect.any(String) as unknown,
    });
    expect(await settle(id, 'SEND_AGAIN')).toMatchObject({ ok: true });
    expect(await settle(id, 'SEND_AGAIN')).toMatchObject({ refusal: { code: 'MESSAGE_INCONNU' } });
    await post().run();
    expect(mailbox.arrived).toHaveLength(2);
    expect(await settle(id, 'FILE')).toMatchObject({ ok: true });
    mailbox.deadly.clear();
    await post().run();
    expect(mailbox.arrived).toHaveLength(2);
    expect(await outcomes()).toEqual([{ outcome: 'UNCLEAR', letter: null }]);
    expect(await house.verb(ListUnclearMails).run()).toEqual([]);
    expect(await house.sql(`SELECT action FROM audit_entry WHERE action LIKE 'mail.%' ORDER BY seq`)).toEqual([
      { action: 'mail.sent-again' },
      { action: 'mail.filed' },
    ]);
  });

  it('that its sender handed over before dying is not sent twice either', async () => {
    const real = new SmtpMailer(mailbox.url, 'taux@exemple.fr');
    const dying: Mailer = {
      send: async (message, handOver) => {
        await real.send(message, handOver);
        throw new Error('Killed');
      },
    };
    await expect(post(dying).run()).rejects.toThrow('Killed');
    house.wallClock.instant = '2026-01-06T09:06:00.000Z';
    expect(await post().run()).toMatchObject({ sent: 0, failed: 1 });
    expect(mailbox.arrived).toHaveLength(1);
    expect(await outcomes()).toMatchObject([{ outcome: 'UNCLEAR' }]);
  });

  it('goes out once when a sender wakes up long after another took its place', async () => {
    const real = new SmtpMailer(mailbox.url, 'taux@exemple.fr');
    const frozen: Mailer = {
      send: (message, handOver) =>
        real.send(message, async () => {
          house.wallClock.instant = '2026-01-06T09:06:00.000Z';
          await post().run();
          await handOver();
        }),
    };
    await post(frozen).run();
    expect(mailbox.arrived).toHaveLength(1);
    expect(await outcomes()).toEqual([{ outcome: 'SENT', letter: null }]);
  });

  it('is dropped when its person has unsubscribed or left since it was written', async () => {
    const { database, clock, wallClock } = house;
    const office = new PostOffice(new SmtpMailer(mailbox.url, 'taux@exemple.fr'), 'https://taux.exemple.fr');
    await new AskDigests(database, clock, wallClock, office).run();
    const left = await person('partie@exemple.fr', 'PAYROLL_ADMIN', SMALL);
    await new AskDigests(database, clock, wallClock, office).run();
    await house.verb(DisableAccount).run(left, 'test');
    const [link] = await house.sql<{ link: string }>(`SELECT letter->>'unsubscribe' AS link FROM mail ORDER BY id`);
    const token = link?.link.split('/').at(-1) ?? '';
    for (let time = 0; time < 2; time++)
      expect(await house.verb(Unsubscribe).run(token, true)).toEqual({ ok: true, value: 'DIGEST' });
    expect(await new SendMails(database, wallClock, office).run()).toEqual({ sent: 0, failed: 0, waiting: 0 });
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['UNWANTED', 'UNWANTED']);
    expect(await house.sql(`SELECT 1 FROM audit_entry WHERE action = 'account.mail_changed'`)).toHaveLength(1);
  });
});
