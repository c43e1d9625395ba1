import { mayMeasure } from '#http/watch/may-measure';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let browsing: Browsing;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

describe('who may read the measures', () => {
  const here = { remoteAddress: '127.0.0.1' };
  const away = { remoteAddress: '10.0.0.7' };
  const token = 'un jeton de mesures';

  it.each([
    ['this machine, without a token', { socket: here, headers: {} }, null, true],
    ['another machine, without a token', { socket: away, headers: {} }, null, false],
    [
      'somebody behind a proxy of this machine',
      { socket: here, headers: { 'x-forwarded-for': '10.0.0.7' } },
      null,
      false,
    ],
    [
      'somebody behind a proxy that says only how it was reached',
      { socket: here, headers: { 'x-forwarded-proto': 'https' } },
      null,
      false,
    ],
    ['who has the token', { socket: away, headers: { authorization: `Bearer ${token}` } }, token, true],
    ['who has another', { socket: here, headers: { authorization: 'Bearer autre' } }, token, false],
    ['who has none, even here', { socket: here, headers: {} }, token, false],
  ])('%s', (_who, asker, wanted, may) => {
    expect(mayMeasure(asker, wanted)).toBe(may);
  });
});

describe('the measures', () => {
  it('tell what waits and what came, and how long each route took', async () => {
    const visitor = browsing.anonymous();
    await visitor.get('/connexion');
    const { status, headers, body } = await visitor.get('/metrics');
    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
    for (const name of ['queue_up', 'queue_oldest_seconds', 'batches_open', 'deposits_waiting', 'feed_lines_total'])
      expect(body).toMatch(new RegExp(`^taux_juste_${name} \\d`, 'm'));
    expect(body).toMatch(/^taux_juste_http_request_duration_seconds_count\{.*route="\/connexion".*\} [1-9]/m);
    expect(body).not.toMatch(/siren|siret|@/);
  });

  it('are refused to who comes through a proxy without a token', async () => {
    const { status } = await browsing.anonymous().get('/metrics', { 'x-forwarded-for': '10.0.0.7' });
    expect(status).toBe(403);
  });
});
