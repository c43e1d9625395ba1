import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateAccount } from '#application/access/create-account';
import { StartImport } from '#application/start/start-import';
import { generateDsn } from '#domain/dsn/dsn-generator';
import { trusted } from '#domain/values/result';
import { month } from '../domain/dsn/dsn-support';
import { openTestHouse, type TestHouse } from '../support/test-house';
import { startWorker, type RunningWorker } from './running-worker';

const BYTES = 12_000_000;

let house: TestHouse;
let folder: string;
beforeEach(async () => {
  house = await openTestHouse();
  folder = mkdtempSync(join(tmpdir(), 'taux-juste-essai-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await house.close();
});

async function start(): Promise<void> {
  const account = { email: 'alain@exemple.fr', name: 'Alain', companies: [], password: 'cheval agrafe batterie' };
  const created = await house.verb(CreateAccount).run({ ...account, role: 'ADMINISTRATOR' }, 'test');
  const { email, name } = account;
  const path = join(folder, 'paie.dsn');
  writeFileSync(path, Buffer.concat([...generateDsn({ bytes: BYTES, period: month('2025-12') })]));
  await house.verb(StartImport).run([{ path, name: 'paie.dsn', size: BYTES }], {
    ...{ accountId: trusted(created).id, name, email, role: 'ADMINISTRATOR', actor: 'test', scope: 'system' },
  });
}

interface Standing {
  readonly state: string;
  readonly read: number;
}

/** Waits until the work is there, while the worker lives. */
async function reached(worker: RunningWorker, there: (standing: Standing) => boolean): Promise<void> {
  for (;;) {
    const [standing] = await house.sql<Standing>('SELECT state, read_bytes::int AS read FROM work');
    if (standing !== undefined && there(standing)) return;
    if (worker.child.exitCode !== null) throw new Error(`The worker has ended: ${worker.said.stderr}`);
    await sleep(20);
  }
}

const count = async (table: string): Promise<number> =>
  (await house.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? -1;

it('takes in with the next worker the files that a killed one was reading, and leaves nothing of them behind', async () => {
  await start();
  const first = startWorker({ DATABASE_URL: house.url });
  await reached(first, ({ read }) => read > 0);
  first.child.kill('SIGKILL');
  expect(await house.sql('SELECT state FROM work')).toEqual([{ state: 'RUNNING' }]);
  expect(await count('dsn')).toBe(0);
  const second = startWorker({ DATABASE_URL: house.url });
  await reached(second, ({ state }) => state === 'DONE');
  const [work] = await house.sql<{ employees: number }>(`SELECT (report->>'employees')::int AS employees FROM work`);
  expect(await count('employee')).toBe(work?.employees);
  expect(await count('work_bytes')).toBe(0);
  expect(await second.stop()).toBe(0);
  const left = (await readdir(tmpdir())).filter((name) => name.includes(`-${String(first.child.pid)}-`));
  expect(left).toEqual([]);
}, 240_000);
