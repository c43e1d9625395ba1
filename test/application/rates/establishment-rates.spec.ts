import { systemCaller, type Caller } from '#application/access/caller';
import { ListEstablishmentRates } from '#application/rates/list-establishment-rates';
import { ReadEstablishmentRates } from '#application/rates/read-establishment-rates';
import { ReadGuide } from '#application/guide/read-guide';
import { SayAccount } from '#application/companies/say-account';
import { formatAmount } from '#domain/values/money';
import { trusted } from '#domain/values/result';
import { written } from '../../builders/trade';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { givenDeclared } from '../../support/rows';
import { countQueries } from '../../support/query-counter';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ARNAUD = siretOf(1);
const KERBRAT = siretOf(2);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse('2026-02-15T09:00:00.000Z');
  await given(house, ARNAUD, {
    employees: { M1: {}, M2: {}, M3: { endedOn: '2026-01-31' } },
    sheets: ['2025-05-01 NOTIFIED 553AC 2.10'],
  });
  await given(house, KERBRAT, { name: 'Forges Kerbrat', postcode: '67000', town: 'Strasbourg' });
  await givenDeclared(house, { siret: ARNAUD, period: '2026-01', matricule: 'M1', code: '553AC', rate: 210 });
  await received(
    house,
    lineOf(ARNAUD, '553AC 2.35 2026-01-01 2026-01-03'),
    lineOf(KERBRAT, '452BE 3.10 2026-04-01 2026-01-03'),
  );
});
afterAll(() => house.close());

const ANNE: Caller = { actor: 'personne : Anne', scope: { companies: [ARNAUD.slice(0, 9)] } };
const SUPPORT = systemCaller('support');
const names = async (
  search: string | null,
  caller = SUPPORT,
  after: string | null = null,
): Promise<(string | null)[]> =>
  (await house.verb(ListEstablishmentRates).run({ search, after }, caller)).rows.map(
    ({ establishment }) => establishment.name,
  );

describe('the establishments with their rates', () => {
  it('are those that the caller sees', async () => {
    expect(await names(null)).toEqual(['Menuiserie Arnaud', 'Forges Kerbrat']);
    expect(await names(null, ANNE)).toEqual(['Menuiserie Arnaud']);
    expect(await names(null, { actor: 'personne', scope: { companies: [] } })).toEqual([]);
  });

  it.each([
    ['kerb', ['Forges Kerbrat']],
    [ARNAUD.slice(0, 9), ['Menuiserie Arnaud']],
    [KERBRAT, ['Forges Kerbrat']],
    ['personne de ce nom', []],
  ])('are found by %j', async (search, expected) => {
    expect(await names(search)).toEqual(expected);
  });

  it('never show another company to who searches for it', async () => {
    expect(await names('kerbrat', ANNE)).toEqual([]);
    expect(await names(KERBRAT, ANNE)).toEqual([]);
  });

  it('come page by page', async () => {
    const first = await house.verb(ListEstablishmentRates).run({ search: null, after: null }, SUPPORT, 1);
    expect(first).toMatchObject({ rows: [{ sheet: { profiles: [{ rate: 235 }] } }], next: ARNAUD });
    expect(await names(null, SUPPORT, first.next)).toEqual(['Forges Kerbrat']);
  });

  it('are read by two queries, however many they are', async () => {
    const { queries } = await countQueries(house.database, () =>
      house.verb(ListEstablishmentRates).run({ search: null, after: null }, SUPPORT),
    );
    expect(queries).toHaveLength(2);
  });

  it('tell the next change, and that nothing holds before', async () => {
    const { rows } = await house.verb(ListEstablishmentRates).run({ search: 'kerbrat', after: null }, SUPPORT);
    expect(rows).toMatchObject([{ sheet: null, next: { effectiveFrom: '2026-04-01', source: 'NOTIFIED' } }]);
  });
});

describe('the rates of an establishment', () => {
  it('say since when, from which document received when, who is paid at them and what is to settle', async () => {
    const rates = trusted(await house.verb(ReadEstablishmentRates).run(ARNAUD, ANNE));
    expect(written(rates.current?.sheet.profiles ?? [])).toEqual(['553AC 2.35']);
    expect(rates.current?.file).toMatchObject({
      receivedAt: '2026-02-15T09:00:00.000Z',
      file: expect.stringMatching(/^taux-/) as string,
    });
    expect(rates.unchangedSince).toBe('2026-01-01');
    expect([...rates.staff.byProfile.values()].map((staff) => staff.map(({ matricule }) => matricule))).toEqual([
      ['M1', 'M2'],
    ]);
    expect(formatAmount(rates.estimate.total)).toBe('5.00');
    expect(rates.national[0]?.steps.length).toBeGreaterThan(5);
  });

  it('are never compared with the national ones in Alsace-Moselle', async () => {
    const rates = trusted(await house.verb(ReadEstablishmentRates).run(KERBRAT, SUPPORT));
    expect(rates).toMatchObject({ alsaceMoselle: true, national: [], current: null, next: { from: '2026-04-01' } });
  });
});

describe('the guide', () => {
  it('says without an establishment what holds for all', async () => {
    const guide = trusted(await house.verb(ReadGuide).run(null, ANNE));
    expect(guide).toMatchObject({
      own: null,
      tables: { year: 2026 },
      abroad: [
        { year: 2026, rate: 73 },
        { year: 2025, rate: 76 },
        { year: 2024, rate: 77 },
      ],
    });
  });

  it('says what is not known as not known, and the mode once the headcount is', async () => {
    const before = trusted(await house.verb(ReadGuide).run(ARNAUD, ANNE)).own;
    expect(before).toMatchObject({
      headcount: null,
      atmpAccount: null,
      mode: { mode: 'UNKNOWN', article: 'CSS D. 242-6-2' },
    });
    await house.sql('UPDATE company SET headcount_hundredths = 1200 WHERE siren = $1', [ARNAUD.slice(0, 9)]);
    expect(trusted(await house.verb(ReadGuide).run(ARNAUD, ANNE)).own).toMatchObject({ mode: { mode: 'COLLECTIVE' } });
  });

  it('keeps whether the company has its AT/MP account, and says so in the journal once', async () => {
    const say = house.verb(SayAccount);
    trusted(await say.run(ARNAUD, true, ANNE));
    trusted(await say.run(ARNAUD, true, ANNE));
    expect(trusted(await house.verb(ReadGuide).run(ARNAUD, ANNE)).own?.atmpAccount).toBe(true);
    const entries = await house.sql<{ body: string }>(`SELECT body FROM audit_entry WHERE action = 'company.account'`);
    expect(entries.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { before: { atmpAccount: null }, after: { atmpAccount: true } },
    ]);
    expect(await say.run(KERBRAT, true, ANNE)).toMatchObject({ ok: false, refusal: { code: 'ETABLISSEMENT_INCONNU' } });
  });
});
