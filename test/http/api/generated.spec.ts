import fc from 'fast-check';
import { Agent, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { RunCampaign } from '#application/campaign/run-campaign';
import { API_SCOPES } from '#domain/access/api-scope';
import { trusted } from '#domain/values/result';
import { Judge, type Answer } from '../../support/api/judge';
import { requests, type Known, type Request } from '../../support/api/requests';
import { openBrowsing, type Browsing } from '../../support/browsing';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenKey } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(1_200_000);

/** All of them take minutes: `npm run test:api` asks for them, `npm test` for the short form. */
const COUNT = 'faults' in globalThis ? 20_000 : 2_000;
const SEED = 20_260_106;
const AT_ONCE = 16;
/** None of our answers takes that long: a request that hangs is a fault. */
const LONGEST_MS = 60_000;

const OWN = [1, 2, 3, 4, 5, 6].map((nic) => siretOf(1, nic));
const OTHERS = [1, 2].map((nic) => siretOf(2, nic));

let house: TestHouse;
let browsing: Browsing;
let port: number;
let known: Known;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
  await populate();
  known = { ...(await names()), keys: await keys() };
  await browsing.pages.listen(0, '127.0.0.1');
  port = (browsing.pages.getHttpServer().address() as AddressInfo).port;
});
afterAll(async () => {
  agent.destroy();
  await browsing.close();
  await house.close();
});

/** Two companies with tasks, automatic updates, held and refused lines, and a campaign. */
async function populate(): Promise<void> {
  for (const siret of [...OWN, ...OTHERS])
    await given(house, siret, { sheets: ['2025-01-01 NOTIFIED 553AC 1.78'], employees: { M1: {}, M2: {} } });
  const options = { close: false, dryRun: false, effectiveFrom: null, actor: 'test' };
  trusted(await house.verb(RunCampaign).run(2026, options));
  const [a, b, c, d, e] = OWN.map(String);
  const [x, y] = OTHERS.map(String);
  await received(
    house,
    ...[a, x].flatMap((siret) => several(siret ?? '')),
    ...[b, y].map((siret) => line(siret ?? '', '553AC 1.80 2026-01-01 2026-01-03')),
    ...[c, d].map((siret) => line(siret ?? '', '553AC 9.00 2026-01-01 2026-01-03')),
    line(e ?? '', '553AC xyz 2026-01-01 2026-01-03'),
  );
}

const line = (siret: string, text: string): string => lineOf(siret as (typeof OWN)[number], text);
const several = (siret: string): readonly string[] => [
  line(siret, '553AC 1.80 2026-01-01 2026-01-03'),
  line(siret, '553ACB 0.70 2026-01-01 2026-01-03'),
];

async function names(): Promise<Omit<Known, 'keys'>> {
  const rows = await house.sql<{ id: string }>(
    `SELECT id::text FROM task UNION SELECT id::text FROM feed UNION SELECT id::text FROM set_aside
     UNION SELECT 'auto-' || feed_id || '-' || siret FROM verdict WHERE verdict = 'AUTO_UPDATED'`,
  );
  const sirets = [...OWN, ...OTHERS, siretOf(900)].map(String);
  const sirens = [...new Set(sirets.map((siret) => siret.slice(0, 9)))];
  return { sirets, sirens, ids: [...rows.map(({ id }) => id).sort(), '1', '999'] };
}

/** One that opens all, one bound to a company, one that may only read tasks, one of a company with nothing. */
const keys = async (): Promise<readonly string[]> => [
  await givenKey(house),
  await givenKey(house, { companies: [OWN[0]?.slice(0, 9) ?? ''] }),
  await givenKey(house, { companies: [OWN[0]?.slice(0, 9) ?? ''], scopes: [API_SCOPES[2]] }),
  await givenKey(house, { companies: [OTHERS[0]?.slice(0, 9) ?? ''] }),
  await givenKey(house, { companies: [siretOf(900).slice(0, 9)] }),
];

async function send({ method, url, headers, body }: Request): Promise<Answer> {
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = ask({ host: '127.0.0.1', port, agent, method, path: url, headers: { ...headers, ...length } });
  outgoing.setTimeout(LONGEST_MS, () => outgoing.destroy(new Error('It hangs.')));
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(body ?? undefined);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const type = response.headers['content-type'] ?? '';
  return { status: response.statusCode ?? 0, type, body: Buffer.concat(chunks).toString() };
}

describe('whatever programs send', () => {
  it(`is answered as the document says, ${String(COUNT)} times, and never by a fault of ours`, async () => {
    const judge = new Judge();
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    const waiting = fc.sample(requests(known), { numRuns: COUNT, seed: SEED });
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const answer = await send(next).catch((error: unknown) => ({ status: 599, type: '', body: String(error) }));
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const fault = judge.faultOf(next.placed, next.method, answer);
        if (fault !== null) faults.push(`${told(next)}\n  ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    process.stderr.write(`Answers by status: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}\n`);
    expect(faults.slice(0, 20)).toEqual([]);
    // Requests that meet only some of the answers do not ask as programs do.
    expect([200, 400, 401, 403, 404, 405, 415, 422].filter((status) => !statuses.has(status))).toEqual([]);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(COUNT / 10);
  });
});

const told = ({ method, url, headers, body }: Request): string =>
  `${method} ${url} ${JSON.stringify(headers)} ${(body ?? '').slice(0, 200)}`;
