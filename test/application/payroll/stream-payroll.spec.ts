import { systemCaller, type Caller } from '#application/access/caller';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { StreamPayroll } from '#application/payroll/stream-payroll';
import type { PayrollAnswer } from '#application/payroll/payrolls-of';
import { trusted } from '#domain/values/result';
import { siretOf } from '../../support/facts';
import { countQueries } from '../../support/query-counter';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const SIREN = siretOf(1).slice(0, 9);
const ALL = systemCaller('test');
const ESTABLISHMENTS = 450;
const sirets = Array.from({ length: ESTABLISHMENTS }, (_, index) => siretOf(1, index + 1)).toSorted();
/** One establishment that has as many contracts as a set may hold. */
const [crowded = ''] = sirets.slice(10);

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse('2026-03-06T09:00:00.000Z');
  await house.sql(`INSERT INTO company (siren, name, first_seen_on) VALUES ($1, 'Les Grandes Halles', '2020-01-01')`, [
    SIREN,
  ]);
  await house.sql(
    `INSERT INTO establishment (siret, siren, postcode, first_seen_on) SELECT unnest($1::text[]), $2, '44000', '2020-01-01'`,
    [sirets, SIREN],
  );
  await house.sql(
    `INSERT INTO contract (siret, siren, matricule, number, started_on, regime)
     SELECT s, $2, 'M' || n, '00001', '2020-01-01', '200'
     FROM unnest($1::text[]) s, generate_series(1, CASE WHEN s = $3 THEN 5000 ELSE 2 END) n`,
    [sirets, SIREN, crowded],
  );
  // The first is left without any rate.
  await house.sql(
    `INSERT INTO rate_profile (sheet, recorded_at, effective_from, rate, position, office, siret, siren, code_risque, source)
     SELECT n, '2026-01-05T09:00:00Z', '2026-01-01', 235, 1, false, s, $2, '553AC', 'NOTIFIED'
     FROM unnest($1::text[]) WITH ORDINALITY t (s, n) WHERE n > 1`,
    [sirets, SIREN],
  );
});
afterAll(() => house.close());

async function sets(caller: Caller = ALL): Promise<(readonly PayrollAnswer[])[]> {
  const found: (readonly PayrollAnswer[])[] = [];
  for await (const set of trusted(await house.verb(StreamPayroll).run(SIREN, '2026-02', caller))) found.push(set);
  return found;
}

describe('the payroll of a whole company', () => {
  it('tells every establishment once, in order of SIRET, as each is told alone', async () => {
    const all = (await sets()).flat();
    expect(all.map(({ siret }) => siret)).toEqual(sirets);
    for (const index of [0, 1, 449])
      expect(all[index]).toEqual(trusted(await house.verb(ReadPayroll).run(sirets[index] ?? '', '2026-02', ALL)));
    expect(all[0]?.blocking).toHaveLength(2);
  });

  it('is read in sets that are bounded by establishments and by contracts', async () => {
    expect((await sets()).map((set) => set.length)).toEqual([10, 1, 200, 200, 39]);
  });

  it('costs a few queries per set and none per establishment', async () => {
    const { result, queries } = await countQueries(house.database, () => sets());
    // What the national tables say and whether the company is known, then five reads a set, the last of which is empty.
    expect(queries.length).toBeLessThanOrEqual(3 + (result.length + 1) * 5);
  });

  it('reads nothing ahead of who takes it', async () => {
    const { queries } = await countQueries(house.database, async () => {
      const stream = trusted(await house.verb(StreamPayroll).run(SIREN, '2026-02', ALL));
      await stream.next();
      await stream.return(undefined);
    });
    expect(queries.length).toBeLessThanOrEqual(3 + 5);
  });

  it('is the same for who is bound to the company, and unknown to others', async () => {
    expect((await sets({ actor: 'clé', scope: { companies: [SIREN] } })).flat()).toHaveLength(ESTABLISHMENTS);
    const stranger: Caller = { actor: 'clé', scope: { companies: [siretOf(2).slice(0, 9)] } };
    expect(await house.verb(StreamPayroll).run(SIREN, '2026-02', stranger)).toMatchObject({
      refusal: { code: 'ENTREPRISE_INCONNUE' },
    });
  });

  it.each([
    ['a SIREN that is none', '12', '2026-02', 'SIREN_ILLISIBLE'],
    ['a month that is none', SIREN, '2026-13', 'MOIS_ILLISIBLE'],
    ['a company that nobody named', siretOf(7).slice(0, 9), '2026-02', 'ENTREPRISE_INCONNUE'],
  ])('is refused for %s before anything is written', async (_what, siren, month, code) => {
    expect(await house.verb(StreamPayroll).run(siren, month, ALL)).toMatchObject({ refusal: { code } });
  });
});
