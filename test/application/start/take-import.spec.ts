import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { CreateAccount } from '#application/access/create-account';
import type { Viewer } from '#application/access/viewer';
import { TakeImportDuty } from '#application/duties/take-import-duty';
import { writeZip } from '#application/intake/zip-writer';
import { ReadImport, type ImportWork } from '#application/start/read-import';
import { StartImport } from '#application/start/start-import';
import { inventedNir } from '#domain/dsn/dsn-writer';
import { encodeText } from '#domain/dsn/text';
import { hasNirShape } from '#domain/values/nir';
import { trusted } from '#domain/values/result';
import { aDeclaration, aFile, anEmployee, anEstablishment, month } from '../../domain/dsn/dsn-support';
import { HEADER, leftFolders } from '../../support/deposits';
import { lineOf, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const OWN = siretOf(1);
const OTHER = siretOf(2);
const NIR = inventedNir(7);

let house: TestHouse;
let folder: string;
let viewer: Viewer;
beforeEach(async () => {
  house = await openTestHouse();
  folder = mkdtempSync(join(tmpdir(), 'taux-juste-essai-'));
  const alain = { email: 'alain@exemple.fr', name: 'Alain', companies: [], password: 'cheval agrafe batterie' };
  const created = await house.verb(CreateAccount).run({ ...alain, role: 'ADMINISTRATOR' }, 'test');
  viewer = {
    ...{ accountId: trusted(created).id, name: 'Alain', email: 'alain@exemple.fr' },
    ...{ role: 'ADMINISTRATOR', actor: 'personne : Alain', scope: 'system' },
  };
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await house.close();
});

const dsn = (siret = OWN, nir = NIR): Buffer =>
  Buffer.from(
    encodeText(
      aFile({
        declarations: [
          aDeclaration({
            period: month('2025-12'),
            establishments: [anEstablishment({ siret, employees: [anEmployee({ nir, matricule: 'M1' })] })],
          }),
        ],
      }),
    ),
  );
const rates = (...lines: readonly string[]): Buffer => Buffer.from([HEADER, ...lines, ''].join('\n'));

function start(...files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<number> {
  const sent = files.map(([name, bytes], index) => {
    const path = join(folder, String(index));
    writeFileSync(path, bytes);
    return { path, name, size: bytes.length };
  });
  return house.verb(StartImport).run(sent, viewer);
}

const read = async (id: number): Promise<ImportWork> => trusted(await house.verb(ReadImport).run(id, viewer));

async function work(stop?: AbortSignal): Promise<(string | null)[]> {
  const duty = house.verb(TakeImportDuty);
  const said: (string | null)[] = [];
  for (const subject of await duty.wanted()) said.push(await duty.run(subject, stop));
  return said;
}

const count = async (table: string): Promise<number> =>
  (await house.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]?.n ?? -1;

/** All that waits in the base, as a thief of it would read it. */
async function waiting(): Promise<string> {
  const parts = await house.sql<{ id: string; bytes: Buffer }>(
    `SELECT document_id AS id, string_agg(gzipped, ''::bytea ORDER BY part) AS bytes FROM work_bytes GROUP BY 1 ORDER BY 1`,
  );
  return parts.map(({ bytes }) => gunzipSync(bytes).toString('latin1')).join('\n');
}

describe('files that wait for a worker', () => {
  it.each([
    ['as it is', (bytes: Buffer) => bytes],
    ['in a gzip', (bytes: Buffer) => gzipSync(bytes)],
    [
      'in a ZIP, after rates',
      (bytes: Buffer) =>
        writeZip([
          { name: 'taux.csv', bytes: rates(lineOf(OTHER, '553AC 1.80 2026-01-01 2026-01-05')) },
          { name: 'paie.dsn', bytes },
        ]),
    ],
  ])('hold no NIR, a DSN being sent %s', async (_how, packed) => {
    expect(dsn().toString('latin1')).toContain(NIR);
    await start(
      ['paie', packed(dsn())],
      ['liste.csv', Buffer.from(`siren;nom;nir\n${OWN.slice(0, 9)};Auberge;${NIR}`)],
    );
    const kept = await waiting();
    expect(kept).toContain("S21.G00.30.019,'M1'");
    expect(kept).toContain(';Auberge;');
    expect(kept).not.toContain(NIR);
    expect(kept.split(/[\n;,']/).filter(hasNirShape)).toEqual([]);
    expect(leftFolders()).toEqual([]);
  });

  it('are nothing of what is none of ours', async () => {
    const id = await start(
      ['bulletins.txt', Buffer.from(`Nom;NIR\nZoé;${NIR}`)],
      [
        'envoi.zip',
        writeZip([
          { name: 'a.dsn', bytes: dsn() },
          { name: 'b.txt', bytes: Buffer.from(NIR) },
        ]),
      ],
    );
    expect(await waiting()).not.toContain(NIR);
    expect(await work()).toEqual([`Import ${id} terminé : 2 fichier(s), 2 rejet(s).`]);
    const { report } = await read(id);
    expect(report?.files).toEqual([
      { name: 'bulletins.txt', kind: null },
      { name: 'envoi.zip', kind: 'DSN' },
    ]);
    expect(report?.rejections.map(({ file, code }) => [file, code])).toEqual([
      ['bulletins.txt', 'FORMAT_INCONNU'],
      ['envoi.zip!b.txt', 'FORMAT_INCONNU'],
    ]);
  });

  it('are let go with the end of their work', async () => {
    const id = await start(['paie.dsn', dsn()]);
    expect(await read(id)).toMatchObject({ state: 'WAITING', read: 0 });
    await work();
    const done = await read(id);
    expect(done).toMatchObject({ state: 'DONE', report: { establishments: 1, employees: 1, rejections: [] } });
    expect(done.read).toBe(done.size);
    expect(await count('work_document')).toBe(0);
    expect(await count('work_bytes')).toBe(0);
    expect(await work()).toEqual([]);
    expect(leftFolders()).toEqual([]);
  });
});

it('knows a DSN by the bytes that were sent, whichever way it came', async () => {
  const sha256 = createHash('sha256').update(dsn()).digest('hex');
  await start(['paie.dsn', dsn()]);
  await start(['paie.gz', gzipSync(dsn())]);
  await work();
  expect(await house.sql('SELECT sha256, file FROM dsn')).toEqual([{ sha256, file: 'paie.dsn' }]);
});

it('takes many documents of rates in one archive as one file, and keeps them as they are', async () => {
  const [one, two] = [OWN, OTHER].map((siret) => rates(lineOf(siret, '553AC 1.80 2026-01-01 2026-01-05')));
  await start(['paie.dsn', dsn()], ['paie2.dsn', dsn(OTHER, inventedNir(8))]);
  await work();
  const id = await start([
    'taux.zip',
    writeZip([
      { name: 'a.csv', bytes: one ?? Buffer.alloc(0) },
      { name: 'b.csv', bytes: two ?? Buffer.alloc(0) },
    ]),
  ]);
  expect(await count('work_document')).toBe(1);
  await work();
  expect((await read(id)).report?.files).toEqual([{ name: 'taux.zip', kind: 'RATES' }]);
  expect(await count('feed_bytes')).toBe(2);
});

describe('a work that broke off', () => {
  it('is done again from what was kept, and counts nothing twice', async () => {
    const id = await start(['paie.dsn', dsn()], ['taux.csv', rates(lineOf(OWN, '553AC 1.80 2026-01-01 2026-01-05'))]);
    await house.sql(`
      CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
      CREATE TRIGGER crash BEFORE INSERT ON verdict FOR EACH ROW EXECUTE FUNCTION crash()`);
    await expect(work()).rejects.toThrow();
    expect((await read(id)).state).toBe('RUNNING');
    expect(await count('dsn')).toBe(1);
    await house.sql('DROP FUNCTION crash CASCADE');
    expect(await work()).toEqual([`Import ${id} terminé : 2 fichier(s), 0 rejet(s).`]);
    expect((await read(id)).report).toMatchObject({ establishments: 1, employees: 1 });
    expect(await count('dsn')).toBe(1);
    expect(await count('verdict')).toBe(1);
  });

  it('waits for the next worker when this one is told to stop', async () => {
    const id = await start(['paie.dsn', dsn()]);
    expect(await work(AbortSignal.abort(new Error('stop')))).toEqual([null]);
    expect(await house.sql('SELECT state FROM work')).toEqual([{ state: 'RUNNING' }]);
    await work();
    expect((await read(id)).state).toBe('DONE');
  });

  it('is left, and told, once it has ended too many workers', async () => {
    const id = await start(['paie.dsn', dsn()]);
    await house.verb(TakeImportDuty).leaveOut(String(id));
    const { state, failure, report } = await read(id);
    expect({ state, report }).toEqual({ state: 'FAILED', report: null });
    expect(failure).toMatch(/^Ces fichiers ont arrêté plusieurs fois le travail de fond/);
    expect(await count('work_bytes')).toBe(0);
    expect(await work()).toEqual([]);
  });

  it.each([
    ['gone', 'DELETE FROM work_document'],
    ['not all there', 'DELETE FROM work_bytes'],
    ['cut', 'UPDATE work_bytes SET gzipped = substring(gzipped FOR 200)'],
  ])('is told when its bytes are %s', async (_how, damage) => {
    const id = await start(['paie.dsn', dsn()]);
    await house.sql(damage);
    await work();
    expect(await read(id)).toMatchObject({
      state: 'FAILED',
      failure: 'Le contenu gardé de « paie.dsn » n’est plus entier sur le serveur : renvoyez les fichiers.',
    });
  });

  it('is told at once when the fault is ours', async () => {
    const id = await start(['paie.dsn', dsn()]);
    await house.sql(`
      CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN RAISE 'fault'; END $$;
      CREATE TRIGGER fault BEFORE INSERT ON dsn FOR EACH ROW EXECUTE FUNCTION fault()`);
    await work();
    expect((await read(id)).state).toBe('FAILED');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

it('is nothing at all when the base cannot keep the files', async () => {
  await house.sql('DROP TABLE work_bytes');
  await expect(start(['paie.dsn', dsn()])).rejects.toThrow();
  expect(await count('work')).toBe(0);
});
