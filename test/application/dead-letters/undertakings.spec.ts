import { systemCaller } from '#application/access/caller';
import { ListDeadLetters } from '#application/dead-letters/list-dead-letters';
import { NoteOutcome } from '#application/dead-letters/note-outcome';
import { RetryDeadLetter } from '#application/dead-letters/retry-dead-letter';
import { UnderWay } from '#application/dead-letters/under-way';
import { Undertakings, type Beginning } from '#application/dead-letters/undertakings';
import { WantedWork } from '#application/dead-letters/wanted-work';
import { ApplyChunkDuty } from '#application/duties/apply-chunk-duty';
import type { Duty } from '#application/duties/duty';
import { FinishBatches } from '#application/intake/finish-batches';
import { Occupations } from '#application/operations/occupations';
import { SignOfLife } from '#application/operations/sign-of-life';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const GONE = '00000000-0000-4000-8000-000000000000';

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

const duty: Duty = {
  ...{ job: 'essai', everyMs: 1_000, deadlineMs: 1_000 },
  wanted: () => Promise.resolve(['7']),
  run: () => Promise.resolve(null),
};

/** Another process on the same base, and its sign of life. */
function hired() {
  const { database, wallClock } = house;
  const occupations = new Occupations(wallClock);
  const life = new SignOfLife(database, wallClock, occupations);
  const hands = new Undertakings(database, wallClock, new UnderWay(database, wallClock, occupations));
  return { life, hands };
}

const after = (seconds: number): void => {
  house.wallClock.instant = new Date(Date.parse(house.wallClock.instant) + seconds * 1_000).toISOString();
};

/** Processes take it in hand and are gone, one after another. */
async function die(times: number, subject = '7', of: Duty = duty): Promise<void> {
  for (let time = 0; time < times; time++) {
    const { life, hands } = hired();
    await life.run('WORKER');
    expect((await hands.begin(of, subject)).kind).toBe('BEGUN');
    after(20);
  }
}

const begin = (subject = '7', of: Duty = duty): Promise<Beginning> => house.verb(Undertakings).begin(of, subject);
const letters = () => house.verb(ListDeadLetters).run();

describe('work that ends the process of whoever does it', () => {
  it('is left alone after five of them, tried once more an hour later, and left alone again at once', async () => {
    await die(5);
    expect(await begin()).toMatchObject({ kind: 'STOPPED', message: expect.stringContaining('5 fois') as unknown });
    expect(await begin()).toMatchObject({ kind: 'STOPPED' });
    expect(await letters()).toMatchObject([{ job: 'essai', subject: '7', attempts: 5 }]);
    expect(await house.verb(WantedWork).run(duty)).toEqual([]);
    after(3_700);
    expect(await house.verb(WantedWork).run(duty)).toEqual(['7']);
    await die(1);
    expect(await begin()).toMatchObject({ kind: 'STOPPED' });
    expect(await letters()).toMatchObject([{ attempts: 6 }]);
  });

  it('is cleared by an end, good or bad', async () => {
    for (const error of [null, new Error('colonne absente'), null]) {
      await die(4);
      const begun = await begin();
      expect(begun.kind).toBe('BEGUN');
      if (begun.kind === 'BEGUN') begun.done();
      await house.verb(NoteOutcome).run('essai', '7', error);
    }
  });

  it('is not what a hundred killed workers did while it went on', async () => {
    let step = 0;
    const going = { ...duty, progress: () => Promise.resolve(String((step += 1))) };
    await die(100, '7', going);
    expect((await begin('7', going)).kind).toBe('BEGUN');
    expect(await letters()).toEqual([]);
  });

  it('is not what another process has in hand that lives, or gave back', async () => {
    for (let time = 0; time < 10; time++) {
      const { life, hands } = hired();
      await life.run('WORKER');
      expect((await hands.begin(duty, '7')).kind).toBe('BEGUN');
    }
    for (let time = 0; time < 10; time++) {
      const { hands } = hired();
      expect((await hands.begin(duty, '7')).kind).toBe('BEGUN');
      await hands.giveBackAll();
      after(20);
    }
    expect((await begin()).kind).toBe('BEGUN');
  });

  it('is found out among those that died beside it: of several suspects a process takes one at a time', async () => {
    for (const subject of ['7', '8']) await die(2, subject);
    const first = await begin('7');
    expect(await begin('8')).toEqual({ kind: 'LATER' });
    expect((await begin('9')).kind).toBe('BEGUN');
    if (first.kind === 'BEGUN') first.done();
    expect((await begin('8')).kind).toBe('BEGUN');
  });
});

describe('a part of a document', () => {
  const diedOf = (job: string, subject: string, deaths: number) =>
    house.sql(
      `INSERT INTO job_under_way (job, subject, process, begun_at, progress, deaths) VALUES ($1, $2, $3, $4, '', $5)`,
      [job, subject, GONE, house.wallClock.instant, deaths - 1],
    );

  it('that ends whoever applies it is put in quarantine, and the rest is done', async () => {
    await given(house, siretOf(1));
    await received(house, lineOf(siretOf(1), '553AC 1.80 2026-01-01 2026-01-05'));
    await house.sql(`UPDATE batch SET status = 'DECIDED'`);
    await house.sql(`UPDATE batch_chunk SET state = 'WAITING'`);
    await diedOf('apply-chunk', '1-0', 5);
    await house.sql(`UPDATE job_under_way SET progress = '1:DECIDED:0'`);
    expect(await begin('1-0', house.verb(ApplyChunkDuty))).toMatchObject({ kind: 'STOPPED' });
    expect(await house.sql('SELECT state, status FROM batch_chunk JOIN batch ON id = batch_id')).toEqual([
      { state: 'QUARANTINED', status: 'DONE' },
    ]);
    expect(await letters()).toMatchObject([{ kind: 'BATCH', id: 'lot-1' }]);
  });

  it('that ends whoever decides it is passed over, until a person asks for another try', async () => {
    await house.sql(
      `INSERT INTO batch (actor, received_at, status) SELECT 'essai', $1, 'RECEIVED' FROM generate_series(1, 2)`,
      [house.clock.now()],
    );
    await diedOf('decide-batch', '1', 4);
    await expect(house.verb(FinishBatches).run()).rejects.toThrow('4 fois de suite en décidant le lot 1');
    const open = (): Promise<unknown> => house.sql(`SELECT id FROM batch WHERE status <> 'DONE'`);
    expect(await open()).toEqual([{ id: 1 }]);
    await house.verb(NoteOutcome).run('finish-batches', '', new Error('stuck'));
    await house.verb(RetryDeadLetter).run('travail-1', systemCaller('support'));
    expect(await house.verb(FinishBatches).run()).toBe(1);
    expect(await open()).toEqual([]);
  });
});
