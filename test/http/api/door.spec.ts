import { trusted } from '#domain/values/result';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { csv, numberOf, sent } from '../../support/deposits';
import { lineOf, siretOf } from '../../support/facts';
import { givenKey, Program, type KeyAsked } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { DisableAccount } from '#application/access/disable-account';

const SIRET = siretOf(1);
const KEY = `tj_live_${'A'.repeat(43)}`;

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

const programOf = async (asked: KeyAsked = {}): Promise<Program> =>
  new Program(browsing.pages, await givenKey(house, asked));
const nobody = (address = '198.51.100.1'): Program => new Program(browsing.pages, null, {}, () => address);

describe('a problem', () => {
  it('says all that RFC 9457 asks for, in French, and nothing of its query', async () => {
    const answer = await nobody().get('/api/v1/me?token=secret');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
    expect(answer.json).toEqual({
      type: 'urn:taux-juste:cle-absente',
      title: 'Clé absente ou refusée',
      status: 401,
      detail: 'La clé d’API manque : envoyez-la dans l’en-tête « Authorization: Bearer … ».',
      instance: '/api/v1/me',
      code: 'CLE_ABSENTE',
    });
  });

  it.each([
    ['GET', '/api/v1/nothing', 404, 'ADRESSE_INCONNUE'],
    ['POST', '/api/nothing', 404, 'ADRESSE_INCONNUE'],
    ['GET', '/api', 404, 'ADRESSE_INCONNUE'],
    ['GET', '/api/%ff', 404, 'ADRESSE_INCONNUE'],
    ['GET', '/api/v1/deposits/%00', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits/abc', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits/1e3', 400, 'PARAMETRE_REFUSE'],
    ['GET', `/api/v1/deposits/${'9'.repeat(40)}`, 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits/999', 404, 'DEPOT_INCONNU'],
    ['GET', '/api/v1/deposits?limit=0', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits?limit=201', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits?limit=10&limit=20', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits?limite=10', 400, 'PARAMETRE_REFUSE'],
    ['GET', '/api/v1/deposits?cursor=%00', 400, 'PARAMETRE_REFUSE'],
    ['DELETE', '/api/v1/me', 405, 'METHODE_REFUSEE'],
    ['PATCH', '/api/v1/deposits/1', 405, 'METHODE_REFUSEE'],
  ])('%s %s is %i %s', async (method, url, status, code) => {
    const answer = await (await programOf()).ask(method, url);
    expect(answer).toMatchObject({ status, json: { status, code } });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('is a body that goes on and on inwards, and no fault of ours', async () => {
    const body = `{"profiles":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const answer = await (
      await programOf()
    ).raw('POST', '/api/v1/tasks/1/answer', body, {
      'content-type': 'application/json',
    });
    expect(answer).toMatchObject({ status: 400, json: { code: 'JSON_TROP_PROFOND' } });
  });

  it('names the parameter that is wrong', async () => {
    const { json } = await (await programOf()).get('/api/v1/deposits?limit=mille');
    expect(json).toMatchObject({
      errors: [{ parameter: 'limit', detail: 'Le champ « limit » doit être un nombre entier de 1 à 200.' }],
    });
  });
});

describe('methods', () => {
  it('are told by OPTIONS, without a key and without opening anything to browsers of other sites', async () => {
    const answer = await nobody().ask('OPTIONS', '/api/v1/deposits/1');
    expect(answer).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD, OPTIONS' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answer to HEAD as to GET, without the body', async () => {
    const program = await programOf();
    expect(await program.ask('HEAD', '/api/v1/me')).toMatchObject({ status: 200, body: '' });
    expect(await nobody().ask('HEAD', '/api/v1/me')).toMatchObject({ status: 401, body: '' });
  });
});

describe('formats', () => {
  it.each(['text/html', 'application/xml', 'image/png, text/*'])('that are not served are said: %s', async (accept) => {
    expect(await (await programOf()).get('/api/v1/me', { accept })).toMatchObject({ status: 406 });
  });

  it.each(['*/*', 'application/json', 'text/html, application/json;q=0.5', 'application/*', ''])(
    'that are served are: %j',
    async (accept) => {
      expect(await (await programOf()).get('/api/v1/me', { accept })).toMatchObject({ status: 200 });
    },
  );
});

describe('a key', () => {
  it.each([`Bearer ${KEY}`, 'Bearer x', `Basic ${KEY}`, 'Bearer', `Bearer ${KEY} ${KEY}`])(
    'that is none does not open: %s',
    async (authorization) => {
      const answer = await nobody(`203.0.113.${String(authorization.length)}`).get('/api/v1/me', { authorization });
      expect(answer).toMatchObject({ status: 401, json: { code: 'CLE_INCONNUE' } });
    },
  );

  it('is not asked for by the document, and no cookie is given by any of it', async () => {
    const answer = await nobody().get('/api/openapi.json');
    expect(answer).toMatchObject({ status: 200, json: { openapi: '3.1.0' } });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await (await programOf()).get('/api/v1/me')).headers['set-cookie']).toBeUndefined();
  });

  it('without the scope says which one is missing', async () => {
    const program = await programOf({ scopes: ['rates:read'] });
    expect(await program.get('/api/v1/deposits')).toMatchObject({
      status: 403,
      json: { code: 'DROIT_MANQUANT', detail: expect.stringContaining('feeds:read') as string },
    });
  });

  it('says what it is', async () => {
    const program = await programOf({ name: 'Paie Dupont', scopes: ['rates:read'], companies: [SIRET.slice(0, 9)] });
    expect((await program.get('/api/v1/me')).json).toEqual({
      name: 'Paie Dupont',
      scopes: ['rates:read'],
      companies: [SIRET.slice(0, 9)],
      expiresAt: null,
    });
  });

  it('ends with the account that it follows', async () => {
    const paul = await browsing.account('ACCOUNTANT', [SIRET]);
    const program = await programOf({ accountId: paul.accountId });
    trusted(await house.verb(DisableAccount).run(paul.accountId, 'test'));
    expect(await program.get('/api/v1/me')).toMatchObject({ status: 401, json: { code: 'CLE_FERMEE' } });
  });
});

describe('limits', () => {
  let small: Browsing;
  beforeAll(async () => {
    small = await openBrowsing(house, { api: { requestsPerMinute: 3, redisUrl: null } });
  });
  afterAll(() => small.close());

  it('hold each key to its requests of a minute, and say what is left', async () => {
    const one = new Program(small.pages, await givenKey(house));
    const left: unknown[] = [];
    for (let turn = 0; turn < 3; turn++) left.push((await one.get('/api/v1/me')).headers.ratelimit);
    expect(left.map((text) => String(text).replace(/t=\d+/, 't=…'))).toEqual([
      '"minute";r=2;t=…',
      '"minute";r=1;t=…',
      '"minute";r=0;t=…',
    ]);
    const over = await one.get('/api/v1/me');
    expect(over).toMatchObject({ status: 429, json: { code: 'TROP_DE_REQUETES' } });
    expect(over.headers['ratelimit-policy']).toBe('"minute";q=3;w=60');
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    const other = new Program(small.pages, await givenKey(house));
    expect(await other.get('/api/v1/me')).toMatchObject({ status: 200 });
  });

  it('make an address wait that is wrong too often, and never a key that opens', async () => {
    const address = (): string => '192.0.2.77';
    const guesser = new Program(small.pages, KEY, {}, address);
    const statuses = [];
    for (let turn = 0; turn < 21; turn++) statuses.push((await guesser.get('/api/v1/me')).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses[20]).toBe(429);
    const neighbour = new Program(small.pages, await givenKey(house), {}, address);
    expect(await neighbour.get('/api/v1/me')).toMatchObject({ status: 200 });
  });
});

describe('a list', () => {
  const url = '/api/v1/deposits?limit=2';
  let ids: number[];
  beforeAll(async () => {
    ids = [];
    for (let day = 1; day <= 5; day++)
      ids.unshift(await numberOf(house, sent(csv(lineOf(SIRET, `158CD 2.12 2026-01-01 2026-01-0${String(day)}`)))));
  });

  interface Page {
    readonly data: readonly { readonly id: number }[];
    readonly next: string | null;
  }

  it('is read page by page, each row once, by « next » or by Link', async () => {
    const program = await programOf();
    const seen: number[] = [];
    let address: string | undefined = url;
    while (address !== undefined) {
      const answer = await program.get(address);
      const { data, next } = answer.json as Page;
      seen.push(...data.map(({ id }) => id));
      const link = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link))?.[1];
      expect(link).toBe(next === null ? undefined : `${url}&cursor=${next}`);
      address = link;
    }
    expect(seen).toEqual(ids);
  });

  it('takes back only the cursor that it gave, for the same route and filters', async () => {
    const program = await programOf();
    const { next } = (await program.get(url)).json as Page;
    const given = next ?? '';
    const bytes = Buffer.from(given, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const forged = Buffer.concat([Buffer.alloc(16), Buffer.from('[1]')]).toString('base64url');
    for (const cursor of [given.slice(1), `${given}A`, bytes.toString('base64url'), forged, 'x', '[1]', `${given}=`])
      expect(await program.get(`${url}&cursor=${encodeURIComponent(cursor)}`)).toMatchObject({
        status: 400,
        json: { code: 'CURSEUR_REFUSE' },
      });
    expect(await program.get(`/api/v1/feeds?cursor=${given}`)).toMatchObject({ status: 400 });
    expect(await program.get(`/api/v1/deposits?limit=1&cursor=${given}`)).toMatchObject({ status: 200 });
  });
});
