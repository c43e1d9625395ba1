import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepted, refused } from '#domain/values/result';
import { underLock } from '#storage/embedded/start-lock';

describe('the start lock', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tj-lock-'));
    file = join(folder, 'postgres.lock');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets one at a time through and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const action = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(15);
      inside -= 1;
      return accepted(true);
    };
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => underLock(file, action)));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of a process that has ended', JSON.stringify({ pid: spawnSync('true').pid, startedAt: 'boot/1' })],
    ['of a process whose number was given again', JSON.stringify({ pid: process.pid, startedAt: 'another-boot/1' })],
    ['cut short by a full disk', '{"pid":'],
  ])('breaks the lock %s', async (_, content) => {
    writeFileSync(file, content);
    expect(await underLock(file, () => Promise.resolve(accepted('in')))).toEqual({ ok: true, value: 'in' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given back after a refusal and after a failure', async () => {
    expect(await underLock(file, () => Promise.resolve(refused('NON', 'Non.')))).toMatchObject({ ok: false });
    await expect(underLock(file, () => Promise.reject(new Error('surprise')))).rejects.toThrow('surprise');
    expect(existsSync(file)).toBe(false);
  });
});
