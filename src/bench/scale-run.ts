import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { House, type OpenHouse } from '#application/house';
import { Bell } from '#queue/bell';
import { contentsBy, type Contents } from './contents';
import { inOwnProcess } from './job';
import { processorSeconds } from './processor';
import { received } from './received';
import { rounded } from './say';
import { houseAt, NOW, type BenchServer } from './server';
import { startRedis, startWorker, type Running } from './workers';

const TAKEN_WITHIN_MS = 1_800_000;

/** What one way of doing the same work cost. */
export interface Cost {
  readonly wallS: number;
  /** Seconds of processor: of our processes, of PostgreSQL's, of Redis. */
  readonly nodeS: number;
  readonly postgresS: number;
  readonly redisS: number;
}

export interface Run extends Cost {
  readonly queue: 'postgres' | 'redis';
  readonly workers: number;
  /** Until the document was kept, before anything is decided of it; not part of `wallS`. */
  readonly depositS: number;
  /** Stretches decided and chunks applied by each worker. */
  readonly stretches: readonly number[];
  readonly chunks: readonly number[];
}

export interface Measured {
  readonly run: Run;
  readonly contents: Contents;
}

/** Deposited, then taken in by one process of its own, without a queue. */
export async function aloneOn(server: BenchServer, entry: string, file: string): Promise<Cost> {
  const url = await server.copy('bench_run');
  const postmaster = await postmasterOf(server);
  const before = processorSeconds(postmaster);
  const { seconds, cpuSeconds } = await inOwnProcess(entry, { what: 'deposit', url, files: [file] });
  return cost(seconds[0] ?? NaN, cpuSeconds, processorSeconds(postmaster) - before, 0);
}

const cost = (wall: number, node: number, postgres: number, redis: number): Cost => ({
  ...{ wallS: rounded(wall), nodeS: rounded(node), postgresS: rounded(postgres), redisS: rounded(redis) },
});

type Asked = Pick<Run, 'queue' | 'workers'>;

/** Deposited for that many workers; null where there is no such queue on this machine. */
export async function shared(server: BenchServer, file: string, { queue, workers }: Asked): Promise<Measured | null> {
  const redis = queue === 'redis' ? await startRedis(server.folder) : null;
  if (queue === 'redis' && redis === null) return null;
  const url = await server.copy('bench_run');
  const house = await houseAt(url);
  const running: Running[] = [];
  try {
    await nameWhoWorks(house);
    const variables = { NOW, ...(redis === null ? {} : { REDIS_URL: redis.url }) };
    for (let place = 1; place <= workers; place++) running.push(await startWorker(`worker-${place}`, url, variables));
    const pids = { nodes: running.map(({ pid }) => pid), postmaster: await postmasterOf(server) };
    const costs = await deposited(house, file, {
      redisUrl: redis?.url ?? null,
      redis: redis?.redis ?? null,
      ...pids,
    });
    const [stretches, chunks] = [await doneByWorker(house, 'batch_stretch'), await doneByWorker(house, 'batch_chunk')];
    return { run: { queue, workers, ...costs, stretches, chunks }, contents: await contentsOf(house) };
  } finally {
    for (const worker of running) await worker.end();
    await house.close();
    await redis?.redis.end();
  }
}

interface Watched {
  readonly redisUrl: string | null;
  readonly redis: Running | null;
  readonly nodes: readonly number[];
  readonly postmaster: number;
}

async function deposited(house: OpenHouse, file: string, { redisUrl, redis, nodes, postmaster }: Watched) {
  const jobQueue = Bell.open({ url: house.url, redisUrl });
  const application = await NestFactory.createApplicationContext(House.of(house, { jobQueue }), { logger: false });
  try {
    const clock = () => ({
      wall: performance.now() / 1_000,
      node: nodes.reduce((sum, pid) => sum + processorSeconds(pid), 0),
      postgres: processorSeconds(postmaster),
      redis: redis === null ? 0 : processorSeconds(redis.pid),
    });
    const start = clock();
    const deposits = await received(application, [file]);
    const kept = clock();
    for (const deposit of deposits) await takenIn(house, deposit);
    const end = clock();
    return {
      ...cost(end.wall - kept.wall, end.node - kept.node, end.postgres - kept.postgres, end.redis - kept.redis),
      depositS: rounded(kept.wall - start.wall),
    };
  } finally {
    await application.close();
    await jobQueue.close();
  }
}

async function takenIn(house: OpenHouse, deposit: number): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < TAKEN_WITHIN_MS) {
    const [row] = await asOwner<{ state: string }>(house, `SELECT state FROM deposit WHERE id = ${deposit}`);
    if (row?.state === 'TAKEN') return;
    if (row?.state === 'REFUSED') throw new Error('The deposit was refused.');
    await sleep(50);
  }
  throw new Error('The deposit is still not taken in.');
}

const asOwner = <Row>(house: OpenHouse, sql: string): Promise<Row[]> =>
  house.database.session(async (tx) => {
    await tx.query('RESET ROLE');
    return tx.query<Row>(sql);
  });

/** Every connection of a worker carries its name. */
async function nameWhoWorks(house: OpenHouse): Promise<void> {
  await asOwner(
    house,
    `CREATE TABLE bench_done (what text, worker text);
     CREATE FUNCTION say_who() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN
       INSERT INTO bench_done VALUES (TG_TABLE_NAME, coalesce(current_setting('bench.worker', true), ''));
       RETURN NEW;
     END $$;
     CREATE TRIGGER say_who AFTER UPDATE ON batch_stretch FOR EACH ROW WHEN (NEW.result IS NOT NULL) EXECUTE FUNCTION say_who();
     CREATE TRIGGER say_who AFTER UPDATE ON batch_chunk FOR EACH ROW WHEN (NEW.state = 'APPLIED') EXECUTE FUNCTION say_who()`,
  );
}

async function doneByWorker(house: OpenHouse, table: 'batch_stretch' | 'batch_chunk'): Promise<number[]> {
  const rows = await asOwner<{ done: number }>(
    house,
    `SELECT count(*)::integer AS done FROM bench_done WHERE what = '${table}' GROUP BY worker ORDER BY worker`,
  );
  return rows.map(({ done }) => done);
}

const contentsOf = (house: OpenHouse): Promise<Contents> =>
  contentsBy(async (sql) => (await asOwner<{ sum: string }>(house, sql))[0]?.sum ?? '');

async function postmasterOf(server: BenchServer): Promise<number> {
  const [row] = await server.asOwner((tx) => tx.query<{ data_directory: string }>('SHOW data_directory'));
  const text = await readFile(join(row?.data_directory ?? '', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n', 1)[0]);
}
