import { fileKind } from '#domain/start/file-kind';

describe('what a file is, told by its content', () => {
  it.each([
    ['a DSN', "S10.G00.00.001,'Logiciel'\r\nS10.G00.00.002,'Éditeur'\r\n", 'DSN'],
    ['a return of the caisse', '<?xml version="1.0"?><CRM>', 'RATES'],
    ['a return with a byte order mark', '\ufeff<?xml version="1.0"?>', 'RATES'],
    ['a table of rates', 'siren;nic;code_ctn;section;code_risque;temoin_bureau;taux;date_effet\n', 'RATES'],
    ['a table of rates in another order', '"taux","code_risque","siren","nic"\n', 'RATES'],
    ['a table of companies', 'siren,nom,effectif,client_depuis\n', 'COMPANIES'],
    ['a table of companies with a mark', '\ufeffSIREN;Nom\n', 'COMPANIES'],
    ['a letter', 'Bonjour, voici le fichier.', null],
    ['a picture', '\u0089PNG\r\n', null],
    ['nothing', '', null],
  ])('%s', (_what, text, kind) => {
    expect(fileKind(Buffer.from(text))).toBe(kind);
  });
});
