import fc from 'fast-check';
import { writeCrm34, writeCsv } from '#domain/feed/feed-writer';
import { aRate, GARAGE, read } from './reading';

const csv = writeCsv([aRate(), aRate({ section: '02', office: '?' }), aRate({ siret: GARAGE })]);

describe('a feed that is neither CSV nor CRM 34', () => {
  it.each([
    ['empty', Buffer.alloc(0), 'FICHIER_VIDE', 'UNKNOWN'],
    ['a byte order mark alone', Buffer.from('\ufeff'), 'FICHIER_VIDE', 'CSV'],
    ['blank lines', Buffer.from('\n \r\n\n'), 'FICHIER_VIDE', 'CSV'],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${csv}`, 'utf16le'), 'ENCODAGE_UTF16', 'UNKNOWN'],
    ['UTF-16 without mark', Buffer.from(csv, 'utf16le'), 'ENCODAGE_UTF16', 'UNKNOWN'],
    ['UTF-16 in big-endian order', Buffer.from(`\ufeff${csv}`, 'utf16le').swap16(), 'ENCODAGE_UTF16', 'UNKNOWN'],
    ['UTF-16 XML', Buffer.from('<?xml version="1.0"?><a/>', 'utf16le'), 'ENCODAGE_UTF16', 'UNKNOWN'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'FORMAT_INCONNU', 'UNKNOWN'],
    ['a ZIP', Buffer.from('504b0304140000000800', 'hex'), 'FORMAT_INCONNU', 'UNKNOWN'],
    ['JSON', Buffer.from('{"taux": [2.35]}'), 'COLONNE_MANQUANTE', 'CSV'],
  ])('is refused when it is %s', (_what, bytes, code, format) => {
    const { end, notified, faults, ignored } = read(bytes, [1]);
    expect(end).toMatchObject({ format, lines: 0, refusal: { code } });
    expect([notified, faults, ignored]).toEqual([[], [], []]);
  });
});

describe('cutting a feed anywhere', () => {
  const faulty = aRate({ effectiveFrom: '2026-02-31' });
  const quoted = `"998877013";00016;"D\r\nD";01;"158AC";N;"2,""35";2026-01-01;\r\n`;
  const hostile = `${csv}${quoted}${'é'.repeat(40_000)}\r\n"${quoted}\u00e9;;\n;x`;
  const documents: [string, Buffer][] = [
    ['a CSV', Buffer.from(csv)],
    ['a CSV that tries all tricks', Buffer.from(hostile)],
    ['the same in windows-1252', Buffer.from(hostile, 'latin1')],
    ['a CSV whose last quote stays open', Buffer.from(`${csv}"998877013;\n${csv}`)],
    ['a current CRM 34', Buffer.from(`\ufeff${writeCrm34({ rates: [aRate(), faulty] }, 'current')}`)],
    ['an older CRM 34', Buffer.from(writeCrm34({ rates: [faulty, aRate({ ctn: 'é€😀' })] }, 'older'))],
    ['a CRM 34 cut short', Buffer.from(writeCrm34({ rates: [aRate()] }, 'current').slice(0, 900))],
    ['a CRM 34 with a long text', Buffer.from(writeCrm34({ rates: [aRate({ ctn: 'x'.repeat(10_300) })] }, 'older'))],
  ];

  it.each(documents)('changes nothing to what is read of %s', (_name, bytes) => {
    const whole = read(bytes, [bytes.length]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 60 }), (pieces) => {
        expect(read(bytes, pieces)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it.each(documents.filter(([, bytes]) => bytes.length < 10_000))('even byte by byte, of %s', (_name, bytes) => {
    expect(read(bytes, [1])).toEqual(read(bytes, [bytes.length]));
  });
});

describe('any bytes at all', () => {
  it('are read or refused, never thrown at', () => {
    const printable = fc.stringMatching(/^[<>&"'=/;,\n\r\t a-z0-9é!\-[\]?:]{0,200}$/);
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), printable), (document) => {
        const { end, notified, faults } = read(document, [7]);
        expect(end.lines).toBe(notified.length + faults.length);
      }),
      { numRuns: 500 },
    );
  });

  it('neither are documents whose pieces were shuffled', () => {
    const pieces = writeCrm34({ rates: [aRate(), aRate({ siret: GARAGE })] }, 'current').split(/(?=<)/);
    fc.assert(
      fc.property(fc.shuffledSubarray(pieces), (shuffled) => {
        const { end, notified, faults } = read(shuffled.join(''));
        expect(end.lines).toBe(notified.length + faults.length);
      }),
    );
  });
});
