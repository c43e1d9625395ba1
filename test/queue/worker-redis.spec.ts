import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentsOf } from '../faults/ledger';
import { finishedWithin, interruptedBatch, startWorker, type Interrupted } from './running-worker';

// Left out by jest.config.cjs on a machine without redis-server.
let interrupted: Interrupted;
let redis: ChildProcess;
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taux-juste-redis-'));
  port = await freePort();
  redis = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saidReady(redis);
  interrupted = await interruptedBatch();
}, 120_000);

afterAll(async () => {
  redis.kill();
  await once(redis, 'exit');
  rmSync(folder, { recursive: true, force: true });
  await interrupted.copy.drop();
  await interrupted.experiments.close();
});

it('finishes within 40 s the batch that a killed command left, with its queue on Redis', async () => {
  const { copy, whole } = interrupted;
  const worker = startWorker({ DATABASE_URL: copy.url, REDIS_URL: `redis://127.0.0.1:${port}` });
  expect(await finishedWithin(copy, 40_000)).toBeLessThan(40_000);
  expect(await worker.stop()).toBe(0);
  expect(worker.said.stdout).toBe('');
  expect(await contentsOf(copy.client)).toEqual(whole);
  const { rows } = await copy.client.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'bullmq'`);
  expect(rows).toEqual([]);
}, 90_000);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

async function saidReady(child: ChildProcess): Promise<void> {
  let said = '';
  for await (const text of child.stdout ?? []) {
    said += String(text);
    if (said.includes('Ready to accept connections')) return;
  }
  throw new Error(`redis-server ended: ${said}`);
}
