import { readCompanyFile, type CompanyLine } from '#domain/companies/company-file';
import { siretOf } from '../../support/facts';

const HEADER = 'siren,nom,effectif,client_depuis,automatisation,compte_atmp';
const WITH_NIC = `${HEADER},nic,date_creation,code_postal`;
const SIRET = siretOf(1);
const SIREN = SIRET.slice(0, 9);
const NIC = SIRET.slice(9);

const read = (...rows: readonly string[]) => readCompanyFile('clients.csv', Buffer.from([...rows, ''].join('\n')));

/** The one company of a file that refuses nothing. */
function company(...rows: readonly string[]): CompanyLine {
  const { companies, rejections, refusal } = read(...rows);
  const [line] = companies;
  if (line === undefined) throw new Error(JSON.stringify({ rejections, refusal }));
  expect({ rejections, refusal, count: companies.length }).toEqual({ rejections: [], refusal: null, count: 1 });
  return line;
}

describe('a company file', () => {
  it('tells of a company what no DSN does', () => {
    expect(company(HEADER, `${SIREN},Menuiserie Arnaud,"19,99",2021-03-01,oui,non`)).toEqual({
      line: 2,
      siren: SIREN,
      name: 'Menuiserie Arnaud',
      headcountHundredths: 1999,
      clientSince: '2021-03-01',
      automation: true,
      atmpAccount: false,
      establishment: null,
    });
  });

  it('leaves unsaid what its cells leave empty', () => {
    expect(company(HEADER, `${SIREN},,,,,`)).toMatchObject({
      name: null,
      headcountHundredths: null,
      clientSince: null,
      automation: null,
      atmpAccount: null,
      establishment: null,
    });
  });

  it.each([
    ['in capitals, as spreadsheets like it', 'SIREN,NOM,EFFECTIF'],
    ['with spaces for underscores around', ' siren , nom , effectif '],
    ['in another order', 'effectif,nom,siren'],
    ['behind a byte order mark', '\uFEFFsiren,nom,effectif'],
    ['between semicolons', 'siren;nom;effectif'],
    ['between tabs', 'siren\tnom\teffectif'],
    ['with a column of the exporter’s own', 'siren,nom,effectif,gestionnaire'],
    ['below an empty line', '\nsiren,nom,effectif'],
    ['in quotes', '"siren","nom","effectif"'],
  ])('has a header %s', (_drift, header) => {
    const cells: Record<string, string> = { siren: SIREN, nom: 'Arnaud', effectif: '87', gestionnaire: 'Zoé' };
    const mark = /[;\t]/.exec(header)?.[0] ?? ',';
    const row = header
      .split(mark)
      .map(
        (name) =>
          cells[
            name
              .replace(/["\uFEFF]/g, '')
              .trim()
              .toLowerCase()
          ],
      )
      .join(mark);
    expect(company(header, row)).toMatchObject({ siren: SIREN, name: 'Arnaud', headcountHundredths: 8700 });
  });

  it.each([
    ['Client depuis', 'client_depuis'],
    ['CLIENT-DEPUIS', 'client_depuis'],
    ['client_ depuis', 'client_depuis'],
  ])('reads the column « %s » as %s', (written) => {
    expect(company(`siren,${written}`, `${SIREN},2021-03-01`).clientSince).toBe('2021-03-01');
  });

  it.each([
    ['is empty', '', 'FICHIER_VIDE'],
    ['has no header', `${SIREN},Arnaud,87`, 'ENTETE_INCONNU'],
    ['names no siren', 'siret,nom\n', 'ENTETE_INCONNU'],
    ['holds blank lines only', '\n\n\n', 'ENTETE_INCONNU'],
  ])('is refused whole when it %s', (_case, text, code) => {
    const { companies, refusal } = readCompanyFile('clients.csv', Buffer.from(text));
    expect(companies).toEqual([]);
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toContain('« clients.csv »');
  });

  it('is read in windows-1252 as well as in UTF-8', () => {
    const text = `${HEADER}\n${SIREN},Crémerie Éloïse,,,,\n`;
    for (const encoding of ['utf8', 'latin1'] as const) {
      const { companies } = readCompanyFile('clients.csv', Buffer.from(text, encoding));
      expect(companies[0]?.name).toBe('Crémerie Éloïse');
    }
  });
});

describe('a cell of a company file', () => {
  it.each([
    ['oui', true],
    ['OUI', true],
    ['o', true],
    ['1', true],
    ['true', true],
    ['non', false],
    ['Non', false],
    ['N', false],
    ['0', false],
    ['false', false],
    ['', null],
  ])('says « %s » for automation %s', (written, automation) => {
    expect(company('siren,automatisation', `${SIREN},${written}`).automation).toBe(automation);
  });

  it.each([
    ['2021-03-01', '2021-03-01'],
    ['01/03/2021', '2021-03-01'],
    [' 29/02/2024 ', '2024-02-29'],
    ['', null],
  ])('gives the day « %s » as %s', (written, clientSince) => {
    expect(company('siren;client_depuis', `${SIREN};${written}`).clientSince).toBe(clientSince);
  });

  it.each([
    ['87', 8700],
    ['19,99', 1999],
    ['19.999', 1999],
    ['1 250', 125_000],
    ['1\u00a0250', 125_000],
    ['0', 0],
    ['', null],
  ])('gives the headcount « %s » as %s hundredths', (written, headcountHundredths) => {
    expect(company('siren;effectif', `${SIREN};${written}`).headcountHundredths).toBe(headcountHundredths);
  });

  it.each([
    ['\u0000 Arnaud', 'Arnaud'],
    ['Arnaud\u0007fils', 'Arnaud fils'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('keeps of the name %j what can be stored', (written, name) => {
    expect(company('siren,nom', `${SIREN},${written}`).name).toBe(name);
  });
});

describe('a line with a NIC', () => {
  it('also names an establishment', () => {
    const row = `${SIREN},Arnaud,,,,,${NIC},01/02/2024,44000`;
    expect(company(WITH_NIC, row).establishment).toEqual({ siret: SIRET, createdOn: '2024-02-01', postcode: '44000' });
  });

  it('may leave its date and its postcode unsaid', () => {
    const row = `${SIREN},Arnaud,,,,,${NIC},,`;
    expect(company(WITH_NIC, row).establishment).toEqual({ siret: SIRET, createdOn: null, postcode: null });
  });

  it('gets back the leading zeros that a spreadsheet dropped', () => {
    const row = `${SIREN},Arnaud,,,,,${Number(NIC)},,1000`;
    expect(company(WITH_NIC, row).establishment).toMatchObject({ siret: SIRET, postcode: '01000' });
  });
});

describe('a refused line of a company file', () => {
  const wrongKey = `${SIREN.slice(0, 8)}${(Number(SIREN[8]) + 1) % 10}`;

  it.each([
    ['a SIREN of eight letters', 'abcdefgh,Arnaud,,,,,,,', 'SIREN_ILLISIBLE', 'abcdefgh'],
    ['a SIREN with a wrong key', `${wrongKey},Arnaud,,,,,,,`, 'SIREN_CLE', wrongKey],
    ['a headcount in words', `${SIREN},Arnaud,douze,,,,,,`, 'EFFECTIF_ILLISIBLE', 'douze'],
    ['a negative headcount', `${SIREN},Arnaud,-3,,,,,,`, 'EFFECTIF_ILLISIBLE', '-3'],
    ['a day that does not exist', `${SIREN},Arnaud,,2021-02-31,,,,,`, 'DATE_ILLISIBLE', 'client_depuis'],
    ['neither yes nor no', `${SIREN},Arnaud,,,peut-être,,,,`, 'OUI_NON_ILLISIBLE', 'automatisation'],
    ['an account that is neither', `${SIREN},Arnaud,,,,ouvert,,,`, 'OUI_NON_ILLISIBLE', 'compte_atmp'],
    ['a NIC with a wrong key', `${SIREN},Arnaud,,,,,99999,,`, 'SIRET_CLE', `${SIREN}99999`],
    ['a creation in letters', `${SIREN},Arnaud,,,,,${NIC},hier,`, 'DATE_ILLISIBLE', 'date_creation'],
    ['a postcode in letters', `${SIREN},Arnaud,,,,,${NIC},,2A004`, 'CODE_POSTAL_ILLISIBLE', '2A004'],
  ])('has %s, and its sentence names it', (_case, row, code, named) => {
    const { companies, rejections } = read(WITH_NIC, row);
    expect(companies).toEqual([]);
    expect(rejections).toMatchObject([{ line: 2, code }]);
    expect(rejections[0]?.message).toContain(named);
  });

  it('never stops the others, and keeps its own number', () => {
    const { companies, rejections } = read(HEADER, `${SIREN},A,,,,`, '', 'x,B,,,,', `${siretOf(2).slice(0, 9)},C,,,,`);
    expect(companies.map(({ line, name }) => `${line} ${name ?? ''}`)).toEqual(['2 A', '5 C']);
    expect(rejections.map(({ line, code }) => `${line} ${code}`)).toEqual(['4 SIREN_ILLISIBLE']);
  });

  it('may be one whose quote is never closed', () => {
    const { companies, rejections } = read(HEADER, `${SIREN},"Arnaud,,,,`, `${siretOf(2).slice(0, 9)},C,,,,`);
    expect(rejections).toMatchObject([{ line: 2, code: 'LIGNE_ILLISIBLE' }]);
    expect(companies.map(({ name }) => name)).toEqual(['C']);
  });
});
