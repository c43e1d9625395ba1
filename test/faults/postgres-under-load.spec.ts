import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openAgency, type Agency } from '#bench/agency';
import { NOW } from '#bench/server';
import { startPostgres, type PostgresServer } from '#storage/embedded/postgres-server';
import { ADDRESS, ended, said, start, type Started } from '../support/started';
import { openFolder, postmasterOf, prepareBase, removeFolder } from './embedded-base';
import { lostSuccesses, startLoad, type Load } from './under-load';

const BLOWS = 'faults' in globalThis ? 10 : 2;
const RECOVERED_WITHIN_MS = 15_000;
const FLIPPED_WITHIN_MS = 15_000;
const PEOPLE = 5;

let folder: string;
let dataDir: string;
let agency: Agency;

beforeEach(async () => {
  folder = openFolder();
  dataDir = join(folder, 'data');
  await prepareBase(dataDir);
  const server = await postgres();
  agency = await openAgency(server.url, 2_000, PEOPLE);
  await server.stop();
}, 120_000);

afterEach(() => removeFolder(folder));

async function postgres(): Promise<PostgresServer> {
  const started = await startPostgres({ dataDir, claim: 'command', log: () => undefined });
  if (!started.ok) throw new Error(started.refusal.message);
  return started.value;
}

async function looking<T>(url: string, look: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await look(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const readyStatus = async (base: string): Promise<number> => (await fetch(`${base}/health/ready`)).status;

/** Milliseconds until `/health/ready` answers so. */
async function becomes(base: string, status: number, within: number): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < within) {
    if ((await readyStatus(base)) === status) return performance.now() - start;
    await sleep(10);
  }
  return Infinity;
}

/** By turns: the process that holds everything is gone, or told to end at once without tidying. */
const blow = (pid: number, number: number): void => void process.kill(pid, number % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');

/** Until everybody has seen pages again. */
async function atWork(load: Load): Promise<void> {
  const start = performance.now();
  const wanted = well(load) + PEOPLE * 3;
  while (well(load) < wanted) {
    if (performance.now() - start > 60_000)
      throw new Error(`Nobody works any more: ${JSON.stringify(load.exchanges.slice(-3))}`);
    await sleep(50);
  }
}

const well = ({ exchanges }: Load): number => exchanges.filter(({ status }) => status < 400).length;

async function allTakenIn(client: Client, within: number): Promise<boolean> {
  const start = performance.now();
  for (;;) {
    const { rows } = await client.query(`SELECT 1 FROM deposit WHERE state IN ('RECEIVED', 'IN_PROGRESS') LIMIT 1`);
    if (rows.length === 0) return true;
    if (performance.now() - start > within) return false;
    await sleep(200);
  }
}

async function stopped(...programs: readonly Started[]): Promise<void> {
  for (const program of programs) {
    if (program.child.exitCode !== null) continue;
    program.child.kill('SIGTERM');
    expect((await ended(program)).code).toBe(0);
  }
}

/** A worker that finds no base while it starts says so and ends, to be started again; one at work goes on. */
const AT_WORK = /Le travail de fond a commencé/;

it(`loses no success it told when PostgreSQL is killed ${BLOWS} times under load, and every process goes on`, async () => {
  let server = await postgres();
  const variables = { DATABASE_URL: server.url, NOW };
  const pages = start('main.js', [], { ...variables, PORT: '0', WORKER: 'none', TRUSTED_PROXIES: 'loopback' });
  const worker = start('worker.js', [], variables);
  const [address] = await said(pages, ADDRESS);
  await said(worker, AT_WORK);
  const base = address.replace(/\/$/, '');
  const load = await startLoad(base, agency);
  try {
    for (let number = 0; number < BLOWS; number++) {
      await atWork(load);
      blow(await looking(server.url, postmasterOf), number);
      expect(await becomes(base, 503, FLIPPED_WITHIN_MS)).toBeLessThan(FLIPPED_WITHIN_MS);
      server = await postgres();
      expect(await becomes(base, 200, RECOVERED_WITHIN_MS)).toBeLessThan(RECOVERED_WITHIN_MS);
    }
    await atWork(load);
    await load.end();
    expect([pages.child.exitCode, worker.child.exitCode]).toEqual([null, null]);
    await looking(server.url, async (client) => {
      expect(load.deposits.length).toBeGreaterThan(BLOWS);
      expect(await lostSuccesses(client, load)).toEqual([]);
      expect(await allTakenIn(client, 90_000)).toBe(true);
    });
  } finally {
    await stopped(pages, worker);
    await server.stop();
  }
}, 600_000);

it(`is started again by « npm start », whose own it is, when it is killed ${BLOWS} times under load`, async () => {
  const program = start('main.js', [], {
    ...{ DATA_DIR: dataDir, NOW },
    ...{ PORT: '0', TRUSTED_PROXIES: 'loopback' },
  });
  const [address] = await said(program, ADDRESS);
  await said(program, AT_WORK);
  const base = address.replace(/\/$/, '');
  const load = await startLoad(base, agency);
  try {
    for (let number = 0; number < BLOWS; number++) {
      await atWork(load);
      const server = await postgres();
      const pid = await looking(server.url, postmasterOf);
      blow(pid, number);
      const start = performance.now();
      expect(await becomes(base, 503, FLIPPED_WITHIN_MS)).toBeLessThan(FLIPPED_WITHIN_MS);
      expect(await becomes(base, 200, RECOVERED_WITHIN_MS)).toBeLessThan(RECOVERED_WITHIN_MS);
      expect(performance.now() - start).toBeLessThan(RECOVERED_WITHIN_MS);
      await server.stop();
    }
    await atWork(load);
    await load.end();
    expect(program.output).not.toContain('Le travail de fond s’est arrêté');
    const server = await postgres();
    await looking(server.url, async (client) => {
      expect(await lostSuccesses(client, load)).toEqual([]);
      expect(await allTakenIn(client, 90_000)).toBe(true);
    });
    await server.stop();
  } finally {
    await stopped(program);
  }
}, 600_000);
