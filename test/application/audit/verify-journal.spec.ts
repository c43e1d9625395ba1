import { VerifyJournal } from '#application/audit/verify-journal';
import { lineOf, received } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenContract, givenEstablishment, givenSheet } from '../../support/rows';
import { siretOf } from '../../support/facts';

const SIRETS = [1, 2, 3, 4, 5, 6].map((company) => siretOf(company)).sort();
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = '', , SIXTH = ''] = SIRETS;
const TABLES = ['audit_entry', 'audit_head', 'verdict', 'rate_profile'];

let house: TestHouse;
let places: { chunk: number; last: number; after: number };

type Place = number | keyof typeof places;
const seqOf = (place: Place): number => (typeof place === 'number' ? place : places[place]);

/**
 * Entries 1 to 6: a declared sheet of each establishment. Then a batch that updates the first four, confirms the fifth
 * and holds the sixth. Last: an entered sheet.
 */
beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  for (const siret of SIRETS) {
    await givenEstablishment(house, { siret });
    await givenContract(house, { siret, matricule: '1' });
    await givenSheet(house, { siret, effectiveFrom: '2025-05-01', source: 'DECLARED', profiles: [['553AC', 210]] });
  }
  const rates = ['1.78', '1.78', '1.78', '1.78', '2.10', '9.99'];
  await received(house, ...SIRETS.map((siret, i) => lineOf(siret, `553AC ${rates[i] ?? ''} 2026-01-01 2026-01-03 01`)));
  await givenSheet(house, {
    siret: FIRST,
    effectiveFrom: '2026-02-01',
    source: 'ENTERED',
    profiles: [
      ['452BE', 612],
      ['452BEB', 71],
    ],
    recordedAt: '2026-01-06T10:00:00.000Z',
  });
  const [chunk] = await house.sql<{ seq: number }>(`SELECT seq FROM audit_entry WHERE action = 'feed.chunk'`);
  const [last] = await house.sql<{ seq: number }>('SELECT seq FROM audit_head');
  places = { chunk: Number(chunk?.seq), last: Number(last?.seq), after: Number(last?.seq) + 1 };
  for (const table of TABLES) await house.sql(`CREATE TABLE kept_${table} AS TABLE ${table}`);
});

afterEach(async () => {
  for (const table of TABLES) {
    await house.sql(`TRUNCATE ${table}`);
    await house.sql(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
  }
});

afterAll(() => house.close());

const verify = () => house.verb(VerifyJournal).run();

test('a journal nobody touched is intact', async () => {
  expect(await house.sql('SELECT verdict, count(*) AS n FROM verdict GROUP BY 1 ORDER BY 1')).toEqual([
    { verdict: 'AUTO_UPDATED', n: 4 },
    { verdict: 'HELD', n: 1 },
    { verdict: 'UNCHANGED', n: 1 },
  ]);
  expect(await verify()).toEqual({ entries: places.last, intact: true, firstBroken: null });
});

describe('the chain', () => {
  test.each<[string, string, Place, RegExp]>([
    [
      'a body changed',
      `UPDATE audit_entry SET body = replace(body, '"from"', '"From"') WHERE action = 'feed.chunk'`,
      'chunk',
      /changée/,
    ],
    ['an actor changed', `UPDATE audit_entry SET actor = 'personne' WHERE seq = 3`, 3, /changée/],
    ['an instant changed', `UPDATE audit_entry SET at = at + interval '1 second' WHERE seq = 5`, 5, /changée/],
    ['digests changed', `UPDATE audit_entry SET covers = decode(repeat('00', 8), 'hex') WHERE seq = 2`, 2, /changée/],
    ['a hash changed', `UPDATE audit_entry SET hash = decode(repeat('00', 32), 'hex') WHERE seq = 4`, 4, /changée/],
    ['the first deleted', 'DELETE FROM audit_entry WHERE seq = 1', 1, /manque/],
    ['a middle one deleted', 'DELETE FROM audit_entry WHERE seq = 4', 4, /manque/],
    ['the last deleted', 'DELETE FROM audit_entry WHERE seq = (SELECT seq FROM audit_head)', 'last', /manque/],
    ['all deleted', 'DELETE FROM audit_entry', 1, /manque/],
    [
      'a middle one deleted and the others moved up',
      'DELETE FROM audit_entry WHERE seq = 4; UPDATE audit_entry SET seq = seq - 1 WHERE seq > 4; UPDATE audit_head SET seq = seq - 1',
      4,
      /ne suit pas/,
    ],
    [
      'two exchanged',
      'UPDATE audit_entry SET seq = 100 WHERE seq = 2; UPDATE audit_entry SET seq = 2 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 100',
      2,
      /ne suit pas/,
    ],
    [
      'one added at the end',
      'INSERT INTO audit_entry SELECT seq + 1, at, actor, action, siren, siret, body, covers, hash, hash FROM audit_entry WHERE seq = (SELECT seq FROM audit_head)',
      'after',
      /changée/,
    ],
    [
      'one added before the first',
      'INSERT INTO audit_entry SELECT 0, at, actor, action, siren, siret, body, covers, previous, hash FROM audit_entry WHERE seq = 1',
      0,
      /ajoutée/,
    ],
    ['the head changed', 'UPDATE audit_head SET seq = seq - 1', 'last', /ajoutée/],
  ])('%s', async (_tampering, sql, seq, message) => {
    await house.sql(sql);
    const { intact, firstBroken } = await verify();
    expect(intact).toBe(false);
    expect(firstBroken).toMatchObject({
      seq: seqOf(seq),
      what: 'entry',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('the facts that entries stand for', () => {
  const sheetOf = (siret: string, source: string) => `siret = '${siret}' AND source = '${source}'`;
  test.each<[string, string, Place | null, string, string | undefined]>([
    [
      'a notified rate changed',
      `UPDATE rate_profile SET rate = 177 WHERE ${sheetOf(SECOND, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      SECOND,
    ],
    [
      'its section changed',
      `UPDATE rate_profile SET section = '09' WHERE ${sheetOf(THIRD, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      THIRD,
    ],
    [
      'its section taken away',
      `UPDATE rate_profile SET section = NULL WHERE ${sheetOf(THIRD, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      THIRD,
    ],
    [
      'its date of effect changed',
      `UPDATE rate_profile SET effective_from = '2026-02-01' WHERE ${sheetOf(FOURTH, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      FOURTH,
    ],
    [
      'its instant changed',
      `UPDATE rate_profile SET recorded_at = '2026-01-01T00:00:00Z' WHERE ${sheetOf(FOURTH, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      FOURTH,
    ],
    [
      'its company changed',
      `UPDATE rate_profile SET siren = '999999999' WHERE ${sheetOf(FOURTH, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      FOURTH,
    ],
    [
      'its line changed',
      `UPDATE rate_profile SET line = 99 WHERE ${sheetOf(SECOND, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      SECOND,
    ],
    [
      'it is given to the fourth',
      `UPDATE rate_profile SET siret = '${FOURTH}' WHERE ${sheetOf(SECOND, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      SECOND,
    ],
    [
      'a notified rate deleted',
      `DELETE FROM rate_profile WHERE ${sheetOf(THIRD, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      THIRD,
    ],
    [
      'a profile added to a notified sheet',
      `INSERT INTO rate_profile SELECT sheet, recorded_at, calculated_at, feed_id, effective_from, 71, line, 2, true, siret, siren, code_risque, section, source FROM rate_profile WHERE ${sheetOf(THIRD, 'NOTIFIED')}`,
      'chunk',
      'verdict',
      THIRD,
    ],
    [
      'a verdict changed',
      `UPDATE verdict SET verdict = 'UNCHANGED' WHERE siret = '${FIRST}'`,
      'chunk',
      'verdict',
      FIRST,
    ],
    [
      'the facts of a verdict changed',
      `UPDATE verdict SET facts = '{}' WHERE siret = '${SIXTH}'`,
      'chunk',
      'verdict',
      SIXTH,
    ],
    [
      'the rule of a verdict changed',
      `UPDATE verdict SET rule = 'CONFIRME' WHERE siret = '${SIXTH}'`,
      'chunk',
      'verdict',
      SIXTH,
    ],
    ['a verdict deleted', `DELETE FROM verdict WHERE siret = '${SECOND}'`, 'chunk', 'verdict', SECOND],
    ['a held verdict deleted', `DELETE FROM verdict WHERE siret = '${SIXTH}'`, 'chunk', 'verdict', SIXTH],
    [
      'a verdict added',
      `INSERT INTO verdict SELECT feed_id, batch_id, effective_from, 1, siret, siren, verdict, reason, rule, facts FROM verdict WHERE siret = '${SECOND}'`,
      'chunk',
      'verdict',
      SECOND,
    ],
    [
      'a verdict of a batch that never was',
      `INSERT INTO verdict SELECT 99, 99, effective_from, 0, siret, siren, verdict, reason, rule, facts FROM verdict WHERE siret = '${SECOND}'`,
      null,
      'verdict',
      SECOND,
    ],
    [
      'a declared rate changed',
      `UPDATE rate_profile SET rate = 1 WHERE ${sheetOf(THIRD, 'DECLARED')}`,
      3,
      'sheet',
      THIRD,
    ],
    ['a declared rate deleted', `DELETE FROM rate_profile WHERE ${sheetOf(THIRD, 'DECLARED')}`, 3, 'sheet', THIRD],
    [
      'a declared rate made notified',
      `UPDATE rate_profile SET source = 'NOTIFIED' WHERE ${sheetOf(THIRD, 'DECLARED')}`,
      3,
      'sheet',
      THIRD,
    ],
    [
      'an entered profile changed',
      `UPDATE rate_profile SET office = false WHERE ${sheetOf(FIRST, 'ENTERED')} AND position = 2`,
      'last',
      'sheet',
      FIRST,
    ],
    [
      'the profiles of a sheet exchanged',
      `UPDATE rate_profile SET position = 3 - position + 2 WHERE ${sheetOf(FIRST, 'ENTERED')}`,
      'last',
      'sheet',
      FIRST,
    ],
    [
      'a rate inserted by hand',
      `INSERT INTO rate_profile SELECT 1000, recorded_at, calculated_at, NULL, effective_from, 1, NULL, 1, false, siret, siren, code_risque, section, 'ENTERED' FROM rate_profile WHERE ${sheetOf(THIRD, 'DECLARED')}`,
      null,
      'sheet',
      THIRD,
    ],
    [
      'a rate inserted under a number that is taken',
      `INSERT INTO rate_profile SELECT sheet, recorded_at, calculated_at, NULL, '2030-01-01', 1, NULL, 1, false, '${FOURTH}', '${FOURTH.slice(0, 9)}', code_risque, section, 'ENTERED' FROM rate_profile WHERE ${sheetOf(THIRD, 'DECLARED')}`,
      3,
      'sheet',
      FOURTH,
    ],
    [
      'a rate inserted under a notified number',
      `INSERT INTO rate_profile SELECT sheet, recorded_at, calculated_at, NULL, '2030-01-01', 1, NULL, 1, false, '${SIXTH}', '${SIXTH.slice(0, 9)}', code_risque, section, 'ENTERED' FROM rate_profile WHERE ${sheetOf(THIRD, 'NOTIFIED')}`,
      'chunk',
      'sheet',
      SIXTH,
    ],
    [
      'a whole feed’s verdicts and rates deleted',
      `DELETE FROM verdict; DELETE FROM rate_profile WHERE source = 'NOTIFIED'`,
      'chunk',
      'verdict',
      SIXTH,
    ],
  ])('%s', async (_tampering, sql, seq, what, siret) => {
    await house.sql(sql);
    const { intact, firstBroken, entries } = await verify();
    expect({ intact, entries, seq: firstBroken?.seq, what: firstBroken?.what, siret: firstBroken?.siret }).toEqual({
      intact: false,
      entries: places.last,
      seq: seq === null ? null : seqOf(seq),
      what,
      siret,
    });
  });

  test('the earliest of several breaks is named, facts before a later break of the chain included', async () => {
    await house.sql(`UPDATE rate_profile SET rate = 1 WHERE ${sheetOf(SECOND, 'DECLARED')}`);
    await house.sql('DELETE FROM audit_entry WHERE seq = 5');
    expect((await verify()).firstBroken).toMatchObject({ seq: 2, what: 'sheet', siret: SECOND });
  });

  test('where the chain is broken, later facts without entry are no finding of their own', async () => {
    await house.sql('DELETE FROM audit_entry WHERE seq = 3');
    expect((await verify()).firstBroken).toMatchObject({ seq: 3, what: 'entry' });
  });
});

test('an empty journal is intact', async () => {
  const empty = await openTestHouse();
  expect(await empty.verb(VerifyJournal).run()).toEqual({ entries: 0, intact: true, firstBroken: null });
  await empty.close();
});
