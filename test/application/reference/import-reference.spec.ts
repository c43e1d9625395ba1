import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportReference } from '#application/reference/import-reference';
import { Rulebook } from '#application/rulebook/rulebook';
import { VerifyJournal } from '#application/audit/verify-journal';
import type { LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import { openTestHouse, type TestHouse } from '../../support/test-house';

let house: TestHouse;
const folder = mkdtempSync(join(tmpdir(), 'tables-'));

beforeEach(async () => {
  house = await openTestHouse('2026-12-28T09:00:00.000Z');
});
afterEach(() => house.close());
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const importing = (paths: readonly string[], options: { effectiveFrom?: string; year?: string } = {}) =>
  house.verb(ImportReference).run(paths, { ...options, actor: 'personne : Claire Morvan' });

const HEADER = 'Code risque;Taux net;Nature du risque';
const ROWS = [
  '55.3AC;1,91 %;Café, hôtel, restauration',
  '45.2BE;6,40;Gros œuvre',
  '00.00A;0,70;Bâtiment',
  '00.00B;0,63;Autres',
];
const table = (...rows: readonly string[]): string => [HEADER, ...rows].join('\r\n');

async function rateOn(code: string, on: string): Promise<Rate | null> {
  const { reference } = await house.verb<Rulebook>(Rulebook).current();
  return reference.nationalRate(code as RiskCode, false, on as LocalDate);
}

test('next year’s table serves from its date, without a release', async () => {
  const report = trusted(await importing([file('taux-2027.csv', table(...ROWS))], { effectiveFrom: '2027-01-01' }));
  expect(report.tables).toEqual([{ year: 2027, codes: 2, effectiveFrom: '2027-01-01' }]);
  expect(report.rejections).toEqual([]);
  expect([await rateOn('553AC', '2026-12-31'), await rateOn('553AC', '2027-01-01')]).toEqual([expect.any(Number), 191]);
});

test('without a date it is kept and waits, and says so', async () => {
  const report = trusted(await importing([file('taux-2027.csv', table(...ROWS))]));
  expect(report.tables).toEqual([{ year: 2027, codes: 2, effectiveFrom: null }]);
  expect(report.notes.join()).toContain('--effective-from');
  expect(await rateOn('553AC', '2027-06-01')).not.toBe(191);
  await house.sql(
    `INSERT INTO campaign (year, effective_from, opened_at) VALUES (2027, '2027-04-01', '2026-12-28T09:00:00Z')`,
  );
  expect([await rateOn('553AC', '2027-03-31'), await rateOn('553AC', '2027-04-01')]).toEqual([expect.any(Number), 191]);
});

test('a year that is known keeps its date of effect', async () => {
  const report = trusted(await importing([file('taux-2025.csv', table(...ROWS))]));
  expect(report.tables).toEqual([{ year: 2025, codes: 2, effectiveFrom: '2025-05-01' }]);
  expect([await rateOn('553AC', '2025-04-30'), await rateOn('553AC', '2025-05-01')]).toEqual([expect.any(Number), 191]);
});

test('a newer file of a year replaces the former one, which the journal keeps whole', async () => {
  await importing([file('taux-2027.csv', table(...ROWS))], { effectiveFrom: '2027-01-01' });
  await importing([file('taux-2027.csv', table('55.3AC;2,02;Café', ...ROWS.slice(1)))]);
  expect(await rateOn('553AC', '2027-01-01')).toBe(202);
  const entries = await house.sql<{ body: string }>(
    `SELECT body FROM audit_entry WHERE action = 'reference.imported' ORDER BY seq`,
  );
  const rates = entries.map(({ body }) => (JSON.parse(body) as { rates: Record<string, number> }).rates['553AC']);
  expect(rates).toEqual([191, 202]);
  expect((await house.verb(VerifyJournal).run()).intact).toBe(true);
});

test('several files: newest year first, each row refused under its file', async () => {
  const paths = [
    file('taux-2028.csv', table(...ROWS)),
    file('taux-2027.csv', table(...ROWS, '55.3AD;douze;Autre', 'N;1,00;Sans code')),
  ];
  const report = trusted(await importing(paths));
  expect(report.tables.map(({ year }) => year)).toEqual([2028, 2027]);
  expect(report.rejections.map(({ file: name, line }) => `${name}:${line}`)).toEqual([
    'taux-2027.csv:6',
    'taux-2027.csv:7',
  ]);
});

test.each([
  ['UTF-8', (text: string) => Buffer.from(text, 'utf8')],
  ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf8')],
  ['windows-1252', (text: string) => Buffer.from(text.replace('œ', '\u009c'), 'latin1')],
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, the other end first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
])('reads %s', async (_encoding, encode) => {
  const path = file('taux-2027.csv', encode(table('29.1ZZ;1,91;Café au cœur', ...ROWS)));
  trusted(await importing([path], { effectiveFrom: '2027-01-01' }));
  const [row] = await house.sql<{ content: { labels: Record<string, string> } }>('SELECT content FROM national_table');
  expect(row?.content.labels['291ZZ']).toBe('Café au cœur');
});

test('JSON that says neither year nor date takes them from the caller', async () => {
  const json = JSON.stringify([{ 'Code risque': '55.3AC', 'Taux net': '1,91 %' }]);
  const report = trusted(await importing([file('table.json', json)], { year: '2027', effectiveFrom: '01/01/2027' }));
  expect(report.tables).toEqual([{ year: 2027, codes: 1, effectiveFrom: '2027-01-01' }]);
});

test.each<[string, string, { year?: string }, string]>([
  ['a table whose year nothing says', 'table.csv', {}, 'ANNEE_INCONNUE'],
  ['a table of another year than was said', 'taux-2027.csv', { year: '2026' }, 'ANNEE_CONTRAIRE'],
])('rejects %s', async (_situation, name, options, code) => {
  const report = trusted(await importing([file(name, table(...ROWS))], options));
  expect(report.tables).toEqual([]);
  expect(report.rejections).toMatchObject([{ file: name, line: 1, code }]);
});

test('offices alone never replace the codes of a year', async () => {
  const report = trusted(await importing([file('taux-2026.csv', table(...ROWS.slice(2)))]));
  expect(report.rejections).toMatchObject([{ code: 'TABLE_SANS_CODE' }]);
  expect(await house.sql('SELECT year FROM national_table')).toEqual([]);
});

test('nothing readable leaves nothing behind', async () => {
  const report = trusted(await importing([file('taux-2027.csv', '')]));
  expect(report).toMatchObject({ tables: [], rejections: [{ code: 'FICHIER_VIDE' }] });
  expect(await house.sql('SELECT seq FROM audit_entry')).toEqual([]);
});

test.each<[string, string[], { year?: string; effectiveFrom?: string }, string]>([
  ['a file that is not there', ['absent.csv'], {}, 'FICHIER_ILLISIBLE'],
  ['a year of two digits', ['taux-2027.csv'], { year: '27' }, 'ANNEE_ILLISIBLE'],
  ['a date that does not exist', ['taux-2027.csv'], { effectiveFrom: '2027-02-30' }, 'DATE_ILLISIBLE'],
  ['one date for two years', ['taux-2027.csv', 'taux-2028.csv'], { effectiveFrom: '2027-01-01' }, 'DATE_AMBIGUE'],
])('refuses %s and writes nothing', async (_situation, names, options, code) => {
  for (const name of names) if (name !== 'absent.csv') file(name, table(...ROWS));
  const paths = names.map((name) => join(folder, name));
  expect(await importing(paths, options)).toMatchObject({ ok: false, refusal: { code } });
  expect(await house.sql('SELECT year FROM national_table')).toEqual([]);
});
