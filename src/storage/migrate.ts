import type { DataSource } from 'typeorm';
import { LOCKS } from './database';

/** Brings the schema up to date. When nothing is missing this costs one SELECT; two processes at once migrate once. */
export async function migrate(source: DataSource): Promise<void> {
  if (await isUpToDate(source)) return;
  const runner = source.createQueryRunner();
  try {
    await runner.connect();
    await runner.query('SELECT pg_advisory_lock($1)', [LOCKS.bulk]);
    await source.runMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [LOCKS.bulk]).catch(() => undefined);
    await runner.release();
  }
}

/** Whether every migration of this release has run. */
export async function isUpToDate(source: DataSource): Promise<boolean> {
  const [row] = await source.query<{ found: string | null }[]>("SELECT to_regclass('public.migrations') AS found");
  if (row?.found == null) return false;
  const done = await source.query<{ name: string }[]>('SELECT name FROM migrations');
  const names = new Set(done.map(({ name }) => name));
  return source.migrations.every((migration) => names.has(migration.name ?? ''));
}
