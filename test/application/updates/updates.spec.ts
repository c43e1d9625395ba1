import { systemCaller, type Caller } from '#application/access/caller';
import { VerifyJournal } from '#application/audit/verify-journal';
import { AnswerRequest } from '#application/support/answer-request';
import { ListRequests } from '#application/support/list-requests';
import { ReadRequest } from '#application/support/read-request';
import { ContestUpdate } from '#application/updates/contest-update';
import { ReadUpdate } from '#application/updates/read-update';
import { UndoUpdate } from '#application/updates/undo-update';
import { formatAmount } from '#domain/values/money';
import { trusted } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { written } from '../../builders/trade';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenDeclared, givenSheet } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let company = 0;
beforeAll(async () => (house = await openTestHouse('2026-02-15T09:00:00.000Z')));
afterAll(() => house.close());

const SUPPORT = systemCaller('personne : Sam (support)');
const ofCompany = (siret: Siret): Caller => ({ actor: 'personne : Anne', scope: { companies: [siret.slice(0, 9)] } });

/** An establishment whose rate went from 2,10 % to 2,35 % by itself, and the name of the update. */
async function updated(before: 'one rate' | 'none' = 'one rate'): Promise<{ siret: Siret; id: string; anne: Caller }> {
  const siret = await given(house, siretOf(++company), { employees: { M1: {}, M2: {} } });
  if (before === 'one rate')
    await givenSheet(house, { siret, effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
  await givenDeclared(house, { siret, period: '2026-01', matricule: 'M1', code: '553AC', rate: 210, base: 2000 });
  const { feeds } = await received(house, lineOf(siret, '553AC 2.35 2026-01-01 2026-01-03'));
  return { siret, id: `auto-${feeds[0]?.id ?? 0}-${siret}`, anne: ofCompany(siret) };
}

const read = (id: string, caller: Caller) => house.verb(ReadUpdate).run(id, caller);
const rateNow = async (siret: Siret): Promise<string[]> => {
  const rows = await house.sql<{ rate: number; source: string }>(
    'SELECT rate, source FROM rate_profile WHERE siret = $1 ORDER BY sheet',
    [siret],
  );
  return rows.map(({ rate, source }) => `${source} ${rate}`);
};

describe('what was done for you', () => {
  it('says before and after, since when, from which file, by which rule, for whom and for how much', async () => {
    const { id, anne } = await updated();
    const update = trusted(await read(id, anne));
    expect(
      update.dates.map(({ before, after, effectiveFrom }) => [effectiveFrom, written(before), written(after)]),
    ).toEqual([['2026-01-01', ['553AC 2.10'], ['553AC 2.35']]]);
    expect(update).toMatchObject({ rule: 'TAUX_UNIQUE', undone: null, requests: [], lasting: null });
    expect(update.why).toContain('de 2,10');
    expect(update.file?.receivedAt).toBe('2026-02-15T09:00:00.000Z');
    expect(update.employees.map(({ matricule }) => matricule)).toEqual(['M1', 'M2']);
    expect(update.monthly).toMatchObject({ period: '2026-01', base: 200_000, difference: 500 });
    expect(formatAmount(update.estimate.total)).toBe('5.00');
  });

  it('says that the amount is not known when nothing was declared', async () => {
    const siret = await given(house, siretOf(++company), { employees: { M1: {} } });
    await givenSheet(house, { siret, effectiveFrom: '2025-05-01', profiles: [['553AC', 210]] });
    const { feeds } = await received(house, lineOf(siret, '553AC 2.35 2026-01-01 2026-01-03'));
    expect(trusted(await read(`auto-${feeds[0]?.id ?? 0}-${siret}`, SUPPORT)).monthly).toBeNull();
  });

  it('is unknown to another company, and so is what is no update', async () => {
    const { id, anne } = await updated();
    const other = await updated();
    for (const [name, caller] of [
      [id, other.anne],
      ['auto-1', anne],
      ['12', anne],
      [id.replace(/^auto-\d+/, 'auto-999999'), anne],
    ] as const) {
      expect(await read(name, caller)).toMatchObject({ ok: false, refusal: { code: 'MISE_A_JOUR_INCONNUE' } });
    }
  });
});

describe('« ce n’est pas juste »', () => {
  it('opens one request with what its author saw, which support answers', async () => {
    const { id, anne, siret } = await updated();
    const number = trusted(await house.verb(ContestUpdate).run(id, 'La notification dit 2,10 %', anne));
    expect(await house.verb(ContestUpdate).run(id, 'encore', anne)).toMatchObject({
      ok: false,
      refusal: { code: 'DEMANDE_OUVERTE' },
    });
    const { request } = trusted(await house.verb(ReadRequest).run(String(number), SUPPORT));
    expect(request).toMatchObject({
      siret,
      status: 'OPEN',
      words: 'La notification dit 2,10 %',
      askedBy: 'personne : Anne',
      context: {
        effectiveFrom: '2026-01-01',
        before: [expect.stringContaining('553AC 2,10')],
        rule: 'TAUX_UNIQUE',
        employees: 2,
      },
    });
    trusted(
      await house
        .verb(AnswerRequest)
        .run(String(number), { words: 'La caisse a bien notifié 2,35 %', undo: false }, SUPPORT),
    );
    expect(trusted(await read(id, anne)).requests).toMatchObject([
      { status: 'ANSWERED', answer: 'La caisse a bien notifié 2,35 %', answeredBy: SUPPORT.actor },
    ]);
    expect(await house.verb(AnswerRequest).run(String(number), { words: 'bis', undo: false }, SUPPORT)).toMatchObject({
      ok: false,
      refusal: { code: 'DEMANDE_TERMINEE' },
    });
    expect(trusted(await house.verb(ContestUpdate).run(id, 'Toujours pas', anne))).toBeGreaterThan(number);
  });

  it('of two clicks at once is one request', async () => {
    const { id, anne } = await updated();
    const both = await Promise.all([1, 2].map(() => house.verb(ContestUpdate).run(id, 'non', anne)));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is listed for support and for its own company only', async () => {
    const { id, anne, siret } = await updated();
    const other = await updated();
    const number = trusted(await house.verb(ContestUpdate).run(id, 'non', anne));
    const mine = async (caller: Caller): Promise<number[]> =>
      (await house.verb(ListRequests).run({ status: 'OPEN', before: null }, caller)).rows
        .filter((request) => request.siret === siret)
        .map((request) => request.id);
    expect(await mine(anne)).toEqual([number]);
    expect(await mine(SUPPORT)).toEqual([number]);
    expect(await mine(other.anne)).toEqual([]);
    expect(await house.verb(ReadRequest).run(String(number), other.anne)).toMatchObject({
      ok: false,
      refusal: { code: 'DEMANDE_INCONNUE' },
    });
  });

  it.each(['', ' ', 'pour 1 85 05 78 006 084'])('needs words that may be kept: %j', async (words) => {
    const { id, anne } = await updated();
    expect((await house.verb(ContestUpdate).run(id, words, anne)).ok).toBe(false);
  });
});

describe('undoing an update', () => {
  it('puts on file what held before, tells why, and leaves the journal intact', async () => {
    const { id, anne, siret } = await updated();
    trusted(await house.verb(UndoUpdate).run(id, 'notification d’un autre établissement', SUPPORT));
    expect(await rateNow(siret)).toEqual(['NOTIFIED 210', 'NOTIFIED 235', 'ENTERED 210']);
    const update = trusted(await read(id, anne));
    expect(update.undone).toMatchObject({ reason: 'notification d’un autre établissement', actor: SUPPORT.actor });
    expect(update.lasting).toMatchObject({ code: 'DEJA_REMPLACE' });
    expect(await house.verb(UndoUpdate).run(id, 'encore', SUPPORT)).toMatchObject({ ok: false });
    expect(await rateNow(siret)).toHaveLength(3);
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });

  it('may be the answer to a request: one act, one entry', async () => {
    const { id, anne, siret } = await updated();
    const number = trusted(await house.verb(ContestUpdate).run(id, 'La notification dit 2,10 %', anne));
    trusted(await house.verb(AnswerRequest).run(String(number), { words: 'Vous avez raison', undo: true }, SUPPORT));
    expect(await rateNow(siret)).toEqual(['NOTIFIED 210', 'NOTIFIED 235', 'ENTERED 210']);
    const entries = await house.sql<{ action: string }>(
      'SELECT action FROM audit_entry WHERE siret = $1 ORDER BY seq',
      [siret],
    );
    expect(entries.map(({ action }) => action)).toEqual(['rates.recorded', 'update.contested', 'update.undone']);
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });

  it('answers whoever contested it, with its reason: one act, one entry', async () => {
    const { id, anne, siret } = await updated();
    const number = trusted(await house.verb(ContestUpdate).run(id, 'La notification dit 2,10 %', anne));
    trusted(await house.verb(UndoUpdate).run(id, 'La caisse confirme 2,10 %', SUPPORT));
    expect(trusted(await house.verb(ReadRequest).run(String(number), anne)).request).toMatchObject({
      status: 'ANSWERED',
      answer: 'La caisse confirme 2,10 %',
      answeredBy: SUPPORT.actor,
    });
    const entries = await house.sql<{ body: unknown }>(
      `SELECT body::jsonb AS body FROM audit_entry WHERE siret = $1 AND action = 'update.undone'`,
      [siret],
    );
    expect(entries).toMatchObject([{ body: { request: number, answer: 'La caisse confirme 2,10 %' } }]);
    expect(await house.verb(VerifyJournal).run()).toMatchObject({ intact: true });
  });

  it('that cannot be leaves the request open', async () => {
    const { id, anne, siret } = await updated('none');
    const number = trusted(await house.verb(ContestUpdate).run(id, 'non', anne));
    expect(await house.verb(AnswerRequest).run(String(number), { words: 'oui', undo: true }, SUPPORT)).toMatchObject({
      ok: false,
      refusal: { code: 'RIEN_AVANT' },
    });
    expect(trusted(await house.verb(ReadRequest).run(String(number), SUPPORT)).request.status).toBe('OPEN');
    expect(await rateNow(siret)).toHaveLength(1);
  });

  it('is followed by a task, never by silence, when the caisse says its rate again', async () => {
    const { id, siret } = await updated();
    trusted(await house.verb(UndoUpdate).run(id, 'vérification en cours', SUPPORT));
    const { feeds } = await received(house, lineOf(siret, '553AC 2.35 2026-01-01 2026-02-03'));
    expect(feeds[0]?.verdicts).toMatchObject({ TASK_RAISED: 1 });
  });

  it('done twice at once counts once', async () => {
    const { id, siret } = await updated();
    const both = await Promise.all([1, 2].map(() => house.verb(UndoUpdate).run(id, 'essai', SUPPORT)));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await rateNow(siret)).toHaveLength(3);
  });
});
