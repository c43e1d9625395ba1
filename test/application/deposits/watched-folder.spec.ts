import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCaller } from '#application/access/caller';
import { PollFeedSources, type PollReport } from '#application/deposits/poll-feed-sources';
import { ReceiveDeposit } from '#application/deposits/receive-deposit';
import { WatchedFolder } from '#application/deposits/watched-folder';
import { FeedSources, type FoundDocument } from '#application/ports/feed-source';
import { csv } from '../../support/deposits';
import { lineOf, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const RATES = csv(lineOf(siretOf(1), '553AC 1.80 2026-01-01 2026-01-05'));
const OTHER = csv(lineOf(siretOf(2), '553AC 1.80 2026-01-01 2026-01-05'));

let house: TestHouse;
let folder: string;
beforeEach(async () => {
  house = await openTestHouse();
  folder = await mkdtemp(join(tmpdir(), 'watched-'));
});
afterEach(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** As a worker does it that has just been started: nothing is kept in a process between two polls. */
const poll = (): Promise<PollReport> =>
  new PollFeedSources(
    house.database,
    house.wallClock,
    new FeedSources([new WatchedFolder(folder)]),
    house.verb(ReceiveDeposit),
  ).run(systemCaller('système : relève'));

/** Some seconds later. */
async function later(seconds: number): Promise<PollReport> {
  house.wallClock.instant = new Date(Date.parse(house.wallClock.instant) + seconds * 1000).toISOString();
  return poll();
}

const drop = (name: string, bytes: Buffer): Promise<void> => writeFile(join(folder, name), bytes);

const deposits = (): Promise<{ name: string }[]> =>
  house.sql<{ name: string; origin: string }>('SELECT name, origin FROM deposit ORDER BY id');

describe('a watched folder', () => {
  it('gives a file that stands still between two looks, and moves it away', async () => {
    await drop('taux.csv', RATES);
    expect(await poll()).toEqual({
      ...{ sources: 1, kept: 0, alreadyReceived: 0, refused: 0, waiting: 1, failures: [] },
    });
    expect(await later(9)).toMatchObject({ kept: 0, waiting: 1 });
    expect(await later(1)).toMatchObject({ kept: 1, waiting: 0, failures: [] });
    expect(await deposits()).toEqual([{ name: 'taux.csv', origin: 'FOLDER' }]);
    expect(await readdir(folder)).toEqual(['recus']);
    expect(await readFile(join(folder, 'recus', 'taux.csv'))).toEqual(RATES);
    expect(await later(60)).toMatchObject({ kept: 0, waiting: 0 });
    expect(await house.sql('SELECT 1 FROM source_return')).toEqual([]);
  });

  it('waits for a file that is still growing', async () => {
    await drop('taux.csv', RATES.subarray(0, 100));
    await poll();
    await drop('taux.csv', RATES);
    await utimes(join(folder, 'taux.csv'), 1_767_690_000, 1_767_690_000);
    expect(await later(60)).toMatchObject({ kept: 0, waiting: 1 });
    expect(await later(60)).toMatchObject({ kept: 1 });
    expect(await house.sql('SELECT size_bytes::integer AS size FROM deposit')).toEqual([{ size: RATES.length }]);
  });

  it('puts what is no document of rates aside, with a sentence beside it', async () => {
    await drop('entreprises.csv', Buffer.from('siren;nom\n900000013;Arnaud\n'));
    await drop('vide.csv', Buffer.alloc(0));
    await poll();
    expect(await later(60)).toMatchObject({ kept: 0, refused: 2, failures: [] });
    expect((await readdir(join(folder, 'refuses'))).sort()).toEqual([
      ...['entreprises.csv', 'entreprises.csv.txt', 'vide.csv', 'vide.csv.txt'],
    ]);
    expect(await readFile(join(folder, 'refuses', 'entreprises.csv.txt'), 'utf8')).toMatch(
      /^Le document « entreprises.csv » est un tableau d’entreprises [^\n]+\.\n$/u,
    );
    expect(await deposits()).toEqual([]);
  });

  it('never leads out of itself: links, folders and hidden files are not seen', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.csv'), RATES);
    await symlink(join(outside, 'secret.csv'), join(folder, 'lien.csv'));
    await symlink(outside, join(folder, 'dossier'));
    await mkdir(join(folder, 'sous-dossier'));
    await drop('.taux.csv.part', RATES);
    await poll();
    expect(await later(60)).toMatchObject({ kept: 0, waiting: 0, refused: 0, failures: [] });
    expect(await deposits()).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('never moves a file through a link that stands in the place of its own folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await symlink(outside, join(folder, 'recus'));
    await drop('taux.csv', RATES);
    await poll();
    expect(await later(60)).toMatchObject({ kept: 1, failures: [expect.stringMatching(/ne peut être rangé/)] });
    expect(await readdir(outside)).toEqual([]);
    await rm(outside, { recursive: true });
  });

  it('writes over nothing when a name comes back', async () => {
    for (const bytes of [RATES, OTHER]) {
      await drop('taux.csv', bytes);
      await later(60);
      await later(60);
    }
    expect(await readFile(join(folder, 'recus', 'taux.csv'))).toEqual(RATES);
    expect(await readFile(join(folder, 'recus', 'taux (2).csv'))).toEqual(OTHER);
    expect(await deposits()).toHaveLength(2);
  });

  it('takes a file up again after a crash between its reception and its move: it is told as known', async () => {
    await drop('taux.csv', RATES);
    await poll();
    await later(60);
    await drop('taux.csv', RATES);
    await poll();
    expect(await later(60)).toMatchObject({ kept: 0, alreadyReceived: 1 });
    expect(await deposits()).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['recus']);
  });

  it('takes every file though none can be put away, reads none of them twice, and puts them away once it can', async () => {
    await symlink('/nowhere', join(folder, 'recus'));
    const names = Array.from({ length: 5 }, (_, index) => `taux ${index}.csv`);
    for (const [index, name] of names.entries())
      await drop(name, csv(lineOf(siretOf(index + 1), '553AC 1.80 2026-01-01 2026-01-05')));
    await poll();
    const first = await later(60);
    expect(first).toMatchObject({ kept: 5 });
    expect(first.failures).toHaveLength(5);
    expect(await later(60)).toMatchObject({ kept: 0, alreadyReceived: 0, failures: first.failures });
    expect(await deposits()).toHaveLength(5);
    await rm(join(folder, 'recus'), { force: true });
    expect(await later(60)).toMatchObject({ kept: 0, alreadyReceived: 0, failures: [] });
    expect((await readdir(join(folder, 'recus'))).sort()).toEqual(names);
  });

  it('takes files whose names are as long as can be, in another encoding, or hold a line break', async () => {
    const long = `${'é'.repeat(125)}.csv`;
    await drop(long, Buffer.from('siren;nom\n900000013;Arnaud\n'));
    await writeFile(Buffer.concat([Buffer.from(`${folder}/d`), Buffer.from([0xe9]), Buffer.from('c.csv')]), RATES);
    await drop('a\nb.csv', OTHER);
    await poll();
    expect(await later(60)).toMatchObject({ kept: 2, refused: 1, failures: [] });
    expect(await readdir(folder)).toEqual(['recus', 'refuses']);
    expect((await readdir(join(folder, 'recus'))).sort()).toEqual(['a\nb.csv', 'd\ufffdc.csv']);
    const put = `${'é'.repeat(117)}.csv`;
    expect((await readdir(join(folder, 'refuses'))).sort()).toEqual([put, `${put}.txt`]);
  });

  it('never waits for a pipe that has taken the place of a file', async () => {
    await drop('taux.csv', RATES);
    const found: FoundDocument[] = [];
    for await (const page of new WatchedFolder(folder).find()) found.push(...page);
    await rm(join(folder, 'taux.csv'));
    execFileSync('mkfifo', [join(folder, 'taux.csv')]);
    const bytes = await found[0]?.open();
    await expect(bytes?.toArray()).rejects.toThrow('still growing');
  });

  it('says in French that it has gone, and goes on when it is back', async () => {
    await rm(folder, { recursive: true });
    expect((await poll()).failures).toEqual([
      `Le dossier surveillé « ${folder} » ne peut être lu : vérifiez FEED_FOLDER et ses droits.`,
    ]);
    await mkdir(folder);
    await drop('taux.csv', RATES);
    await poll();
    expect(await later(60)).toMatchObject({ kept: 1, failures: [] });
  });
});
