import { writeCsv } from '#domain/feed/feed-writer';
import { aRate, BAKERY, DAIRY, GARAGE, read } from './reading';

const HEADER = 'siren;nic;code_ctn;section;code_risque;temoin_bureau;taux;date_effet;date_calcul';
const ROW = '998877013;00016;DD;01;158AC;N;2,35;2026-01-01;2025-12-30';
const csv = (...rows: string[]) => [HEADER, ...rows].join('\n');

/** The usual row with some of its cells replaced. */
function row(
  change: Partial<Record<'siren' | 'nic' | 'section' | 'code' | 'office' | 'rate' | 'from' | 'at', string>>,
) {
  const { siren = '998877013', nic = '00016', section = '01', code = '158AC' } = change;
  const { office = 'N', rate = '2,35', from = '2026-01-01', at = '2025-12-30' } = change;
  return [siren, nic, 'DD', section, code, office, rate, from, at].join(';');
}

const USUAL = {
  line: 2,
  siret: BAKERY,
  code: '158AC',
  office: false,
  section: '01',
  rate: 235,
  effectiveFrom: '2026-01-01',
  calculatedAt: '2025-12-30T00:00:00',
  ctn: 'DD',
};

describe('a CSV feed', () => {
  it('gives each row as a notified line', () => {
    const { notified, faults, ignored, end } = read(csv(ROW));
    expect(notified).toEqual([USUAL]);
    expect([faults, ignored]).toEqual([[], []]);
    expect(end).toEqual({ format: 'CSV', lines: 1, refusal: null });
  });

  it('reads what the writer writes', () => {
    const rates = [aRate(), aRate({ siret: GARAGE, section: '0;2', office: 'O', rate: '0.71' })];
    const { notified, faults } = read(writeCsv([...rates, aRate({ section: 'a"b' })]));
    expect(notified).toEqual([USUAL]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [3, 'SECTION_ILLISIBLE'],
      [4, 'SECTION_ILLISIBLE'],
    ]);
  });

  describe('in the shapes accountants send it', () => {
    it.each([
      ['commas', csv(ROW.replace('2,35', '2.35')).replaceAll(';', ',')],
      ['tabs', csv(ROW).replaceAll(';', '\t')],
      ['CRLF', csv(ROW).replaceAll('\n', '\r\n')],
      ['a byte order mark', `\ufeff${csv(ROW)}`],
      ['a final newline', `${csv(ROW)}\n`],
      ['quoted cells', csv(ROW.replace('2,35', '"2,35"').replace('158AC', '"158AC"'))],
      [
        'a quoted decimal comma among commas',
        `${HEADER.replaceAll(';', ',')}\n${ROW.replace('2,35', '"2.35"').replaceAll(';', ',').replace('2.35', '2,35')}`,
      ],
      [
        'capitals and accents in the header',
        csv(ROW).replace('temoin_bureau', 'Témoin bureau').replace('taux', ' TAUX '),
      ],
      ['French dates', csv(row({ from: '01/01/2026', at: '30/12/2025' }))],
      ['a percent sign', csv(row({ rate: '2,35 %' }))],
      ['zeros dropped from the NIC', csv(row({ nic: '16' }))],
      ['a SIREN in groups of three', csv(row({ siren: '998 877 013' }))],
      ['a trailing separator', csv(`${ROW};;`)],
    ])('reads %s', (_shape, document) => {
      expect(read(document).notified).toEqual([USUAL]);
    });

    it('takes a column siret in place of siren and nic, and does without code_ctn', () => {
      const header = 'Fichier;siret;section;code_risque;temoin_bureau;taux;date_effet;date_calcul';
      const { notified } = read(`${header}\nx.xml;1 23450900014;01;158AC;N;2.35;2026-01-01;2025-12-30`);
      expect(notified).toEqual([{ ...USUAL, siret: DAIRY, ctn: null }]);
    });

    it('puts back the zeros that a spreadsheet took from SIREN and NIC', () => {
      expect(read(csv(row({ siren: '1234509', nic: '14' }))).notified[0]?.siret).toBe(DAIRY);
    });

    it('counts a row on the line where it begins, quoted newlines included', () => {
      const { notified } = read(csv(`"998877013";00016;"D\n\nD";01;158AC;N;2,35;2026-01-01;2025-12-30`, ROW));
      expect(notified.map(({ line }) => line)).toEqual([2, 5]);
    });

    it('skips rows of empty cells and keeps counting', () => {
      expect(read(csv('', ';;;;;;;;', '  ', ROW)).notified[0]?.line).toBe(5);
      expect(read(`\n\n${csv(ROW)}`).notified[0]?.line).toBe(4);
    });

    it('leaves an empty section or date of calculation unknown', () => {
      const { notified } = read(csv(row({ section: ' ', at: '' })));
      expect(notified[0]).toMatchObject({ section: null, calculatedAt: null });
    });
  });

  describe('in windows-1252', () => {
    it('reads a header and rows with accents', () => {
      const document = csv(`${ROW};Société Hélène`, ROW);
      const withName = document.replace('date_calcul', 'date_calcul;Libellé');
      expect(read(Buffer.from(withName, 'latin1')).notified).toHaveLength(2);
    });

    it('reads no-break spaces of either encoding, row by row', () => {
      const spaced = row({ rate: '2,35\u00a0%' });
      const mixed = Buffer.concat([
        Buffer.from(csv(`${spaced}\n`)),
        Buffer.from(`${spaced}\n`, 'latin1'),
        Buffer.from(spaced),
      ]);
      expect(read(mixed).notified.map(({ rate }) => rate)).toEqual([235, 235, 235]);
    });

    it('shows the euro sign of 0x80 in its sentences', () => {
      const document = Buffer.concat([
        Buffer.from(csv('998877013;00016;DD;01;158AC;N;2')),
        Buffer.of(0x80),
        Buffer.from(';2026-01-01;'),
      ]);
      expect(read(document).faults[0]?.message).toContain('« 2€ »');
    });
  });

  it.each([
    ['O', true],
    ['o', true],
    ['1', true],
    ['TRUE', true],
    ['true', true],
    ['N', false],
    [' n ', false],
    ['0', false],
    ['False', false],
    ['', false],
  ])('reads the témoin bureau « %s »', (office, expected) => {
    expect(read(csv(row({ office }))).notified[0]?.office).toBe(expected);
  });

  it.each([
    ['O', true],
    ['', true],
  ])('takes the B of the code for the office when the témoin says « %s »', (office, expected) => {
    expect(read(csv(row({ code: '452BEB', office }))).notified[0]).toMatchObject({ code: '452BE', office: expected });
  });

  it.each([
    ['a témoin seen nowhere', row({ office: 'X' }), 'TEMOIN_INCONNU', '« X »'],
    ['a témoin that says no to a B', row({ code: '452BEB' }), 'CODE_BUREAU_CONTRADICTOIRE', '« 452BEB »'],
    ['a code of four characters', row({ code: '58AC' }), 'CODE_ILLISIBLE', '« 58AC »'],
    ['no code beside a rate', row({ code: '' }), 'CODE_MANQUANT', 'code risque est vide'],
    ['no rate beside a code', row({ rate: ' ' }), 'TAUX_MANQUANT', 'taux est vide'],
    ['a negative rate', row({ rate: '-1,00' }), 'TAUX_ILLISIBLE', '« -1,00 »'],
    ['a share for a percentage', row({ rate: '0,0235' }), 'TAUX_ILLISIBLE', '« 0,0235 »'],
    ['a forgotten comma', row({ rate: '235' }), 'TAUX_AMBIGU', '« 235 »'],
    ['31 February', row({ from: '2026-02-31' }), 'DATE_ILLISIBLE', "Date d'effet : la date « 2026-02-31 »"],
    ['no date of effect', row({ from: '' }), 'DATE_EFFET_MANQUANTE', "date d'effet est vide"],
    ['a date of calculation in words', row({ at: 'hier' }), 'DATE_ILLISIBLE', 'Date de calcul : la date « hier »'],
    ['a section of eleven characters', row({ section: '12345678901' }), 'SECTION_ILLISIBLE', 'dix lettres'],
    ['a cell too many', `${ROW};;x`, 'CELLULES_EN_TROP', 'en-tête'],
    ['a quote never closed', `"${ROW}`, 'GUILLEMET_NON_FERME', 'guillemet'],
  ])('reports %s and goes on with the next row', (_what, faulty, code, words) => {
    const { faults, notified, end } = read(csv(faulty, ROW));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line: 2, code });
    expect(faults[0]?.message).toContain(words);
    expect(faults[0]?.message).toMatch(/^[A-ZÀ-Ý].*[.?]$/);
    expect(notified).toEqual([{ ...USUAL, line: 3 }]);
    expect(end.lines).toBe(2);
  });

  it.each([
    ['a wrong key', row({ nic: '00017' }), 'SIRET_CLE', '99887701300017'],
    ['no NIC', row({ nic: '' }), 'SIRET_ILLISIBLE', '998877013'],
    ['letters', row({ siren: '99887701A' }), 'SIRET_ILLISIBLE', '99887701A00016'],
    ['a number in scientific notation', row({ siren: '9,98E+08' }), 'SIRET_ILLISIBLE', '9,98E+0800016'],
  ])('says what stood in place of a SIRET with %s', (_what, faulty, code, siretAsWritten) => {
    expect(read(csv(faulty)).faults).toEqual([
      { line: 2, siret: null, siretAsWritten, code, message: expect.stringMatching(/^Le SIRET .*\.$/) as string },
    ]);
  });

  it('names the establishment of a fault whose SIRET is good', () => {
    expect(read(csv(row({ rate: 'x' }))).faults[0]).toMatchObject({ siret: BAKERY, siretAsWritten: null });
  });

  it('ignores a row that holds neither code nor rate', () => {
    const { ignored, end } = read(csv(row({ code: '', rate: '' }), row({ nic: '1', code: '', rate: '' })));
    expect(ignored.map(({ siret, line }) => [siret, line])).toEqual([
      [BAKERY, 2],
      [null, 3],
    ]);
    expect(end).toEqual({ format: 'CSV', lines: 0, refusal: null });
  });

  it('ignores a file that has a header and no row', () => {
    const { ignored, end } = read(csv('', ''));
    expect(ignored).toEqual([{ siret: null, line: 1, reason: expect.stringContaining('en-tête') as string }]);
    expect(end).toEqual({ format: 'CSV', lines: 0, refusal: null });
  });

  describe('with a line that has no end', () => {
    const endless = 'x'.repeat(10_000_000);

    it('reports it once, keeps none of it and reads what follows', () => {
      const { faults, notified, end } = read(csv(endless, ROW));
      expect(faults.map(({ line, code }) => [line, code])).toEqual([[2, 'LIGNE_TROP_LONGUE']]);
      expect(notified[0]?.line).toBe(3);
      expect(end.lines).toBe(2);
    });

    it('refuses the file when it stands in place of the header', () => {
      expect(read(endless).end.refusal?.code).toBe('ENTETE_ILLISIBLE');
    });

    it('accepts a line of 65 536 bytes and no more', () => {
      const filler = (length: number) => `${ROW};${' '.repeat(length - ROW.length - 1)}`;
      expect(read(csv(filler(65_536))).notified).toHaveLength(1);
      expect(read(csv(filler(65_537))).faults[0]?.code).toBe('LIGNE_TROP_LONGUE');
    });

    it('loses only its own line to a quote that nothing closes', () => {
      const rows = Array.from({ length: 3_000 }, () => ROW);
      const { faults, notified } = read(csv(`"${ROW}`, ...rows), [1_000]);
      expect(faults.map(({ line, code }) => [line, code])).toEqual([[2, 'GUILLEMET_NON_FERME']]);
      expect(notified).toHaveLength(3_000);
      expect(notified[2_999]?.line).toBe(3_002);
    });
  });

  it.each([
    ['one column', csv(ROW).replace('code_risque', 'code'), 'COLONNE_MANQUANTE', 'La colonne code_risque manque'],
    [
      'two columns',
      csv(ROW).replace(';taux;', ';').replace('nic', 'x'),
      'COLONNE_MANQUANTE',
      'Les colonnes nic, taux manquent',
    ],
    ['its header', ROW, 'COLONNE_MANQUANTE', 'siren, nic'],
    ['sense: two columns of rates', csv(ROW).replace('code_ctn', 'Taux'), 'COLONNE_EN_DOUBLE', '« taux »'],
  ])('is refused when it lacks %s', (_what, document, code, words) => {
    const { end, notified, faults } = read(document);
    expect(end.refusal?.code).toBe(code);
    expect(end.refusal?.message).toContain(words);
    expect(end.refusal?.message).toContain('« envoi »');
    expect([notified, faults]).toEqual([[], []]);
  });

  it('never repeats a file that is no feed, such as a DSN', () => {
    const { end } = read("S10.G00.00.001,'Logiciel'\r\nS21.G00.30.001,'1850578006084'\r\n");
    expect(end.refusal?.code).toBe('COLONNE_MANQUANTE');
    expect(end.refusal?.message).not.toContain('1850578006084');
  });
});
