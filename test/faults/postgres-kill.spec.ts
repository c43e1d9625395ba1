import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startPostgres, type PostgresServer } from '#storage/embedded/postgres-server';
import { runCli, startCli, type CliAnswer } from '../support/run-cli';
import {
  countsOf,
  openFolder,
  postmasterOf,
  prepareBase,
  removeFolder,
  wholeCounts,
  writeUnknownFeed,
} from './embedded-base';
import { closeStop, isWaiting, openStop, STOPS } from './stops';

const ROWS = 2_000;

/** All but the last, after which nothing is left to do; `npm test` takes the two that differ most. */
const KILLED_AT =
  'faults' in globalThis ? STOPS.slice(0, -1) : STOPS.filter(({ name }) => /^(received|verdicts)/.test(name));

let folder: string;
let dataDir: string;
let feed: string;
let variables: Record<string, string>;

beforeEach(async () => {
  folder = openFolder();
  dataDir = join(folder, 'data');
  feed = join(folder, 'taux.csv');
  writeUnknownFeed(feed, ROWS);
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ batchChunk: 100 }));
  variables = { DATA_DIR: dataDir, POLICY_FILE: policy, NOW: '2026-01-06T08:00:00Z' };
  await prepareBase(dataDir);
}, 60_000);

afterEach(() => removeFolder(folder));

async function server(): Promise<PostgresServer> {
  const started = await startPostgres({ dataDir, claim: 'command', log: () => undefined });
  if (!started.ok) throw new Error(started.refusal.message);
  return started.value;
}

async function looking<T>(look: (client: Client) => Promise<T>): Promise<T> {
  const base = await server();
  const client = new Client({ connectionString: base.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await look(client);
  } finally {
    await client.end().catch(() => undefined);
    await base.stop();
  }
}

const ingest = (): Promise<CliAnswer> => runCli(['ingest', feed, '--json'], variables);

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it.each(KILLED_AT)(
  'ends with one sentence when PostgreSQL is killed, $name, and the same command makes everything good',
  async (stop) => {
    const answer = await looking(async (client) => {
      await closeStop(client, stop);
      const running = startCli(['ingest', feed, '--json'], variables);
      while (!(await isWaiting(client))) await sleep(5);
      const pid = await postmasterOf(client);
      process.kill(pid, 'SIGKILL');
      while (isRunning(pid)) await sleep(5);
      return running.answer;
    });
    expect(answer).toMatchObject({ code: 1, json: { refusal: { code: 'BASE_PERDUE' } } });
    expect(answer.stderr.trimEnd()).toMatch(/^La base de données a cessé de répondre [^\n]*\.$/m);
    expect(answer.stderr).not.toMatch(/\n\s+at |Error:/);
    await looking(async (client) => {
      expect((await countsOf(client)).done).toBe(0);
      await client.query('DROP FUNCTION stop_here CASCADE');
    });
    const resumed = await ingest();
    expect(resumed).toMatchObject({
      code: 0,
      json: { feeds: [{ alreadyReceived: true, lines: ROWS, verdicts: { QUARANTINED: ROWS } }], rejections: [] },
    });
    expect(await looking(countsOf)).toEqual(wholeCounts(ROWS));
  },
  120_000,
);

it('ends with one sentence when only its session is ended, and leaves the batch to the next command', async () => {
  const [decided] = STOPS;
  if (decided === undefined) throw new Error('There is no stop.');
  const answer = await looking(async (client) => {
    await closeStop(client, decided);
    const running = startCli(['ingest', feed, '--json'], variables);
    while (!(await isWaiting(client))) await sleep(5);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    const ended = await running.answer;
    await openStop(client);
    return ended;
  });
  expect(answer).toMatchObject({ code: 1, json: { refusal: { code: 'BASE_PERDUE' } } });
  expect(await ingest()).toMatchObject({ code: 0, json: { feeds: [{ alreadyReceived: true }] } });
  expect(await looking(countsOf)).toEqual(wholeCounts(ROWS));
}, 120_000);
