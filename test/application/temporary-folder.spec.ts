import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { inTemporaryFolder, removeLeftovers } from '#application/temporary-folder';
import { leftFolders } from '../support/deposits';

/** The number of a process that is over. */
const deadProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

it('ends with the work, however it ends', async () => {
  await expect(
    inTemporaryFolder((folder) => {
      expect(existsSync(folder)).toBe(true);
      return Promise.reject(new Error('panne'));
    }),
  ).rejects.toThrow('panne');
  expect(leftFolders()).toEqual([]);
});

it('is removed after the process that was killed in it, and never while somebody works in it', async () => {
  await inTemporaryFolder(async (held) => {
    const ofTheDead = held.replace(/-\d+-[^-]+$/, `-${deadProcess()}-abcdef`);
    const ofAnotherMachine = held.replace(/-depot-.*$/, `-depot-autre_machine-${deadProcess()}-abcdef`);
    for (const folder of [ofTheDead, ofAnotherMachine]) {
      await mkdir(folder);
      await writeFile(`${folder}/document`, 'taux');
    }
    await removeLeftovers();
    expect([held, ofTheDead, ofAnotherMachine].map((folder) => existsSync(folder))).toEqual([true, false, true]);
    spawnSync('rm', ['-r', ofAnotherMachine]);
  });
});
