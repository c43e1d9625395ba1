import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCaller } from '#application/access/caller';
import { AffiliateEmployees } from '#application/affiliation/affiliate-employees';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { formatRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { givenContract, givenDeclared, givenEstablishment, givenSheet, SIRET } from '../../support/rows';

let house: TestHouse;
const folder = mkdtempSync(join(tmpdir(), 'affiliations-'));

beforeEach(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  await givenEstablishment(house);
  for (const matricule of ['1', '2', '3']) {
    await givenContract(house, { matricule });
    await givenDeclared(house, { period: '2025-12', matricule, code: '452BE', rate: 600 });
  }
  await givenSheet(house, {
    effectiveFrom: '2026-01-01',
    profiles: [
      ['452BE', 612, '01'],
      ['602MG', 540, '02'],
      ['452BEB', 71, '03'],
    ],
  });
  await house.sql(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
     VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026', 'NEW_PROFILES', '2026-01', '{"effectiveFrom": "2026-01-01"}', '2026-01-05T09:00:00Z')`,
    [SIRET, SIRET.slice(0, 9)],
  );
});

afterEach(() => house.close());
afterAll(() => rmSync(folder, { recursive: true }));

async function affiliate(...rows: readonly string[]) {
  const path = join(folder, 'affiliations.csv');
  writeFileSync(path, ['matricule;contrat;profil;depuis;population', ...rows].join('\n'));
  return trusted(await house.verb(AffiliateEmployees).run(SIRET, path, systemCaller('personne : Claire Morvan')));
}

async function paid(): Promise<string[]> {
  const { employees } = trusted(await house.verb(ReadPayroll).run(SIRET, '2026-01', systemCaller('test')));
  return employees.map(
    ({ matricule, codeRisque, rate }) => `${matricule} ${codeRisque} ${rate === null ? '' : formatRate(rate)}`,
  );
}

const statusOf = async () =>
  (await house.sql<{ status: string; ended_at: string | null }>('SELECT status, ended_at FROM task'))[0];

test('payroll follows the affiliations, the others what they declared', async () => {
  expect(await affiliate('2;00001;452BEB;2026-01-01', '3;00001;2;2026-01-01;ARTISTE')).toMatchObject({
    affiliated: 2,
    rejections: [],
  });
  expect(await paid()).toEqual(['1 452BE 6.12', '2 452BEB 0.71', '3 602MG 3.78']);
});

test('the task is done once everybody has one profile and every profile somebody', async () => {
  await affiliate('2;00001;452BEB;2026-01-01');
  expect(await statusOf()).toMatchObject({ status: 'OPEN', ended_at: null });
  expect((await affiliate('3;00001;602MG;2026-01-01')).tasksDone).toHaveLength(1);
  expect(await statusOf()).toMatchObject({ status: 'DONE', ended_at: '2026-01-06T09:00:00.000Z' });
});

test('a bad line is named and stops no other', async () => {
  expect(await affiliate('2;00001;7;2026-01-01', '3;00001;602MG;2026-01-01')).toMatchObject({
    affiliated: 1,
    rejections: [{ file: 'affiliations.csv', line: 2, code: 'PROFIL_INCONNU' }],
  });
  expect(await paid()).toEqual(['1 452BE 6.12', '2 452BE 6.12', '3 602MG 5.40']);
});

test('the same file twice changes nothing and says so', async () => {
  const row = '3;00001;602MG;2026-01-01;ARTISTE';
  await affiliate(row);
  const count = async () =>
    house.sql('SELECT (SELECT count(*) FROM affiliation) AS words, (SELECT count(*) FROM audit_entry) AS entries');
  const before = await count();
  expect((await affiliate(row)).affiliated).toBe(1);
  expect(await count()).toEqual(before);
});

test('a word taken back and given again holds', async () => {
  await affiliate('3;00001;602MG;2026-01-01');
  await affiliate('3;00001;452BE;2026-01-01');
  await affiliate('3;00001;602MG;2026-01-01');
  expect((await paid())[2]).toBe('3 602MG 5.40');
});

test('the act is written down with who, before and after', async () => {
  await affiliate('3;00001;602MG;2026-01-01');
  const [entry] = await house.sql<{ actor: string; body: string; siret: string }>(
    `SELECT actor, siret, body FROM audit_entry WHERE action = 'employees.affiliated'`,
  );
  expect(entry).toMatchObject({ actor: 'personne : Claire Morvan', siret: SIRET });
  expect(JSON.parse(entry?.body ?? '{}')).toMatchObject({
    file: 'affiliations.csv',
    before: [],
    after: [{ matricule: '3', since: '2026-01-01', key: { code: '602MG', section: '02', office: false } }],
  });
});

test.each([
  ['a file that is not there', SIRET, 'absent.csv', 'FICHIER_ILLISIBLE'],
  ['an establishment nobody named', '99990000400022', 'affiliations.csv', 'ETABLISSEMENT_INCONNU'],
])('refuses %s', async (_situation, siret, file, code) => {
  writeFileSync(join(folder, 'affiliations.csv'), 'matricule,contrat,profil,depuis\n');
  expect(await house.verb(AffiliateEmployees).run(siret, join(folder, file), systemCaller('test'))).toMatchObject({
    ok: false,
    refusal: { code },
  });
});
