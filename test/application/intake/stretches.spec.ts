import { FinishBatches } from '#application/intake/finish-batches';
import { IngestFeeds } from '#application/intake/ingest-feeds';
import type { IngestReport } from '#application/intake/ingest-report';
import { TryStretch } from '#application/intake/try-stretch';
import { Rulebook } from '#application/rulebook/rulebook';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { Staging } from '#storage/intake/staging';
import { Readable } from 'node:stream';
import { given, lineOf, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

/** Enough for three stretches when a chunk is one establishment; the last three companies have two of them. */
const SIRETS = Array.from({ length: 36 }, (_, index) => siretOf(1 + (index % 33), 1 + Math.floor(index / 33)));
const HEADER = 'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul';

let house: TestHouse;

async function open(chunk: number): Promise<void> {
  const batch = { ...DEFAULT_POLICY.batch, chunk };
  house = await openTestHouse('2026-01-06T09:00:00.000Z', { ...DEFAULT_POLICY, batch });
  for (const siret of SIRETS.slice(1)) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
}

afterEach(() => house.close());

function ingest(...documents: readonly (readonly string[])[]): Promise<IngestReport> {
  const sources = documents.map((lines, index) => {
    const bytes = Buffer.from([HEADER, ...lines, ''].join('\n'));
    return { name: `${index}.csv`, size: bytes.length, open: () => Readable.from([bytes]) };
  });
  return house.verb(IngestFeeds).run(Readable.from(sources), { dryRun: false, actor: 'essai' });
}

/** Rises, one establishment that nobody knows, one with two rates, one held, two lines nobody can be told of. */
const MIXED = [
  ...SIRETS.map((siret, index) => lineOf(siret, `553AC ${index === 5 ? '5.00' : '1.80'} 2026-01-01 2026-01-05`)),
  lineOf(siretOf(9), '602MG 2.10 2026-01-01 2026-01-05 02'),
  '12345,00001,,01,553AC,N,1.80,2026-01-01,2026-01-05',
  'abc,00001,,01,553AC,N,1.80,2026-01-01,2026-01-05',
];
const LATER = SIRETS.slice(10, 20).map((siret) => lineOf(siret, '553AC 1.90 2026-01-01 2026-01-08'));
/** The breaker trips: more than a fifth of the rates move by half. */
const WILD = SIRETS.map((siret) => lineOf(siret, '553AC 2.90 2026-01-01 2026-01-05'));
/** Half of the lines name one establishment. */
const CROWDED = [...MIXED, ...MIXED.map(() => lineOf(siretOf(12), '553AC 1.80 2026-01-01 2026-01-05'))];

const contents = async (): Promise<Record<string, unknown>> => ({
  verdicts: await house.sql(
    'SELECT feed_id, siret, attempt, verdict, rule, reason, facts FROM verdict ORDER BY 1, 2, 3',
  ),
  sheets: await house.sql(
    `SELECT siret, feed_id, effective_from, rate, code_risque, row_number() OVER (PARTITION BY siret ORDER BY sheet, position) AS place
     FROM rate_profile WHERE feed_id IS NOT NULL ORDER BY 1, 6`,
  ),
  twice: await house.sql('SELECT sheet FROM rate_profile GROUP BY sheet HAVING count(DISTINCT siret) > 1'),
  tasks: await house.sql('SELECT siret, kind, cause, reason, status, prefill FROM task ORDER BY 1, 2, 3'),
  aside: await house.sql('SELECT siret, feed_id, cause, guards, status FROM set_aside ORDER BY 1, 2'),
  refused: await house.sql('SELECT feed_id, line, siret, code FROM refused_line ORDER BY 1, 2, 4'),
  feeds: await house.sql('SELECT file, lines, verdicts FROM feed ORDER BY id'),
  batches: await house.sql('SELECT status, withheld, compared, moved FROM batch ORDER BY id'),
  left: await house.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'staging'`),
  stretches: await house.sql('SELECT FROM batch_stretch'),
});

const stretches = async (): Promise<number> => (await house.sql('SELECT DISTINCT stretch FROM batch_chunk')).length;

describe.each([
  ['of two documents', [MIXED, LATER]],
  ['that the breaker holds', [WILD]],
  ['in which one establishment is named by half of the lines', [CROWDED]],
])('a batch %s', (_name, documents) => {
  it('is decided alike in one stretch and in many', async () => {
    await open(10_000);
    const report = await ingest(...documents);
    const whole = await contents();
    expect(await stretches()).toBe(1);
    await house.close();
    await open(1);
    const inMany = await ingest(...documents);
    expect(await stretches()).toBeGreaterThan(2);
    expect(await contents()).toEqual(whole);
    expect(inMany.feeds.map(({ verdicts }) => verdicts)).toEqual(report.feeds.map(({ verdicts }) => verdicts));
    const covered = await house.sql<{ sum: number }>(
      `SELECT sum((body::json->>'establishments')::integer)::integer AS sum FROM audit_entry WHERE action = 'feed.chunk'`,
    );
    const [verdicts] = await house.sql<{ count: number }>('SELECT count(*)::integer AS count FROM verdict');
    expect(covered).toEqual([{ sum: verdicts?.count }]);
  });
});

it('refuses every line of a batch that names nobody, however many there are', async () => {
  await open(1);
  const lines = Array.from({ length: 30 }, (_, index) => `abc${index},00001,,01,553AC,N,1.80,2026-01-01,2026-01-05`);
  const report = await ingest(lines);
  expect(report.rejections).toHaveLength(30);
  expect(await stretches()).toBe(1);
});

describe('a batch whose decider failed', () => {
  const failing = async (body: string, message: string): Promise<void> => {
    await house.sql(`
      CREATE FUNCTION mishap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ${body} RETURN NEW; END $$;
      CREATE TRIGGER mishap AFTER UPDATE ON batch_stretch FOR EACH ROW WHEN (NEW.stretch = 1) EXECUTE FUNCTION mishap()`);
    await expect(ingest(MIXED)).rejects.toThrow(message);
    await house.sql('DROP FUNCTION mishap CASCADE');
  };

  it('is decided by those who help on the terms of its decider, whatever their own policy says', async () => {
    await open(10_000);
    const report = await ingest(MIXED);
    await house.close();
    await open(1);
    await failing(`RAISE 'panne';`, 'panne');
    // Under this one everything that rises would be held.
    const strict = { ...DEFAULT_POLICY, guards: { ...DEFAULT_POLICY.guards, ratio: 1.001 } };
    const helper = new TryStretch(house.database, new Rulebook(house.database, strict));
    const batch = { batchId: 1, staging: Staging.forBatch(1) };
    while (await helper.run(batch));
    const held = await house.sql(
      `SELECT sum((v->1->>'HELD')::integer)::integer AS held, count(*)::integer AS stretches
       FROM batch_stretch, jsonb_array_elements(result->'verdicts') v`,
    );
    expect(held).toEqual([{ held: report.feeds[0]?.verdicts.HELD, stretches: 4 }]);
    expect(report.feeds[0]?.verdicts.AUTO_UPDATED).toBeGreaterThan(25);
  });

  it.each([
    ['a statement that failed', `RAISE 'panne';`, 'panne'],
    ['stretches that another one has forgotten', 'DELETE FROM batch_stretch WHERE stretch = 0;', 'is lost'],
  ])('is decided anew after %s, as if nothing had been', async (_name, mishap, message) => {
    await open(1);
    await ingest(MIXED);
    const whole = await contents();
    await house.close();
    await open(1);
    await failing(mishap, message);
    expect(await house.verb(FinishBatches).run()).toBe(1);
    expect(await contents()).toEqual(whole);
  });

  it('is not taken for decided when the database has lost its lines meanwhile', async () => {
    await open(10_000);
    await ingest(MIXED);
    const whole = await contents();
    await house.close();
    await open(10_000);
    await house.sql(`
      CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN DELETE FROM staging.line_b1; RETURN NEW; END $$;
      CREATE TRIGGER lose AFTER UPDATE ON batch_stretch FOR EACH ROW EXECUTE FUNCTION lose()`);
    await expect(ingest(MIXED)).rejects.toThrow('is lost');
    expect(await house.sql('SELECT status FROM batch')).toEqual([{ status: 'RECEIVED' }]);
    await house.sql('DROP FUNCTION lose CASCADE');
    expect(await house.verb(FinishBatches).run()).toBe(1);
    expect(await contents()).toEqual(whole);
  });
});
