import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeZip } from '#application/intake/zip-writer';
import { writeCrm34 } from '#domain/feed/feed-writer';
import { parseRate } from '#domain/values/rate';
import { trusted } from '#domain/values/result';
import { given, lineOf, siretOf } from '../support/facts';
import { runCli, type CliAnswer } from '../support/run-cli';
import { openTestHouse, type TestHouse } from '../support/test-house';

const SIRET = siretOf(1);
const HEADER = 'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul';
const GOOD = lineOf(SIRET, '553AC 1.80 2026-01-01 2026-01-05');
const csv = (...lines: readonly string[]): string => [HEADER, ...lines, ''].join('\n');
const TEN_MEGABYTES = 'x'.repeat(10 * 1024 * 1024);

let house: TestHouse;
let folder: string;

beforeEach(async () => {
  house = await openTestHouse();
  folder = mkdtempSync(join(tmpdir(), 'taux-juste-bad-'));
  await given(house, SIRET, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
});

afterEach(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const variables = (): Record<string, string> => ({ DATABASE_URL: house.url, NOW: '2026-01-06T08:00:00Z' });

async function commanded(command: string, name: string, content: string | Uint8Array | null): Promise<CliAnswer> {
  const path = join(folder, name);
  if (content !== null) writeFileSync(path, content);
  return runCli([command, path, '--json'], variables());
}

interface Rejection {
  readonly file: string;
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}

const rejectionsOf = ({ json }: CliAnswer): readonly Rejection[] =>
  (json as { rejections: readonly Rejection[] }).rejections;

/** One French sentence on one line, which begins and ends like one and is no English of a library. */
function expectSentence(message: string): void {
  expect(message).toMatch(/^[\p{Lu}«][^\n]*[.?!]$/u);
  expect(message).not.toMatch(/\b(error|Error|at Object|null|undefined|cannot|failed)\b/);
}

/** Nothing received, nothing kept, no working table. */
async function expectNothingWritten(): Promise<void> {
  const [counts] = await house.sql(
    `SELECT (SELECT count(*) FROM batch)::integer AS batches, (SELECT count(*) FROM feed)::integer AS feeds,
            (SELECT count(*) FROM feed_bytes)::integer AS bytes, (SELECT count(*) FROM verdict)::integer AS verdicts,
            (SELECT count(*) FROM refused_line)::integer AS refused, (SELECT count(*) FROM set_aside)::integer AS aside,
            (SELECT count(*) FROM rate_profile)::integer AS profiles, (SELECT count(*) FROM audit_entry)::integer AS entries,
            (SELECT count(*) FROM pg_tables WHERE schemaname = 'staging')::integer AS staging`,
  );
  expect(counts).toEqual({
    batches: 0,
    feeds: 0,
    bytes: 0,
    verdicts: 0,
    refused: 0,
    aside: 0,
    profiles: 1,
    entries: 0,
    staging: 0,
  });
}

const xml = (): string => {
  const rate = { siret: SIRET, ctn: 'DD', section: '01', code: '553AC', office: 'N', rate: trusted(parseRate('1.80')) };
  return writeCrm34(
    { rates: [{ ...rate, effectiveFrom: '2026-01-01', calculatedAt: '2026-01-05T06:00:00' }] },
    'older',
  );
};

describe('a document that cannot be read at all is refused whole, and leaves nothing', () => {
  it.each<[what: string, name: string, content: () => string | Uint8Array, code: string, names: RegExp]>([
    ['an empty file', 'vide.csv', () => '', 'FICHIER_VIDE', /« vide\.csv »/],
    [
      'a truncated ZIP',
      'coupe.zip',
      () => writeZip([{ name: 'a.csv', bytes: Buffer.from(csv(GOOD)) }]).subarray(0, 60),
      'ARCHIVE_CORROMPUE',
      /« coupe\.zip »/,
    ],
    ['a truncated XML', 'coupe.xml', () => xml().slice(0, -20), 'XML_TRONQUE', /« coupe\.xml » .* ligne \d+/],
    ['UTF-16', 'utf16.csv', () => Buffer.from(`\ufeff${csv(GOOD)}`, 'utf16le'), 'ENCODAGE_UTF16', /« utf16\.csv »/],
    [
      'another root',
      'page.xml',
      () => '<html><body/></html>',
      'RACINE_INCONNUE',
      /« page\.xml » a pour racine « html »/,
    ],
    ['a text that is no table', 'note.txt', () => 'bonjour', 'COLONNE_MANQUANTE', /« note\.txt »/],
    ['one line of 10 MB', 'ligne.csv', () => TEN_MEGABYTES, 'ENTETE_ILLISIBLE', /« ligne\.csv »/],
    [
      'one element of 10 MB',
      'ligne.xml',
      () => xml().replace('553AC', TEN_MEGABYTES),
      'TEXTE_TROP_LONG',
      /« ligne\.xml » .* ligne \d+/,
    ],
  ])('%s', async (_what, name, content, code, names) => {
    const answer = await commanded('ingest', name, content());
    expect(answer.code).toBe(1);
    expect(answer.json).toMatchObject({ feeds: [], rejections: [{ file: name, line: null, code }] });
    const [rejection] = rejectionsOf(answer);
    expectSentence(rejection?.message ?? '');
    expect(rejection?.message).toMatch(names);
    await expectNothingWritten();
  });

  it('a file that is not there', async () => {
    const answer = await commanded('ingest', 'absent.csv', null);
    expect(answer.code).toBe(1);
    expect(answer.json).toMatchObject({ feeds: [], rejections: [{ file: 'absent.csv', code: 'FICHIER_ABSENT' }] });
    expectSentence(rejectionsOf(answer)[0]?.message ?? '');
    await expectNothingWritten();
  });

  it('a folder without any feed', async () => {
    mkdirSync(join(folder, 'janvier'));
    writeFileSync(join(folder, 'janvier', '.cache'), 'x');
    const answer = await commanded('ingest', 'janvier', null);
    expect(answer.code).toBe(1);
    expect(answer.json).toMatchObject({ feeds: [], rejections: [{ file: 'janvier', code: 'DOSSIER_VIDE' }] });
    expectSentence(rejectionsOf(answer)[0]?.message ?? '');
    await expectNothingWritten();
  });
});

describe('a line that cannot be trusted is named with its value, and the others go on', () => {
  const other = siretOf(2);

  it.each<[what: string, line: string, siret: string | null, code: string, names: RegExp]>([
    ['a date of 1900', lineOf(SIRET, '553AC 1.80 1900-01-01 2026-01-05'), SIRET, 'CODE_HORS_RAT', /553AC .* 1900/],
    ['a date of 2099', lineOf(SIRET, '553AC 1.80 2099-01-01 2026-01-05'), SIRET, 'DATE_HORS_LIMITES', /2099/],
    ['31 February', lineOf(SIRET, '553AC 1.80 2026-02-31 2026-01-05'), SIRET, 'DATE_ILLISIBLE', /« 2026-02-31 »/],
    [
      'a SIRET whose key is wrong',
      `${SIRET.slice(0, 9)},${SIRET.slice(9, 13)}${(Number(SIRET[13]) + 1) % 10},,,553AC,N,1.80,2026-01-01,2026-01-05`,
      null,
      'SIRET_CLE',
      new RegExp(`« ${SIRET.slice(0, 13)}\\d »`),
    ],
    ['a negative rate', lineOf(SIRET, '553AC -1.80 2026-01-01 2026-01-05'), SIRET, 'TAUX_ILLISIBLE', /« -1\.80 »/],
    [
      'a rate with a NUL',
      lineOf(SIRET, '553AC 1\u0000.80 2026-01-01 2026-01-05'),
      SIRET,
      'TAUX_ILLISIBLE',
      /1\ufffd\.80/,
    ],
    ['a rate in emoji', lineOf(SIRET, `553AC ${'😀'.repeat(15)} 2026-01-01 2026-01-05`), SIRET, 'TAUX_ILLISIBLE', /😀/],
    ['10 MB on one line', `${SIRET.slice(0, 9)},${TEN_MEGABYTES}`, null, 'LIGNE_TROP_LONGUE', /octets/],
  ])('%s', async (_what, line, siret, code, names) => {
    await given(house, other, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    // Far enough into the file for its first bytes to be those of an ordinary table.
    const before = Array.from({ length: 30 }, () => lineOf(other, '553AC 1.80 2026-01-01 2026-01-05'));
    const answer = await commanded('ingest', 'taux.csv', csv(...before, line));
    expect(answer.code).toBe(0);
    expect(rejectionsOf(answer)).toMatchObject([{ file: 'taux.csv', line: 32, siret, code }]);
    expectSentence(rejectionsOf(answer)[0]?.message ?? '');
    expect(rejectionsOf(answer)[0]?.message).toMatch(names);
    expect(answer.json).toMatchObject({
      feeds: [{ lines: 31, verdicts: { AUTO_UPDATED: 1, QUARANTINED: siret === null ? 0 : 1 } }],
    });
  });

  it('two rates under one key quarantine the establishment, with both lines and values', async () => {
    const twice = csv(GOOD, lineOf(SIRET, '553AC 1.95 2026-01-01 2026-01-05'));
    const answer = await commanded('ingest', 'double.csv', twice);
    expect(answer.code).toBe(0);
    expect(answer.json).toMatchObject({ feeds: [{ verdicts: { QUARANTINED: 1, AUTO_UPDATED: 0 } }] });
    const rejections = rejectionsOf(answer);
    expect(rejections.map(({ line, code }) => [line, code])).toEqual([
      [2, 'TAUX_CONTRADICTOIRES'],
      [3, 'TAUX_CONTRADICTOIRES'],
    ]);
    for (const { message } of rejections) {
      expectSentence(message);
      expect(message).toMatch(/1,80\s% \(ligne 2\), 1,95\s% \(ligne 3\)/);
    }
  });

  it('a byte order mark is no fault', async () => {
    const answer = await commanded('ingest', 'bom.csv', `\ufeff${csv(GOOD)}`);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(answer.json).toMatchObject({ rejections: [], feeds: [{ lines: 1, verdicts: { AUTO_UPDATED: 1 } }] });
  });

  it('a folder keeps its good documents and names the bad ones', async () => {
    mkdirSync(join(folder, 'janvier'));
    writeFileSync(join(folder, 'janvier', 'a.csv'), csv(GOOD));
    writeFileSync(join(folder, 'janvier', 'b.xml'), xml().slice(0, -20));
    writeFileSync(join(folder, 'janvier', 'c.csv'), '');
    const answer = await commanded('ingest', 'janvier', null);
    expect(answer.code).toBe(0);
    expect(answer.json).toMatchObject({ feeds: [{ file: 'janvier/a.csv', verdicts: { AUTO_UPDATED: 1 } }] });
    expect(rejectionsOf(answer).map(({ file, code }) => `${file} ${code}`)).toEqual([
      'janvier/c.csv FICHIER_VIDE',
      'janvier/b.xml XML_TRONQUE',
    ]);
    const [left] = await house.sql<{ files: string }>(`SELECT string_agg(file, ',') AS files FROM feed`);
    expect(left?.files).toBe('janvier/a.csv');
  });
});

describe('other files', () => {
  it('a DSN cut in the middle is refused whole', async () => {
    const cut = "S10.G00.00.001,'LOGICIEL'\r\nS10.G00.00.002,'EDITEUR'\r\nS20.G00.05.001,'01'\r\nS20.G00.05.002,'0";
    const answer = await commanded('import-dsn', 'janvier.dsn', cut);
    expect(answer.code).toBe(1);
    expect(rejectionsOf(answer)).toMatchObject([{ file: 'janvier.dsn', line: 4, code: 'FICHIER_COUPE' }]);
    expectSentence(rejectionsOf(answer)[0]?.message ?? '');
    await expectNothingWritten();
  });

  it.each([
    ['a company file that is not there', null, 'FICHIER_ILLISIBLE'],
    ['an empty company file', '', 'FICHIER_VIDE'],
    ['a company file without siren', 'nom\nx\n', 'ENTETE_INCONNU'],
  ])('%s', async (_what, content, code) => {
    const answer = await commanded('import-companies', 'entreprises.csv', content);
    expect(answer).toMatchObject({ code: 1, json: { refusal: { code } } });
    const { message } = (answer.json as { refusal: { message: string } }).refusal;
    expectSentence(message);
    expect(message).toContain('entreprises.csv');
    await expectNothingWritten();
  });
});

describe('a wrong call ends with 2 and one sentence, before any base is opened', () => {
  it.each([
    [['ingerer', 'x.csv'], /« ingerer »/],
    [['ingest', '--vite', 'x.csv'], /« --vite »/],
    [['ingest'], /« path »/],
    [['rates', '1', '2'], /trop d'arguments/],
    [['rates', '1', '--on'], /« --on/],
  ])('%j', async (args, names) => {
    const answer = await runCli(args, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expectSentence(answer.stderr.trimEnd());
    expect(answer.stderr).toMatch(names);
  });
});

describe('a base or a setting that cannot serve ends with 1 and one sentence', () => {
  const PASSWORD = 'mot-de-passe-secret';

  it.each<[what: string, variables: () => Record<string, string>, code: string]>([
    ['NOW malformed', () => ({ ...variables(), NOW: 'hier' }), 'VARIABLE_REFUSEE'],
    ['DATABASE_URL malformed', () => ({ DATABASE_URL: 'ma-base' }), 'VARIABLE_REFUSEE'],
    ['nobody listening', () => ({ DATABASE_URL: `postgres://paie:${PASSWORD}@127.0.0.1:1/paie` }), 'BASE_INJOIGNABLE'],
    [
      'an unknown machine',
      () => ({ DATABASE_URL: `postgres://paie:${PASSWORD}@machine.invalid/paie` }),
      'BASE_INJOIGNABLE',
    ],
    ['a wrong password', () => ({ DATABASE_URL: house.url.replace(/:[^:@/]+@/, `:${PASSWORD}@`) }), 'BASE_REFUSEE'],
    [
      'a base that does not exist',
      () => ({ DATABASE_URL: house.url.replace(/\/t_[0-9a-f]+/, '/absente') }),
      'BASE_ABSENTE',
    ],
  ])('%s', async (_what, setting, code) => {
    const answer = await runCli(['tasks', '--json'], setting());
    expect(answer).toMatchObject({ code: 1, json: { refusal: { code } } });
    expectSentence(answer.stderr.trimEnd());
    expect(answer.stdout + answer.stderr).not.toContain(PASSWORD);
    expect(answer.stderr).not.toMatch(/\n\s+at /);
  });
});
