import { reachOf } from '#application/webhooks/address';
import { parseEndpointUrl } from '#application/webhooks/endpoint-url';
import { HttpsSender, type Resolver } from '#application/webhooks/https-sender';
import { WebhookSettings } from '#application/webhooks/webhook-settings';
import { CERTIFICATE, openReceiver, type Receiver } from '../../support/receiver';

const STRICT = new WebhookSettings();
const NEVER = new AbortController().signal;
const MESSAGE = { headers: { 'webhook-id': 'evt_1' }, body: '{"type":"endpoint.ping"}' };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver(true);
});
afterEach(() => receiver.close());

const resolvingTo =
  (...addresses: string[]): Resolver =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

/** Tests have only this machine: what would be public is let through as loopback, on the receiver's port. */
const lenient = (): WebhookSettings => new WebhookSettings([receiver.port], true);
const sending = (
  url: string,
  { settings = lenient(), resolver = resolvingTo('127.0.0.1'), timeoutMs = 2_000, ca = CERTIFICATE } = {},
) => new HttpsSender(settings, { resolver, timeoutMs, ca }).send({ url, ...MESSAGE }, NEVER);

describe('where an address lies', () => {
  it.each([
    ['93.184.216.34', 'PUBLIC'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'PUBLIC'],
    ['127.0.0.1', 'LOOPBACK'],
    ['127.8.9.1', 'LOOPBACK'],
    ['::1', 'LOOPBACK'],
    ['::ffff:127.0.0.1', 'LOOPBACK'],
    ['169.254.169.254', 'PRIVATE'],
    ['::ffff:169.254.169.254', 'PRIVATE'],
    ['::ffff:a9fe:a9fe', 'PRIVATE'],
    ['::169.254.169.254', 'PRIVATE'],
    ['64:ff9b::a9fe:a9fe', 'PRIVATE'],
    ['2002:a9fe:a9fe::', 'PRIVATE'],
    ['10.1.2.3', 'PRIVATE'],
    ['172.16.0.1', 'PRIVATE'],
    ['192.168.1.1', 'PRIVATE'],
    ['100.64.0.1', 'PRIVATE'],
    ['0.0.0.0', 'PRIVATE'],
    ['255.255.255.255', 'PRIVATE'],
    ['224.0.0.1', 'PRIVATE'],
    ['198.18.0.1', 'PRIVATE'],
    ['240.0.0.1', 'PRIVATE'],
    ['::', 'PRIVATE'],
    ['fc00::1', 'PRIVATE'],
    ['fd12:3456::1', 'PRIVATE'],
    ['fe80::1', 'PRIVATE'],
    ['fe80::1%eth0', 'PRIVATE'],
    ['ff02::1', 'PRIVATE'],
    ['2001:db8::1', 'PRIVATE'],
    ['4000::1', 'PRIVATE'],
    ['recepteur.test', 'PRIVATE'],
  ])('%s is %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });
});

describe('an address that events may be sent to', () => {
  it('is https, of a public name, on a permitted port', () => {
    expect(parseEndpointUrl(' https://paie.exemple.fr/taux?cle=1 ', STRICT)).toEqual({
      ok: true,
      value: 'https://paie.exemple.fr/taux?cle=1',
    });
    expect(parseEndpointUrl('https://paie.exemple.fr:8443/', STRICT).ok).toBe(true);
  });

  it.each([
    'http://paie.exemple.fr/',
    'ftp://paie.exemple.fr/',
    'paie.exemple.fr',
    'https://qui:secret@paie.exemple.fr/',
    'https://paie.exemple.fr:5432/',
    'https://paie.exemple.fr/#ici',
    'https://localhost/',
    'https://api.localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:8080/',
  ])('is not %s, and the refusal says why in one sentence', (url) => {
    const parsed = parseEndpointUrl(url, STRICT);
    expect(parsed).toMatchObject({ ok: false, refusal: { code: 'ADRESSE_WEBHOOK' } });
    if (!parsed.ok) expect(parsed.refusal.message).not.toContain('secret');
  });

  it('is missing where nothing was typed', () => {
    const message = 'L’adresse manque : écrivez https://… en entier.';
    expect(parseEndpointUrl('  ', STRICT)).toMatchObject({ ok: false, refusal: { message } });
  });

  it('is of this machine, over http and on any port, where that is allowed, and of no other private network', () => {
    const here = new WebhookSettings([443], true);
    expect(parseEndpointUrl('http://127.0.0.1:8080/', here).ok).toBe(true);
    expect(parseEndpointUrl('http://localhost:8080/', here).ok).toBe(true);
    expect(parseEndpointUrl('http://10.0.0.1:8080/', here).ok).toBe(false);
    expect(parseEndpointUrl('https://169.254.169.254/', here).ok).toBe(false);
  });
});

describe('sending', () => {
  it('posts the bytes under the name of the receiver, and takes any 2xx for yes', async () => {
    receiver.manners.push(202);
    expect(await sending(receiver.url)).toEqual({ kind: 'TAKEN', status: 202 });
    expect(receiver.arrived).toMatchObject([{ body: MESSAGE.body, headers: { 'webhook-id': 'evt_1' } }]);
    expect(receiver.arrived[0]?.headers.host).toBe(`recepteur.test:${String(receiver.port)}`);
  });

  it.each([[500], [400], [304], [199 + 401]])('takes %i for no', async (status) => {
    receiver.manners.push(status);
    expect(await sending(receiver.url)).toEqual({
      kind: 'FAILED',
      why: expect.stringContaining(String(status)) as string,
    });
  });

  it('takes 410 for never again', async () => {
    receiver.manners.push(410);
    expect(await sending(receiver.url)).toEqual({ kind: 'GONE' });
  });

  it('never follows a redirection, wherever it leads', async () => {
    const elsewhere = await openReceiver();
    try {
      for (const redirectTo of ['http://169.254.169.254/latest/meta-data', elsewhere.url]) {
        receiver.manners.push({ redirectTo });
        expect(await sending(receiver.url)).toEqual({
          kind: 'FAILED',
          why: 'Réponse 302 : une redirection n’est jamais suivie',
        });
      }
      expect(elsewhere.arrived).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('gives up a receiver that hangs, once its time is over', async () => {
    receiver.manners.push('hang');
    expect(await sending(receiver.url, { timeoutMs: 200 })).toEqual({ kind: 'FAILED', why: 'Aucune réponse en 1 s' });
  });

  it('takes a change of protocol for a refusal, and is not kept waiting by it', async () => {
    receiver.manners.push('upgrade');
    expect(await sending(receiver.url)).toEqual({ kind: 'FAILED', why: 'Réponse 101' });
  });

  it('gives up a resolver that hangs too', async () => {
    const resolver: Resolver = () => new Promise(() => undefined);
    expect(await sending(receiver.url, { resolver, timeoutMs: 200 })).toMatchObject({ kind: 'FAILED' });
    expect(receiver.arrived).toEqual([]);
  });

  it('ends at once when the program stops', async () => {
    receiver.manners.push('hang');
    const stop = new AbortController();
    const sent = new HttpsSender(lenient(), { resolver: resolvingTo('127.0.0.1'), ca: CERTIFICATE }).send(
      { url: receiver.url, ...MESSAGE },
      stop.signal,
    );
    stop.abort();
    expect(await sent).toEqual({ kind: 'FAILED', why: 'Envoi interrompu par l’arrêt du programme' });
  });

  it.each(['169.254.169.254', '10.0.0.1', '::ffff:192.168.0.1', '100.64.0.1', 'fd00::1'])(
    'refuses a name that leads to %s, even beside a good address, without any connection',
    async (address) => {
      const answer = await sending(receiver.url, { resolver: resolvingTo('127.0.0.1', address) });
      expect(answer).toEqual({ kind: 'FAILED', why: expect.stringContaining('réseau privé') as string });
      expect(receiver.arrived).toEqual([]);
    },
  );

  it('refuses this machine unless that is allowed, by name or by number', async () => {
    const settings = new WebhookSettings([receiver.port], false);
    expect(await sending(receiver.url, { settings })).toMatchObject({ kind: 'FAILED' });
    expect(await sending(`https://127.0.0.1:${String(receiver.port)}/`, { settings })).toMatchObject({
      kind: 'FAILED',
    });
    expect(receiver.arrived).toEqual([]);
  });

  it('connects to the address that was judged, however the name changes meanwhile', async () => {
    let asked = 0;
    const resolver: Resolver = () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    };
    expect(await sending(receiver.url, { resolver })).toMatchObject({ kind: 'TAKEN' });
    expect(asked).toBe(1);
    // The next one is judged anew.
    expect(await sending(receiver.url, { resolver })).toMatchObject({ kind: 'FAILED' });
    expect(receiver.arrived).toHaveLength(1);
  });

  it('trusts no certificate of another name or of nobody', async () => {
    const other = receiver.url.replace('recepteur.test', 'inconnu.test');
    expect(await sending(other)).toEqual({ kind: 'FAILED', why: 'Le certificat est celui d’un autre nom' });
    expect(await sending(receiver.url, { ca: '' })).toMatchObject({ kind: 'FAILED' });
    expect(receiver.arrived).toEqual([]);
  });

  it('says that nobody listens', async () => {
    const { url } = receiver;
    await receiver.close();
    expect(await sending(url)).toEqual({ kind: 'FAILED', why: 'Connexion refusée' });
    receiver = await openReceiver(true);
  });
});
