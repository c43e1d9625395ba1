import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith } from '#config/child-environment';

const WORKER = join(__dirname, '..', 'worker.js');
const READY_WITHIN_MS = 60_000;
const BEGUN = 'Le travail de fond a commencé';

/** A program that runs beside the bench, and has said that it is ready. */
export interface Running {
  readonly pid: number;
  /** By SIGTERM. */
  end(): Promise<void>;
}

/** A real worker on that base, whose connections all carry its name as the setting `bench.worker`. */
export function startWorker(name: string, url: string, variables: Readonly<Record<string, string>>): Promise<Running> {
  const named = new URL(url);
  const options = named.searchParams.get('options') ?? '';
  named.searchParams.set('options', `${options} -c bench.worker=${name}`);
  const env = environmentWith({ REDIS_URL: '', LOG_LEVEL: 'info', ...variables, DATABASE_URL: named.toString() });
  return ready(spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'ignore', 'pipe'] }), BEGUN);
}

/** Null on a machine without redis-server. */
export async function startRedis(folder: string): Promise<{ readonly url: string; readonly redis: Running } | null> {
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
  const there = await Promise.race([once(child, 'spawn').then(() => true), once(child, 'error').then(() => false)]);
  if (!there) return null;
  return { url: `redis://127.0.0.1:${port}`, redis: await ready(child, 'Ready to accept connections') };
}

async function ready(child: ChildProcess, word: string): Promise<Running> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      if (!said.includes(word)) said += text.toString();
    });
  const start = performance.now();
  while (!said.includes(word)) {
    if (child.exitCode !== null || performance.now() - start > READY_WITHIN_MS)
      throw new Error(`Not ready in time: ${said}`);
    await sleep(20);
  }
  const exit = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
