import { createHash } from 'node:crypto';
import { AnswerOnce, type BodyDigest, type KeptAnswer, type Once } from '#application/api/answer-once';
import { PurgeExpired } from '#application/schedule/purge-expired';
import { givenKey } from '../../support/program';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const sha = (text: string): Buffer => createHash('sha256').update(text).digest();
const body = (text: string): BodyDigest => ({ known: sha(text), whole: () => Promise.resolve(sha(text)) });
const file = (text: string): BodyDigest => ({ known: null, whole: () => Promise.resolve(sha(text)) });
const DONE: KeptAnswer = { status: 201, headers: { location: '/x' }, text: '{"done":true}' };

let house: TestHouse;
let keyId: number;
let done: number;
beforeEach(async () => {
  house = await openTestHouse();
  await givenKey(house);
  keyId = (await house.sql<{ id: number }>('SELECT id FROM api_key'))[0]?.id ?? 0;
  done = 0;
});
afterEach(() => house.close());

const work = (): Promise<KeptAnswer> => {
  done += 1;
  return Promise.resolve(DONE);
};
const ask = (
  value: string,
  sent: BodyDigest,
  what: () => Promise<KeptAnswer> = work,
  request = 'POST /x',
): Promise<Once> => house.verb(AnswerOnce).run({ keyId, value, request: sha(request) }, sent, what);

const never = (): Promise<KeptAnswer> => Promise.reject(new Error('asked twice'));

describe.each([
  ['a document', body],
  ['a file', file],
])('%s sent with a value', (_what, digest) => {
  it('is answered once, then again without being done', async () => {
    expect(await ask('a', digest('1'))).toEqual({ kind: 'ANSWERED', answer: DONE, isReplayed: false });
    expect(await ask('a', digest('1'), never)).toEqual({ kind: 'ANSWERED', answer: DONE, isReplayed: true });
  });

  it('is another request with another body, or at another address', async () => {
    await ask('a', digest('1'));
    expect(await ask('a', digest('2'), never)).toEqual({ kind: 'OTHER_REQUEST' });
    expect(await ask('a', digest('1'), never, 'POST /y')).toEqual({ kind: 'OTHER_REQUEST' });
    expect(await ask('b', digest('2'))).toMatchObject({ kind: 'ANSWERED', isReplayed: false });
  });

  it('is done once when it is sent 20 times at once', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow = async (): Promise<KeptAnswer> => {
      done += 1;
      await finished;
      return DONE;
    };
    const others: string[] = [];
    const asked = Array.from({ length: 20 }, async () => {
      const { kind } = await ask('a', digest('1'), slow);
      others.push(kind);
      // All others have their answer while the one is at work.
      if (others.length === 19) finish();
    });
    await Promise.all(asked);
    expect(done).toBe(1);
    expect(others.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 'BUSY'));
    expect(await ask('a', digest('1'), never)).toMatchObject({ isReplayed: true });
  });

  it('is free again at once when the work threw', async () => {
    await expect(ask('a', digest('1'), () => Promise.reject(new Error('base lost')))).rejects.toThrow('base lost');
    expect(await ask('a', digest('1'))).toMatchObject({ kind: 'ANSWERED', isReplayed: false });
  });

  it('is free again after a minute when the process died over it', async () => {
    await dieOver(digest('1'));
    house.wallClock.instant = '2026-01-06T09:00:59.000Z';
    expect(await ask('a', digest('1'), never)).toEqual({ kind: 'BUSY' });
    house.wallClock.instant = '2026-01-06T09:01:00.000Z';
    expect(await ask('a', digest('1'))).toMatchObject({ kind: 'ANSWERED', isReplayed: false });
    expect(done).toBe(1);
  });

  it('is forgotten after a day, with what else is as old', async () => {
    await ask('a', digest('1'));
    await ask('b', digest('1'));
    house.wallClock.instant = '2026-01-07T09:00:00.000Z';
    expect(await ask('a', digest('2'))).toMatchObject({ kind: 'ANSWERED', isReplayed: false });
    expect(await house.sql('SELECT value FROM idempotency')).toEqual([{ value: 'a' }]);
  });

  it('is erased after a day by the schedule, when nobody writes any more, unless somebody is at work on it', async () => {
    await ask('a', digest('1'));
    await house.sql(
      `INSERT INTO idempotency (api_key_id, value, request, attempt, leased_until, created_at)
       VALUES ($1, 'b', $2, 'other', '2026-01-07T09:01:00Z', '2026-01-06T09:00:00Z')`,
      [keyId, sha('POST /x')],
    );
    const values = (): Promise<unknown> => house.sql('SELECT value FROM idempotency ORDER BY value');
    house.clock.instant = house.wallClock.instant = '2026-01-07T08:59:00.000Z';
    await house.verb(PurgeExpired).run('test');
    expect(await values()).toEqual([{ value: 'a' }, { value: 'b' }]);
    house.clock.instant = house.wallClock.instant = '2026-01-07T09:00:00.000Z';
    await house.verb(PurgeExpired).run('test');
    expect(await values()).toEqual([{ value: 'b' }]);
  });
});

/** Leaves a value as a process does that dies at work. */
async function dieOver({ known }: BodyDigest): Promise<void> {
  await house.sql(
    `INSERT INTO idempotency (api_key_id, value, request, body, attempt, leased_until, created_at)
     VALUES ($1, 'a', $2, $3, 'dead', '2026-01-06T09:01:00Z', '2026-01-06T09:00:00Z')`,
    [keyId, sha('POST /x'), known],
  );
}

describe('an attempt whose lease ran out', () => {
  it('does not write over the answer of the one that took over', async () => {
    const late = await ask('a', body('1'), async () => {
      house.wallClock.instant = '2026-01-06T09:02:00.000Z';
      await ask('a', body('1'), () => Promise.resolve({ ...DONE, text: '"second"' }));
      return { ...DONE, text: '"first"' };
    });
    expect(late).toMatchObject({ isReplayed: false, answer: { text: '"first"' } });
    expect(await ask('a', body('1'), never)).toMatchObject({ answer: { text: '"second"' } });
  });
});

it('keeps the values of two keys apart', async () => {
  await ask('a', body('1'));
  await givenKey(house, { name: 'Autre' });
  keyId = (await house.sql<{ id: number }>('SELECT max(id) AS id FROM api_key'))[0]?.id ?? 0;
  expect(await ask('a', body('2'))).toMatchObject({ kind: 'ANSWERED', isReplayed: false });
});
