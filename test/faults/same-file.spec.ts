import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openAgency, type Agency } from '#bench/agency';
import { NOW } from '#bench/server';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { openTestHouse, type TestHouse } from '../support/test-house';

const TIMES = 200;
const AT_ONCE = 50;
const FEED = `siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul
732829320,00074,DD,01,553AC,N,1.78,2026-01-01,2026-01-05T06:12:44
`;

let house: TestHouse;
let agency: Agency;
let pages: Started;
let worker: Started;
let base: string;

beforeAll(async () => {
  house = await openTestHouse();
  agency = await openAgency(house.url, 100, 1);
  const variables = { DATABASE_URL: house.url, NOW };
  pages = start('main.js', [], { ...variables, PORT: '0', WORKER: 'none' });
  worker = start('worker.js', [], variables);
  base = (await said(pages, ADDRESS))[0].replace(/\/$/, '');
  await said(worker, /a commencé/);
}, 120_000);

afterAll(async () => {
  for (const program of [pages, worker]) {
    program.child.kill('SIGTERM');
    expect((await ended(program)).code).toBe(0);
  }
  await house.close();
}, 60_000);

interface Told {
  readonly status: number;
  readonly deposit: number;
  readonly alreadyReceived: boolean;
  readonly message: string;
}

async function post(): Promise<Told> {
  const answer = await fetch(`${base}/api/v1/feeds?name=janvier.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${agency.key}`, 'content-type': 'text/csv' },
    body: FEED,
  });
  return { status: answer.status, ...((await answer.json()) as Omit<Told, 'status'>) };
}

it(`is ingested once when it is posted ${TIMES} times, ${AT_ONCE} at once, and the others are told « déjà reçu »`, async () => {
  const told: Told[] = [];
  const sender = async (): Promise<void> => {
    for (let turn = 0; turn < TIMES / AT_ONCE; turn++) told.push(await post());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  expect(told.map(({ status }) => status).sort()).toEqual([...Array.from({ length: TIMES - 1 }, () => 200), 202]);
  expect(new Set(told.map(({ deposit }) => deposit)).size).toBe(1);
  const again = told.filter(({ alreadyReceived }) => alreadyReceived);
  expect(again).toHaveLength(TIMES - 1);
  for (const { message } of again) expect(message).toContain('déjà reçu');
  const client = new Client({ connectionString: house.url });
  await client.connect();
  try {
    const counts = `SELECT (SELECT count(*) FROM deposit WHERE state = 'TAKEN')::integer AS taken,
      (SELECT count(*) FROM deposit)::integer AS deposits, (SELECT count(*) FROM feed)::integer AS feeds,
      (SELECT count(*) FROM batch)::integer AS batches, (SELECT count(*) FROM verdict)::integer AS verdicts`;
    const look = async (): Promise<unknown> => (await client.query(counts)).rows[0];
    for (let tries = 0; tries < 300 && ((await look()) as { taken: number }).taken === 0; tries++) await sleep(100);
    expect(await look()).toEqual({ taken: 1, deposits: 1, feeds: 1, batches: 1, verdicts: 1 });
  } finally {
    await client.end();
  }
}, 120_000);
