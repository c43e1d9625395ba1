import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trusted } from '#domain/values/result';
import { createDataSource } from '../database';
import { startPostgres } from '../embedded/postgres-server';
import { migrate } from '../migrate';
import { readSchema } from './read-schema';

/** Writes docs/schema.sql anew, from an empty database that the migrations of this build have just made. */
async function writeSchema(target: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'taux-juste-schema-'));
  const server = trusted(await startPostgres({ dataDir, claim: 'command', log: () => undefined }));
  try {
    const source = await createDataSource(server.url).initialize();
    await migrate(source);
    writeFileSync(target, await readSchema(source));
    await source.destroy();
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

void writeSchema(join(__dirname, '..', '..', '..', 'docs', 'schema.sql'));
