import { systemCaller } from '#application/access/caller';
import { AnswerTask } from '#application/tasks/answer-task';
import { trusted } from '#domain/values/result';
import type { WrittenEmployee } from '#domain/dsn/dsn-writer';
import { day } from '../../domain/dsn/dsn-support';
import { given, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { dsn, DsnDesk, employee, tasks } from './dsn-desk';

let house: TestHouse;
let desk: DsnDesk;
let company = 0;

beforeAll(async () => {
  house = await openTestHouse('2026-02-05T09:00:00.000Z');
  desk = new DsnDesk(house);
});
afterAll(async () => {
  desk.close();
  await house.close();
});

/** A workshop and its office, both rates notified; January declares one employee on each. */
async function workshop() {
  const sheets = ['2026-01-01 NOTIFIED 452BE 6.12, 452BEB 0.71'];
  const siret = await given(house, siretOf(++company), { sheets });
  await desk.import(dsn(siret, '2026-01', ['M0001 452BE 6.12', 'M0002 452BEB 0.71']));
  return siret;
}

function newcomer(written: string, startedOn: string): WrittenEmployee {
  const one = employee(written);
  return { ...one, contracts: one.contracts.map((contract) => ({ ...contract, startedOn: day(startedOn) })) };
}

test('a newcomer on no known rate raises the affiliation again, once, and a word about him ends it', async () => {
  const siret = await workshop();
  expect(await tasks(house, siret)).toEqual([]);
  const february = ['M0001 452BE 6.12', 'M0002 452BEB 0.71', newcomer('M0003 999ZZ', '2026-02-02')];
  await desk.import(dsn(siret, '2026-02', february));
  expect(await tasks(house, siret)).toEqual(['EMPLOYEE_AFFILIATION 2026-02 NEW_EMPLOYEE OPEN']);
  await desk.import(dsn(siret, '2026-03', february));
  expect(await tasks(house, siret)).toEqual(['EMPLOYEE_AFFILIATION 2026-02 NEW_EMPLOYEE OPEN']);

  const [task] = await house.sql<{ id: string }>('SELECT id FROM task WHERE siret = $1', [siret]);
  const affiliations = [{ matricule: 'M0003', profile: 2 }];
  trusted(
    await house.verb(AnswerTask).run(String(task?.id), { confirm: true, affiliations }, systemCaller('personne : Ana')),
  );
  await desk.import(dsn(siret, '2026-04', february));
  expect(await tasks(house, siret)).toEqual(['EMPLOYEE_AFFILIATION 2026-02 NEW_EMPLOYEE DONE']);
});

test('a newcomer whose DSN declares one of the rates asks nothing of anybody', async () => {
  const siret = await workshop();
  await desk.import(
    dsn(siret, '2026-02', ['M0001 452BE 6.12', 'M0002 452BEB 0.71', newcomer('M0003 452BEB 0.71', '2026-02-02')]),
  );
  expect(await tasks(house, siret)).toEqual([]);
});

test('a DSN that corrects itself takes its question back', async () => {
  const siret = await workshop();
  await desk.import(dsn(siret, '2026-02', ['M0001 452BE 6.12', newcomer('M0003 999ZZ', '2026-02-02')]));
  await desk.import(
    dsn(siret, '2026-02', ['M0001 452BE 6.12', newcomer('M0003 452BE 6.12', '2026-02-02')], {
      type: '03',
      order: 2,
    }),
  );
  expect(await tasks(house, siret)).toEqual(['EMPLOYEE_AFFILIATION 2026-02 NEW_EMPLOYEE SUPERSEDED']);
});

test('the last employee of a profile leaves: the affiliation is asked again from the month after', async () => {
  const siret = await workshop();
  const last = employee('M0002 452BEB 0.71');
  const leaving = { ...last, contracts: last.contracts.map((one) => ({ ...one, endedOn: day('2026-02-20') })) };
  await desk.import(dsn(siret, '2026-02', ['M0001 452BE 6.12', 'M0004 452BE 6.12', leaving]));
  expect(await tasks(house, siret)).toEqual(['EMPLOYEE_AFFILIATION 2026-03 PROFILE_LEFT OPEN']);
});
