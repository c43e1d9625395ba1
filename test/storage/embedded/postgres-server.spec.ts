import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { erasePostgres, startPostgres } from '#storage/embedded/postgres-server';
import {
  answers,
  ask,
  asRoot,
  buildSmallProject,
  Keeper,
  killKeepers,
  openFolder,
  ordinary,
  portOf,
  runners,
  type Runner,
} from './small-project';

const silent = (): void => undefined;

const temporary: string[] = [];
let project: string;

beforeAll(() => {
  project = openFolder();
  temporary.push(project);
  buildSmallProject(project);
});

afterAll(async () => {
  await killKeepers();
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

const pidFile = (dataDir: string): string => join(dataDir, 'postgres', 'postmaster.pid');
const pidOf = (dataDir: string): number => Number(readFileSync(pidFile(dataDir), 'utf8').split('\n')[0]);

describe.each(runners)('the embedded PostgreSQL, started by $name', (runner: Runner) => {
  let dataDir: string;

  beforeAll(() => {
    const folder = openFolder();
    temporary.push(folder);
    dataDir = join(folder, 'nested', 'data');
  });

  afterEach(async () => {
    await killKeepers();
  });

  afterAll(async () => {
    await erasePostgres({ dataDir, log: silent });
  });

  const keeper = (claim: 'server' | 'command' = 'command'): Keeper => new Keeper(project, runner, dataDir, claim);

  it('is created once by two commands at the same moment, after a kill -9 in mid-creation, and stopped by the last to leave', async () => {
    const killed = keeper();
    const creating = () => existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'));
    while (!creating()) await sleep(2);
    await killed.kill();
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);

    const [first, second] = [keeper(), keeper()];
    const words = await Promise.all([first.word(), second.word()]);
    expect(words.map((word) => word.refused)).toEqual([undefined, undefined]);
    expect(words.map((word) => word.startedHere).sort()).toEqual([false, true]);
    expect(words[0].url).toBe(words[1].url);
    await ask(words[0].url, 'CREATE TABLE kept AS SELECT 235 AS rate');

    await (words[0].startedHere === true ? first : second).stop();
    expect(await ask(words[0].url, 'SELECT rate FROM kept')).toEqual([{ rate: 235 }]);
    await (words[0].startedHere === true ? second : first).stop();
    expect(await answers(portOf(words[0].url))).toBe(false);
    expect(existsSync(pidFile(dataDir))).toBe(false);
  });

  it('keeps its data and its port from one start to the next, and never runs as root', async () => {
    const port = Number(readFileSync(join(dataDir, 'postgres.port'), 'utf8'));
    const command = keeper();
    const word = await command.word();
    expect(portOf(word.url)).toBe(port);
    expect(statSync(pidFile(dataDir)).uid).not.toBe(0);
    expect(await ask(word.url, 'SELECT rate FROM kept')).toEqual([{ rate: 235 }]);
    await command.stop();
  });

  it('is open on this machine only, to whoever holds the password, and as durable as PostgreSQL can be', async () => {
    const command = keeper();
    const { url = '' } = await command.word();
    const settings = await ask(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories', 'fsync',
        'synchronous_commit', 'full_page_writes', 'data_checksums', 'server_encoding') ORDER BY name`,
    );
    expect(Object.fromEntries(settings.map((row) => Object.values(row as Record<string, string>)))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
      unix_socket_directories: '',
    });
    expect(await ask(url, `SELECT upper('é€ß') AS upper`)).toEqual([{ upper: 'É€ß' }]);
    await expect(ask(url.replace(/:[0-9a-f]{48}@/, ':devine@'), 'SELECT 1')).rejects.toThrow('password authentication');
    await command.stop();
    for (const [name, mode] of [
      ['postgres', 0o700],
      ['postgres.password', 0o600],
      ['postgres.log', 0o600],
    ] as const) {
      expect([name, statSync(join(dataDir, name)).mode & 0o777]).toEqual([name, mode]);
    }
  });

  it('takes another port when its own is taken', async () => {
    const port = Number(readFileSync(join(dataDir, 'postgres.port'), 'utf8'));
    const intruder = await new Promise<Server>((resolve) => {
      const server = createServer().listen({ port, host: '127.0.0.1' }, () => resolve(server));
    });
    const command = keeper();
    const word = await command.word();
    await command.stop();
    await new Promise((resolve) => intruder.close(resolve));
    expect(word.refused).toBeUndefined();
    expect(portOf(word.url)).not.toBe(port);
  });

  it('refuses a second server process with a sentence, lets commands join, and outlives them', async () => {
    const server = keeper('server');
    const { url } = await server.word();

    const { refused } = await keeper('server').word();
    expect(refused?.code).toBe('SERVEUR_DEJA_LANCE');
    expect(refused?.message).toMatch(
      /^Un serveur Taux Juste \(processus \d+\) utilise déjà le dossier de données « .* »/,
    );

    const command = keeper();
    expect(await command.word()).toMatchObject({ url, startedHere: false });
    await command.stop();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(await answers(portOf(url))).toBe(false);
  });

  it('is left by the command that started it to the server process that came later', async () => {
    const command = keeper();
    const { url } = await command.word();
    const server = keeper('server');
    expect(await server.word()).toMatchObject({ url, startedHere: false });
    await command.stop();
    expect(await answers(portOf(url))).toBe(true);
    await server.stop();
    expect(await answers(portOf(url))).toBe(false);
  });

  it('survives the kill -9 of its server process: the next one takes the claim and the running PostgreSQL over', async () => {
    const killed = keeper('server');
    const { url } = await killed.word();
    const pid = pidOf(dataDir);
    await killed.kill();
    expect(await answers(portOf(url))).toBe(true);

    const next = keeper('server');
    expect(await next.word()).toMatchObject({ url, startedHere: false });
    expect(pidOf(dataDir)).toBe(pid);
    await next.stop();
    expect(await answers(portOf(url))).toBe(false);
  });

  it('starts again after both were killed -9, without losing what was committed', async () => {
    const killed = keeper();
    const before = await killed.word();
    await ask(before.url, 'INSERT INTO kept VALUES (178)');
    process.kill(pidOf(dataDir), 'SIGKILL');
    await killed.kill();
    expect(existsSync(pidFile(dataDir))).toBe(true);

    const next = keeper();
    const { url, startedHere, lines } = await next.word();
    expect(startedHere).toBe(true);
    expect(lines?.join()).toContain("s'est arrêté brutalement");
    expect(await ask(url, 'SELECT rate FROM kept ORDER BY rate')).toEqual([{ rate: 178 }, { rate: 235 }]);
    await next.stop();
  });

  it('is not fooled by a postmaster.pid whose number the system has given to another program', async () => {
    const file = pidFile(dataDir);
    writeFileSync(file, `${String(process.pid)}\n${join(dataDir, 'postgres')}\n1\n5\n\n127.0.0.1\n\nready   \n`);
    const { uid, gid } = statSync(join(dataDir, 'postgres'));
    chownSync(file, uid, gid);
    const command = keeper();
    expect(await command.word()).toMatchObject({ startedHere: true });
    await command.stop();
  });

  it('creates the database that a start killed after initdb did not come to create', async () => {
    const command = keeper();
    const { url = '' } = await command.word();
    await ask(url.replace('/taux_juste?', '/postgres?'), 'ALTER DATABASE taux_juste RENAME TO put_aside');
    await command.stop();
    const next = keeper();
    const { url: again } = await next.word();
    expect(await ask(again, 'SELECT current_database() AS name')).toEqual([{ name: 'taux_juste' }]);
    await next.stop();
  });

  it('says which file is missing when its password is lost', async () => {
    const file = join(dataDir, 'postgres.password');
    const password = readFileSync(file);
    rmSync(file);
    const { refused } = await keeper().word();
    writeFileSync(file, password, { mode: 0o600 });
    chownSync(file, statSync(dataDir).uid, statSync(dataDir).gid);
    expect(refused?.message).toContain('postgres.password');
    expect(existsSync(pidFile(dataDir))).toBe(false);
  });

  it('refuses the base of another PostgreSQL version', async () => {
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    writeFileSync(file, '17\n');
    const { refused } = await keeper().word();
    writeFileSync(file, '18\n');
    expect(refused?.message).toContain('créée par PostgreSQL 17 et ce programme embarque la version 18');
  });

  it('takes PostgreSQL with it when its folder is erased and its process stops', async () => {
    const command = keeper();
    const { url } = await command.word();
    rmSync(dataDir, { recursive: true });
    expect((await command.stop()).lines?.join()).toContain('effacé pendant que sa base tournait');
    // The server's end is not waited for: there is nothing left to lose.
    for (let tries = 0; tries < 100 && (await answers(portOf(url))); tries += 1) {
      await sleep(20);
    }
    expect(await answers(portOf(url))).toBe(false);
  });
});

describe('a data folder', () => {
  const folderOf = (): string => {
    const folder = openFolder();
    temporary.push(folder);
    return folder;
  };

  it('that is a file is refused with a sentence', async () => {
    const file = join(folderOf(), 'data');
    writeFileSync(file, '');
    const refusal = await startPostgres({ dataDir: file, claim: 'command', log: silent });
    expect(refusal).toMatchObject({ ok: false, refusal: { code: 'DOSSIER_INUTILISABLE' } });
  });

  it('that may not be written is refused with a sentence', async () => {
    const folder = folderOf();
    chmodSync(folder, 0o555);
    const { refused } = await new Keeper(project, ordinary, join(folder, 'data')).word();
    chmodSync(folder, 0o755);
    expect(refused?.message).toMatch(/^Le dossier de données « .*data » ne peut pas être utilisé \(.* : EACCES\)/);
  });
});

describe('one process that holds its base itself', () => {
  let dataDir: string;

  beforeAll(() => {
    dataDir = openFolder();
    temporary.push(dataDir);
  });

  it('starts an existing base in a fraction of a second, and may stop twice', async () => {
    const first = await startPostgres({ dataDir, claim: 'server', log: silent });
    if (!first.ok) throw new Error(first.refusal.message);
    await Promise.all([first.value.stop(), first.value.stop()]);
    const begun = performance.now();
    const second = await startPostgres({ dataDir, claim: 'server', log: silent });
    const took = performance.now() - begun;
    if (!second.ok) throw new Error(second.refusal.message);
    await second.value.stop();
    // 70 ms on a quiet machine; the bound leaves room for tests running beside this one.
    expect(took).toBeLessThan(1_000);
  });

  it('stops in spite of a session that was left open', async () => {
    const lines: string[] = [];
    const server = await startPostgres({ dataDir, claim: 'command', log: (line) => lines.push(line) });
    if (!server.ok) throw new Error(server.refusal.message);
    const forgotten = new Client({ connectionString: server.value.url });
    const cut = new Promise((resolve) => forgotten.on('error', resolve));
    await forgotten.connect();
    await server.value.stop();
    await expect(cut).resolves.toMatchObject({ code: '57P01' });
    expect(lines).toEqual([expect.stringContaining('connexions restent ouvertes')]);
    expect(await answers(portOf(server.value.url))).toBe(false);
  });

  it('does not erase a base in use, and erases one that is not', async () => {
    const server = await startPostgres({ dataDir, claim: 'command', log: silent });
    if (!server.ok) throw new Error(server.refusal.message);
    expect(await erasePostgres({ dataDir, log: silent })).toMatchObject({
      ok: false,
      refusal: { code: 'BASE_UTILISEE' },
    });
    await server.value.stop();
    expect(await erasePostgres({ dataDir, log: silent })).toEqual({ ok: true, value: undefined });
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });
});

/** Only root hands its server to a user whom a closed folder can keep out. */
const behindClosedFolders = (): void => {
  const COPIES = '/var/lib/taux-juste';
  const hadCopies = existsSync(COPIES);
  let closed: string;

  beforeAll(() => {
    closed = openFolder();
    temporary.push(closed);
    chmodSync(closed, 0o700);
  });

  it('keeps the base elsewhere, says where, finds it again, and runs copied programs if its own are shut in too', async () => {
    const dataDir = join(closed, 'data');
    const command = new Keeper(project, { name: 'root' }, dataDir);
    const { url, lines } = await command.word();
    const place = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim();
    expect(lines).toEqual([expect.stringContaining(`la base est gardée dans « ${place} »`)]);
    expect(readFileSync(join(place, 'requested-by.txt'), 'utf8')).toBe(`${dataDir}\n`);
    await ask(url, 'CREATE TABLE kept AS SELECT 235 AS rate');
    await command.stop();

    const inside = join(closed, 'project');
    renameSync(project, inside);
    const next = new Keeper(inside, { name: 'root' }, dataDir);
    const again = await next.word();
    expect(again.refused).toBeUndefined();
    expect(await ask(again.url, 'SELECT rate FROM kept')).toEqual([{ rate: 235 }]);
    const commandLine = readFileSync(`/proc/${String(pidOf(place))}/cmdline`, 'latin1');
    expect(commandLine).not.toContain(closed);
    await next.stop();
    renameSync(inside, project);

    expect(await erasePostgres({ dataDir, log: silent })).toEqual({ ok: true, value: undefined });
    expect([existsSync(place), existsSync(join(dataDir, 'postgres.location'))]).toEqual([false, false]);
    if (!hadCopies) rmSync(COPIES, { recursive: true, force: true });
  });

  it('serves a base made by an ordinary user as that user, and refuses it to a third one or behind a closed folder', async () => {
    const parent = openFolder();
    temporary.push(parent);
    const dataDir = join(parent, 'data');
    const maker = new Keeper(project, ordinary, dataDir);
    await maker.word();
    await maker.stop();

    const root = new Keeper(project, { name: 'root' }, dataDir);
    expect((await root.word()).refused).toBeUndefined();
    expect(statSync(pidFile(dataDir)).uid).toBe(ordinary.uid);
    await root.stop();

    chmodSync(dataDir, 0o777);
    const { refused: third } = await new Keeper(project, { name: 'third', uid: 12_345, gid: 12_345 }, dataDir).word();
    expect(third?.code).toBe('DONNEES_D_UN_AUTRE');
    chmodSync(parent, 0o700);
    const { refused: behind } = await new Keeper(project, { name: 'root' }, dataDir).word();
    chmodSync(parent, 0o755);
    expect(behind?.message).toContain("hors d'atteinte");
    await erasePostgres({ dataDir, log: silent });
  });
};

if (asRoot) describe('for root, under a folder closed to all others', behindClosedFolders);
