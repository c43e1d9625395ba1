import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AskWhatIsMissing } from '#application/schedule/ask-what-is-missing';
import { ListScheduleRuns } from '#application/schedule/list-schedule-runs';
import { RunItemNow } from '#application/schedule/run-item-now';
import { ScheduledWork } from '#application/schedule/scheduled-work';
import { TellSupport } from '#application/schedule/tell-support';
import { CreateAccount } from '#application/access/create-account';
import { PostOffice } from '#application/mail/post-office';
import { SendMails } from '#application/mail/send-mails';
import { SmtpMailer } from '#application/mail/smtp-mailer';
import { Rulebook } from '#application/rulebook/rulebook';
import { trusted } from '#domain/values/result';
import { given, siretOf } from '../../support/facts';
import { openMailbox, type Mailbox } from '../../support/mailbox';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { anotherInstance, beat, runs } from './scheduled';

jest.setTimeout(120_000);

const BORN = '2026-01-05T12:00:00.000Z';
let house: TestHouse;
let mailbox: Mailbox;
let office: PostOffice;
beforeEach(async () => {
  mailbox = await openMailbox();
  house = await openTestHouse(BORN);
  office = new PostOffice(new SmtpMailer(mailbox.url, 'taux@exemple.fr'), 'https://taux.exemple.fr');
  await given(house, siretOf(1));
  await person('support@exemple.fr', 'SUPPORT');
  await person('paie@exemple.fr', 'PAYROLL_ADMIN', siretOf(1).slice(0, 9));
  await beat(house, BORN);
});
afterEach(async () => {
  await mailbox.close();
  await house.close();
});

async function person(email: string, role: string, ...companies: readonly string[]): Promise<void> {
  const asked = { email, name: 'Claire Fontaine', role, companies, password: null };
  trusted(await house.verb(CreateAccount).run(asked, 'test'));
}

/** The beat and the post of a house that has mail. */
async function beatWithMail(instant: string): Promise<void> {
  await beat(house, instant);
  const { database, clock, wallClock } = house;
  const tell = new TellSupport(database, wallClock, office);
  await new AskWhatIsMissing(database, clock, house.verb(Rulebook), tell, house.verb(ScheduledWork)).run();
  await new SendMails(database, wallClock, office).run();
}

const letters = (): string[] => mailbox.arrived.map(({ to, text }) => `${to}\n${text.replaceAll('\u00a0', ' ')}`);
const standing = async (name: string) => (await house.verb(ListScheduleRuns).run()).find((item) => item.name === name);
const runNamed = async (run: string) => (await runs(house)).find((one) => one.run === run);

describe('a run that fails', () => {
  // A right that somebody took away: the erasing cannot be done until it is given back.
  beforeEach(() => house.sql('REVOKE DELETE ON session FROM tj_app'));

  it('is tried again with longer and longer waits, told to support at the third time, once, and made good in the end', async () => {
    await beatWithMail('2026-01-06T08:00:00.000Z');
    expect(await runNamed('retention 2026-01-06')).toMatchObject({ outcome: null, attempts: 1 });
    expect(letters()).toEqual([]);
    for (const minute of ['00:30', '01:00', '02:00', '06:00', '06:30'])
      await beatWithMail(`2026-01-06T08:${minute}.000Z`);
    const failed = await runNamed('retention 2026-01-06');
    expect(failed).toMatchObject({ outcome: null, attempts: 3 });
    expect(failed?.error).toContain("n'a pas les droits");
    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toMatch(/^support@exemple\.fr\n/);
    expect(letters()[0]).toContain('Calendrier de Taux Juste : 1 point à regarder');
    expect(letters()[0]).toContain('Effacement de ce qui a fait son temps, 6 janvier 2026 : 3 essais sans succès.');
    expect(await standing('retention')).toMatchObject({ standing: 'FAILED' });
    await house.sql('GRANT DELETE ON session TO tj_app');
    await beatWithMail('2026-01-06T08:22:00.000Z');
    expect(await runNamed('retention 2026-01-06')).toMatchObject({ outcome: 'DONE', attempts: 4, error: null });
    expect(await standing('retention')).toMatchObject({ standing: 'ON_TIME' });
    expect(letters()).toHaveLength(1);
  });

  it('is replaced by the next slot that stands for it', async () => {
    await beat(house, '2026-01-06T08:00:00.000Z');
    await house.sql('GRANT DELETE ON session TO tj_app');
    await beat(house, '2026-01-07T02:30:00.000Z');
    expect(await runNamed('retention 2026-01-06')).toMatchObject({ outcome: 'REPLACED' });
    expect(await runNamed('retention 2026-01-07')).toMatchObject({ outcome: 'DONE' });
  });

  it('is made by hand without waiting, and says when it fails again', async () => {
    await beat(house, '2026-01-06T08:00:00.000Z');
    const again = trusted(await house.verb(RunItemNow).run('retention', null));
    expect(again).toMatchObject({ outcome: null, attempts: 2 });
    expect(again.error).toContain("n'a pas les droits");
  });
});

describe('a run that finds something amiss', () => {
  it('tells support that the journal is broken', async () => {
    await house.sql(`UPDATE audit_entry SET actor = 'personne : quelqu’un d’autre' WHERE seq = 1`);
    await beatWithMail('2026-01-06T08:00:00.000Z');
    expect(await runNamed('journal-verification 2026-01-06')).toMatchObject({ outcome: 'ALERT' });
    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toContain('Vérification du journal, 6 janvier 2026 : Le journal est rompu : l’entrée 1.');
    expect(await standing('journal-verification')).toMatchObject({ standing: 'ALERT' });
  });
});

describe('a run that did not happen', () => {
  it('shows as late whether or not anything runs, and is told in one message when somebody asks again', async () => {
    house.clock.instant = '2026-01-06T01:29:00.000Z';
    expect(await standing('journal-verification')).toMatchObject({ standing: 'WAITING' });
    house.clock.instant = '2026-01-06T01:31:00.000Z';
    expect(await standing('journal-verification')).toMatchObject({ standing: 'DUE' });
    house.clock.instant = '2026-01-08T12:00:00.000Z';
    expect(await standing('journal-verification')).toMatchObject({ standing: 'LATE' });
    house.clock.instant = '2026-02-01T07:00:00.000Z';
    expect(await standing('monthly-tasks')).toMatchObject({
      standing: 'LATE',
      sentence:
        'Pas encore fait pour février 2026 : vérifiez qu’un travailleur tourne, ou lancez « schedule run monthly-tasks --slot 2026-02 ».',
    });
    await beatWithMail('2026-02-01T07:00:00.000Z');
    expect(letters()).toHaveLength(1);
    expect(letters()[0]).toContain('Clôture de la campagne annuelle, campagne 2026 : fait en retard.');
    expect(letters()[0]).toContain('Tâches du mois, février 2026 : fait en retard. 0 tâche levée');
    expect(await standing('monthly-tasks')).toMatchObject({
      standing: 'ON_TIME',
      nextDueAt: '2026-03-01T04:00:00.000Z',
    });
    await beatWithMail('2026-02-01T07:30:00.000Z');
    expect(letters()).toHaveLength(1);
  });
});

describe('what has served its time', () => {
  it('is erased and counted in the journal; facts, rates, tasks and the journal stay', async () => {
    house.wallClock.instant = '2026-01-06T08:00:00.000Z';
    await house.sql(
      `INSERT INTO session (id, created_at, last_seen_at, ends_at, expires_at, data) VALUES
         ('\\x01', '2026-01-05T08:00Z', '2026-01-05T08:00Z', '2026-01-06T07:59Z', '2026-01-06T20:00Z', '{}'),
         ('\\x02', '2026-01-05T08:00Z', '2026-01-05T08:00Z', '2026-01-06T08:01Z', '2026-01-06T20:00Z', '{}')`,
    );
    await house.sql(
      `INSERT INTO invitation (token, email, name, role, companies, created_at, expires_at, used_at, revoked_at) VALUES
         ('\\x01', 'a@exemple.fr', 'A', 'SUPPORT', '{}', '2025-09-01Z', '2025-09-08Z', '2025-09-02Z', NULL),
         ('\\x02', 'b@exemple.fr', 'B', 'SUPPORT', '{}', '2025-12-01Z', '2025-12-08Z', NULL, NULL)`,
    );
    await house.sql(
      `INSERT INTO mail (key, kind, account_id, email, created_at, due_at, outcome, ended_at)
       SELECT 'DIGEST:1:' || at, 'DIGEST', (SELECT min(id) FROM account), 'a@exemple.fr', at::timestamptz, at::timestamptz,
         'SENT', at::timestamptz
       FROM unnest(ARRAY['2024-11-01', '2025-12-01']) at`,
    );
    const tables = ['company', 'establishment', 'task', 'rate_profile', 'account'];
    const count = () => Promise.all(tables.map((table) => house.sql(`SELECT count(*) FROM ${table}`)));
    const before = await count();
    await beat(house, '2026-01-06T08:00:00.000Z');
    expect(await count()).toEqual(before);
    expect((await runNamed('retention 2026-01-06'))?.report).toBe(
      'Effacé : sessions expirées (1), invitations utilisées, retirées ou expirées (1), messages envoyés ou abandonnés (1).',
    );
    const [entry] = await house.sql<{ actor: string; body: string }>(
      `SELECT actor, body FROM audit_entry WHERE action = 'retention.purged'`,
    );
    expect(entry).toEqual({ actor: 'système : calendrier', body: '{"sessions":1,"invitations":1,"mails":1}' });
    expect(await house.sql(`SELECT 1 FROM invitation`)).toHaveLength(1);
  });
});

describe('the sources of rates', () => {
  it('are asked every five minutes when there are any; one that fails is told once, until it works again', async () => {
    const item = await standing('feed-poll');
    expect(item).toMatchObject({ standing: 'IDLE', nextDueAt: null });
    const folder = join(mkdtempSync(join(tmpdir(), 'taux-juste-')), 'arrivées');
    const polling = await anotherInstance(house, BORN, { feeds: { folder, portal: null } });
    await beat(polling, '2026-01-06T08:00:30.000Z');
    await beat(polling, '2026-01-06T08:05:30.000Z');
    mkdirSync(folder);
    await beat(polling, '2026-01-06T08:10:30.000Z');
    const polls = await house.sql(
      `SELECT slot, outcome, alert FROM schedule_run WHERE name = 'feed-poll' AND slot <> 'origine' ORDER BY due_at`,
    );
    expect(polls).toEqual([
      { slot: '2026-01-06T08:00Z', outcome: 'ALERT', alert: true },
      { slot: '2026-01-06T08:05Z', outcome: 'ALERT', alert: false },
      { slot: '2026-01-06T08:10Z', outcome: 'DONE', alert: false },
    ]);
    await polling.close();
    rmSync(dirname(folder), { recursive: true });
  });
});
