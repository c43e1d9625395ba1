import { csvRow } from '#domain/values/csv';

describe('a cell for a spreadsheet', () => {
  it.each([
    ['Menuiserie Arnaud', 'Menuiserie Arnaud'],
    ['Arnaud; fils', '"Arnaud; fils"'],
    ['dit « le "bon" »', '"dit « le ""bon"" »"'],
    ['=2+2', "'=2+2"],
    ['@somme', "'@somme"],
    ['+33', "'+33"],
    ['-1', "'-1"],
    ['\tcaché', "'\tcaché"],
    ['=1;2', `"'=1;2"`],
  ])('%j is written %j', (text, written) => {
    expect(csvRow([text])).toBe(written);
  });
});
