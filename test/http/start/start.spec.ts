import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TakeImportDuty } from '#application/duties/take-import-duty';
import { encodeText } from '#domain/dsn/text';
import { dsn } from '../../application/dsn/dsn-desk';
import { openBrowsing, type Browsing, type PageAnswer, type Upload, type Visitor } from '../../support/browsing';
import { leftFolders } from '../../support/deposits';
import { given, lineOf, siretOf } from '../../support/facts';
import { openTestHouse, type TestHouse } from '../../support/test-house';

jest.setTimeout(120_000);

let house: TestHouse;
let browsing: Browsing;
beforeEach(async () => {
  house = await openTestHouse();
  browsing = await openBrowsing(house);
});
afterEach(async () => {
  await browsing.close();
  await house.close();
});

const OWN = siretOf(1);
const OTHER = siretOf(2);
const dsnFile = (text: string, name = 'paie.dsn'): Upload => ({
  field: 'fichiers',
  name,
  bytes: Buffer.from(encodeText(text)),
});
const csvFile = (name: string, ...lines: readonly string[]): Upload => ({
  field: 'fichiers',
  name,
  bytes: lines.join('\n'),
});

/** What rows call for, as the workers do it. */
async function work(): Promise<(string | null)[]> {
  const duty = house.verb(TakeImportDuty);
  const said: (string | null)[] = [];
  for (const subject of await duty.wanted()) said.push(await duty.run(subject));
  return said;
}

/** Sends files and takes them in as a worker does; the page that tells what came of it. */
async function sent(person: Visitor, ...files: readonly Upload[]): Promise<PageAnswer> {
  const answer = await person.upload('/demarrer', files);
  expect([answer.status, answer.text]).toEqual([303, '']);
  await work();
  return person.follow(answer);
}

const codes = async (): Promise<string[]> => {
  const [work] = await house.sql<{ codes: string[] }>(
    `SELECT ARRAY(SELECT r->>'code' FROM jsonb_array_elements(report->'rejections') r) AS codes FROM work ORDER BY id DESC`,
  );
  return work?.codes ?? [];
};

describe('an empty product', () => {
  it('leads whoever may act to their first file, and support to the tasks', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const support = await browsing.signIn('SUPPORT');
    expect((await admin.get('/')).location).toBe('/demarrer');
    expect((await support.get('/')).location).toBe('/taches');
    const page = await admin.get('/demarrer');
    expect(page.text).toContain('Commencer avec une DSN');
    expect(page.text).toContain('10 fichiers au plus à la fois, 100 Mo au plus chacun');
    expect((await support.get('/demarrer')).status).toBe(403);
  });

  it('has companies, employees and first tasks after one DSN', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const report = await sent(admin, dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78', 'M2 553AC 1.78'])));
    expect(report.text).toContain('Import terminé');
    expect(report.text).toContain('Entreprises 1 Établissements 1 Salariés 2');
    expect(report.text).toContain('paie.dsn : DSN');
    expect((await admin.get('/')).location).toBe('/taches');
    expect((await admin.get('/taches')).text).toContain(OWN.slice(0, 3));
    expect(leftFolders()).toEqual([]);
  });
});

describe('the files of a person', () => {
  it('are told by content, whatever their names, and taken in the order that they need', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const siren = OWN.slice(0, 9);
    const rates = csvFile(
      'b.txt',
      'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul',
      lineOf(OWN, '553AC 1.80 2026-01-01 2026-01-03'),
    );
    const companies = csvFile('a.txt', 'siren;nom;client_depuis', `${siren};Auberge du Lac;2019-01-01`);
    const report = await sent(admin, rates, dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78']), 'c.txt'), companies);
    expect(report.text).toContain('b.txt : taux notifiés');
    expect(report.text).toContain('a.txt : fichier d’entreprises');
    expect(report.text).toContain('1 entreprise complétée');
    expect(report.text).toContain('mis à jour : 1');
    expect(await house.sql('SELECT name FROM company')).toEqual([{ name: 'Auberge du Lac' }]);
  });

  it('say file by file what is none of ours, and line by line what is refused', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const report = await sent(
      admin,
      csvFile('lettre.txt', 'Bonjour.'),
      csvFile('clients.csv', 'siren;nom', '123456789;Inconnue'),
    );
    expect(report.text).toContain('Rien n’a été importé');
    expect(report.text).toContain('lettre.txt : contenu non reconnu');
    expect(report.text).toContain('2 lignes refusées');
    expect(report.text).toMatch(/clients\.csv 2 SIREN/);
  });

  it.each([
    ['no file', [], 'Choisissez un fichier à envoyer.'],
    ['an empty file', [csvFile('vide.csv')], 'Le fichier « vide.csv » est vide'],
    ['eleven files', Array.from({ length: 11 }, (_, n) => csvFile(`${n}.csv`, 'siren')), 'Envoyez 10 fichiers au plus'],
  ])('are refused at once: %s', async (_what, files, words) => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const answer = await admin.upload('/demarrer', files);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(await house.sql('SELECT 1 FROM work')).toEqual([]);
  });

  it('keep the names that people gave them out of the way of folders', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const report = await sent(admin, dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78']), '..\\..\\..'));
    expect(report.text).toContain('Import terminé');
    expect(existsSync(join(tmpdir(), 'paie.dsn'))).toBe(false);
  });
});

describe('whose companies a file may bring', () => {
  it('gives an accountant the new ones, and refuses those that others have', async () => {
    await given(house, OTHER, { name: 'Chez l’autre' });
    const paul = await browsing.signIn('ACCOUNTANT', [siretOf(9)]);
    const report = await sent(
      paul,
      dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78']), 'a.dsn'),
      dsnFile(dsn(OWN, '2025-11', ['M1 553AC 1.78']), 'b.dsn'),
      dsnFile(dsn(OTHER, '2025-12', ['M7 553AC 1.78']), 'c.dsn'),
    );
    expect(report.text).toContain('Établissements 1 Salariés 1');
    expect(report.text).toContain(`L’entreprise ${OTHER.slice(0, 9)} n’est pas de celles que vous suivez`);
    expect(await codes()).toEqual(['ENTREPRISE_HORS_COMPTE']);
    expect(await house.sql('SELECT 1 FROM employee WHERE siren = $1', [OTHER.slice(0, 9)])).toEqual([]);
    expect(await house.sql('SELECT siren FROM account_company ORDER BY 1')).toEqual([
      { siren: OWN.slice(0, 9) },
      { siren: siretOf(9).slice(0, 9) },
    ]);
    expect(await house.sql(`SELECT 1 FROM audit_entry WHERE action = 'account.companies_attached'`)).toHaveLength(1);
    expect((await paul.get('/')).location).toBe('/taches');
  });

  it('refuses an accountant a company promised to somebody else before its first DSN', async () => {
    await browsing.account('PAYROLL_ADMIN', [OWN]);
    const paul = await browsing.signIn('ACCOUNTANT', [siretOf(9)]);
    await sent(paul, dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78'])));
    expect(await codes()).toEqual(['ENTREPRISE_HORS_COMPTE']);
    expect(await house.sql('SELECT 1 FROM company')).toEqual([]);
  });

  it('takes from a payroll admin nothing but their own, in DSN, companies and rates', async () => {
    await given(house, OWN, { sheets: ['2025-05-01 NOTIFIED 553AC 1.78'], employees: { M1: {} } });
    await given(house, OTHER, { name: 'Chez l’autre', sheets: ['2025-05-01 NOTIFIED 553AC 1.78'] });
    const claire = await browsing.signIn('PAYROLL_ADMIN', [OWN]);
    await sent(
      claire,
      dsnFile(dsn(siretOf(3), '2025-12', ['M1 553AC 1.78'])),
      csvFile('noms.csv', 'siren;nom', `${OTHER.slice(0, 9)};Volée`, `${OTHER.slice(0, 9)};Encore`),
      csvFile(
        'taux.csv',
        'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul',
        lineOf(OTHER, '553AC 1.10 2026-01-01 2026-01-03'),
      ),
    );
    expect(await codes()).toEqual(['ENTREPRISE_HORS_COMPTE', 'ENTREPRISE_HORS_COMPTE', 'ENTREPRISE_HORS_COMPTE']);
    expect(await house.sql('SELECT name FROM company WHERE siren = $1', [OTHER.slice(0, 9)])).toEqual([
      { name: 'Chez l’autre' },
    ]);
    expect(await house.sql('SELECT 1 FROM feed WHERE sha256 IS NOT NULL AND id > 1')).toEqual([]);
    const own = await sent(claire, dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78'])));
    expect(own.text).toContain('Import terminé');
  });
});

describe('work that goes on', () => {
  const waiting = async (accountId: number): Promise<number> => {
    const [row] = await house.sql<{ id: number }>(
      `INSERT INTO work (account_id, actor, admission, files, size_bytes, created_at)
       VALUES ($1, 'test', '"ALL"', '[{"name":"paie.dsn","size":2048,"kind":"DSN"}]', 2048, $2) RETURNING id::int`,
      [accountId, house.wallClock.now()],
    );
    return row?.id ?? 0;
  };

  it('is a page that asks again without scripts, and events with them', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const id = await waiting(admin.person.accountId);
    const page = await admin.get(`/demarrer/${id}`);
    expect(page.text).toContain('Import en cours');
    expect(page.body).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect(page.body).toContain(`data-progress="/demarrer/${id}/avancement"`);
    const events = admin.get(`/demarrer/${id}/avancement`);
    await house.sql(`UPDATE work SET state = 'RUNNING', step = 'DSN', read_bytes = 1024 WHERE id = $1`, [id]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await house.sql(
      `UPDATE work SET state = 'FAILED', failure = 'Le disque est plein.', ended_at = now() WHERE id = $1`,
      [id],
    );
    const { headers, body } = await events;
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(body).toContain('"text":"Lecture des DSN : 50\u00a0%","share":50,"ended":false');
    expect(body.trimEnd().endsWith('"ended":true}')).toBe(true);
    expect((await admin.get(`/demarrer/${id}`)).text).toContain('Le disque est plein.');
  });

  it('waits for a worker, which may come much later', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const answer = await admin.upload('/demarrer', [dsnFile(dsn(OWN, '2025-12', ['M1 553AC 1.78']))]);
    const waits = await admin.follow(answer);
    expect(waits.text).toContain('Import en cours');
    expect(waits.text).toContain('En attente : le travail de fond s’en charge dès qu’il est libre.');
    house.wallClock.instant = '2026-01-06T09:50:00Z';
    expect((await admin.get('/demarrer')).text).toContain('En attente');
    expect(await work()).toEqual([expect.stringMatching(/^Import \d+ terminé : 1 fichier\(s\), 0 rejet\(s\)\.$/)]);
    expect((await admin.follow(answer)).text).toContain('Import terminé');
  });

  it('is told as interrupted when a former release left it so', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const id = await waiting(admin.person.accountId);
    await house.sql(`UPDATE work SET state = 'INTERRUPTED', ended_at = created_at WHERE id = $1`, [id]);
    const page = await admin.get(`/demarrer/${id}`);
    expect(page.text).toContain('Import interrompu');
    expect(page.text).toContain('renvoyez les fichiers');
    expect((await admin.get('/demarrer')).text).toContain('Interrompu');
  });

  it('is nobody’s but its owner’s', async () => {
    const admin = await browsing.signIn('ADMINISTRATOR');
    const other = await browsing.signIn('ADMINISTRATOR');
    const id = await waiting(admin.person.accountId);
    for (const path of [`/demarrer/${id}`, `/demarrer/${id}/avancement`, '/demarrer/0', '/demarrer/abc'])
      expect((await other.get(path)).status).toBe(404);
  });
});
