import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#storage/embedded/postgres-server';
import { runCli, type CliAnswer } from '../support/run-cli';
import { countsOf, openFolder, prepareBase, removeFolder, wholeCounts, writeUnknownFeed } from './embedded-base';

// Left out by jest.config.cjs where no small disk can be mounted.
const ROWS = 100_000;

let folder: string;
let disk: string;
let variables: Record<string, string>;

const resize = (megabytes: number): void => {
  execFileSync('mount', ['-o', `remount,size=${megabytes}m`, disk]);
};

const usedMegabytes = (): number =>
  Number(execFileSync('df', ['--output=used', '-BM', disk]).toString().split('\n')[1]?.replace('M', ''));

beforeEach(async () => {
  folder = openFolder();
  disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600m,mode=755', 'tmpfs', disk]);
  chmodSync(disk, 0o755);
  variables = { DATA_DIR: join(disk, 'data'), NOW: '2026-01-06T08:00:00Z' };
  await prepareBase(join(disk, 'data'));
  writeUnknownFeed(join(folder, 'taux.csv'), ROWS);
}, 60_000);

afterEach(() => {
  execFileSync('umount', ['--lazy', disk]);
  removeFolder(folder);
});

const ingest = (): Promise<CliAnswer> => runCli(['ingest', join(folder, 'taux.csv'), '--json'], variables);

it.each('faults' in globalThis ? [8, 40, 80] : [40])(
  'ends with one sentence when only %i MB are left, and the same command goes on once there is room',
  async (left) => {
    resize(usedMegabytes() + left);
    const answer = await ingest();
    expect(answer.code).toBe(1);
    // Where the journal of PostgreSQL itself finds no room, the whole server goes down.
    const { code, message } = (answer.json as { refusal: { code: string; message: string } }).refusal;
    expect(code).toMatch(/^(DISQUE_PLEIN|BASE_PERDUE|BASE_INJOIGNABLE)$/);
    expect(message).toMatch(/^L[ea] [^\n]*\.$/);
    expect(answer.stderr).not.toMatch(/\n\s+at |Error:/);
    resize(1_000);
    expect(await ingest()).toMatchObject({
      code: 0,
      json: { feeds: [{ lines: ROWS, verdicts: { QUARANTINED: ROWS } }] },
    });
    expect(await counts()).toEqual(wholeCounts(ROWS));
  },
  180_000,
);

it('says so when there is no room even to begin', async () => {
  resize(usedMegabytes());
  const answer = await runCli(['tasks', '--json'], { ...variables, DATA_DIR: join(disk, 'other') });
  expect(answer).toMatchObject({ code: 1, json: { refusal: { code: 'DISQUE_PLEIN' } } });
  expect(answer.stderr).toMatch(/plein/);
}, 60_000);

async function counts(): Promise<Record<string, number>> {
  const started = await startPostgres({ dataDir: join(disk, 'data'), claim: 'command', log: () => undefined });
  if (!started.ok) throw new Error(started.refusal.message);
  const client = new Client({ connectionString: started.value.url });
  await client.connect();
  try {
    return await countsOf(client);
  } finally {
    await client.end();
    await started.value.stop();
  }
}
