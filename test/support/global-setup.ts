import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** Compiled code: `npm test` builds first, and migrations are found beside it. */
interface Built {
  startPostgres: (typeof import('#storage/embedded/postgres-server'))['startPostgres'];
  createDataSource: (typeof import('#storage/database'))['createDataSource'];
  migrate: (typeof import('#storage/migrate'))['migrate'];
}

export const TEMPLATE = 'tj_template';

/** One real PostgreSQL for the whole run, one migrated template; each test file takes a copy of it. */
export default async function globalSetup(): Promise<void> {
  const built = join(__dirname, '..', '..', 'dist', 'storage');
  const { startPostgres } = (await import(join(built, 'embedded/postgres-server.js'))) as Built;
  const { createDataSource } = (await import(join(built, 'database.js'))) as Built;
  const { migrate } = (await import(join(built, 'migrate.js'))) as Built;
  const dataDir = mkdtempSync(join(tmpdir(), 'taux-juste-tests-'));
  const server = await startPostgres({ dataDir, claim: 'command', log: () => undefined });
  if (!server.ok) throw new Error(server.refusal.message);
  const admin = new Client({ connectionString: server.value.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new URL(server.value.url);
  template.pathname = `/${TEMPLATE}`;
  const source = await createDataSource(template.toString()).initialize();
  await migrate(source);
  await source.destroy();
  process.env.TJ_TEST_SERVER = server.value.url;
  process.env.TJ_TEST_DATA_DIR = dataDir;
  globalThis.tauxJusteTestServer = server.value;
}

declare global {
  var tauxJusteTestServer: { stop(): Promise<void> } | undefined;
}
