import { mkdtempSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADDRESS, ended, said, start, type Started } from '../support/started';

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), 'taux-juste-start-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const BEGUN = /Le travail de fond a commencé \(processus (\d+)\)/;
const serve = (also: Record<string, string> = {}): Started =>
  start('main.js', [], { DATA_DIR: dataDir, PORT: '0', ...also });

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<void> {
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
}

const pidIn = ([, pid]: RegExpExecArray): number => Number(pid);

describe('npm start', () => {
  it('serves with a worker of its own, and stops it within 10 s before the pages', async () => {
    const pages = serve();
    const worker = pidIn(await said(pages, BEGUN));
    expect(pages.output).toMatch(ADDRESS);
    // Pages come first on a full machine.
    expect(getPriority(worker)).toBe(Math.min(getPriority(pages.child.pid) + 5, 19));
    const from = performance.now();
    pages.child.kill('SIGTERM');
    expect((await ended(pages)).code).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(pages.output).toContain('Arrêt demandé');
    expect(lives(worker)).toBe(false);
  });

  it('starts it again when it dies, and says so once', async () => {
    const pages = serve();
    const first = pidIn(await said(pages, BEGUN));
    process.kill(first, 'SIGKILL');
    await said(pages, /Le travail de fond s’est arrêté \(SIGKILL\) : il reprend dans 1 s/);
    const second = pidIn(await said(pages, new RegExp(`SIGKILL[^]*${BEGUN.source}`)));
    expect(second).not.toBe(first);
    pages.child.kill('SIGINT');
    const { code, output } = await ended(pages);
    expect([code, output.split('s’est arrêté').length]).toEqual([0, 2]);
    expect(lives(second)).toBe(false);
  });

  it('leaves no worker behind when it is killed', async () => {
    const pages = serve();
    const worker = pidIn(await said(pages, BEGUN));
    pages.child.kill('SIGKILL');
    await gone(worker);
    // Its base went with it: a server process takes the folder as if nothing had happened.
    const next = serve({ WORKER: 'none' });
    const [base] = await said(next, ADDRESS);
    expect((await fetch(`${base}health/live`)).status).toBe(200);
    next.child.kill('SIGTERM');
    const { code, output } = await ended(next);
    expect([code, output.includes('travail de fond')]).toEqual([0, false]);
  });

  it('refuses a worker that it does not know', async () => {
    const { code, output } = await ended(serve({ WORKER: 'fils' }));
    expect([code, output.trim()]).toEqual([
      1,
      "La variable WORKER vaut « fils » alors que l'on attend l'un de child, none : corrigez-la ou retirez-la, puis relancez.",
    ]);
  });
});
