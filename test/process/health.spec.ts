import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#storage/embedded/postgres-server';
import { ADDRESS, ended, said, start } from '../support/started';
import { openTestHouse } from '../support/test-house';

jest.setTimeout(120_000);

interface Ready {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const ask = async (base: string): Promise<Ready> => {
  const answer = await fetch(`${base}health/ready`);
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
};

/** Asks until it answers so; milliseconds. */
async function until(base: string, status: number): Promise<number> {
  const from = performance.now();
  while ((await ask(base)).status !== status) await new Promise((resolve) => setTimeout(resolve, 100));
  return performance.now() - from;
}

describe('pages and worker whose base is killed and comes back', () => {
  it('say that they are not ready, stay up, and are ready again within 15 s', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'taux-juste-health-'));
    const options = { dataDir, claim: 'command', log: () => undefined } as const;
    const first = await startPostgres(options);
    if (!first.ok) throw new Error(first.refusal.message);
    const port = await freePort();
    const pages = start('main.js', [], { DATA_DIR: dataDir, PORT: '0', WORKER: 'none' });
    const [base] = await said(pages, ADDRESS);
    const worker = start('worker.js', [], { DATA_DIR: dataDir, WORKER_PORT: String(port) });
    await said(worker, /Le travail de fond a commencé/);
    const probes = `http://127.0.0.1:${port}/`;
    expect(await ask(base)).toEqual({
      status: 200,
      body: { status: 'ok', database: 'ok', queue: 'ok', migrations: 'ok' },
    });
    expect((await ask(probes)).status).toBe(200);
    const measures = await (await fetch(`${probes}metrics`)).text();
    expect(measures).toMatch(/^process_cpu_seconds_total\{process="worker"\} /m);
    const ofPages = await (await fetch(`${base}metrics`)).text();
    expect(ofPages).toMatch(/^taux_juste_processes\{role="worker"\} 1$/m);

    const [postmaster = ''] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    await Promise.all([until(base, 503), until(probes, 503)]);
    expect((await ask(base)).body).toMatchObject({ status: 'down', database: 'down' });
    expect((await fetch(`${base}health/live`)).status).toBe(200);
    const page = await fetch(`${base}invitation/${'a'.repeat(43)}`);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    const again = await startPostgres(options);
    if (!again.ok) throw new Error(again.refusal.message);
    const back = await Promise.all([until(base, 200), until(probes, 200)]);
    expect(Math.max(...back)).toBeLessThan(15_000);

    for (const one of [worker, pages]) {
      one.child.kill('SIGTERM');
      expect((await ended(one)).code).toBe(0);
    }
    await again.value.stop();
    await first.value.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('pages that are told to stop', () => {
  it('say so while they answer what was asked before', async () => {
    const house = await openTestHouse();
    const pages = start('main.js', [], { DATABASE_URL: house.url, PORT: '0', WORKER: 'none' });
    const [base] = await said(pages, ADDRESS);
    const lock = house.database.source.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE invitation IN ACCESS EXCLUSIVE MODE');
    const slow = fetch(`${base}invitation/inventee`);
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await house.sql(waits)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    pages.child.kill('SIGTERM');
    await until(base, 503);
    expect((await ask(base)).body).toMatchObject({ status: 'stopping', database: 'ok' });
    await lock.rollbackTransaction();
    await lock.release();
    expect((await slow).status).toBe(410);
    expect((await ended(pages)).code).toBe(0);
    await expect(fetch(base)).rejects.toThrow();
    await house.close();
  });
});
