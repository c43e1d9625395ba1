import { systemCaller } from '#application/access/caller';
import { VerifyJournal } from '#application/audit/verify-journal';
import { ListDeadLetters } from '#application/dead-letters/list-dead-letters';
import { NoteOutcome } from '#application/dead-letters/note-outcome';
import { RetryDeadLetter } from '#application/dead-letters/retry-dead-letter';
import { WantedWork } from '#application/dead-letters/wanted-work';
import { FinishBatches } from '#application/intake/finish-batches';
import type { IngestReport } from '#application/intake/ingest-report';
import { CreateEndpoint } from '#application/webhooks/create-endpoint';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ANNE = systemCaller('personne : Anne');
const LOST = Object.assign(new Error('terminating connection'), { code: '57P01' });

let house: TestHouse;

beforeEach(async () => {
  const batch = { ...DEFAULT_POLICY.batch, chunk: 1 };
  house = await openTestHouse('2026-01-06T09:00:00.000Z', { ...DEFAULT_POLICY, batch });
});
afterEach(() => house.close());

const fail = (error: unknown = new Error('colonne absente')) => house.verb(NoteOutcome).run('essai', '7', error);
const list = () => house.verb(ListDeadLetters).run();
const retry = (id: string) => house.verb(RetryDeadLetter).run(id, ANNE);

const duty = {
  ...{ job: 'essai', everyMs: 1_000, deadlineMs: 1_000 },
  wanted: () => Promise.resolve(['6', '7']),
  run: () => Promise.resolve(null),
};
const wanted = () => house.verb(WantedWork).run(duty);

describe('work that keeps failing', () => {
  it('is left alone after five times, for an hour, and then after each time more', async () => {
    for (const attempt of ['AGAIN', 'AGAIN', 'AGAIN', 'AGAIN', 'QUIET']) {
      expect(await wanted()).toEqual(['6', '7']);
      expect(await fail()).toBe(attempt);
    }
    expect(await wanted()).toEqual(['6']);
    house.wallClock.instant = '2026-01-06T10:00:01.000Z';
    expect(await wanted()).toEqual(['6', '7']);
    expect(await fail()).toBe('QUIET');
    expect(await wanted()).toEqual(['6']);
    const lastError: unknown = expect.stringMatching(/colonne absente/);
    expect(await list()).toMatchObject([
      { kind: 'JOB', id: 'travail-1', job: 'essai', subject: '7', attempts: 6, lastError },
    ]);
  });

  it('does not count what its surroundings did to it', async () => {
    for (let time = 0; time < 6; time++) expect(await fail(LOST)).toBe('SURROUNDINGS');
    expect(await list()).toEqual([]);
  });

  it('is forgotten by success, and counted afresh', async () => {
    await fail();
    await house.verb(NoteOutcome).run('essai', '7', null);
    expect(await list()).toEqual([]);
    expect(await fail()).toBe('AGAIN');
    expect(await list()).toMatchObject([{ attempts: 1 }]);
  });

  it('is rung for again once a person has asked for another try, once', async () => {
    for (let time = 0; time < 5; time++) await fail();
    expect(await retry('travail-1')).toMatchObject({ ok: true });
    expect(await wanted()).toEqual(['6', '7']);
    expect(await list()).toEqual([]);
    expect(await retry('travail-1')).toMatchObject({ refusal: { code: 'TRAVAIL_INCONNU' } });
    expect(await house.sql('SELECT actor, action FROM audit_entry')).toEqual([
      { actor: 'personne : Anne', action: 'work.retried' },
    ]);
  });

  it.each(['', '7', 'travail-0', 'lot-x'])('cannot be named « %s »', async (id) => {
    expect(await retry(id)).toMatchObject({ refusal: { code: 'TRAVAIL_ILLISIBLE' } });
  });
});

describe('a chunk that cannot be applied', () => {
  const SIRETS = [1, 2, 3, 4, 5].map((company) => siretOf(company));
  const POISONED = siretOf(3);

  async function poisonedFeed(): Promise<IngestReport> {
    for (const siret of SIRETS) await given(house, siret);
    await house.sql(`ALTER TABLE verdict ADD CONSTRAINT poison CHECK (siret <> '${POISONED}') NOT VALID`);
    return received(house, ...SIRETS.map((siret) => lineOf(siret, '553AC 1.80 2026-01-01 2026-01-05')));
  }

  const decided = async (): Promise<unknown[]> =>
    (await house.sql<{ siret: string }>('SELECT siret FROM verdict ORDER BY siret')).map(({ siret }) => siret);

  it('is set aside after three tries, and the rest of the batch is done', async () => {
    expect((await poisonedFeed()).notes).toEqual([
      expect.stringMatching(/^1 tranche\(s\) du lot sur 5 n'ont pas pu être appliquées après 3 essais .*poison/),
    ]);
    expect(await decided()).toEqual(SIRETS.filter((siret) => siret !== POISONED));
    expect(await house.sql('SELECT status FROM batch')).toEqual([{ status: 'DONE' }]);
    expect(await house.sql(`SELECT attempts FROM batch_chunk WHERE state = 'QUARANTINED'`)).toEqual([{ attempts: 3 }]);
    expect(await house.sql(`SELECT 1 FROM pg_tables WHERE schemaname = 'staging'`)).toEqual([]);
    expect(await list()).toMatchObject([{ kind: 'BATCH', id: 'lot-1', chunks: 1, attempts: 3 }]);
    expect(await house.verb(FinishBatches).run()).toBe(0);
  });

  it('is decided again on what is on file by then, once a person asks and the cause is gone', async () => {
    await poisonedFeed();
    await house.sql('ALTER TABLE verdict DROP CONSTRAINT poison');
    expect(await retry('lot-1')).toMatchObject({ ok: true });
    expect(await retry('lot-1')).toMatchObject({ refusal: { code: 'TRAVAIL_INCONNU' } });
    expect(await house.verb(FinishBatches).run()).toBe(1);
    expect(await decided()).toEqual(SIRETS);
    expect(await list()).toEqual([]);
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });

  it('is in no count until it is applied, and its document is told once as completed', async () => {
    await house
      .verb(CreateEndpoint)
      .run({ url: 'https://paie.exemple.fr/', siren: '', types: ['feed.completed'] }, ANNE);
    const counts = async (): Promise<unknown> =>
      (await house.sql<{ verdicts: Record<string, number> }>('SELECT verdicts FROM feed'))[0]?.verdicts;
    const told = (): Promise<unknown[]> => house.sql(`SELECT data->'verdicts' AS verdicts FROM event`);
    const { feeds } = await poisonedFeed();
    expect(feeds).toMatchObject([{ verdicts: { AUTO_UPDATED: 4 } }]);
    expect(await counts()).toMatchObject({ AUTO_UPDATED: 4 });
    expect(await told()).toMatchObject([{ verdicts: { AUTO_UPDATED: 4 } }]);
    await house.sql('ALTER TABLE verdict DROP CONSTRAINT poison');
    await retry('lot-1');
    await house.verb(FinishBatches).run();
    expect(await counts()).toMatchObject({ AUTO_UPDATED: 5 });
    expect(await told()).toHaveLength(1);
  });
});
