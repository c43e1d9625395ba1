import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import type { IngestReport } from '#application/intake/ingest-report';
import { openSources, UnreadableSource, type DocumentSource, type SourceRefusal } from '#application/intake/sources';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const HEADER = 'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul';
const SIRETS = [1, 2, 3, 4, 5, 6].map((company) => siretOf(company));
const [FIRST, SECOND] = [siretOf(1), siretOf(2)];

let house: TestHouse;

beforeEach(async () => {
  house = await openTestHouse();
  for (const siret of SIRETS) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
});

afterEach(() => house.close());

const csv = (...lines: readonly string[]): Buffer => Buffer.from([HEADER, ...lines, ''].join('\n'));
const documentOf = (name: string, bytes: Buffer): DocumentSource => {
  return { name, size: bytes.length, open: () => Readable.from([bytes]) };
};
const rise = (siret: string, rate = '1.80'): string => lineOf(siret as never, `553AC ${rate} 2026-01-01 2026-01-05`);

async function* each(...sources: (DocumentSource | SourceRefusal)[]): AsyncGenerator<DocumentSource | SourceRefusal> {
  await Promise.resolve();
  yield* sources;
}

const ingest = (...sources: (DocumentSource | SourceRefusal)[]): Promise<IngestReport> =>
  house.verb(IngestFeeds).run(each(...sources), { dryRun: false, actor: 'essai' });

const rehearse = (...sources: DocumentSource[]): Promise<IngestReport> =>
  house.verb(IngestFeeds).run(each(...sources), { dryRun: true, actor: 'essai' });

/** Every table with its rows and its youngest transaction: whatever is written shows. */
async function state(): Promise<Record<string, string>> {
  const tables = await house.sql<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'staging') ORDER BY 1`,
  );
  const rows: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await house.sql<{ state: string }>(
      `SELECT count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) AS state FROM ${name}`,
    );
    rows[name] = row?.state ?? '';
  }
  return rows;
}

const count = async (from: string): Promise<number> => {
  const [row] = await house.sql<{ count: number }>(`SELECT count(*)::integer AS count FROM ${from}`);
  return row?.count ?? -1;
};

describe('one document is one reception', () => {
  it('says the second time what it said the first, and writes nothing', async () => {
    const document = documentOf('taux.csv', csv(rise(FIRST), lineOf(SECOND, '553AC deux 2026-01-01 2026-01-05')));
    const first = await ingest(document);
    const before = await state();
    const second = await ingest({ ...document, name: 'copie.csv' });
    expect(second.rejections).toEqual([]);
    expect(second.feeds).toEqual([{ ...first.feeds[0], file: 'copie.csv', alreadyReceived: true }]);
    expect(await state()).toEqual(before);
  });

  it('takes in once what two commands bring at the same time', async () => {
    const document = documentOf('taux.csv', csv(...SIRETS.map((siret) => rise(siret))));
    const reports = await Promise.all([ingest(document), ingest(document), ingest(document)]);
    expect(reports.map(({ feeds }) => feeds[0]?.alreadyReceived).sort()).toEqual([false, true, true]);
    for (const { feeds } of reports) expect(feeds).toMatchObject([{ verdicts: { AUTO_UPDATED: SIRETS.length } }]);
    expect(await count('batch')).toBe(1);
    expect(await count(`rate_profile WHERE effective_from = '2026-01-01'`)).toBe(SIRETS.length);
  });

  it('decides one after the other what two commands bring about the same establishments', async () => {
    const [a, b] = await Promise.all([
      ingest(documentOf('a.csv', csv(...SIRETS.map((siret) => rise(siret))))),
      ingest(documentOf('b.csv', csv(...SIRETS.map((siret) => lineOf(siret, '553AC 1.80 2026-01-01 2026-01-06'))))),
    ]);
    const verdicts = [a.feeds[0]?.verdicts, b.feeds[0]?.verdicts];
    expect(verdicts).toContainEqual(expect.objectContaining({ AUTO_UPDATED: SIRETS.length }));
    expect(verdicts).toContainEqual(expect.objectContaining({ AUTO_UPDATED: 0 }));
    expect(await count('batch')).toBe(2);
  });

  it('counts a copy inside the same call as already received, in a dry run too', async () => {
    const document = documentOf('a.csv', csv(rise(FIRST)));
    const copy = { ...document, name: 'b.csv' };
    const rehearsed = await rehearse(document, copy);
    const done = await ingest(document, copy);
    for (const { feeds } of [rehearsed, done]) {
      expect(feeds.map(({ file, alreadyReceived }) => `${file} ${alreadyReceived}`)).toEqual([
        'a.csv false',
        'b.csv true',
      ]);
      expect(feeds[1]?.verdicts).toMatchObject({ AUTO_UPDATED: 1 });
    }
    expect(await count('feed')).toBe(1);
  });
});

describe('a dry run', () => {
  it('tells what would be decided and writes nothing, in any table', async () => {
    const before = await state();
    const report = await rehearse(
      documentOf('taux.csv', csv(rise(FIRST), rise(SECOND, '9.90'), rise('12345678900011'), rise(siretOf(99)))),
    );
    expect(report.feeds).toMatchObject([
      { id: null, alreadyReceived: false, verdicts: { AUTO_UPDATED: 1, HELD: 1, QUARANTINED: 1 } },
    ]);
    expect(report.rejections.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '4 SIRET_CLE',
      '5 ETABLISSEMENT_INCONNU',
    ]);
    expect(await state()).toEqual(before);
  });

  it('leaves an interrupted batch as it is, and says that there is one', async () => {
    await house.sql(`INSERT INTO batch (actor, received_at, status) VALUES ('essai', '2026-01-06', 'RECEIVED')`);
    const before = await state();
    const report = await rehearse(documentOf('taux.csv', csv(rise(FIRST))));
    expect(report.notes).toEqual([expect.stringMatching(/^Un lot interrompu n'est pas terminé/)]);
    expect(await state()).toEqual(before);
  });
});

describe('the order of the lines', () => {
  const outcome = async (lines: readonly string[]): Promise<unknown> => {
    await received(house, ...lines);
    return {
      verdicts: await house.sql('SELECT siret, verdict, reason, rule, effective_from FROM verdict ORDER BY siret'),
      sheets: await house.sql(
        `SELECT siret, effective_from, position, code_risque, section, office, rate FROM rate_profile
         WHERE source = 'NOTIFIED' AND effective_from > '2025-12-31' ORDER BY siret, effective_from, position`,
      ),
      tasks: await house.sql(
        `SELECT siret, kind, cause, reason, prefill->'profiles' AS profiles FROM task ORDER BY siret`,
      ),
      aside: await house.sql('SELECT siret, cause, guards FROM set_aside ORDER BY siret'),
    };
  };
  const lines = [
    rise(FIRST),
    lineOf(SECOND, '553AC 1.80 2026-01-01 2026-01-05 01'),
    lineOf(SECOND, '602MG 2.10 2026-01-01 2026-01-05 02'),
    lineOf(siretOf(3), '553AC 1.79 2026-01-01 2026-01-04'),
    lineOf(siretOf(3), '553AC 1.81 2026-01-01 2026-01-05'),
    rise(siretOf(4), '5.00'),
    lineOf(siretOf(5), '553AC 1.80 2026-01-01 2026-01-05'),
    lineOf(siretOf(5), '553AC 1.90 2026-01-01 2026-01-05'),
    rise(siretOf(99)),
  ];

  it('changes neither verdicts nor sheets, tasks or what is set aside', async () => {
    const inOrder = await outcome(lines);
    for (const shuffled of [lines.toReversed(), lines.toSorted(), [...lines.slice(4), ...lines.slice(0, 4)]]) {
      await house.close();
      house = await openTestHouse();
      for (const siret of SIRETS) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
      expect(await outcome(shuffled)).toEqual(inOrder);
    }
  });
});

describe('a document that fails while it is read', () => {
  const good = documentOf('bon.csv', csv(rise(FIRST)));
  const gone = new UnreadableSource({ file: 'parti.csv', code: 'FICHIER_ILLISIBLE', message: 'Le fichier a disparu.' });

  /** Readable so many times, then never again: once to be hashed, once to be staged, once to be kept. */
  const failingAfter = (times: number, error: Error): DocumentSource => {
    let left = times;
    const bytes = csv(rise(SECOND));
    return {
      name: 'parti.csv',
      size: bytes.length,
      open: () => Readable.from(left-- > 0 ? [bytes] : failing(error)),
    };
  };
  async function* failing(error: Error): AsyncGenerator<Buffer> {
    await Promise.resolve();
    throw error;
  }

  it.each([0, 1, 2])('is a rejection like another after %i readings, and the others go on', async (times) => {
    const report = await ingest(failingAfter(times, gone), good);
    expect(report.rejections).toMatchObject([{ file: 'parti.csv', line: null, code: 'FICHIER_ILLISIBLE' }]);
    expect(report.feeds).toMatchObject([{ file: 'bon.csv', verdicts: { AUTO_UPDATED: 1 } }]);
    expect(await house.sql('SELECT file FROM feed')).toEqual([{ file: 'bon.csv' }]);
    expect(await count('feed_bytes')).toBe(1);
    expect(await count('verdict')).toBe(1);
  });

  it.each([1, 2])('leaves nothing at all when it fails for a reason of ours after %i readings', async (times) => {
    const before = await state();
    await expect(ingest(good, failingAfter(times, new Error('panne')))).rejects.toThrow('panne');
    expect(await state()).toEqual(before);
    const report = await ingest(good);
    expect(report.feeds).toMatchObject([{ alreadyReceived: false, verdicts: { AUTO_UPDATED: 1 } }]);
  });

  it('leaves nothing when it is truncated, not even the batch when it is alone', async () => {
    const before = await state();
    const truncated = documentOf('coupe.xml', Buffer.from('<rapport xmlns="http://www.gip-mds.fr/" type="34"><a>'));
    const report = await ingest(truncated, { ...truncated, name: 'copie.xml' });
    expect(report).toMatchObject({ feeds: [], rejections: [{ file: 'coupe.xml', code: 'XML_TRONQUE' }] });
    expect(await state()).toEqual(before);
  });

  it('is refused when it changes between two readings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'taux-juste-change-'));
    const path = join(folder, 'taux.csv');
    writeFileSync(path, csv(rise(FIRST)));
    async function* growing(): AsyncGenerator<DocumentSource | SourceRefusal> {
      yield* openSources([path]);
      appendFileSync(path, `${rise(SECOND)}\n`);
    }
    const report = await house.verb(IngestFeeds).run(growing(), { dryRun: false, actor: 'essai' });
    rmSync(folder, { recursive: true });
    expect(report).toMatchObject({ feeds: [], rejections: [{ file: 'taux.csv', code: 'FICHIER_MODIFIE' }] });
    expect(await count('batch')).toBe(0);
  });
});
