import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inventedSiret } from '#domain/dsn/dsn-generator';
import { runCli } from '../support/run-cli';

/** A folder that the account of PostgreSQL can reach, whoever runs the tests. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-base-'));
  chmodSync(folder, 0o755);
  return folder;
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** A feed about establishments that nobody knows: each leaves a verdict, a refused line and a document set aside. */
export function writeUnknownFeed(path: string, rows: number): void {
  const lines = ['siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul'];
  for (let index = 0; index < rows; index++) {
    const siret = inventedSiret(index);
    lines.push(`${siret.slice(0, 9)},${siret.slice(9)},DD,01,553AC,N,1.80,2026-01-01,2026-01-05`);
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** Brings the tables of an embedded base up to date. */
export async function prepareBase(dataDir: string): Promise<void> {
  const { code, stderr } = await runCli(['tasks', '--json'], { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(stderr);
}

export async function countsOf(client: Client): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number>>(
    `SELECT (SELECT count(*) FROM batch WHERE status = 'DONE')::integer AS done,
            (SELECT count(*) FROM batch)::integer AS batches, (SELECT count(*) FROM feed)::integer AS feeds,
            (SELECT count(*) FROM verdict)::integer AS verdicts,
            (SELECT count(DISTINCT siret) FROM verdict)::integer AS establishments,
            (SELECT count(*) FROM refused_line)::integer AS refused, (SELECT count(*) FROM set_aside)::integer AS aside,
            (SELECT count(*) FROM pg_tables WHERE schemaname = 'staging')::integer AS staging`,
  );
  return rows[0] ?? {};
}

/** The counts of one whole ingestion of `writeUnknownFeed`. */
export const wholeCounts = (rows: number): Record<string, number> => ({
  done: 1,
  batches: 1,
  feeds: 1,
  verdicts: rows,
  establishments: rows,
  refused: rows,
  aside: rows,
  staging: 0,
});

/** The process of the server itself, by the file it keeps. */
export async function postmasterOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  const file = await readFile(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n', 1)[0]);
}
