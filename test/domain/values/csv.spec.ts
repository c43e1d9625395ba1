import { csvRow, withoutApostrophe } from '#domain/values/csv';

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
    ['\n=2+2', `"'\n=2+2"`],
    [' =2+2', "' =2+2"],
    ['\u00a0\u200b@somme', "'\u00a0\u200b@somme"],
    ['＝2+2', "'＝2+2"],
  ])('%j is written %j', (text, written) => {
    expect(csvRow([text])).toBe(written);
  });
});

it.each(['=2+2', ' -1', '＋33', "'78", '78'])('%j is read back as it was written', (text) => {
  expect(withoutApostrophe(csvRow([text]))).toBe(text);
});
