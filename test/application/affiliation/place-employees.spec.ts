import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemCaller, type Caller } from '#application/access/caller';
import { JudgeTable } from '#application/affiliation/judge-table';
import { PlaceEmployees, type Placing } from '#application/affiliation/place-employees';
import { ReadAffiliation } from '#application/affiliation/read-affiliation';
import { SubmitAffiliation } from '#application/affiliation/submit-affiliation';
import { WriteTemplate } from '#application/affiliation/write-template';
import { ReadPayroll } from '#application/payroll/read-payroll';
import type { ProfilePick } from '#domain/journey/affiliation-board';
import { formatRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { givenContract, givenDeclared, givenEstablishment, givenSheet, SIRET } from '../../support/rows';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
let id: string;
const folder = mkdtempSync(join(tmpdir(), 'tableaux-'));
const CLAIRE = systemCaller('personne : Claire Fontaine');
const PAUL = systemCaller('personne : Paul Mercier');

beforeEach(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  await givenEstablishment(house);
  const staff = { '1': ['Le Goff', 'Anne'], '2': ['Éon', 'Bruno'], '3': ['Abgrall', 'Chloé'] } as const;
  for (const [matricule, names] of Object.entries(staff)) await givenContract(house, { matricule, names });
  await givenDeclared(house, { period: '2025-12', matricule: '1', code: '452BE', rate: 600 });
  await givenDeclared(house, { period: '2025-12', matricule: '2', code: '452BE', rate: 600 });
  const sheet = [
    ['452BE', 612],
    ['452BEB', 71],
  ] as const;
  await givenSheet(house, { effectiveFrom: '2025-01-01', profiles: [['452BE', 600]] });
  await givenSheet(house, { effectiveFrom: '2026-01-01', profiles: sheet });
  const [task] = await house.sql<{ id: string }>(
    `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
     VALUES ($1, $2, 'EMPLOYEE_AFFILIATION', '2026-01-01', 'NEW_PROFILES', '2026-01', '{"profiles": []}', '2026-01-05T09:00:00Z')
     RETURNING id`,
    [SIRET, SIRET.slice(0, 9)],
  );
  id = String(task?.id);
});
afterEach(() => house.close());
afterAll(() => rmSync(folder, { recursive: true }));

const pick = (matricule: string, rank: number | null): ProfilePick => ({ matricule, number: '00001', rank });
const place = async (placing: Partial<Placing>, caller: Caller = CLAIRE) =>
  trusted(
    await house.verb(PlaceEmployees).run(id, { version: 0, picks: [], bulk: null, settles: false, ...placing }, caller),
  );
const read = async () => trusted(await house.verb(ReadAffiliation).run(id, CLAIRE));
const places = async () =>
  (await read()).board.seats.map(({ contract: { matricule }, rank }) => `${matricule} ${rank ?? '-'}`);
const submit = async (version: number, caller: Caller = CLAIRE) => {
  const done = await house.verb(SubmitAffiliation).run(id, version, caller);
  return done.ok ? done.value.status : done.refusal.code;
};

test('everybody is shown with the profile before, and where the DSN of which month would put them', async () => {
  const { board, former, question } = await read();
  expect(question.profiles).toHaveLength(2);
  expect(await places()).toEqual(['1 1', '2 1', '3 -']);
  expect(board.seats[0]?.suggestion).toEqual({ rank: 1, origin: { kind: 'DECLARED', period: '2025-12' } });
  expect([...former.values()].map(({ rate }) => rate)).toEqual([600, 600, 600]);
  expect(board).toMatchObject({ unplaced: 1, vacant: [2], isComplete: false });
});

test('choices are kept for the next page, another day or another person', async () => {
  expect(await place({ picks: [pick('3', 2)] })).toMatchObject({ kind: 'SAVED', changed: 1, version: 1 });
  expect(await places()).toEqual(['1 1', '2 1', '3 2']);
  expect(await place({ version: 1, picks: [pick('3', 2)] })).toMatchObject({ kind: 'SAVED', changed: 0, version: 1 });
});

test('many are placed at once: those ticked, or all whom a search shows', async () => {
  const names = new Set(['1\n00001', '3\n00001']);
  expect(await place({ bulk: { rank: 2, who: { kind: 'NAMED', names } } })).toMatchObject({ changed: 2, leftOut: 0 });
  expect(await places()).toEqual(['1 2', '2 1', '3 2']);
  await place({ version: 1, bulk: { rank: 1, who: { kind: 'SHOWN', search: 'abgrall', profile: null } } });
  expect(await places()).toEqual(['1 2', '2 1', '3 1']);
  await place({ version: 2, bulk: { rank: null, who: { kind: 'SHOWN', search: '', profile: 1 } } });
  expect(await places()).toEqual(['1 2', '2 -', '3 -']);
});

test('nobody of the MSA is put on a rate of the general regime, and what is not there is ignored', async () => {
  await house.sql(`UPDATE contract SET regime = '300' WHERE matricule = '3'`);
  const all = { kind: 'SHOWN', search: '', profile: null } as const;
  expect(await place({ picks: [pick('3', 1), pick('9', 1), pick('1', 7)], bulk: { rank: 2, who: all } })).toMatchObject(
    {
      changed: 2,
    },
  );
  expect(await places()).toEqual(['1 2', '2 2']);
});

test('two people on different rows lose nothing; on one row the second is told who chose what', async () => {
  await place({ picks: [pick('1', 2)] }, CLAIRE);
  expect(await place({ picks: [pick('1', 1), pick('2', 1), pick('3', 2)] }, PAUL)).toMatchObject({ kind: 'SAVED' });
  expect(await places()).toEqual(['1 2', '2 1', '3 2']);
  const late = await place({ version: 0, picks: [pick('3', 1)] }, CLAIRE);
  expect(late).toMatchObject({
    kind: 'DISAGREED',
    by: { actor: PAUL.actor },
    disagreements: [{ contract: { matricule: '3' }, mine: 1, theirs: 2 }],
  });
  expect(await places()).toEqual(['1 2', '2 1', '3 2']);
});

test('what was read over is saved, payroll follows, and it is saved once', async () => {
  const saved = await place({ picks: [pick('3', 2)], settles: true });
  expect(saved.kind === 'SAVED' && saved.board.isComplete).toBe(true);
  expect(await submit(1)).toBe('DONE');
  const { employees } = trusted(await house.verb(ReadPayroll).run(SIRET, '2026-01', CLAIRE));
  expect(employees.map(({ codeRisque, rate }) => `${codeRisque} ${rate === null ? '' : formatRate(rate)}`)).toEqual([
    '452BE 6.12',
    '452BE 6.12',
    '452BEB 0.71',
  ]);
  expect(await submit(1)).toBe('TACHE_TERMINEE');
  const [entry] = await house.sql<{ actor: string }>(`SELECT actor FROM audit_entry WHERE action = 'task.answered'`);
  expect(entry).toEqual({ actor: CLAIRE.actor });
});

test('what changed since the recap is read over first; who came since is not put anywhere unseen', async () => {
  await place({ picks: [pick('3', 2)], settles: true }, CLAIRE);
  await place({ version: 1, picks: [pick('2', 2)] }, PAUL);
  expect(await submit(1)).toBe('BROUILLON_CHANGE');
  await givenContract(house, { matricule: '4', startedOn: '2026-01-05' });
  await givenDeclared(house, { period: '2026-01', matricule: '4', code: '452BE', rate: 612 });
  expect(await submit(2)).toBe('REPONSES_REFUSEES');
});

test('a task of rates, or of nobody’s company, is unknown here', async () => {
  const stranger: Caller = { actor: 'personne : Ailleurs', scope: { companies: ['123456789'] } };
  const asked = async (caller: Caller) => {
    const [seen, placed, submitted] = [
      await house.verb(ReadAffiliation).run(id, caller),
      await house
        .verb(PlaceEmployees)
        .run(id, { version: 0, picks: [pick('3', 1)], bulk: null, settles: true }, caller),
      await house.verb(SubmitAffiliation).run(id, 0, caller),
    ];
    return [seen, placed, submitted].map((one) => (one.ok ? 'seen' : one.refusal.code));
  };
  expect(await asked(stranger)).toEqual(['TACHE_INCONNUE', 'TACHE_INCONNUE', 'TACHE_INCONNUE']);
  await house.sql(`UPDATE task SET kind = 'INCOHERENCE'`);
  expect(await asked(CLAIRE)).toEqual(['TACHE_INCONNUE', 'TACHE_INCONNUE', 'TACHE_INCONNUE']);
});

describe('a table', () => {
  const judge = async (table: Parameters<JudgeTable['run']>[1]) => {
    const judged = await house.verb(JudgeTable).run(id, table, CLAIRE);
    if (!judged.ok) return judged.refusal.code;
    const { placements, rejections } = judged.value;
    return [
      ...placements.map(({ line, contract: { matricule }, rank }) => `${line}: ${matricule} ${rank}`),
      ...rejections.map(({ line, code }) => `${line}: ${code}`),
    ];
  };
  const file = (name: string, bytes: Buffer | string) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return judge({ kind: 'FILE', path, name });
  };

  it('may be pasted from a spreadsheet', async () => {
    const text = 'Matricule\tProfil\r\n3\t2\r\n9\t1\r\n"1\t2\r\n2\t452BEB\r\n';
    expect(await judge({ kind: 'TEXT', text })).toEqual([
      '2: 3 2',
      '5: 2 2',
      '3: MATRICULE_INCONNU',
      '4: LIGNE_ILLISIBLE',
    ]);
  });

  it.each(['csv', 'xlsx'] as const)('goes out as %s and comes back the same', async (format) => {
    await house.sql(`UPDATE contract SET matricule = '=2+5' WHERE matricule = '3'`);
    await house.sql(`INSERT INTO employee (siren, matricule, last_name) VALUES ($1, '=2+5', '@Abgrall')`, [
      SIRET.slice(0, 9),
    ]);
    await place({ picks: [pick('=2+5', 2)] });
    const { name, bytes } = trusted(await house.verb(WriteTemplate).run(id, format, CLAIRE));
    expect(name).toBe(`affiliation-${SIRET}.${format}`);
    if (format === 'csv') expect(bytes.toString()).toContain(`'=2+5;00001;'@Abgrall;`);
    expect(await file(name, bytes)).toEqual(['2: =2+5 2', '3: 2 1', '4: 1 1']);
  });

  it.each<[string, Buffer | string, string]>([
    ['ancien.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'ANCIEN_EXCEL'],
    ['photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'FORMAT_INCONNU'],
    ['faux.xlsx', Buffer.from('PK\u0003\u0004rien'), 'CLASSEUR_ILLISIBLE'],
    ['vide.csv', '', 'TABLEAU_VIDE'],
    ['autre.csv', 'a;b;c;d\n1;2;3;4', 'ENTETE_INCONNU'],
  ])('%s is refused by what it holds', async (name, bytes, code) => {
    expect(await file(name, bytes)).toBe(code);
  });
});
