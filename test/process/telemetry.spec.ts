import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Queue } from 'bullmq';
import { connectionTo, QUEUE } from '#queue/connection';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { csv } from '../support/deposits';
import { givenKey } from '../support/program';
import { openTestHouse, type TestHouse } from '../support/test-house';

jest.setTimeout(120_000);

interface Span {
  readonly traceId: string;
  readonly name: string;
  readonly service: string;
  readonly attributes: readonly string[];
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: object }[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string;
        readonly name: string;
        readonly attributes: readonly { readonly key: string; readonly value: object }[];
      }[];
    }[];
  }[];
}

/** A receiver of traces as small as one can be. */
class Collector {
  readonly spans: Span[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (request.url === '/v1/traces') this.keep(JSON.parse(body) as Sent);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private keep({ resourceSpans }: Sent): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = JSON.stringify(resource.attributes.find(({ key }) => key === 'service.name')?.value);
      for (const { traceId, name, attributes } of scopeSpans.flatMap(({ spans }) => spans))
        this.spans.push({ traceId, name, service, attributes: attributes.map((one) => JSON.stringify(one)) });
    }
  }
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const BEGUN = /Le travail de fond a commencé/;

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(async () => {
  await house.close();
});

const serve = (also: Record<string, string> = {}): Started =>
  start('main.js', [], { DATABASE_URL: house.url, PORT: '0', WORKER: 'none', ...also });

const linesOf = ({ output }: Started): Record<string, unknown>[] =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log of the pages', () => {
  it('tells each request by its pattern, status and id, and nothing that it carried', async () => {
    const pages = serve();
    const [base] = await said(pages, ADDRESS);
    const headers = {
      'x-request-id': 'proxy-12345678',
      authorization: 'Bearer abcdef123456',
      cookie: 'taux-juste=abc',
    };
    const answer = await fetch(`${base}invitation/jeton-secret?de=claire@exemple.fr`, { headers });
    expect(answer.headers.get('x-request-id')).toBe('proxy-12345678');
    const own = (await fetch(`${base}health/live`)).headers.get('x-request-id');
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    pages.child.kill('SIGTERM');
    expect((await ended(pages)).code).toBe(0);
    const told = linesOf(pages).filter(({ msg }) => msg === 'requête');
    expect(told).toEqual([
      expect.objectContaining({
        ...{ level: 'info', process: 'pages', correlation: 'proxy-12345678' },
        ...{ method: 'GET', route: '/invitation/:token', status: answer.status },
      }),
    ]);
    expect(pages.output).not.toMatch(/jeton-secret|claire@|abcdef123456|taux-juste=abc/);
  });

  it('is sentences alone for who asks for them', async () => {
    const pages = serve({ LOG_FORMAT: 'text' });
    const [base] = await said(pages, ADDRESS);
    await fetch(`${base}connexion`);
    pages.child.kill('SIGTERM');
    const { output } = await ended(pages);
    expect(output).toMatch(/^Les pages sont à l’adresse /m);
    expect(output).not.toMatch(/\{|requête/);
  });

  it('gives statements the id of their request, where the database shows who runs what', async () => {
    const pages = serve();
    const [base] = await said(pages, ADDRESS);
    const lock = house.database.source.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE invitation IN ACCESS EXCLUSIVE MODE');
    const answer = fetch(`${base}invitation/inventee`, { headers: { 'x-request-id': 'proxy-87654321' } });
    const shown = (): Promise<unknown[]> =>
      house.sql(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'taux-juste proxy-87654321'`);
    while ((await shown()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await lock.rollbackTransaction();
    await lock.release();
    await answer;
    expect(await shown()).toEqual([]);
    pages.child.kill('SIGTERM');
    await ended(pages);
  });
});

describe('traces', () => {
  const collector = new Collector();
  let environment: Record<string, string>;
  beforeAll(async () => {
    environment = { DATABASE_URL: house.url, OTEL_EXPORTER_OTLP_ENDPOINT: await collector.open() };
  });
  afterAll(() => collector.close());

  it('hold a request, the job that carries it on and their statements, across processes, and no address', async () => {
    const pages = start('main.js', [], { ...environment, PORT: '0', WORKER: 'none', OTEL_SERVICE_NAME: 'pages' });
    const [base] = await said(pages, ADDRESS);
    await fetch(`${base}invitation/jeton-secret`, { headers: { traceparent: TRACEPARENT } });
    pages.child.kill('SIGTERM');
    await ended(pages);

    const worker = start('worker.js', [], { ...environment, OTEL_SERVICE_NAME: 'worker' });
    await said(worker, BEGUN);
    const queue = new Queue(QUEUE, { connection: connectionTo({ url: house.url, redisUrl: null }) });
    await queue.add('finish-batches', { subject: '', correlation: TRACE, traceparent: TRACEPARENT });
    while ((await queue.getJobCounts('waiting', 'active', 'completed')).completed === 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await queue.close();
    worker.child.kill('SIGTERM');
    expect((await ended(worker)).code).toBe(0);

    const inTrace = collector.spans.filter(({ traceId }) => traceId === TRACE);
    const names = (service: string): string[] =>
      inTrace.filter((span) => span.service.includes(service)).map(({ name }) => name);
    expect(names('pages')).toContain('GET /invitation/:token');
    expect(names('pages').some((name) => name.startsWith('pg.query'))).toBe(true);
    expect(names('worker')).toContain('finish-batches');
    expect(names('worker').some((name) => name.startsWith('pg.query'))).toBe(true);
    expect(collector.spans.flatMap(({ attributes }) => attributes).join()).not.toContain('jeton-secret');
  });

  it('follow a document from who sends it to the worker that takes it in, under the id that its sender gave', async () => {
    const correlation = 'paie-2026-01-06-0007';
    const pages = start('main.js', [], { ...environment, PORT: '0', LOG_FORMAT: 'json' });
    const [base] = await said(pages, ADDRESS);
    await said(pages, BEGUN);
    const headers = { authorization: `Bearer ${await givenKey(house)}`, 'x-request-id': correlation };
    const answer = await fetch(`${base}api/v1/feeds`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: csv('552100554,00013,6,01,553AC,N,1.80,2026-01-01,2026-01-05').toString(),
    });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([202, correlation]);
    await said(pages, /take-deposit : /);
    pages.child.kill('SIGTERM');
    expect((await ended(pages)).code).toBe(0);

    const told = linesOf(pages).filter((line) => line.correlation === correlation);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ process: 'pages', route: '/api/v1/feeds', status: 202 }),
        expect.objectContaining({ process: 'worker', msg: expect.stringMatching(/^take-deposit : /) as unknown }),
      ]),
    );
    const spansOf = (name: string): Span[] => collector.spans.filter((span) => span.name === name);
    const [request] = spansOf('POST /api/v1/feeds');
    expect(request).toBeDefined();
    expect(spansOf('take-deposit').map(({ traceId }) => traceId)).toContain(request?.traceId);
  });

  it('ask nothing of a process that has no receiver', async () => {
    const before = collector.spans.length;
    const pages = serve();
    const [base] = await said(pages, ADDRESS);
    await fetch(`${base}connexion`, { headers: { traceparent: TRACEPARENT } });
    pages.child.kill('SIGTERM');
    await ended(pages);
    expect(collector.spans).toHaveLength(before);
    expect(linesOf(pages).at(-1)).toMatchObject({ correlation: TRACE });
  });

  it('are refused a receiver that is no address', async () => {
    const { code, output } = await ended(serve({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collecteur' }));
    expect([code, output]).toEqual([1, expect.stringContaining('La variable OTEL_EXPORTER_OTLP_ENDPOINT vaut')]);
  });
});
