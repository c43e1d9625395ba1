import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { TakeDeposit } from '#application/deposits/take-deposit';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { csv, leftFolders } from '../../support/deposits';
import { given, lineOf, siretOf } from '../../support/facts';
import { givenKey, Program, type ApiAnswer } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const SIRET = siretOf(1);
let calculated = 0;
/** A document that never came before. */
const fresh = (): Buffer => {
  calculated += 1;
  return csv(lineOf(SIRET, `158CD 2.12 2026-01-01 2026-01-01T00:${String(calculated).padStart(2, '0')}:00`));
};

let house: TestHouse;
let browsing: Browsing;
let token: string;
let program: Program;
beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  await given(house, SIRET, { automation: true });
  token = await givenKey(house, { companies: [SIRET.slice(0, 9)] });
  program = new Program(browsing.pages, token);
});
afterAll(async () => {
  await browsing.close();
  await house.close();
});

const deposits = async (): Promise<readonly { readonly name: string; readonly sha256: string }[]> =>
  house.sql('SELECT name, sha256 FROM deposit ORDER BY id');
const last = async (): Promise<string | undefined> => (await deposits()).at(-1)?.name;

describe('a document of rates', () => {
  it('is received, followed, and taken in by a worker', async () => {
    const answer = await program.send('/api/v1/feeds?name=taux.csv', fresh());
    expect(answer).toMatchObject({ status: 202, json: { alreadyReceived: false } });
    const address = String(answer.headers.location);
    expect((await program.get(address)).json).toMatchObject({ name: 'taux.csv', status: 'RECEIVED', origin: 'API' });
    const { deposit } = answer.json as { deposit: number };
    await house.verb(TakeDeposit).run(deposit, new AbortController().signal);
    expect((await program.get(address)).json).toMatchObject({
      status: 'DONE',
      verdicts: { AUTO_UPDATED: 1 },
      feeds: [{ file: 'taux.csv', lines: 1 }],
    });
  });

  it('that came before is told so, with the same deposit', async () => {
    const bytes = fresh();
    const first = await program.send('/api/v1/feeds', bytes);
    const second = await program.send('/api/v1/feeds', bytes);
    expect(second).toMatchObject({ status: 200, json: { alreadyReceived: true } });
    expect(second.headers.location).toBe(first.headers.location);
  });

  it('is the same packed by gzip on the way, or in a form', async () => {
    const bytes = fresh();
    const packed = await program.send('/api/v1/feeds', gzipSync(bytes), { 'content-encoding': 'gzip' });
    expect(packed).toMatchObject({ status: 202 });
    const part = 'Content-Disposition: form-data; name="file"; filename="formulaire.csv"\r\nContent-Type: text/csv';
    const body = Buffer.concat([Buffer.from(`--b\r\n${part}\r\n\r\n`), bytes, Buffer.from('\r\n--b--\r\n')]);
    const form = await program.send('/api/v1/feeds', body, { 'content-type': 'multipart/form-data; boundary=b' });
    expect(form).toMatchObject({ status: 200, json: { alreadyReceived: true } });
  });

  it.each([
    ['application/octet-stream', { 'content-disposition': 'attachment; filename="a b.csv"' }, '', 'a b.csv'],
    [
      'text/csv; charset=utf-8',
      { 'content-disposition': "attachment; filename*=UTF-8''taux%20%C3%A9.csv" },
      '',
      'taux é.csv',
    ],
    ['text/csv', { 'content-disposition': 'attachment; filename=non.csv' }, '?name=oui.csv', 'oui.csv'],
    ['text/csv', { 'content-disposition': 'attachment; filename="../../etc/passwd"' }, '', 'passwd'],
    ['text/csv', { 'content-disposition': "attachment; filename*=UTF-8''%E0%A4" }, '', 'envoi'],
    ['application/xml', {}, '', 'envoi'],
  ])('of type %s with %j is named by its sender', async (type, headers, query, name) => {
    const named = Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, value]));
    const answer = await program.send(`/api/v1/feeds${query}`, fresh(), { 'content-type': type, ...named });
    expect(answer).toMatchObject({ status: 202 });
    expect(await last()).toBe(name);
  });
});

describe('what is no document of rates', () => {
  const cases: readonly (readonly [string, () => Promise<ApiAnswer>, number, string])[] = [
    ['an empty body', () => program.send('/api/v1/feeds', ''), 422, 'FICHIER_VIDE'],
    ['some text', () => program.send('/api/v1/feeds', 'bonjour'), 422, 'FORMAT_INCONNU'],
    ['JSON', () => program.post('/api/v1/feeds', { a: 1 }), 415, 'FICHIER_ABSENT'],
    ['an image', () => program.send('/api/v1/feeds', fresh(), { 'content-type': 'image/png' }), 415, 'FORMAT_INCONNU'],
    ['brotli', () => program.send('/api/v1/feeds', fresh(), { 'content-encoding': 'br' }), 415, 'COMPRESSION_INCONNUE'],
    ['false gzip', () => program.send('/api/v1/feeds', fresh(), { 'content-encoding': 'gzip' }), 400, 'GZIP_ILLISIBLE'],
    [
      'cut gzip',
      () => program.send('/api/v1/feeds', gzipSync(fresh()).subarray(0, 40), { 'content-encoding': 'gzip' }),
      400,
      'GZIP_ILLISIBLE',
    ],
    [
      'gzip that swells',
      () => program.send('/api/v1/feeds', gzipSync(Buffer.alloc(12_000_000, '<')), { 'content-encoding': 'gzip' }),
      422,
      'BOMBE_DE_DECOMPRESSION',
    ],
    ['a DSN', () => program.send('/api/v1/feeds', "S10.G00.00.001,'Logiciel'\r\n"), 422, 'DOCUMENT_DSN'],
    ['an unknown parameter', () => program.send('/api/v1/feeds?nom=a', fresh()), 400, 'PARAMETRE_REFUSE'],
    ['nothing', () => program.ask('POST', '/api/v1/feeds'), 415, 'FICHIER_ABSENT'],
  ];

  it.each(cases)('is refused and leaves nothing: %s', async (_what, send, status, code) => {
    const before = (await deposits()).length;
    expect(await send()).toMatchObject({ status, json: { code } });
    expect(await deposits()).toHaveLength(before);
    expect(leftFolders()).toEqual([]);
  });
});

describe('a document sent with Idempotency-Key', () => {
  const keyed = (value: string, bytes: Buffer): Promise<ApiAnswer> =>
    program.send('/api/v1/feeds?name=a.csv', bytes, { 'idempotency-key': value });

  it('has the same answer again, and says that it is', async () => {
    const bytes = fresh();
    const first = await keyed('un', bytes);
    expect(first).toMatchObject({ status: 202 });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    const second = await keyed('un', bytes);
    expect(second).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true' } });
    expect([second.body, second.headers.location]).toEqual([first.body, first.headers.location]);
  });

  it('is refused with other bytes or another name', async () => {
    const bytes = fresh();
    await keyed('deux', bytes);
    expect(await keyed('deux', fresh())).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCE_REPRISE' } });
    expect(await program.send('/api/v1/feeds?name=b.csv', bytes, { 'idempotency-key': 'deux' })).toMatchObject({
      status: 422,
    });
  });

  it('is one deposit when it is sent 20 times at once', async () => {
    const before = (await deposits()).length;
    const bytes = fresh();
    const answers = await Promise.all(Array.from({ length: 20 }, () => keyed('trois', bytes)));
    const [worked, ...others] = answers.sort((one, other) => one.status - other.status);
    expect(worked).toMatchObject({ status: 202 });
    for (const { status, headers } of others) {
      expect([202, 409]).toContain(status);
      if (status === 409) expect(headers['retry-after']).toBe('2');
    }
    expect(await deposits()).toHaveLength(before + 1);
    expect(await keyed('trois', bytes)).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true' } });
  });

  it('keeps the answer of a refusal too', async () => {
    const refused = await keyed('quatre', Buffer.from('bonjour'));
    expect(refused).toMatchObject({ status: 422, json: { code: 'FORMAT_INCONNU' } });
    expect(await keyed('quatre', Buffer.from('bonjour'))).toMatchObject({
      status: 422,
      json: refused.json,
      headers: { 'idempotent-replayed': 'true' },
    });
  });

  it.each(['', 'a b', 'é', 'x'.repeat(256)])('refuses a value that cannot be one: %j', async (value) => {
    expect(await keyed(value, fresh())).toMatchObject({
      status: 400,
      json: { code: 'IDEMPOTENCE_ILLISIBLE', errors: [{ header: 'Idempotency-Key' }] },
    });
  });
});

describe('through a real connection', () => {
  let port: number;
  beforeAll(async () => {
    await browsing.pages.listen(0, '127.0.0.1');
    port = Number(new URL(await browsing.pages.getUrl()).port);
  });

  it('a large document is taken as a stream, and answered', async () => {
    const line = `${lineOf(SIRET, '158CD 2.12 2026-01-01 2026-01-05')}\n`;
    const chunk = Buffer.from(line.repeat(20_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (sent === 0) controller.enqueue(csv());
        else controller.enqueue(chunk);
        if ((sent += 1) > 20) controller.close();
      },
    });
    const answer = await fetch(`http://127.0.0.1:${String(port)}/api/v1/feeds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(202);
    expect((await house.sql<{ size: number }>('SELECT max(size_bytes) AS size FROM deposit'))[0]?.size).toBeGreaterThan(
      chunk.length * 20,
    );
  });

  it('a document that breaks off is not kept', async () => {
    const before = (await deposits()).length;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const head = `POST /api/v1/feeds HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
    socket.write(`${head}Content-Type: text/csv\r\nContent-Length: 100000\r\nIdempotency-Key: coupe\r\n\r\n`);
    socket.write(fresh());
    // Taken in hand before it breaks.
    while ((await house.sql(`SELECT 1 FROM idempotency WHERE value = 'coupe'`)).length === 0) continue;
    socket.destroy();
    while ((await house.sql(`SELECT 1 FROM idempotency WHERE value = 'coupe'`)).length > 0) continue;
    expect(await deposits()).toHaveLength(before);
    expect(leftFolders()).toEqual([]);
  });

  it('without a key is refused before it was sent', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /api/v1/feeds HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });
});
