import { Webhook } from 'standardwebhooks';
import { VerifyJournal } from '#application/audit/verify-journal';
import { ListEndpoints } from '#application/webhooks/list-endpoints';
import { ReadEndpoint } from '#application/webhooks/read-endpoint';
import { ReplayEvents } from '#application/webhooks/replay-events';
import { RotateSecret } from '#application/webhooks/rotate-secret';
import { SwitchEndpoint } from '#application/webhooks/switch-endpoint';
import type { WebhookSender } from '#application/ports/webhook-sender';
import { trusted } from '#domain/values/result';
import { openReceiver, type Receiver } from '../../support/receiver';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { siretOf } from '../../support/facts';
import { added, ADMIN, deliverer, dutyOf, happened, NEVER, pinger, senderHere } from './delivering';

const MONTHS = ['2026-01', '2026-02', '2026-03'];
const HOUR = 3_600_000;

let house: TestHouse;
let receiver: Receiver;
/** Receivers judge the moment of a signature by their own clock. */
const start = new Date().toISOString();

beforeAll(async () => (house = await openTestHouse('2026-01-15T09:00:00.000Z')));
beforeEach(async () => {
  // A database of their own for each would cost more than everything they do.
  await house.sql(
    'TRUNCATE webhook_endpoint, webhook_subscription, webhook_secret, event, event_delivery RESTART IDENTITY',
  );
  house.clock.instant = '2026-01-15T09:00:00.000Z';
  house.wallClock.instant = start;
  receiver = await openReceiver();
});
afterEach(() => receiver.close());
afterAll(() => house.close());

const later = (milliseconds: number): void => {
  house.wallClock.instant = new Date(Date.parse(house.wallClock.now()) + milliseconds).toISOString();
};
const periods = (of: Receiver = receiver): unknown[] => of.arrived.map(({ envelope }) => envelope.data.period);
const ids = (): unknown[] => receiver.arrived.map(({ headers }) => headers['webhook-id']);
const stateOf = async (id: number) => trusted(await house.verb(ReadEndpoint).run(id, ADMIN)).endpoint;

/** As the worker does it: a round for every endpoint to which something is due. */
async function round(sender?: WebhookSender): Promise<void> {
  const duty = dutyOf(house, sender);
  for (const subject of await duty.wanted()) await duty.run(subject, NEVER);
}

describe('an event', () => {
  it('arrives once, signed so that the library of Standard Webhooks accepts it, and no longer', async () => {
    const { secret } = await added(house, receiver.url);
    await happened(house, 1, '2026-01');
    await round();
    await round();
    const [arrival, ...more] = receiver.arrived;
    expect(more).toEqual([]);
    expect(arrival?.envelope).toMatchObject({
      type: 'task.raised',
      timestamp: '2026-01-15T09:00:00.000Z',
      data: { siret: siretOf(1), kind: 'INCOHERENCE', period: '2026-01', reason: 'INCOHERENT', feed: null },
    });
    const headers = arrival?.headers as Record<string, string>;
    expect(headers['webhook-id']).toMatch(/^evt_[0-9a-f]{32}$/);
    const verifier = new Webhook(secret);
    expect(verifier.verify(arrival?.body ?? '', headers)).toEqual(arrival?.envelope);
    expect(() => verifier.verify(`${arrival?.body ?? ''} `, headers)).toThrow();
    expect(() => verifier.verify(arrival?.body ?? '', { ...headers, 'webhook-id': 'evt_0' })).toThrow();
    expect(await stateOf(1)).toMatchObject({ waiting: 0, givenUp: 0, failingSince: null, lastSuccessAt: start });
  });

  it('arrives over TLS too, at the name of the receiver', async () => {
    const secure = await openReceiver(true);
    try {
      await added(house, secure.url.replace('recepteur.test', 'localhost'));
      await house.sql('UPDATE webhook_endpoint SET url = $1', [secure.url]);
      const sender = senderHere();
      await happened(house, 1, '2026-01');
      await round(sender);
      // The port of a name that is not this machine's must be one of those permitted.
      expect(secure.arrived).toEqual([]);
      await house.sql('UPDATE webhook_endpoint SET url = $1', [secure.url.replace('recepteur.test', 'localhost')]);
      later(10_000);
      await round(sender);
      expect(periods(secure)).toEqual(['2026-01']);
    } finally {
      await secure.close();
    }
  });

  it('that is refused at first is delivered once, when the receiver is well, under the same number', async () => {
    await added(house, receiver.url);
    receiver.manners.push(500, 503);
    await happened(house, 1, '2026-01');
    await round();
    await round();
    expect(receiver.arrived).toHaveLength(1);
    later(10_000);
    await round();
    expect(await stateOf(1)).toMatchObject({ waiting: 1, lastError: 'Réponse 503' });
    later(60_000);
    await round();
    await round();
    expect(receiver.arrived).toHaveLength(3);
    expect(new Set(ids()).size).toBe(1);
    expect(new Set(receiver.arrived.map(({ body }) => body)).size).toBe(1);
    expect(await stateOf(1)).toMatchObject({ waiting: 0, lastError: null });
  });

  it('waits behind the one before, which is tried first', async () => {
    await added(house, receiver.url);
    receiver.manners.push(500);
    await happened(house, 1, ...MONTHS);
    await round();
    later(10_000);
    await round();
    expect(periods()).toEqual(['2026-01', ...MONTHS]);
  });

  it('that a receiver redirects, hangs over or leads into a private network arrives nowhere until it is well', async () => {
    await added(house, receiver.url);
    receiver.manners.push({ redirectTo: 'http://169.254.169.254/latest/meta-data' }, 'hang');
    await happened(house, 1, '2026-01');
    await round();
    expect((await stateOf(1)).lastError).toContain('redirection');
    later(10_000);
    await round(senderHere(100));
    expect((await stateOf(1)).lastError).toContain('Aucune réponse');
    const { url } = await stateOf(1);
    await house.sql(`UPDATE webhook_endpoint SET url = 'https://paie.exemple.fr/'`);
    later(60_000);
    await round(senderHere(1_000, () => Promise.resolve([{ address: '169.254.169.254', family: 4 }])));
    expect((await stateOf(1)).lastError).toContain('réseau privé (169.254.169.254)');
    await house.sql('UPDATE webhook_endpoint SET url = $1', [url]);
    expect(receiver.arrived).toHaveLength(2);
    later(HOUR);
    await round();
    expect(new Set(ids()).size).toBe(1);
    expect(receiver.arrived).toHaveLength(3);
    expect(await stateOf(1)).toMatchObject({ waiting: 0 });
  });

  it('is given up after three days, seen to be, and lets the later ones go on', async () => {
    await added(house, receiver.url);
    await happened(house, 1, '2026-01');
    const refusing = 1_000;
    receiver.manners.push(...Array.from({ length: refusing }, () => 500));
    let passed = 0;
    let attempts = 0;
    // The clock is walked from attempt to attempt.
    while ((await stateOf(1)).givenUp === 0) {
      await round();
      attempts += 1;
      const [next] = await house.sql<{ due: string | null }>('SELECT due_at AS due FROM event_delivery');
      const due = next?.due ?? null;
      if (due === null) break;
      const wait = Date.parse(due) - Date.parse(house.wallClock.now());
      if (wait > 0) later(wait);
      passed += Math.max(0, wait);
      expect(attempts).toBeLessThan(200);
    }
    expect(passed).toBe(72 * HOUR);
    expect(receiver.arrived).toHaveLength(attempts);
    expect(attempts).toBeGreaterThan(50);
    expect(await stateOf(1)).toMatchObject({ waiting: 0, givenUp: 1, failingSince: house.wallClock.now() });
    expect(trusted(await house.verb(ReadEndpoint).run(1, ADMIN)).givenUp).toMatchObject([
      { type: 'task.raised', at: '2026-01-15T09:00:00.000Z', attempts, lastError: 'Réponse 500' },
    ]);
    receiver.manners.length = 0;
    await happened(house, 1, '2026-02');
    await round();
    expect(periods().at(-1)).toBe('2026-02');
    expect(await stateOf(1)).toMatchObject({ waiting: 0, givenUp: 1, failingSince: null });
  }, 60_000);
});

describe('a receiver that answers 410', () => {
  it('is sent nothing any more, in the journal’s words by the system', async () => {
    await added(house, receiver.url);
    receiver.manners.push(410);
    await happened(house, 1, ...MONTHS);
    await round();
    expect(await stateOf(1)).toMatchObject({ active: false, disabledBecause: 'GONE' });
    later(10_000);
    await happened(house, 1, '2026-04');
    await round();
    expect(periods()).toEqual(['2026-01']);
    const [entry] = await house.sql('SELECT actor, action FROM audit_entry ORDER BY seq DESC LIMIT 1');
    expect(entry).toEqual({ actor: 'système : webhooks', action: 'webhook.gone' });
    // Taken up again by a person, it has what waited, and not what happened meanwhile.
    trusted(await house.verb(SwitchEndpoint).run(1, true, ADMIN));
    await round();
    expect(periods()).toEqual(['2026-01', ...MONTHS]);
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });
});

describe('workers', () => {
  it('at the same endpoint at once send each event once, in order and one at a time', async () => {
    await added(house, receiver.url);
    await happened(house, 1, ...MONTHS, ...MONTHS);
    await Promise.all([1, 2, 3, 4].map(() => deliverer(house).run(1, NEVER)));
    await round();
    expect(periods()).toEqual([...MONTHS, ...MONTHS]);
    expect(new Set(ids()).size).toBe(6);
    expect(receiver.most()).toBe(1);
  });

  it('serve endpoints side by side: one that hangs keeps no other waiting', async () => {
    const slow = await openReceiver();
    try {
      await added(house, slow.url);
      await added(house, receiver.url);
      slow.manners.push('hang', 'hang');
      await happened(house, 1, ...MONTHS);
      const duty = dutyOf(house, senderHere(3_000));
      const subjects = await duty.wanted();
      expect(subjects).toEqual(['1-2']);
      const ended = duty.run(subjects[0] ?? '', NEVER);
      await expect(until(() => receiver.arrived.length === 3)).resolves.toBeUndefined();
      expect(slow.arrived).toHaveLength(1);
      // Meanwhile nobody is sent to the one that is being served.
      expect(await duty.wanted()).toEqual([]);
      expect(await ended).toBe('3 événement(s) remis, 1 essai(s) sans succès, 0 abandonné(s).');
    } finally {
      await slow.close();
    }
  });

  it('that die after sending leave the event to be sent again under the same number, once their lease is over', async () => {
    await added(house, receiver.url);
    await happened(house, 1, '2026-01');
    const real = senderHere();
    const dying: WebhookSender = {
      send: async (request, stop) => {
        await real.send(request, stop);
        throw new Error('Killed');
      },
    };
    await expect(deliverer(house, dying).run(1, NEVER)).rejects.toThrow('Killed');
    const [attempt] = await house.sql('SELECT attempts, outcome FROM event_delivery');
    expect(attempt).toEqual({ attempts: 1, outcome: null });
    // A process that is killed cannot even give its lease back.
    await house.sql(`UPDATE webhook_endpoint SET lease_owner = 'mort', lease_until = $1`, [
      new Date(Date.parse(start) + 60_000).toISOString(),
    ]);
    await round();
    expect(receiver.arrived).toHaveLength(1);
    later(61_000);
    await round();
    await round();
    expect(receiver.arrived).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  it('that are told to stop give the event back at once', async () => {
    await added(house, receiver.url);
    await happened(house, 1, '2026-01');
    receiver.manners.push('hang');
    const stop = new AbortController();
    const running = deliverer(house, senderHere(30_000)).run(1, stop.signal);
    await until(() => receiver.arrived.length === 1);
    stop.abort();
    await running;
    await round();
    expect(receiver.arrived).toHaveLength(2);
  });
});

describe('companies', () => {
  it('are told apart: an endpoint of one never gets an event of another, live or replayed', async () => {
    const other = await openReceiver();
    try {
      await added(house, receiver.url);
      const own = await added(house, other.url, (await ownSiren(2)) ?? '');
      await happened(house, 1, '2026-01');
      await happened(house, 2, '2026-02');
      await round();
      trusted(await house.verb(ReplayEvents).run(own.id, '01/01/2026', ADMIN));
      await round();
      expect(periods()).toEqual(['2026-01', '2026-02']);
      expect(periods(other)).toEqual(['2026-02', '2026-02']);
      expect(JSON.stringify(other.arrived)).not.toContain(siretOf(1).slice(0, 9));
    } finally {
      await other.close();
    }
  });

  it('manage no endpoint, and read none: neither the verbs nor the base show them', async () => {
    await added(house, receiver.url);
    const stranger = { actor: 'personne : Zoé', scope: { companies: [siretOf(1).slice(0, 9)] } };
    expect(await house.verb(ListEndpoints).run(stranger)).toEqual([]);
    for (const refused of [
      await house.verb(ReadEndpoint).run(1, stranger),
      await house.verb(SwitchEndpoint).run(1, false, stranger),
      await house.verb(RotateSecret).run(1, stranger),
      await house.verb(ReplayEvents).run(1, '2026-01-01', stranger),
      await pinger(house).run(1, stranger),
    ])
      expect(refused).toMatchObject({ ok: false, refusal: { code: 'WEBHOOK_INCONNU' } });
    const seen = house.database.transaction(stranger.scope, (tx) =>
      tx.query('SELECT url FROM webhook_endpoint UNION ALL SELECT sealed FROM webhook_secret'),
    );
    expect(await seen).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends again what happened since a day, in order, before what is new, under the same numbers', async () => {
    const { id } = await added(house, receiver.url);
    house.clock.instant = '2026-01-13T22:59:59.999Z';
    await happened(house, 1, '2025-11');
    house.clock.instant = '2026-01-13T23:00:00.000Z';
    await happened(house, 1, '2025-12');
    house.clock.instant = '2026-01-15T09:00:00.000Z';
    await happened(house, 1, '2026-01');
    await round();
    const first = ids();
    // The 14th begins at 23:00 UTC in winter.
    expect(await house.verb(ReplayEvents).run(id, '14/01/2026', ADMIN)).toEqual({ ok: true, value: 2 });
    await happened(house, 1, '2026-02');
    await round();
    expect(periods()).toEqual(['2025-11', '2025-12', '2026-01', '2025-12', '2026-01', '2026-02']);
    expect(ids().slice(3, 5)).toEqual(first.slice(1));
    const [entry] = await house.sql<{ body: string }>('SELECT body FROM audit_entry ORDER BY seq DESC LIMIT 1');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ since: '2026-01-14', events: 2 });
  });

  it('is refused for a day that does not exist or has not come', async () => {
    const { id } = await added(house, receiver.url);
    for (const day of ['31/02/2026', '2026-01-16', 'hier', ''])
      expect(await house.verb(ReplayEvents).run(id, day, ADMIN)).toMatchObject({ ok: false });
  });
});

describe('a secret', () => {
  it('that is replaced signs beside the new one for a day, and no longer', async () => {
    const { id, secret } = await added(house, receiver.url);
    const rotated = trusted(await house.verb(RotateSecret).run(id, ADMIN));
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    await happened(house, 1, '2026-01');
    await round();
    for (const known of [secret, rotated.secret]) expect(() => verified(known)).not.toThrow();
    later(24 * HOUR);
    await happened(house, 1, '2026-02');
    await round();
    expect(receiver.arrived.at(-1)?.headers['webhook-signature']).toMatch(/^v1,[\w+/=]+$/);
  });

  it('stands nowhere in the base in clear, and opens nothing at another endpoint', async () => {
    const one = await added(house, receiver.url);
    const two = await added(house, receiver.url);
    const rows = await house.sql<{ sealed: string }>('SELECT sealed FROM webhook_secret');
    const journal = await house.sql('SELECT body FROM audit_entry');
    for (const { secret } of [one, two]) expect(JSON.stringify([rows, journal])).not.toContain(secret.slice(6, 30));
    await house.sql(
      'UPDATE webhook_secret a SET sealed = b.sealed FROM webhook_secret b WHERE a.endpoint_id <> b.endpoint_id',
    );
    await happened(house, 1, '2026-01');
    await expect(deliverer(house).run(one.id, NEVER)).rejects.toThrow();
    expect(receiver.arrived).toEqual([]);
  });
});

describe('a trial', () => {
  it('says what the receiver answers, and brings forward what waited for it', async () => {
    const { id } = await added(house, receiver.url);
    receiver.manners.push(500, 500);
    await happened(house, 1, '2026-01');
    await round();
    expect(await pinger(house).run(id, ADMIN)).toEqual({ ok: true, value: { kind: 'FAILED', why: 'Réponse 500' } });
    await round();
    expect(receiver.arrived).toHaveLength(2);
    expect(await pinger(house).run(id, ADMIN)).toEqual({ ok: true, value: { kind: 'TAKEN', status: 204 } });
    await round();
    expect(receiver.arrived.map(({ envelope }) => envelope.type)).toEqual([
      'task.raised',
      'endpoint.ping',
      'endpoint.ping',
      'task.raised',
    ]);
  });
});

function verified(secret: string): unknown {
  const last = receiver.arrived.at(-1);
  return new Webhook(secret).verify(last?.body ?? '', last?.headers as Record<string, string>);
}

/** The SIREN of an invented company that is on file. */
async function ownSiren(company: number): Promise<string | undefined> {
  await happened(house, company);
  return siretOf(company).slice(0, 9);
}

async function until(reached: () => boolean): Promise<void> {
  for (let look = 0; look < 500 && !reached(); look++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!reached()) throw new Error('It never came to that.');
}
