import { systemCaller } from '#application/access/caller';
import { RetryDeadLetter } from '#application/dead-letters/retry-dead-letter';
import type { DepositView } from '#application/deposits/deposit-view';
import { ListDeposits } from '#application/deposits/list-deposits';
import { ReadDeposit } from '#application/deposits/read-deposit';
import { TakeDepositDuty } from '#application/duties/take-deposit-duty';
import { FinishBatches } from '#application/intake/finish-batches';
import { writeZip } from '#application/intake/zip-writer';
import { trusted } from '#domain/values/result';
import { csv, leftFolders, numberOf, sent } from '../../support/deposits';
import { given, lineOf, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const [ONE, TWO] = [siretOf(1), siretOf(2)];
const ALL = systemCaller('test');
const rate = (siret: typeof ONE, percent = '1.80'): string => lineOf(siret, `553AC ${percent} 2026-01-01 2026-01-05`);

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
  for (const siret of [ONE, TWO]) await given(house, siret, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
});
afterEach(() => house.close());

/** As the workers do it: what rows call for, until they call for nothing. */
async function work(): Promise<(string | null)[]> {
  const duty = house.verb(TakeDepositDuty);
  const said: (string | null)[] = [];
  for (const subject of await duty.wanted()) said.push(await duty.run(subject));
  return said;
}

const read = async (id: number): Promise<DepositView> => trusted(await house.verb(ReadDeposit).run(id, ALL));

const count = async (table: string): Promise<number> =>
  (await house.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]?.n ?? -1;

/** Fails at a statement, as a crash there would leave things. */
async function crashing(before: string, when = 'true'): Promise<void> {
  await house.sql(`
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN IF ${when} THEN RAISE 'crash'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER crash BEFORE ${before} FOR EACH ROW EXECUTE FUNCTION crash()`);
  await expect(work()).rejects.toThrow('crash');
  await house.sql('DROP FUNCTION crash CASCADE');
}

describe('a deposit', () => {
  it('is taken in by a worker, told, and its bytes are let go', async () => {
    const id = await numberOf(house, sent(csv(rate(ONE), rate(TWO))));
    expect(await read(id)).toMatchObject({ status: 'RECEIVED', feeds: [], startedAt: null, progress: null });
    expect(await work()).toEqual([`Dépôt ${id} pris en compte : 1 document(s), 0 rejet(s).`]);
    expect(await read(id)).toMatchObject({
      ...{ status: 'DONE', feedCount: 1, rejected: 0, rejections: [] },
      progress: { planned: 1, applied: 1, quarantined: 0 },
      feeds: [{ file: 'taux.csv', alreadyReceived: false, lines: 2, verdicts: { AUTO_UPDATED: 2 } }],
      verdicts: { AUTO_UPDATED: 2 },
    });
    expect(await count('deposit_bytes')).toBe(0);
    expect(await count('feed_bytes')).toBe(1);
    expect(await work()).toEqual([]);
    expect(leftFolders()).toEqual([]);
  });

  it('counts what could not be applied once it is, after somebody of support had it tried again', async () => {
    await house.sql(`ALTER TABLE verdict ADD CONSTRAINT poison CHECK (siret <> '${TWO}') NOT VALID`);
    const id = await numberOf(house, sent(csv(rate(ONE), rate(TWO))));
    await work();
    const standing = { feeds: [{ verdicts: { AUTO_UPDATED: 0 } }], verdicts: { AUTO_UPDATED: 0 } };
    expect(await read(id)).toMatchObject({ ...standing, progress: { quarantined: 1 } });
    await house.sql('ALTER TABLE verdict DROP CONSTRAINT poison');
    trusted(await house.verb(RetryDeadLetter).run('lot-1', ALL));
    await house.verb(FinishBatches).run();
    expect(await read(id)).toMatchObject({
      ...{ status: 'DONE', progress: { applied: 1, quarantined: 0 } },
      ...{ feeds: [{ verdicts: { AUTO_UPDATED: 2 } }], verdicts: { AUTO_UPDATED: 2 } },
    });
  });

  it('is partial when lines of it are refused, which are listed', async () => {
    const id = await numberOf(house, sent(csv(rate(ONE), rate(TWO, 'beaucoup'))));
    await work();
    expect(await read(id)).toMatchObject({
      ...{ status: 'PARTIAL', rejected: 1, verdicts: { AUTO_UPDATED: 1, QUARANTINED: 1 } },
      rejections: [{ file: 'taux.csv', line: 3, siret: TWO }],
    });
  });

  it('may be an archive, whose members are documents of their own', async () => {
    const archive = writeZip([
      { name: 'un.csv', bytes: csv(rate(ONE)) },
      { name: 'lisez-moi.txt', bytes: Buffer.from('bonjour') },
      { name: 'deux.csv', bytes: csv(rate(TWO)) },
    ]);
    const id = await numberOf(house, sent(archive, { name: 'janvier.zip' }));
    await work();
    expect(await read(id)).toMatchObject({
      ...{ status: 'PARTIAL', feedCount: 2, verdicts: { AUTO_UPDATED: 2 }, rejected: 1 },
      feeds: [{ file: 'janvier.zip!un.csv' }, { file: 'janvier.zip!deux.csv' }],
      rejections: [{ file: 'janvier.zip!lisez-moi.txt', line: null }],
    });
  });

  it('is refused when nothing of it can be read, and may then be sent again', async () => {
    const bytes = Buffer.from('<rapport><jamais fini');
    const id = await numberOf(house, sent(bytes, { name: 'retour.xml' }));
    await work();
    expect(await read(id)).toMatchObject({ status: 'REFUSED', feeds: [], rejections: [{ file: 'retour.xml' }] });
    expect(await count('deposit_bytes')).toBe(0);
    expect(await numberOf(house, sent(bytes, { name: 'retour.xml' }))).not.toBe(id);
  });

  it('never brings the rates of companies that it is not bound to', async () => {
    const companies = [ONE.slice(0, 9)];
    const others = await numberOf(house, sent(csv(rate(ONE), rate(TWO)), { companies }));
    const own = await numberOf(house, sent(csv(rate(ONE)), { companies }));
    await work();
    expect(await read(others)).toMatchObject({
      status: 'REFUSED',
      rejections: [{ code: 'ENTREPRISE_HORS_COMPTE' }],
    });
    expect(await read(own)).toMatchObject({ status: 'DONE', verdicts: { AUTO_UPDATED: 1 } });
    expect(await count(`verdict WHERE siret = '${TWO}'`)).toBe(0);
  });

  it('tells what had come before, with the verdicts of then', async () => {
    const companies = [ONE.slice(0, 9)];
    await numberOf(house, sent(csv(rate(ONE))));
    await work();
    const again = await numberOf(house, sent(csv(rate(ONE)), { companies }));
    await work();
    expect(await read(again)).toMatchObject({
      status: 'DONE',
      feeds: [{ alreadyReceived: true, verdicts: { AUTO_UPDATED: 1 } }],
    });
    expect(await count('feed')).toBe(1);
  });
});

it('is partial while a part of it is set aside, and no longer once that part is in place', async () => {
  const id = await numberOf(house, sent(csv(rate(ONE))));
  await work();
  await house.sql(`UPDATE batch_chunk SET state = 'QUARANTINED', attempts = 3, last_error = 'panne'`);
  expect(await read(id)).toMatchObject({ status: 'PARTIAL', progress: { planned: 1, applied: 0, quarantined: 1 } });
  expect((await house.verb(ListDeposits).run(null, ALL)).rows).toMatchObject([{ id, status: 'PARTIAL' }]);
  await house.sql(`UPDATE batch_chunk SET state = 'APPLIED'`);
  expect(await read(id)).toMatchObject({ status: 'DONE' });
});

describe('a worker that dies', () => {
  const LINES = csv(rate(ONE), rate(TWO, 'beaucoup'));
  const WHOLE = {
    ...{ status: 'PARTIAL', feedCount: 1, rejected: 1 },
    feeds: [{ alreadyReceived: false, lines: 2, verdicts: { AUTO_UPDATED: 1, QUARANTINED: 1 } }],
    rejections: [{ line: 3, siret: TWO }],
  };

  it.each([
    ['as it begins', 'UPDATE ON deposit', `NEW.state = 'IN_PROGRESS'`],
    ['before the documents are there', 'INSERT ON feed', 'true'],
    ['before they are decided', 'UPDATE ON batch', `NEW.status = 'DECIDED'`],
    ['before their batch is over', 'UPDATE ON batch', `NEW.status = 'DONE'`],
    ['before the deposit is over', 'UPDATE ON deposit', `NEW.state = 'TAKEN'`],
  ])('%s leaves a deposit that is taken up again, once and with the same words', async (_when, before, condition) => {
    const id = await numberOf(house, sent(LINES));
    await crashing(before, condition);
    expect(leftFolders()).toEqual([]);
    await work();
    expect(await read(id)).toMatchObject(WHOLE);
    expect(await count('feed')).toBe(1);
    expect(await count(`rate_profile WHERE feed_id IS NOT NULL`)).toBe(1);
    expect(await count('deposit_bytes')).toBe(0);
    expect(await work()).toEqual([]);
  });

  it('is no matter when two take up the same deposit at once', async () => {
    const id = await numberOf(house, sent(LINES));
    const duty = house.verb(TakeDepositDuty);
    const said = await Promise.all([duty.run(String(id)), duty.run(String(id))]);
    expect(said.filter((words) => words !== null)).toHaveLength(1);
    expect(await read(id)).toMatchObject(WHOLE);
    expect(await count('feed')).toBe(1);
    expect(await count(`audit_entry WHERE action = 'deposit.taken'`)).toBe(1);
  });
});
