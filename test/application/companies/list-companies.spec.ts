import { systemCaller, type Caller } from '#application/access/caller';
import { ListCompanies } from '#application/companies/list-companies';
import { ListEstablishments } from '#application/companies/list-establishments';
import { trusted } from '#domain/values/result';
import { given, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const ALL = systemCaller('test');
const sirenOf = (company: number): string => siretOf(company).slice(0, 9);
const OWN: Caller = { actor: 'clé', scope: { companies: [sirenOf(1), sirenOf(3)] } };

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  for (const nic of [1, 2, 3]) await given(house, siretOf(1, nic));
  for (const company of [2, 3]) await given(house, siretOf(company));
});
afterAll(() => house.close());

async function companies(caller: Caller): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { rows, next } = await house.verb(ListCompanies).run(after, caller, 1);
    found.push(...rows.map(({ siren, establishments }) => `${siren} ${establishments}`));
    after = next;
    more = next !== null;
  }
  return found;
}

describe('the companies that a program finds', () => {
  it('are those of the caller, in order of SIREN, with how many establishments they have', async () => {
    expect(await companies(ALL)).toEqual([`${sirenOf(1)} 3`, `${sirenOf(2)} 1`, `${sirenOf(3)} 1`].toSorted());
    expect(await companies(OWN)).toEqual([`${sirenOf(1)} 3`, `${sirenOf(3)} 1`].toSorted());
  });
});

describe('the establishments of a company', () => {
  it('come in order of SIRET, page after page', async () => {
    const expected = [1, 2, 3].map((nic) => siretOf(1, nic)).toSorted();
    const first = trusted(await house.verb(ListEstablishments).run(sirenOf(1), null, OWN, 2));
    const rest = trusted(await house.verb(ListEstablishments).run(sirenOf(1), first.next, OWN, 2));
    expect([...first.rows, ...rest.rows].map(({ siret }) => siret)).toEqual(expected);
    expect(rest.next).toBeNull();
  });

  it.each([
    ['of another', sirenOf(2), 'ENTREPRISE_INCONNUE'],
    ['that nobody named', sirenOf(8), 'ENTREPRISE_INCONNUE'],
    ['that is none', 'x', 'SIREN_ILLISIBLE'],
  ])('are refused for a company %s', async (_what, siren, code) => {
    expect(await house.verb(ListEstablishments).run(siren, null, OWN)).toMatchObject({ refusal: { code } });
  });
});
