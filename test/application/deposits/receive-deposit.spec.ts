import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { ReadDeposit } from '#application/deposits/read-deposit';
import { ListDeposits } from '#application/deposits/list-deposits';
import { systemCaller } from '#application/access/caller';
import { writeZip } from '#application/intake/zip-writer';
import { trusted } from '#domain/values/result';
import { csv, deposited, HEADER, leftFolders, numberOf, sent } from '../../support/deposits';
import { lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const SIRET = siretOf(1);
const RATES = csv(lineOf(SIRET, '553AC 1.80 2026-01-01 2026-01-05'));
const DSN = Buffer.from("S10.G00.00.001,'Logiciel'\r\nS21.G00.30.001,'1850175056789'\r\n", 'latin1');

let house: TestHouse;
beforeEach(async () => (house = await openTestHouse()));
afterEach(() => house.close());

const count = async (table: string): Promise<number> =>
  (await house.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]?.n ?? -1;

/** Neither rows nor files are left of what was refused. */
async function expectNothingLeft(): Promise<void> {
  expect(await count('deposit')).toBe(0);
  expect(await count('deposit_bytes')).toBe(0);
  expect(await count('audit_entry')).toBe(0);
  expect(leftFolders()).toEqual([]);
}

describe('a document of rates that is sent', () => {
  it('is kept with its bytes, its sender and an entry in the journal', async () => {
    const reception = trusted(await deposited(house, sent(RATES)));
    expect(reception.alreadyReceived).toBe(false);
    expect(await house.sql('SELECT name, origin, actor, companies, state, size_bytes::integer FROM deposit')).toEqual([
      {
        ...{ name: 'taux.csv', origin: 'API', actor: 'clé : Paie Dupont', companies: null },
        ...{ state: 'RECEIVED', size_bytes: RATES.length },
      },
    ]);
    expect(await count('deposit_bytes')).toBe(1);
    expect(await house.sql(`SELECT actor, action, body::json->>'origin' AS origin FROM audit_entry`)).toEqual([
      { actor: 'clé : Paie Dupont', action: 'deposit.received', origin: 'API' },
    ]);
    expect(leftFolders()).toEqual([]);
  });

  it('is one deposit when it is sent 200 times, 50 at once', async () => {
    const receptions: { deposit: number; alreadyReceived: boolean }[] = [];
    for (let round = 0; round < 4; round++)
      receptions.push(
        ...(await Promise.all(Array.from({ length: 50 }, async () => trusted(await deposited(house, sent(RATES)))))),
      );
    expect(new Set(receptions.map(({ deposit }) => deposit)).size).toBe(1);
    expect(receptions.filter(({ alreadyReceived }) => alreadyReceived)).toHaveLength(199);
    expect(await count('deposit')).toBe(1);
    expect(await count('audit_entry')).toBe(1);
  });

  it('is another deposit when it may name other companies', async () => {
    const all = await numberOf(house, sent(RATES));
    const own = await numberOf(house, sent(RATES, { companies: [SIRET.slice(0, 9), '900000013'] }));
    expect(own).not.toBe(all);
    const again = sent(RATES, { companies: ['900000013', SIRET.slice(0, 9)] });
    expect(await deposited(house, again)).toEqual({ ok: true, value: { deposit: own, alreadyReceived: true } });
  });

  it('is over as it arrives when a command had brought it', async () => {
    await received(house, lineOf(SIRET, '553AC 1.80 2026-01-01 2026-01-05'));
    const reception = trusted(await deposited(house, sent(RATES)));
    expect(reception.alreadyReceived).toBe(true);
    const deposit = trusted(await house.verb(ReadDeposit).run(reception.deposit, systemCaller('test')));
    expect(deposit).toMatchObject({ status: 'DONE', feeds: [{ alreadyReceived: true, lines: 1 }] });
    expect(await count('deposit_bytes')).toBe(0);
    expect(await count('feed')).toBe(1);
  });

  it('never carries a folder, a control character or a NIR in its name', async () => {
    const names = ['../../etc/taux\u0000.csv', 'C:\\envoi\\janvier.csv', '1 85 01 75 056 789 12.csv', '..'];
    for (const [index, name] of names.entries())
      await deposited(house, sent(csv(lineOf(siretOf(index + 1), '553AC 1.80 2026-01-01 2026-01-05')), { name }));
    expect((await house.sql<{ name: string }>('SELECT name FROM deposit ORDER BY id')).map(({ name }) => name)).toEqual(
      ['taux_.csv', 'janvier.csv', 'document', 'document'],
    );
  });
});

const member = (name: string, bytes: Buffer) => ({ name, bytes });

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const SPACED = DSN.toString('latin1').replace(/^/gm, '  ');

/** A DSN as editors and spreadsheets write it down again. */
const inOtherGarb: readonly (readonly [garb: string, bytes: Buffer])[] = [
  ['in UTF-16', utf16(DSN.toString('latin1'))],
  ['in UTF-16 with a mark', utf16(`\ufeff${DSN.toString('latin1')}`)],
  ['in UTF-16, the high byte first', utf16(DSN.toString('latin1')).swap16()],
  ['in UTF-16, the high byte first, with a mark', utf16(`\ufeff${DSN.toString('latin1')}`).swap16()],
  ['after spaces', Buffer.from(SPACED)],
  ['after a mark and spaces', Buffer.from(`\ufeff${SPACED}`)],
  ['whose lines are quoted', Buffer.from(DSN.toString('latin1').replace(/^(?=S)/gm, '"'))],
];

/** The first member's checksum, in the directory, is no longer its own. */
function damaged(archive: Buffer): Buffer {
  const checksum = archive.indexOf('PK\x01\x02', 0, 'latin1') + 16;
  archive.writeUInt32LE((archive.readUInt32LE(checksum) ^ 1) >>> 0, checksum);
  return archive;
}

describe('what is refused', () => {
  it.each<readonly [string, Buffer, string]>([
    ...inOtherGarb.map(([garb, bytes]) => [`a DSN ${garb}`, bytes, 'DOCUMENT_DSN'] as const),
    ['an empty document', Buffer.alloc(0), 'FICHIER_VIDE'],
    ['a DSN', DSN, 'DOCUMENT_DSN'],
    ['a compressed DSN', gzipSync(DSN), 'DOCUMENT_DSN'],
    ['an archive with a DSN among rates', writeZip([member('a.csv', RATES), member('b.dsn', DSN)]), 'DOCUMENT_DSN'],
    ['a table of companies', Buffer.from('siren;nom\n900000013;Arnaud\n'), 'DOCUMENT_ENTREPRISES'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'FORMAT_INCONNU'],
    ['an archive of pictures', writeZip([member('a.png', Buffer.from('89504e47', 'hex'))]), 'FORMAT_INCONNU'],
    ['an archive in an archive', writeZip([member('a.zip', writeZip([member('b.dsn', DSN)]))]), 'ARCHIVE_IMBRIQUEE'],
    [
      'an archive in an archive, beside rates',
      writeZip([member('a.csv', RATES), member('b.gz', gzipSync(DSN))]),
      'ARCHIVE_IMBRIQUEE',
    ],
    ...inOtherGarb.map(
      ([garb, bytes]) =>
        [
          `an archive with a DSN ${garb}, beside rates`,
          writeZip([member('a.csv', RATES), member('b.txt', bytes)]),
          'DOCUMENT_DSN',
        ] as const,
    ),
    [
      'an archive with a DSN under a hidden name, beside rates',
      writeZip([member('a.csv', RATES), member('.paie/b.dsn', DSN)]),
      'DOCUMENT_DSN',
    ],
    [
      'an archive with a member that cannot be looked into, beside rates',
      writeZip([member('a.csv', RATES), member('/home/paie/b.dsn', DSN)]),
      'NOM_DANGEREUX',
    ],
    [
      'an archive with a DSN that was damaged, beside rates',
      damaged(writeZip([member('b.dsn', DSN), member('a.csv', RATES)])),
      'ARCHIVE_CORROMPUE',
    ],
    [
      'an archive with one of another kind within, beside rates',
      writeZip([member('a.csv', RATES), member('b.7z', Buffer.from('377abcaf271c0004', 'hex'))]),
      'ARCHIVE_IMBRIQUEE',
    ],
    ['an archive cut off', writeZip([member('a.csv', RATES)]).subarray(0, 60), 'ARCHIVE_CORROMPUE'],
  ])('is %s, and nothing of it stays', async (_what, bytes, code) => {
    const result = await deposited(house, sent(bytes));
    expect(result).toMatchObject({ ok: false, refusal: { code } });
    expect(!result.ok && result.refusal.message).toMatch(/^[LU«][^\n]*\.$/u);
    await expectNothingLeft();
  });

  it('is an upload that breaks off, with a sentence, and the same document is welcome later', async () => {
    const broken = Readable.from(
      (function* () {
        yield RATES;
        throw new Error('aborted');
      })(),
    );
    expect(await deposited(house, sent(broken))).toMatchObject({ ok: false, refusal: { code: 'ENVOI_INTERROMPU' } });
    await expectNothingLeft();
    expect(await deposited(house, sent(RATES))).toMatchObject({ ok: true, value: { alreadyReceived: false } });
  });

  it('is what is sent for no company at all', async () => {
    const result = await deposited(house, sent(RATES, { companies: [] }));
    expect(result).toMatchObject({ ok: false, refusal: { code: 'AUCUNE_ENTREPRISE' } });
    await expectNothingLeft();
  });

  it('leaves the connection of a refused sender open, so that it can be answered', async () => {
    const bytes = Readable.from(Array.from({ length: 200 }, () => DSN));
    await deposited(house, sent(bytes));
    expect(bytes.destroyed).toBe(false);
    bytes.destroy();
  });

  it('is what finds no room in the base, and it goes on when there is room', async () => {
    await house.sql(`
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON deposit_bytes FOR EACH ROW EXECUTE FUNCTION full_disk()`);
    const result = await deposited(house, sent(RATES));
    expect(result).toMatchObject({ ok: false, refusal: { code: 'DISQUE_PLEIN' } });
    await expectNothingLeft();
    await house.sql('DROP FUNCTION full_disk CASCADE');
    expect(await deposited(house, sent(RATES))).toMatchObject({ ok: true, value: { alreadyReceived: false } });
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('keeps a large document without holding it in memory', async () => {
  const MEGABYTES = 50;
  function* rows(): Generator<Buffer> {
    yield Buffer.from(`${HEADER}\n`);
    for (let megabyte = 0; megabyte < MEGABYTES; megabyte++) {
      if (megabyte % 10 === 9) look();
      yield Buffer.from(randomBytes(512 * 1024).toString('hex'));
    }
  }
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let highest = 0;
  let looks = 0;
  const look = (): void => {
    looks++;
    highest = Math.max(highest, held() - before);
  };
  // Reading stops at every tenth megabyte; the writing to the base is looked at by the clock.
  const watch = setInterval(look, 1_000);
  await numberOf(house, sent(Readable.from(rows())));
  clearInterval(watch);
  const [kept] = await house.sql<{ size: number; largest: number }>(
    `SELECT (SELECT size_bytes::integer FROM deposit) AS size, max(length(gzipped)) AS largest FROM deposit_bytes`,
  );
  expect(kept?.size).toBeGreaterThan(MEGABYTES * 1024 * 1024);
  expect(kept?.largest).toBeLessThan(5 * 1024 * 1024);
  expect(looks).toBeGreaterThanOrEqual(MEGABYTES / 10);
  expect(highest).toBeLessThan(40 * 1024 * 1024);
}, 180_000);

describe('the list of deposits', () => {
  it('goes page by page, latest first, and shows a company what is bound to it only', async () => {
    const numbers: number[] = [];
    for (const company of [1, 2, 3]) {
      const bytes = csv(lineOf(siretOf(company), '553AC 1.80 2026-01-01 2026-01-05'));
      numbers.push(await numberOf(house, sent(bytes, { companies: [siretOf(company).slice(0, 9)] })));
    }
    const all = systemCaller('test');
    const list = house.verb(ListDeposits);
    const first = await list.run(null, all, 2);
    expect(first.rows.map(({ id }) => id)).toEqual([numbers[2], numbers[1]]);
    expect((await list.run(first.next, all, 2)).rows.map(({ id }) => id)).toEqual([numbers[0]]);
    const tenant = { actor: 'clé', scope: { companies: [siretOf(2).slice(0, 9)] } };
    expect((await list.run(null, tenant)).rows.map(({ id }) => id)).toEqual([numbers[1]]);
    expect(await house.verb(ReadDeposit).run(numbers[0] ?? 0, tenant)).toMatchObject({
      ok: false,
      refusal: { code: 'DEPOT_INCONNU' },
    });
    expect(
      await house.database.transaction(tenant.scope, (tx) => tx.query<{ id: number }>('SELECT id FROM deposit')),
    ).toEqual([{ id: numbers[1] }]);
  });
});
