import { writeFileSync } from 'node:fs';
import { ImportCompanies } from '#application/companies/import-companies';
import { sheetText, type RecordedSheet } from '#domain/audit/fact-text';
import type { RiskCode } from '#domain/values/risk-code';
import type { Rate } from '#domain/values/rate';
import { digestOf } from '#storage/audit';
import {
  aContract,
  aDeclaration,
  aFile,
  anEmployee,
  anEstablishment,
  day,
  lineOf as lineIn,
} from '../../domain/dsn/dsn-support';
import { given, lineOf, received, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';
import { dsn, DsnDesk, employee, sheets, tasks } from './dsn-desk';

let house: TestHouse;
let desk: DsnDesk;
/** Every situation has a company of its own. */
let company = 0;
const newSiret = () => siretOf(++company);
const JANUARY = '2026-01-06T09:00:00.000Z';
const MARCH = '2026-03-10T09:00:00.000Z';

beforeAll(async () => {
  house = await openTestHouse();
  desk = new DsnDesk(house);
});
beforeEach(() => {
  house.clock.instant = JANUARY;
});
afterAll(async () => {
  desk.close();
  await house.close();
});

const lastBody = async (): Promise<Record<string, unknown>> => {
  const [row] = await house.sql<{ body: string }>('SELECT body FROM audit_entry ORDER BY seq DESC LIMIT 1');
  return JSON.parse(row?.body ?? '{}') as Record<string, unknown>;
};

describe('a DECLARED sheet', () => {
  it('is written on the first of the month, highest rate first, with the line each was read on', async () => {
    const siret = newSiret();
    const text = dsn(siret, '2026-01', ['M0001 452BEB 0.71', 'M0002 452BE 6.12', 'M0003 452BE 6.12', 'M0004 999ZZ']);
    await desk.import(text);
    expect(await sheets(house, siret)).toEqual(['2026-01-01 DECLARED 452BE 6.12, 452BEB 0.71']);
    const lines = await house.sql(
      'SELECT line, section, feed_id FROM rate_profile WHERE siret = $1 ORDER BY position',
      [siret],
    );
    expect(lines).toEqual([
      { line: lineIn(text, 'S21.G00.40.040', 2), section: null, feed_id: null },
      { line: lineIn(text, 'S21.G00.40.040', 1), section: null, feed_id: null },
    ]);
  });

  it('is written again only when the month declares another set', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2025-11', ['M0001 553AC 1.78']),
      dsn(siret, '2025-12', ['M0001 553AC 1.78', 'M0002 553AC 1.78']),
      dsn(siret, '2026-01', ['M0001 553AC 1.92']),
    );
    expect(await sheets(house, siret)).toEqual(['2025-11-01 DECLARED 553AC 1.78', '2026-01-01 DECLARED 553AC 1.92']);
  });

  it('follows a correction, and the next month keeps what it declared', async () => {
    const siret = newSiret();
    await desk.import(dsn(siret, '2025-12', ['M0001 553AC 1.78']), dsn(siret, '2026-01', ['M0001 553AC 1.78']));
    await desk.import(dsn(siret, '2025-12', ['M0001 553AC 1.65'], { order: 2, type: '03' }));
    expect(await sheets(house, siret)).toEqual([
      '2025-12-01 DECLARED 553AC 1.78',
      '2025-12-01 DECLARED 553AC 1.65',
      '2026-01-01 DECLARED 553AC 1.78',
    ]);
  });

  it('holds all the fractions of the month together', async () => {
    const siret = newSiret();
    await desk.import(
      dsn(siret, '2026-01', ['M0001 452BE 6.12'], { fraction: { index: 1, of: 2 } }),
      dsn(siret, '2026-01', ['M0002 452BEB 0.71'], { fraction: { index: 2, of: 2 } }),
    );
    expect((await sheets(house, siret)).at(-1)).toBe('2026-01-01 DECLARED 452BE 6.12, 452BEB 0.71');
  });

  it('is not written for contracts that wait for their first notice (999ZZ), nor for a nil month', async () => {
    const [waiting, nil] = [newSiret(), newSiret()];
    await desk.import(dsn(waiting, '2026-01', ['M0001 999ZZ']), dsn(nil, '2026-01', [], { type: '02' }));
    expect([...(await sheets(house, waiting)), ...(await sheets(house, nil))]).toEqual([]);
  });

  it('is not written while a stronger sheet holds that day', async () => {
    const siret = await given(house, newSiret(), { sheets: ['2026-01-01 NOTIFIED 553AC 1.78'] });
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78']), dsn(siret, '2025-12', ['M0001 553AC 1.65']));
    expect(await sheets(house, siret)).toEqual(['2026-01-01 NOTIFIED 553AC 1.78', '2025-12-01 DECLARED 553AC 1.65']);
  });

  it('stands in the journal under its file, digest by digest in order of SIRET', async () => {
    const sirets = [siretOf(++company, 1), siretOf(company, 2), newSiret()].sort();
    const establishments = [...sirets].reverse().map((siret, index) => {
      return anEstablishment({ siret, employees: [employee(`M0001 553AC 1.7${index}`)] });
    });
    await desk.import(aFile({ declarations: [aDeclaration({ establishments })] }));
    const [entry] = await house.sql<{ action: string; body: string; covers: string }>(
      `SELECT action, body, encode(covers, 'hex') AS covers FROM audit_entry ORDER BY seq DESC LIMIT 1`,
    );
    const rows = await house.sql<{ sheet: number; siret: string; code: RiskCode; rate: Rate; line: number }>(
      `SELECT sheet::integer, siret, code_risque AS code, rate, line FROM rate_profile WHERE siret = ANY($1) ORDER BY siret`,
      [sirets],
    );
    const digests = rows.map(({ sheet, siret, ...profile }) => {
      const about = { source: 'DECLARED', effectiveFrom: day('2026-01-01'), calculatedAt: null, feed: null };
      const recorded: RecordedSheet = {
        ...about,
        sheet,
        siret,
        profiles: [{ ...profile, section: null, office: false }],
      };
      return digestOf(sheetText(recorded));
    });
    expect(entry?.covers).toBe(digests.join(''));
    expect(entry?.action).toBe('dsn.imported');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      companies: 2,
      establishments: 3,
      employees: 2,
      recorded: 3,
      accepted: 3,
      replaced: 0,
      sheets: { from: rows[0]?.sheet, to: rows[2]?.sheet },
      rules: { NOUVELLE_FICHE: 3 },
    });
  });
});

describe('a month that declares otherwise than the rate in place', () => {
  const NOTIFIED = '2026-01-01 NOTIFIED 553AC 1.78 01';

  it('becomes a task with that rate in hand', async () => {
    const siret = await given(house, newSiret(), { sheets: [NOTIFIED] });
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.92']));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE OPEN']);
    const [task] = await house.sql('SELECT period, prefill FROM task WHERE siret = $1', [siret]);
    expect(task).toEqual({
      period: '2026-02',
      prefill: {
        effectiveFrom: '2026-01-01',
        calculatedAt: null,
        feed: null,
        profiles: [{ code: '553AC', section: '01', office: false, rate: 178 }],
        note: 'La DSN de janvier 2026 déclare 553AC à 1,92\u202f%.',
      },
    });
    expect(await lastBody()).toMatchObject({ sheets: null, rules: { DECLARE_AUTREMENT: 1 }, tasks: 1 });
  });

  it('raises nothing when the DSN declares 70 % or 80 % of it, or nothing (999ZZ)', async () => {
    const siret = await given(house, newSiret(), { sheets: ['2026-01-01 NOTIFIED 553AC 2.00'] });
    await desk.import(
      dsn(siret, '2026-01', ['M0001 553AC 1.40', 'M0002 553AC 1.60', 'M0003 999ZZ', 'M0004 553AC 2.00']),
    );
    expect(await tasks(house, siret)).toEqual([]);
  });

  it('raises nothing for a rate recorded after the month: it is only noted', async () => {
    const siret = newSiret();
    await given(house, siret, { sheets: ['2026-01-01 NOTIFIED 553AC 1.78'] });
    await house.sql(`UPDATE rate_profile SET recorded_at = '2026-01-31T23:30:00Z' WHERE siret = $1`, [siret]);
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.92']));
    expect(await tasks(house, siret)).toEqual([]);
    expect(await lastBody()).toMatchObject({ rules: { DECLARE_AVANT_LE_TAUX: 1 }, tasks: 0 });
    await desk.import(dsn(siret, '2026-02', ['M0001 553AC 1.92']));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE OPEN']);
  });

  it('is asked once, whatever the number of months, and no more once the DSN are corrected', async () => {
    const siret = await given(house, newSiret(), { sheets: ['2026-01-01 ENTERED 553AC 1.78'] });
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.92']), dsn(siret, '2026-02', ['M0001 553AC 1.92']));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE OPEN']);
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78'], { order: 2, type: '03' }));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE OPEN']);
    await desk.import(dsn(siret, '2026-02', ['M0001 553AC 1.78'], { order: 2, type: '03' }));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE SUPERSEDED']);
    const [task] = await house.sql<{ outcome: unknown }>('SELECT outcome FROM task WHERE siret = $1', [siret]);
    expect(task?.outcome).toMatchObject({ supersededBy: { dsn: expect.stringContaining('.dsn') as string } });
  });

  it('is asked no more once the month is cancelled', async () => {
    const siret = await given(house, newSiret(), { sheets: [NOTIFIED] });
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.92']));
    await desk.import(dsn(siret, '2026-01', [], { order: 2, type: '04' }));
    expect(await tasks(house, siret)).toEqual(['INCOHERENCE 2026-01-01 DECLARED_OTHERWISE SUPERSEDED']);
  });
});

describe('the first payroll', () => {
  const companies = async (siret: string, clientSince: string): Promise<void> => {
    const path = desk.file('');
    writeFileSync(path, `siren,nom,client_depuis\n${siret.slice(0, 9)},Atelier Neuf,${clientSince}\n`);
    const report = await house.verb(ImportCompanies).run(path, 'test');
    expect(report).toMatchObject({ ok: true, value: { companies: 1, rejections: [] } });
  };

  it('of a company first seen today asks for its rate, with what it declares in hand', async () => {
    const siret = newSiret();
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78', 'M0002 999ZZ']));
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-01 FIRST_PAYROLL OPEN']);
    const [task] = await house.sql('SELECT period, prefill FROM task WHERE siret = $1', [siret]);
    expect(task).toMatchObject({
      period: '2026-02',
      prefill: { effectiveFrom: null, profiles: [{ code: '553AC', rate: 178 }] },
    });
  });

  it('is asked once, and the next DSN brings the task up to date', async () => {
    const siret = newSiret();
    await desk.import(dsn(siret, '2026-01', ['M0001 999ZZ']));
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78'], { order: 2, type: '03' }));
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-01 FIRST_PAYROLL OPEN']);
    const [task] = await house.sql('SELECT prefill FROM task WHERE siret = $1', [siret]);
    expect(task).toMatchObject({ prefill: { profiles: [{ code: '553AC', rate: 178 }] } });
  });

  it('waits for the month of the first hire', async () => {
    const siret = newSiret();
    const hired = anEmployee({ contracts: [aContract({ startedOn: day('2026-03-02') })] });
    await desk.import(dsn(siret, '2026-01', [hired]));
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-03 FIRST_PAYROLL OPEN']);
  });

  it.each([
    ['an old client', { clientSince: '2025-12-31' }, 'M0001 553AC 1.78'],
    [
      'a new client whose rate is notified',
      { clientSince: '2026-01-01', sheets: ['2025-01-01 NOTIFIED 553AC 1.78'] },
      'M0001 553AC 1.78',
    ],
  ])('of %s asks nothing', async (_case, facts, declared) => {
    const siret = await given(house, newSiret(), facts);
    await desk.import(dsn(siret, '2026-01', [declared]));
    expect(await tasks(house, siret)).toEqual([]);
  });

  it('asks nothing where everybody has left', async () => {
    const siret = newSiret();
    const gone = anEmployee({ contracts: [aContract({ endedOn: day('2025-12-31') })] });
    await desk.import(dsn(siret, '2025-12', [gone]));
    expect(await tasks(house, siret)).toEqual([]);
  });

  it('is asked by the company file when client_depuis comes after the DSN', async () => {
    const siret = await given(house, newSiret(), { clientSince: '2020-01-01' });
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78']));
    expect(await tasks(house, siret)).toEqual([]);
    await companies(siret, '2026-02-01');
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-02 FIRST_PAYROLL OPEN']);
    expect(await lastBody()).toMatchObject({ firstPayrolls: { raised: 1, ended: 0 } });
  });

  it('is taken back by the company file that says it is an old client', async () => {
    const siret = newSiret();
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78']));
    await companies(siret, '2019-05-01');
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-01 FIRST_PAYROLL SUPERSEDED']);
  });

  it('stays asked in the months that follow', async () => {
    const siret = newSiret();
    await desk.import(dsn(siret, '2026-01', ['M0001 553AC 1.78']));
    house.clock.instant = MARCH;
    await desk.import(dsn(siret, '2026-02', ['M0001 553AC 1.78']));
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-01 FIRST_PAYROLL OPEN']);
  });
});

describe('an establishment that a notification named before any DSN', () => {
  it('has its notification decided again once its DSN comes', async () => {
    const siret = newSiret();
    const report = await received(house, lineOf(siret, '553AC 1.78 2026-01-01 2026-01-03'));
    expect(report.feeds[0]?.verdicts).toMatchObject({ QUARANTINED: 1 });
    await desk.import(dsn(siret, '2025-12', ['M0001 553AC 1.65']));
    const [aside] = await house.sql('SELECT status FROM set_aside WHERE siret = $1', [siret]);
    expect(aside).toEqual({ status: 'RELEASED' });
    const verdicts = await house.sql('SELECT verdict, reason FROM verdict WHERE siret = $1 ORDER BY attempt', [siret]);
    expect(verdicts).toEqual([
      { verdict: 'QUARANTINED', reason: null },
      { verdict: 'TASK_RAISED', reason: 'AUTOMATION_NOT_ALLOWED' },
    ]);
    expect(await tasks(house, siret)).toEqual(['FIRST_PAYROLL 2026-01 AUTOMATION_NOT_ALLOWED OPEN']);
  });

  it('has it decided again once the company file brings it', async () => {
    const siret = newSiret();
    await received(house, lineOf(siret, '553AC 1.81 2026-01-01 2026-01-03'));
    const path = desk.file('');
    const [siren, nic] = [siret.slice(0, 9), siret.slice(9)];
    writeFileSync(path, `siren,nic,nom,client_depuis\n${siren},${nic},Atelier Ancien,2019-01-01\n`);
    await house.verb(ImportCompanies).run(path, 'test');
    expect(await sheets(house, siret)).toEqual(['2026-01-01 NOTIFIED 553AC 1.81']);
  });
});
