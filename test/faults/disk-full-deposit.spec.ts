import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { csv, deposited, sent } from '../support/deposits';
import { openTestHouse, type TestHouse } from '../support/test-house';
import { openFolder, removeFolder } from './embedded-base';

// Left out by jest.config.cjs where no small disk can be mounted.
const MEGABYTES = 8;

let house: TestHouse;
let folder: string;
let disk: string;

beforeEach(async () => {
  house = await openTestHouse();
  folder = openFolder();
  disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  jest.spyOn(os, 'tmpdir').mockReturnValue(disk);
});

afterEach(async () => {
  jest.restoreAllMocks();
  execFileSync('umount', ['--lazy', disk]);
  removeFolder(folder);
  await house.close();
});

function* rows(): Generator<Buffer> {
  yield csv();
  for (let megabyte = 0; megabyte < MEGABYTES; megabyte++) yield Buffer.from(randomBytes(512 * 1024).toString('hex'));
}

it('refuses a document for which there is no room with a sentence, leaves nothing, and goes on when there is room', async () => {
  const result = await deposited(house, sent(Readable.from(rows())));
  expect(result).toEqual({
    ok: false,
    refusal: {
      code: 'DISQUE_PLEIN',
      message:
        'Le disque du serveur est plein et rien du document « taux.csv » n’a été gardé : libérez de la place, puis renvoyez-le.',
    },
  });
  expect(readdirSync(disk)).toEqual([]);
  expect(await house.sql('SELECT 1 FROM deposit')).toEqual([]);
  execFileSync('mount', ['-o', 'remount,size=20m', disk]);
  expect(await deposited(house, sent(Readable.from(rows())))).toMatchObject({ ok: true });
  expect(readdirSync(disk)).toEqual([]);
});
