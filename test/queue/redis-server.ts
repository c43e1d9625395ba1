import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface RedisServer {
  readonly url: string;
  /** By SIGKILL. */
  kill(): Promise<void>;
  /** Once it was killed: on the same port, with nothing of what it held. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the test's own, on a free port, that keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-redis-'));
  const port = await freePort();
  let server = await serve(folder, port);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    startAgain: async () => {
      server = await serve(folder, port);
    },
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function serve(folder: string, port: number): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saidReady(server.stdout);
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

async function saidReady(stdout: Readable): Promise<void> {
  let said = '';
  for await (const text of stdout) {
    said += String(text);
    if (said.includes('Ready to accept connections')) return;
  }
  throw new Error(`redis-server ended: ${said}`);
}
