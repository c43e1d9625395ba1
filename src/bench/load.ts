import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith } from '#config/child-environment';
import { startPostgres } from '#storage/embedded/postgres-server';
import { openAgency, type Agency } from './agency';
import { writeLongFeed } from './january';
import { work, type Person } from './office';
import { answer, quantile, rounded, say } from './say';
import { NOW } from './server';
import type { Exchange } from './visitor';

const MAIN = join(__dirname, '..', 'main.js');
const SENDER = join(__dirname, 'send-feed.js');
const END = /^\/taches\/\d+\/confirmation$/;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

export interface LoadAsked {
  readonly rows: number;
  readonly users: number;
  readonly megabytes: number;
  /** Milliseconds between two pages of a person, on average. */
  readonly think: number;
  /** Seconds measured before the feed is sent, and again once it is taken in. */
  readonly calm: number;
}

/** What people waited for, in milliseconds. */
interface Waits {
  readonly seconds: number;
  readonly pages: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
  /** Answers of 500 and above. */
  readonly broken: number;
  /** Tasks that were answered to the end. */
  readonly answered: number;
}

/** People at work on the pages while a large feed is sent to the same process and taken in by its worker. */
export async function benchLoad(asked: LoadAsked): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-load-'));
  chmodSync(folder, 0o755);
  try {
    say(`Préparation : ${asked.rows} établissements, ${asked.users} personnes, ${asked.megabytes} Mo…`);
    const feed = join(folder, 'long.csv');
    await writeLongFeed(feed, asked.rows, asked.megabytes * 1e6);
    const { people, key } = await agencyIn(join(folder, 'data'), asked);
    const server = await serving(join(folder, 'data'));
    try {
      answer({
        ...asked,
        feedMb: Math.round(statSync(feed).size / 1e6),
        ...(await day(server.base, { asked, people, key, feed })),
      });
    } finally {
      server.child.kill('SIGTERM');
      await once(server.child, 'exit');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function agencyIn(dataDir: string, { rows, users }: LoadAsked): Promise<Agency> {
  const started = await startPostgres({ dataDir, claim: 'command', log: say });
  if (!started.ok) throw new Error(started.refusal.message);
  try {
    return await openAgency(started.value.url, rows, users);
  } finally {
    await started.value.stop();
  }
}

interface Serving {
  readonly base: string;
  readonly child: ChildProcess;
}

/** `npm start` on that base, as people start it. */
async function serving(dataDir: string): Promise<Serving> {
  const own = {
    ...{ DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: '', NOW, LOG_LEVEL: 'info' },
    ...{ PORT: '0', HOST: '127.0.0.1', TRUSTED_PROXIES: 'loopback' },
  };
  const child = spawn(process.execPath, [MAIN], { env: environmentWith(own), stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (text: Buffer) => {
    output += text.toString();
  });
  while (child.exitCode === null) {
    const [base] = ADDRESS.exec(output) ?? [];
    if (base !== undefined) return { base, child };
    await sleep(50);
  }
  throw new Error(`The pages did not start: ${output}`);
}

interface TheDay {
  readonly asked: LoadAsked;
  readonly people: readonly Person[];
  readonly key: string;
  readonly feed: string;
}

/** Phase by phase: calm, upload, ingestion, calm again. */
async function day(base: string, { asked, people, key, feed }: TheDay): Promise<object> {
  const exchanges: (Exchange & { readonly at: number })[] = [];
  const evening = new AbortController();
  setMaxListeners(0, evening.signal);
  const told = (exchange: Exchange): void => void exchanges.push({ ...exchange, at: performance.now() });
  const days = people.map((person, place) =>
    work(base, person, place, { told, think: asked.think, until: evening.signal }),
  );
  const failed = Promise.race(days.map((one) => one.then(() => new Promise<never>(() => undefined))));
  const phase = async (name: string, work: () => Promise<unknown>): Promise<[string, Waits]> => {
    const from = performance.now();
    await Promise.race([work(), failed]);
    const waits = waitsOf(exchanges, from, performance.now());
    say(`${name} : ${JSON.stringify(waits)}`);
    return [name, waits];
  };
  const everybodyIn = async (): Promise<void> => {
    while (new Set(exchanges.map(({ path }) => path)).size < 2) await sleep(100);
    await sleep(asked.think * 2);
  };
  await phase('signingIn', everybodyIn);
  const phases = [await phase('before', () => sleep(asked.calm * 1_000))];
  let deposit = '';
  phases.push(await phase('upload', async () => (deposit = await sent(base, feed, key))));
  phases.push(await phase('ingestion', () => takenIn(base, deposit, key)));
  phases.push(await phase('after', () => sleep(asked.calm * 1_000)));
  evening.abort();
  await Promise.all(days);
  return Object.fromEntries(phases);
}

function waitsOf(exchanges: readonly (Exchange & { readonly at: number })[], from: number, to: number): Waits {
  const within = exchanges.filter(({ at }) => at >= from && at <= to);
  const waits = within.map(({ ms }) => ms);
  return {
    seconds: rounded((to - from) / 1_000),
    pages: within.length,
    p50: rounded(quantile(waits, 0.5)),
    p95: rounded(quantile(waits, 0.95)),
    p99: rounded(quantile(waits, 0.99)),
    worst: rounded(Math.max(0, ...waits)),
    broken: within.filter(({ status }) => status >= 500).length,
    answered: within.filter(({ location }) => END.test(location ?? '')).length,
  };
}

async function sent(base: string, feed: string, key: string): Promise<string> {
  const child = fork(SENDER, [base, feed, key], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [told] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  if (typeof told !== 'string') throw new Error('The feed was not taken.');
  return told;
}

async function takenIn(base: string, deposit: string, key: string): Promise<void> {
  for (;;) {
    const answered = await fetch(base + deposit, { headers: { authorization: `Bearer ${key}` } });
    const { status } = (await answered.json()) as { status: string };
    if (!['RECEIVED', 'IN_PROGRESS'].includes(status)) return;
    await sleep(500);
  }
}
