import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse, type OpenHouse } from '#application/house';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import type { Tx } from '#storage/database';
import { startPostgres } from '#storage/embedded/postgres-server';
import { loadBase } from './base';
import { say } from './say';

/** The day of every bench: its feeds are of that January. */
export const NOW = '2026-01-06T08:00:00.000Z';

const BASE = 'bench_base';

/** A PostgreSQL of the bench's own with a loaded base, both erased when it closes. */
export interface BenchServer {
  readonly folder: string;
  urlOf(name: string): string;
  /** As the owner, on the server's first database. */
  asOwner<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The address of a fresh copy of the loaded base, in the place of the last one of that name. */
  copy(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function houseAt(url: string, now = NOW): Promise<OpenHouse> {
  const settings = { dataDir: '', databaseUrl: url, now, policy: DEFAULT_POLICY };
  const house = await openHouse(settings, 'command', say);
  if (!house.ok) throw new Error(house.refusal.message);
  return house.value;
}

export async function openBenchServer(rows: number): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-bench-'));
  // Reachable by the user that PostgreSQL runs as, or the launcher would move the data elsewhere.
  chmodSync(folder, 0o755);
  const started = await startPostgres({ dataDir: join(folder, 'data'), claim: 'command', log: say });
  if (!started.ok) throw new Error(started.refusal.message);
  const { url } = started.value;
  const urlOf = (name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const admin = await houseAt(url);
  const asOwner = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    admin.database.session(async (tx) => {
      await tx.query('RESET ROLE');
      return work(tx);
    });
  await asOwner((tx) => tx.query(`CREATE DATABASE ${BASE}`));
  const base = await houseAt(urlOf(BASE));
  await base.database.session((tx) => loadBase(tx, rows));
  await base.close();
  return {
    folder,
    urlOf,
    asOwner,
    copy: async (name) => {
      await asOwner(async (tx) => {
        await tx.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await tx.query(`CREATE DATABASE ${name} TEMPLATE ${BASE} STRATEGY FILE_COPY`);
        await tx.query('CHECKPOINT');
      });
      return urlOf(name);
    },
    close: async () => {
      await admin.close();
      await started.value.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
