import { inventedNir } from '#domain/dsn/dsn-writer';
import { cents } from '#domain/values/money';
import {
  aContract,
  aDeclaration,
  aFile,
  anEmployee,
  anEstablishment,
  day,
  month,
  rate,
  valued,
} from '../../domain/dsn/dsn-support';
import { siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { declaredIn, dsn, DsnDesk, employee, standing } from './dsn-desk';

let house: TestHouse;
let desk: DsnDesk;
/** Every situation has a company of its own. */
let company = 0;
const newSiret = () => siretOf(++company);

beforeAll(async () => {
  house = await openTestHouse('2026-01-06T09:00:00.000Z');
  desk = new DsnDesk(house);
});
afterAll(async () => {
  desk.close();
  await house.close();
});

/** Rows of every table of ours, by name. */
async function rowCounts(): Promise<Record<string, number>> {
  const tables = await house.sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await house.sql<{ n: number }>(`SELECT count(*)::integer AS n FROM ${name}`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

describe('a DSN file', () => {
  it('gives companies, establishments, employees and what each contract declares', async () => {
    const [lyon, nantes, brest] = [siretOf(++company, 1), siretOf(company, 2), newSiret()];
    const establishments = [
      anEstablishment({ siret: lyon, employees: [employee('M0001 553AC 1.78'), employee('M0002 999ZZ')] }),
      anEstablishment({ siret: nantes, postcode: '44000', town: 'Nantes', employees: [employee('M0003 452BEB 0.71')] }),
      anEstablishment({ siret: brest, employees: [employee('M0001 553AC 1.92')] }),
    ];
    const report = await desk.import(aFile({ declarations: [aDeclaration({ establishments })] }));
    expect(report).toMatchObject({ companies: 2, establishments: 3, employees: 4, rejections: [], imported: 1 });
    expect(await declaredIn(house, lyon, '2026-01')).toEqual(['M0001 553AC 1.78', 'M0002 999ZZ']);
    expect(await declaredIn(house, nantes, '2026-01')).toEqual(['M0003 452BEB 0.71']);
    expect(
      await house.sql('SELECT siren, postcode, town, first_seen_on::text FROM establishment WHERE siret = $1', [
        nantes,
      ]),
    ).toEqual([{ siren: nantes.slice(0, 9), postcode: '44000', town: 'Nantes', first_seen_on: '2026-01-06' }]);
    expect(
      await house.sql('SELECT first_seen_on::text, client_since FROM company WHERE siren = $1', [brest.slice(0, 9)]),
    ).toEqual([{ first_seen_on: '2026-01-06', client_since: null }]);
  });

  it('is seen first on the day it is in Paris, not in Greenwich', async () => {
    const siret = newSiret();
    house.clock.instant = '2026-01-31T23:30:00.000Z';
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78']));
    house.clock.instant = '2026-01-06T09:00:00.000Z';
    const [row] = await house.sql<{ seen: string }>(
      'SELECT first_seen_on::text AS seen FROM company WHERE siren = $1',
      [siret.slice(0, 9)],
    );
    expect(row?.seen).toBe('2026-02-01');
  });

  it('changes nothing the second time, not even the journal, and counts the same', async () => {
    const siret = newSiret();
    const path = desk.file(dsn(siret, '2026-01', ['M0001 553AC 1.78', 'M0002 452BE 6.12']));
    const first = await desk.importPaths([path]);
    const before = await rowCounts();
    const facts = await house.sql('SELECT * FROM contract WHERE siret = $1 ORDER BY matricule', [siret]);
    expect(await desk.importPaths([path])).toEqual(first);
    expect(await rowCounts()).toEqual(before);
    expect(await house.sql('SELECT * FROM contract WHERE siret = $1 ORDER BY matricule', [siret])).toEqual(facts);
  });

  it('counts each company, establishment and employee once over all the files of a call', async () => {
    const siret = newSiret();
    const report = await desk.import(
      dsn(siret, '2025-12', ['M0001 553AC 1.78']),
      dsn(siret, '2026-01', ['M0001 553AC 1.78', 'M0002 553AC 1.78']),
    );
    expect(report).toMatchObject({ companies: 1, establishments: 1, employees: 2, imported: 2 });
  });

  it('keeps names as they are written, accents, apostrophes and all', async () => {
    const siret = newSiret();
    const names = { lastName: 'L’Hénaff-Œuvrard', firstName: 'Zoé Anaïs' };
    await desk.import(
      dsn(siret, '2026-01', [employee('M0001 553AC 1.78', names)], { establishment: { town: 'Besançon' } }),
    );
    const [row] = await house.sql(
      `SELECT p.last_name AS "lastName", p.first_name AS "firstName", e.town
       FROM employee p JOIN establishment e USING (siren) WHERE e.siret = $1`,
      [siret],
    );
    expect(row).toEqual({ ...names, town: 'Besançon' });
  });

  it('leaves no NIR anywhere in the database', async () => {
    const [siret, nir] = [newSiret(), inventedNir(777)];
    const numbered = anEmployee({ matricule: nir, nir, contracts: [aContract({ number: '00077' })] });
    const bad = anEmployee({ matricule: 'M0002', nir, contracts: [aContract({ rate: null })] });
    const text = dsn(siret, '2026-01', [numbered, bad]);
    const report = await desk.import(text, text.slice(0, -90));
    expect(report).toMatchObject({ employees: 1, imported: 1 });
    expect(JSON.stringify(report)).not.toContain(nir);
    const columns = await house.sql<{ table: string; column: string }>(
      `SELECT table_schema || '.' || table_name AS "table", column_name AS "column" FROM information_schema.columns
       WHERE table_schema IN ('public', 'staging') AND data_type IN ('text', 'json', 'jsonb', 'bytea')`,
    );
    expect(columns.length).toBeGreaterThan(50);
    for (const { table, column } of columns) {
      const [{ found } = { found: -1 }] = await house.sql<{ found: number }>(
        `SELECT count(*)::integer AS found FROM ${table} WHERE ${column}::text LIKE '%' || $1 || '%'`,
        [nir],
      );
      expect({ table, column, found }).toEqual({ table, column, found: 0 });
    }
  });
});

describe('a month declared again', () => {
  const NORMAL = ['M0001 553AC 1.78', 'M0002 553AC 1.78'];

  it.each([
    ['a higher order', { order: 2, type: '03' as const }, ['M0001 553AC 1.92'], ['1:03 ordre 2']],
    ['an equal order and other bytes, taken as a correction', { order: 1 }, ['M0001 553AC 1.92'], ['1:01 ordre 1']],
    ['a lower order, which has no effect', { order: 0 }, NORMAL, ['1:01 ordre 1']],
    ['a cancellation (04)', { order: 2, type: '04' as const }, [], ['1:04 ordre 2']],
    ['a nil replacement (05)', { order: 2, type: '05' as const }, [], ['1:05 ordre 2']],
  ])('by %s', async (_case, declaration, declared, stands) => {
    const siret = newSiret();
    const again = 'type' in declaration && declaration.type !== '03' ? [] : ['M0001 553AC 1.92'];
    await desk.import(dsn(siret, '2026-01', NORMAL), dsn(siret, '2026-01', again, declaration));
    expect(await declaredIn(house, siret, '2026-01')).toEqual(declared);
    expect(await standing(house, siret, '2026-01')).toEqual(stands);
    const [history] = await house.sql<{ dsn: number; contracts: number }>(
      `SELECT (SELECT count(*)::integer FROM dsn WHERE siret = $1) AS dsn,
              (SELECT count(*)::integer FROM declared_contract WHERE siret = $1) AS contracts`,
      [siret],
    );
    expect(history).toEqual({ dsn: 2, contracts: 2 + again.length });
  });

  it('takes an order of many digits as a number', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2026-01', NORMAL, { order: 9 }),
      dsn(siret, '2026-01', ['M0001 553AC 1.92'], { order: 10 }),
    );
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.92']);
  });

  it('keeps what replaced it, even when the first file comes once more', async () => {
    const siret = newSiret();
    const first = desk.file(dsn(siret, '2026-01', NORMAL));
    await desk.importPaths([first, desk.file(dsn(siret, '2026-01', ['M0001 553AC 1.92']))]);
    await desk.importPaths([first]);
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.92']);
  });

  it('in one file, by the last of equal orders, whatever stands first', async () => {
    const siret = newSiret();
    const declaration = (order: number, declared: string) =>
      aDeclaration({ order, establishments: [anEstablishment({ siret, employees: [employee(declared)] })] });
    const declarations = [
      declaration(2, 'M0001 553AC 1.92'),
      declaration(2, 'M0001 553AC 1.95'),
      declaration(1, 'M0001 553AC 1.78'),
    ];
    await desk.import(aFile({ declarations }));
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.95']);
    const rows = await house.sql(
      'SELECT d.ord::integer, s.ord::integer AS by FROM dsn d LEFT JOIN dsn s ON s.id = d.superseded_by WHERE d.siret = $1 ORDER BY d.id',
      [siret],
    );
    expect(rows).toEqual([
      { ord: 2, by: 2 },
      { ord: 2, by: null },
      { ord: 1, by: 2 },
    ]);
  });

  it('in several fractions, which add up and are replaced one by one', async () => {
    const siret = newSiret();
    const fraction = (index: number) => ({ fraction: { index, of: 2 } });
    await desk.import(
      dsn(siret, '2026-01', ['M0001 553AC 1.78'], fraction(1)),
      dsn(siret, '2026-01', ['M0002 452BE 6.12'], fraction(2)),
    );
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.78', 'M0002 452BE 6.12']);
    await desk.import(dsn(siret, '2026-01', [], { ...fraction(2), order: 2, type: '04' }));
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.78']);
  });

  it('declares a month without any employee when it is nil (02)', async () => {
    const siret = newSiret();
    const report = await desk.import(dsn(siret, '2026-01', [], { type: '02' }));
    expect(report).toMatchObject({ companies: 1, establishments: 1, employees: 0, rejections: [] });
    expect(await standing(house, siret, '2026-01')).toEqual(['1:02 ordre 1']);
  });
});

describe('employees and contracts', () => {
  const contract = async (siret: string) =>
    house.sql(
      `SELECT p.last_name AS name, c.job_title AS job, c.ended_on::text AS ended FROM contract c JOIN employee p USING (siren, matricule)
       WHERE c.siret = $1`,
      [siret],
    );
  const serving = (lastName: string, jobTitle: string, endedOn: string | null) =>
    anEmployee({ lastName, contracts: [aContract({ jobTitle, endedOn: endedOn === null ? null : day(endedOn) })] });

  it('take the name, job and end of the latest month', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2025-12', [serving('Aubépine', 'Serveuse', null)]),
      dsn(siret, '2026-01', [serving('Aubépine-Roux', 'Cheffe de rang', '2026-01-20')]),
    );
    expect(await contract(siret)).toEqual([{ name: 'Aubépine-Roux', job: 'Cheffe de rang', ended: '2026-01-20' }]);
  });

  it('are not taken back by an older month that comes later', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2026-01', [serving('Aubépine-Roux', 'Cheffe de rang', '2026-01-20')]),
      dsn(siret, '2025-12', [serving('Aubépine', 'Serveuse', null)]),
    );
    expect(await contract(siret)).toEqual([{ name: 'Aubépine-Roux', job: 'Cheffe de rang', ended: '2026-01-20' }]);
  });

  it('reopen when a corrected month tells no end any more', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2026-01', [serving('Aubépine', 'Serveuse', '2026-01-20')]),
      dsn(siret, '2026-01', [serving('Aubépine', 'Serveuse', null)], { order: 2, type: '03' }),
    );
    expect(await contract(siret)).toEqual([{ name: 'Aubépine', job: 'Serveuse', ended: null }]);
  });

  it('with a refused rubrique are left out, and the rest of the file is kept', async () => {
    const siret = newSiret();
    const text = dsn(siret, '2026-01', [
      anEmployee({ matricule: 'M0009', contracts: [aContract({ rate: null })] }),
      'M0002 553AC 1.78',
    ]);
    const path = desk.file(text);
    const report = await desk.importPaths([path]);
    expect(report).toMatchObject({ establishments: 1, employees: 1, imported: 1 });
    expect(report.rejections).toEqual([
      expect.objectContaining({ file: path.slice(path.lastIndexOf('/') + 1), code: 'S21.G00.40.043/SIG-11' }),
    ]);
    expect(report.rejections[0]?.line).toBe(
      text.split('\r\n').findIndex((line) => line.startsWith('S21.G00.40.040')) + 1,
    );
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0002 553AC 1.78']);
    expect(await house.sql('SELECT matricule FROM employee WHERE siren = $1', [siret.slice(0, 9)])).toEqual([
      { matricule: 'M0002' },
    ]);
  });

  it('left out of a correction keep what the month had declared for them', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2026-01', ['M0001 553AC 1.78', 'M0002 553AC 1.78', 'M0003 553AC 1.78']),
      dsn(siret, '2026-01', [anEmployee({ contracts: [aContract({ rate: null })] }), 'M0002 553AC 1.92'], { order: 2 }),
    );
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.78', 'M0002 553AC 1.92']);
    await desk.import(dsn(siret, '2026-01', ['M0002 553AC 1.92'], { order: 3 }));
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0002 553AC 1.92']);
  });

  it('keep the amounts of past months apart from what those months declared', async () => {
    const siret = newSiret();
    const past = [{ contract: '00001', period: month('2025-11'), base: cents(220_000), rate: rate('1.78') }];
    await desk.import(dsn(siret, '2026-01', [employee('M0001 553AC 1.78', { past })]));
    expect(await declaredIn(house, siret, '2025-11')).toEqual([]);
    expect(
      await house.sql(
        'SELECT rubric, period, matricule, number, base_cents::integer AS base, rate FROM declared_regularisation WHERE siret = $1 ORDER BY rubric',
        [siret],
      ),
    ).toEqual([
      { rubric: '23', period: '2025-11', matricule: null, number: null, base: 220_000, rate: 178 },
      { rubric: '78', period: '2025-11', matricule: 'M0001', number: '00001', base: 220_000, rate: null },
      { rubric: '81', period: '2025-11', matricule: 'M0001', number: '00001', base: 220_000, rate: 178 },
    ]);
  });
});

describe('a file refused whole', () => {
  it.each([
    ['cut in the middle', (text: string) => text.slice(0, text.length / 2), 'FICHIER_COUPE'],
    ['cut just before its totals', (text: string) => text.slice(0, text.indexOf('S90')), 'FICHIER_COUPE'],
    ['that is no DSN', () => 'siren;taux\r\n'.repeat(30), 'FICHIER_ILLISIBLE'],
    ['of another kind of sending', (text: string) => valued(text, 'S10.G00.00.005', '07'), 'ENVOI_INCONNU'],
  ])('%s leaves nothing behind, and the next file of the call goes on', async (_case, spoilt, code) => {
    const [refused, kept] = [newSiret(), newSiret()];
    const before = await rowCounts();
    const only = await desk.import(spoilt(dsn(refused, '2026-01', ['M0001 553AC 1.78'])));
    expect(only).toMatchObject({ companies: 0, establishments: 0, employees: 0, imported: 0, rejections: [{ code }] });
    expect(await rowCounts()).toEqual(before);
    const report = await desk.import(
      spoilt(dsn(refused, '2026-01', ['M0001 553AC 1.78'])),
      dsn(kept, '2026-01', ['M0001 553AC 1.78']),
    );
    expect(report).toMatchObject({ companies: 1, imported: 1, rejections: [{ code }] });
    expect(await declaredIn(house, kept, '2026-01')).toEqual(['M0001 553AC 1.78']);
  });

  it('that is not there is named, with what to do', async () => {
    const report = await desk.importPaths(['/nulle/part/paie.dsn']);
    expect(report).toMatchObject({
      imported: 0,
      rejections: [{ file: 'paie.dsn', line: null, code: 'FICHIER_ABSENT' }],
    });
  });

  it('as a test sending is taken when the person asks for it', async () => {
    const siret = newSiret();
    const path = desk.file(dsn(siret, '2026-01', ['M0001 553AC 1.78'], { test: true }));
    expect(await desk.importPaths([path])).toMatchObject({ imported: 0, rejections: [{ code: 'ENVOI_DE_TEST' }] });
    expect(await declaredIn(house, siret, '2026-01')).toEqual([]);
    expect(await desk.importPaths([path], true)).toMatchObject({ imported: 1, employees: 1 });
    expect(await declaredIn(house, siret, '2026-01')).toEqual(['M0001 553AC 1.78']);
  });

  it('is not one whose totals are wrong: a note says so', async () => {
    const text = dsn(newSiret(), '2026-01', ['M0001 553AC 1.78']);
    const report = await desk.import(valued(text, 'S90.G00.90.001', '12'));
    expect(report).toMatchObject({ imported: 1, rejections: [] });
    expect(report.notes).toEqual([expect.stringContaining('S90.G00.90.001')]);
  });
});
