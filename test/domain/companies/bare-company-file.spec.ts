import fc from 'fast-check';
import { BareCompanyFile } from '#domain/companies/bare-company-file';

function bareOf(chunks: readonly Buffer[]): string {
  const bare = new BareCompanyFile();
  return Buffer.concat([...chunks.map((chunk) => bare.push(chunk)), bare.end()]).toString('latin1');
}

const FILE =
  'siren;nom;nic;salarié\r\n300000015;Auberge du Lac;00010;1 85 05 78 006 084\r\n300000023;Bâti;00014;Zoé\r\n';

it('empties the cells that hold a NIR, and changes nothing else', () => {
  expect(bareOf([Buffer.from(FILE, 'latin1')])).toBe(FILE.replace('1 85 05 78 006 084', ''));
});

it('does so wherever the bytes are cut', () => {
  const whole = Buffer.from(FILE, 'latin1');
  fc.assert(
    fc.property(fc.nat(whole.length), (at) => {
      expect(bareOf([whole.subarray(0, at), whole.subarray(at)])).toBe(FILE.replace('1 85 05 78 006 084', ''));
    }),
  );
});

it('leaves a SIRET, a date and a name with figures', () => {
  const line = 'siren,nom,nic\n300000015,Garage 30000001500010 du 2019-01-01,00010';
  expect(bareOf([Buffer.from(line)])).toBe(line);
});
