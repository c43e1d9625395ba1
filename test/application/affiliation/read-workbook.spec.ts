import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkbook } from '#application/affiliation/read-workbook';
import { ZipWriter } from '#application/intake/zip-writer';
import { trusted } from '#domain/values/result';

const folder = mkdtempSync(join(tmpdir(), 'classeurs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const WORKBOOK = `<workbook xmlns="${MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cachée" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Salariés" sheetId="2" r:id="rId2"/></sheets></workbook>`;
const RELATIONS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`;

let files = 0;
function kept(bytes: Uint8Array): string {
  const path = join(folder, `${++files}.xlsx`);
  writeFileSync(path, bytes);
  return path;
}

/** A workbook whose second sheet holds these rows, in XML. */
function workbook(rows: string, parts: Readonly<Record<string, string>> = {}): string {
  const zip = new ZipWriter();
  const all = {
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    ...parts,
  };
  const members = Object.entries(all).map(([name, text]) => zip.add({ name, bytes: Buffer.from(text) }));
  return kept(Buffer.concat([...members, zip.end()]));
}

const cellsOf = async (path: string, most = 100) => trusted(await readWorkbook(path, 'salariés.xlsx', most));
const codeOf = async (path: string) => {
  const read = await readWorkbook(path, 'salariés.xlsx', 100);
  return read.ok ? 'read' : read.refusal.code;
};

test('what a spreadsheet program writes is read as it is shown', async () => {
  const text = (value: string) => ({ value, type: String });
  const sheet = [
    [text('matricule'), text('profil'), text('nom')],
    [text('00042'), { value: 2, type: Number }, text('Éon & Fils')],
    [null, null, null],
    [text('M3'), { value: 1, type: Number }, null],
  ];
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const path = kept(await writeWorkbook([{ data: sheet, sheet: 'Salariés' }]).toBuffer());
  expect(await cellsOf(path)).toEqual([
    { line: 1, cells: ['matricule', 'profil', 'nom'] },
    { line: 2, cells: ['00042', '2', 'Éon & Fils'] },
    { line: 4, cells: ['M3', '1'] },
  ]);
});

test('of formulas only the value counts, of an error nothing; texts may be shared, in place or in pieces', async () => {
  const path = workbook(
    '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>A1</f><v>452BE</v></c></row>' +
      '<row r="4"><c r="A4" t="inlineStr"><is><r><t>M</t></r><r><t>42</t></r></is></c><c r="B4" t="e"><v>#N/A</v></c><c r="D4" t="b"><v>1</v></c></row>',
    {
      'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><r><t>Le </t></r><r><t>Goff</t></r><rPh><t>le gof</t></rPh></si></sst>`,
    },
  );
  expect(await cellsOf(path)).toEqual([
    { line: 3, cells: ['Le Goff', '2', '452BE'] },
    { line: 4, cells: ['M42', '', '', '1'] },
  ]);
});

test('a prefix before every name changes nothing', async () => {
  const path = workbook('', {
    'xl/worksheets/sheet2.xml': `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
  });
  expect(await cellsOf(path)).toEqual([{ line: 1, cells: ['7'] }]);
});

test('one cell in the last corner costs nothing', async () => {
  const path = workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>9</v></c></row>');
  expect(await cellsOf(path)).toEqual([{ line: 1, cells: ['1'] }]);
});

test('rows beyond the limit are not kept, but one tells of them', async () => {
  const rows = Array.from(
    { length: 50 },
    (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`,
  );
  expect(await cellsOf(workbook(rows.join('')), 10)).toHaveLength(11);
});

test.each<[string, () => string]>([
  ['no archive', () => kept(Buffer.from('PK\u0003\u0004 and then nothing'))],
  [
    'an archive of something else',
    () => {
      const zip = new ZipWriter();
      return kept(Buffer.concat([zip.add({ name: 'a.txt', bytes: Buffer.from('a') }), zip.end()]));
    },
  ],
  ['a sheet that is no XML', () => workbook('<row')],
  [
    'an entity that grows',
    () => workbook('', { 'xl/sharedStrings.xml': '<!DOCTYPE s [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>' }),
  ],
  ['a sheet that inflates beyond measure', () => workbook('<row r="1"><c r="A1"><v>1</v></c></row>'.repeat(400_000))],
  [
    'a part outside',
    () =>
      workbook('', {
        'xl/_rels/workbook.xml.rels': RELATIONS.replace('/xl/worksheets/sheet2.xml', 'http://ailleurs.example/a.xml'),
      }),
  ],
])('%s is refused by one sentence', async (_situation, path) => {
  expect(await codeOf(path())).toBe('CLASSEUR_ILLISIBLE');
});
