import { CopyWriter, copyText } from '#storage/copy';
import { RowCursor } from '#storage/row-cursor';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTestHouse, type TestHouse } from '../support/test-house';

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
  await house.sql(
    'CREATE TABLE kept (place integer, label text, amount bigint, ok boolean); GRANT ALL ON kept TO tj_app',
  );
});

afterAll(() => house.close());

type Kept = readonly [label: string | null, amount: number | null, ok: boolean | null];

const LONG = 'Établissement secondaire de Saint-Étienne-du-Rouvray, bâtiment B, '.repeat(4);

const ROWS: readonly Kept[] = [
  ['BOULANGERIE DU PORT', 178, true],
  ['', 0, false],
  [null, null, null],
  ['une\ttabulation, une\nligne, un \r et un \\', 9, true],
  ['\\N écrit en toutes lettres', 10, false],
  ['l’été à 2,35\u202f% — 😀', 99, true],
  [LONG, 100, false],
  [`${LONG}\t\\${LONG}`, 2_147_483_648, true],
  ['', Number.MAX_SAFE_INTEGER, null],
  ['un trop-perçu', -1_234, null],
  ['x'.repeat(400_000), 7, true],
];

async function written(rows: readonly Kept[]): Promise<Kept[]> {
  await house.sql('TRUNCATE kept');
  await house.database.session(async (tx) => {
    const copy = new CopyWriter(tx, 'kept (place, label, amount, ok)');
    rows.forEach(([label, amount, ok], place) => {
      copy.number(place).text(label).number(amount).flag(ok).endRow();
    });
    await copy.finish();
  });
  const stored = await house.sql<{ label: string | null; amount: number | null; ok: boolean | null }>(
    'SELECT label, amount, ok FROM kept ORDER BY place',
  );
  return stored.map(({ label, amount, ok }) => [label, amount, ok]);
}

test.each(ROWS.map((row) => ({ row })))('a field is stored as it was given: %#', async ({ row }) => {
  expect(await written([row])).toEqual([row]);
});

test('rows longer than a piece, one after the other, keep their places', async () => {
  const rows = [...ROWS, ...ROWS, ...ROWS, ...ROWS, ...ROWS];
  expect(await written(rows)).toEqual(rows);
});

test('a server that has caught up while the writer waited for something else is not waited for again', async () => {
  await house.sql('TRUNCATE kept');
  await house.database.session(async (tx) => {
    const copy = new CopyWriter(tx, 'kept (place, label, amount, ok)');
    copy.number(1).text('x'.repeat(400_000)).number(1).flag(true).endRow();
    copy.number(2).text('x'.repeat(400_000)).number(1).flag(true).endRow();
    await sleep(200);
    await copy.drain();
    await copy.finish();
  });
  expect(await house.sql('SELECT count(*)::integer AS rows FROM kept')).toEqual([{ rows: 2 }]);
}, 10_000);

test('rows come back as they were, null apart from an empty text', async () => {
  await written(ROWS);
  const read: (string | null)[] = [];
  await house.database.session(async (tx) => {
    const cursor = new RowCursor(copyText(tx, 'SELECT place + 100, label FROM kept ORDER BY place'));
    for (let group = await cursor.nextGroup(); group !== null; group = await cursor.nextGroup())
      read.push(...group.map(([, label = null]) => label));
  });
  expect(read).toEqual(ROWS.map(([label]) => label));
});

test('a word for null that is an empty text leaves out every null', async () => {
  await written([
    ['', 1, true],
    [null, null, null],
  ]);
  const pieces: string[] = [];
  await house.database.session(async (tx) => {
    for await (const piece of copyText(tx, 'SELECT label, amount, ok FROM kept ORDER BY place', '')) pieces.push(piece);
  });
  expect(pieces.join('')).toBe('\t1\tt\n\t\t\n');
});
