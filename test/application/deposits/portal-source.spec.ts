import { systemCaller } from '#application/access/caller';
import { PollFeedSources, type PollReport } from '#application/deposits/poll-feed-sources';
import { PortalSource } from '#application/deposits/portal-source';
import { ReceiveDeposit } from '#application/deposits/receive-deposit';
import { FeedSources } from '#application/ports/feed-source';
import { csv } from '../../support/deposits';
import { lineOf, siretOf } from '../../support/facts';
import { Portal, type ReturnOfPortal } from '../../support/portal';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const PATHS = {
  ...{ token: 'jeton', deposits: 'depots?depuis={depuis}' },
  ...{ returns: 'depots/{flux}/retours', return: 'retours/{retour}' },
};

let house: TestHouse;
let portal: Portal;
let url: string;
beforeEach(async () => {
  house = await openTestHouse();
  portal = new Portal();
  url = await portal.open();
});
afterEach(async () => {
  await portal.close();
  await house.close();
});

/** As a worker does it that has just been started. */
function poll(password = 'secret'): Promise<PollReport> {
  const settings = { url, user: 'paie', password, paths: PATHS, days: 62 };
  const source = new PortalSource(settings, house.wallClock, { silenceMs: 300, wholeMs: 10_000 });
  const sources = new FeedSources([source]);
  return new PollFeedSources(house.database, house.wallClock, sources, house.verb(ReceiveDeposit)).run(
    systemCaller('système : relève'),
  );
}

const rates = (company: number): Buffer => csv(lineOf(siretOf(company), '553AC 1.80 2026-01-01 2026-01-05'));

/** One deposit of a DSN with its returns, by id. */
const flow = (id: string, returns: Readonly<Record<string, ReturnOfPortal>>): unknown =>
  portal.flows.set(id, new Map(Object.entries(returns)));

const names = async (): Promise<string[]> =>
  (await house.sql<{ name: string }>('SELECT name FROM deposit ORDER BY id')).map(({ name }) => name);

const asked = (room: string): string[] => portal.asked.filter((path) => path.startsWith(`GET ${room}`));

const NONE = { sources: 1, kept: 0, alreadyReceived: 0, refused: 0, waiting: 0, failures: [] };

describe('a portal of returns', () => {
  it('gives those of nature 34, the oldest first, and each of them once', async () => {
    flow('F1', {
      r2: { body: rates(2), publication: '20260105070000' },
      r1: { body: rates(1), publication: '20260105060000' },
      other: { body: rates(3), nature: '21' },
    });
    expect(await poll()).toEqual({ ...NONE, kept: 2 });
    expect(await names()).toEqual(['crm34-r1.xml', 'crm34-r2.xml']);
    expect(portal.asked[1]).toBe('GET depots?depuis=20251105');
    flow('F2', { r1: { body: rates(1) }, r4: { body: rates(4) } });
    expect(await poll()).toEqual({ ...NONE, kept: 1 });
    expect(asked('retours')).toEqual(['GET retours/r1', 'GET retours/r2', 'GET retours/r4']);
    expect(
      await house.sql('SELECT origin, key, outcome, deposit_id IS NOT NULL AS kept FROM source_return ORDER BY key'),
    ).toEqual(['r1', 'r2', 'r4'].map((key) => ({ origin: 'CRM', key, outcome: 'KEPT', kept: true })));
  });

  it('may give the same document under two numbers: it is known', async () => {
    flow('F1', { r1: { body: rates(1) }, r2: { body: rates(1) } });
    expect(await poll()).toEqual({ ...NONE, kept: 1, alreadyReceived: 1 });
  });

  it('may compress a body on its way, or give a compressed file', async () => {
    flow('F1', { r1: { body: rates(1), as: 'gzip' }, r2: { body: rates(2), as: 'gzip-file' } });
    expect(await poll()).toEqual({ ...NONE, kept: 2 });
    const [onItsWay, file] = await house.sql<{ size: number }>(
      'SELECT size_bytes::integer AS size FROM deposit ORDER BY id',
    );
    expect(onItsWay?.size).toBe(rates(1).length);
    expect(file?.size).not.toBe(rates(2).length);
  });

  it('is asked for a new token when the one in use has ended, in the middle of a poll', async () => {
    portal.tokenLasts = 3;
    flow('F1', { r1: { body: rates(1) }, r2: { body: rates(2) }, r3: { body: rates(3) } });
    expect(await poll()).toEqual({ ...NONE, kept: 3 });
    expect(portal.tokens).toBe(2);
  });

  it('is not asked over and over when it takes no token', async () => {
    portal.tokenLasts = 0;
    const { failures } = await poll();
    expect(failures).toEqual([expect.stringMatching(/^Le portail 127\.0\.0\.1:\d+ a répondu 401 \(depots\)/)]);
    expect(portal.tokens).toBe(2);
  });

  it('that refuses the account is told without its password', async () => {
    const { failures } = await poll('faux-mot-de-passe');
    expect(failures).toEqual([expect.stringMatching(/refuse ce compte : corrigez CRM_USER ou CRM_PASSWORD\.$/)]);
    expect(failures.join()).not.toContain('faux');
  });

  it.each([
    ['answers 500', '500', /a répondu 500 \(retours\/r1\)/],
    ['changes protocols', 'upgrade', /a répondu 101/],
    ['breaks a body off', 'truncated', /s’est interrompu/],
    ['breaks a compressed body off', 'truncated-gzip', /s’est interrompu/],
    ['falls silent', 'silent', /s’est interrompu/],
    ['sends elsewhere, where a token must not go', 'elsewhere', /a répondu 302/],
  ] as const)('that %s for one return gives the others, and that one at the next poll', async (_what, as, words) => {
    flow('F1', { r1: { body: rates(1), as }, r2: { body: rates(2) } });
    const report = await poll();
    expect(report).toMatchObject({ kept: 1, failures: [expect.stringMatching(words)] });
    expect(await names()).toEqual(['crm34-r2.xml']);
    flow('F1', { r1: { body: rates(1) }, r2: { body: rates(2) } });
    expect(await poll()).toEqual({ ...NONE, kept: 1 });
    expect(await names()).toEqual(['crm34-r2.xml', 'crm34-r1.xml']);
  });

  it('is left alone after three failures in a row', async () => {
    const failing = { body: rates(1), as: '500' as const };
    flow('F1', { r1: failing, r2: failing, r3: failing, r4: failing });
    expect((await poll()).failures).toHaveLength(3);
    expect(asked('retours')).toHaveLength(3);
  });

  it('that gives one illegible list gives what the others name', async () => {
    flow('F1', { r1: { body: rates(1) } });
    flow('F2', { r2: { body: rates(2) } });
    portal.listOf.set('F1', '<html>Maintenance</html>');
    expect(await poll()).toMatchObject({ kept: 1, failures: [expect.stringMatching(/liste illisible/)] });
    expect(await names()).toEqual(['crm34-r2.xml']);
  });

  it('may give what is no document of rates: it is refused once, and not asked for again', async () => {
    flow('F1', { r1: { body: Buffer.from('bonjour') } });
    expect(await poll()).toEqual({ ...NONE, refused: 1 });
    expect(await poll()).toEqual(NONE);
    expect(asked('retours')).toHaveLength(1);
    expect(await house.sql('SELECT outcome, reason FROM source_return')).toEqual([
      { outcome: 'REFUSED', reason: expect.stringMatching(/^Le document « crm34-r1\.xml » n’est ni/) as unknown },
    ]);
  });

  it('that has gone is told, and nothing is lost', async () => {
    flow('F1', { r1: { body: rates(1) } });
    await portal.close();
    expect(await poll()).toMatchObject({ kept: 0, failures: [expect.stringMatching(/ne répond pas/)] });
  });
});

describe('a poll that is killed', () => {
  const killed = async (before: string, when: string): Promise<void> => {
    await house.sql(`
      CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN IF ${when} THEN RAISE 'crash'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER crash BEFORE ${before} FOR EACH ROW EXECUTE FUNCTION crash()`);
    expect((await poll()).failures.length).toBeGreaterThan(0);
    await house.sql('DROP FUNCTION crash CASCADE');
  };

  beforeEach(() => flow('F1', { r1: { body: rates(1) }, r2: { body: rates(2) }, r3: { body: rates(3) } }));

  it('between two returns goes on after the last one that was kept', async () => {
    await killed('INSERT ON deposit', `(SELECT count(*) FROM deposit) >= 1`);
    portal.asked.length = 0;
    expect(await poll()).toEqual({ ...NONE, kept: 2 });
    expect(asked('retours')).toEqual(['GET retours/r2', 'GET retours/r3']);
  });

  it('before it remembered what it had kept finds it known', async () => {
    await killed('INSERT ON source_return', 'true');
    expect(await poll()).toEqual({ ...NONE, alreadyReceived: 3 });
    expect(await names()).toHaveLength(3);
  });

  it('stops between two returns when it is told to', async () => {
    const settings = { url, user: 'paie', password: 'secret', paths: PATHS, days: 62 };
    const sources = new FeedSources([new PortalSource(settings, house.wallClock)]);
    const verb = new PollFeedSources(house.database, house.wallClock, sources, house.verb(ReceiveDeposit));
    const report = await verb.run(systemCaller('système : relève'), AbortSignal.abort());
    expect(report).toEqual(NONE);
    expect(asked('retours')).toEqual([]);
  });
});
