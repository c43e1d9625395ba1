import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { UnderWay } from '#application/dead-letters/under-way';
import { ApplyBatch } from '#application/intake/apply-batch';
import { TryChunk } from '#application/intake/try-chunk';
import { DecideTogether } from '#application/intake/decide-together';
import { TryStretch } from '#application/intake/try-stretch';
import { FinishBatches } from '#application/intake/finish-batches';
import { SettleBatch } from '#application/intake/settle-batch';
import { Occupations } from '#application/operations/occupations';
import { SilentBell } from '#application/ports/job-queue';
import { SystemClock } from '#application/ports/system-clock';
import { Rulebook } from '#application/rulebook/rulebook';
import { loadBase } from '#bench/base';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { createDataSource, Database } from '#storage/database';
import { runCli, startCli, type CliAnswer } from '../support/run-cli';
import { writeNationalFeed } from './national-feed';
import { standingOf, type Standing } from './ledger';
import { announceCommits, closeStop, isWaiting, openStop, type Stop } from './stops';

const NOW = '2026-01-06T08:00:00.000Z';

/** A loaded base and a feed for it; each experiment has a copy of the base. */
export interface Experiments {
  readonly feed: string;
  copy(): Promise<Copy>;
  close(): Promise<void>;
}

export interface Copy {
  readonly url: string;
  readonly client: Client;
  /** What a process is given to work on it as the command does: the same base, hour and size of chunks. */
  readonly variables: Readonly<Record<string, string>>;
  ingest(...more: readonly string[]): Promise<CliAnswer>;
  /** Starts the command, kills it with SIGKILL when `moment` comes, and says where the batch then stood: at its end, if it was faster. */
  killed(moment: (copy: Copy) => Promise<void>): Promise<Standing | null>;
  drop(): Promise<void>;
}

export async function openExperiments(rows: number, chunk: number): Promise<Experiments> {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-faults-'));
  const feed = join(folder, 'janvier.csv');
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ batchChunk: chunk }));
  writeNationalFeed(feed, rows);
  const server = process.env.TJ_TEST_SERVER ?? '';
  const base = `faults_${process.pid}`;
  const admin = await connected(server);
  await admin.query(`CREATE DATABASE ${base} TEMPLATE tj_template`);
  await prepare(urlOf(server, base), rows);
  let copies = 0;
  return {
    feed,
    copy: async () => {
      const name = `${base}_${++copies}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${base}`);
      return openCopy(urlOf(server, name), { feed, policy, drop: () => dropped(admin, name) });
    },
    close: async () => {
      await dropped(admin, base);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openCopy(
  url: string,
  { feed, policy, drop }: { readonly feed: string; readonly policy: string; readonly drop: () => Promise<void> },
): Promise<Copy> {
  const client = await connected(url);
  const variables = { DATABASE_URL: url, NOW, POLICY_FILE: policy };
  const command = ['ingest', feed, '--json'];
  const copy: Copy = {
    url,
    client,
    variables,
    ingest: (...more) => runCli([...command, ...more], variables),
    killed: async (moment) => {
      const { child, answer } = startCli(command, variables);
      const ended = once(child, 'exit');
      await Promise.race([moment(copy), answer]);
      child.kill('SIGKILL');
      await ended;
      return standingOf(client);
    },
    drop: async () => {
      await client.end();
      await drop();
    },
  };
  return copy;
}

/** Waits in the work at a stop, killed there, then lets the orphaned session of the database go. */
export async function killedAt(copy: Copy, stop: Stop): Promise<Standing | null> {
  await closeStop(copy.client, stop);
  const standing = await copy.killed(async ({ client }) => {
    while (!(await isWaiting(client))) await sleep(5);
  });
  await openStop(copy.client);
  return standing;
}

/** Killed as soon as the `count`-th commit of a chunk is known outside. */
export async function killedAfterChunk(copy: Copy, count: number): Promise<Standing | null> {
  return copy.killed((running) => commits(running, 'chunk', count));
}

/** Killed a while after the batch was first committed. */
export async function killedAfter(copy: Copy, milliseconds: number): Promise<Standing | null> {
  return copy.killed(async (running) => {
    await commits(running, 'received', 1);
    await sleep(milliseconds);
  });
}

/** Time between the first commit and the last one of an uninterrupted run. */
export async function timedRun(copy: Copy): Promise<number> {
  const answer = copy.ingest();
  await commits(copy, 'received', 1);
  const start = performance.now();
  await commits(copy, 'done', 1);
  const elapsed = performance.now() - start;
  await answer;
  return elapsed;
}

async function commits({ client }: Copy, what: string, count: number): Promise<void> {
  let left = count;
  await new Promise<void>((resolve) => {
    client.on('notification', ({ payload }) => {
      if (payload === what && --left === 0) resolve();
    });
  });
}

/** What the job of a worker does, in this process. */
export async function finishBatches({ url }: Copy): Promise<number> {
  const source = await createDataSource(url).initialize();
  const database = new Database(source);
  const applyBatch = new ApplyBatch(database, new SilentBell(), new TryChunk(database));
  const rulebook = new Rulebook(database, DEFAULT_POLICY);
  const decideTogether = new DecideTogether(database, new SilentBell(), new TryStretch(database, rulebook));
  const settleBatch = new SettleBatch(database, decideTogether, applyBatch);
  const clock = new SystemClock(null);
  const underWay = new UnderWay(database, clock, new Occupations(clock));
  const verb = new FinishBatches(database, rulebook, settleBatch, applyBatch, underWay);
  try {
    // The lock of the killed process goes with its session, some milliseconds after it.
    let finished = await verb.run();
    while (finished === 0 && (await verb.isNeeded())) {
      await sleep(20);
      finished = await verb.run();
    }
    return finished;
  } finally {
    await source.destroy();
  }
}

async function prepare(url: string, rows: number): Promise<void> {
  const source = await createDataSource(url).initialize();
  await new Database(source).session((tx) => loadBase(tx, rows));
  await source.query('DROP TABLE floor_rate');
  // What the ingestion ends as well as what it begins must be neither lost nor done twice.
  await source.query(`
    INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
    SELECT siret, siren, 'ANNUAL_RENEWAL', '2026', 'NOT_RECEIVED', '2026-01', '{"effectiveFrom": "2026-01-01"}', '2026-01-02'
    FROM (SELECT siret, siren, row_number() OVER (ORDER BY siret) AS n FROM establishment) e WHERE n % 20 = 0`);
  await source.query(`
    INSERT INTO set_aside (feed_id, siret, siren, cause, guards, facts, document, since)
    SELECT 0, siret, siren, 'HELD', 'RAPPORT', '{}', '{"lines": []}', '2026-01-02'
    FROM (SELECT siret, siren, row_number() OVER (ORDER BY siret) AS n FROM establishment) e WHERE n % 30 = 0`);
  await source.destroy();
  const client = await connected(url);
  await announceCommits(client);
  await client.query('ANALYZE');
  await client.end();
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("SET TIME ZONE 'UTC'; LISTEN commits");
  return client;
}

const urlOf = (server: string, name: string): string =>
  Object.assign(new URL(server), { pathname: `/${name}` }).toString();

const dropped = async (admin: Client, name: string): Promise<void> => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
};
