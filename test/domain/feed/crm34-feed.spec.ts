import { writeCrm34, type Crm34Layout } from '#domain/feed/feed-writer';
import { aRate, BAKERY, GARAGE, read } from './reading';

const LAYOUTS: Crm34Layout[] = ['current', 'older'];
const refusalOf = (document: string | Uint8Array) => read(document).end.refusal;

describe.each(LAYOUTS)('a CRM 34 in the %s layout', (layout) => {
  const write = (...rates: Parameters<typeof aRate>[0][]) => writeCrm34({ rates: rates.map(aRate) }, layout);

  it('gives each rate as a notified line', () => {
    const { notified, faults, ignored, end } = read(write({}, { section: '02', office: 'O', rate: '0.64' }));
    expect(notified).toEqual([
      {
        line: expect.any(Number) as number,
        siret: BAKERY,
        code: '158AC',
        office: false,
        section: '01',
        rate: 235,
        effectiveFrom: '2026-01-01',
        calculatedAt: '2025-12-30T00:00:00',
        ctn: 'DD',
      },
      expect.objectContaining({ section: '02', office: true, rate: 64 }),
    ]);
    expect([faults, ignored]).toEqual([[], []]);
    expect(end).toEqual({ format: 'CRM34', lines: 2, refusal: null });
  });

  it('gives the line where the rate opens', () => {
    const document = write({}, { rate: '9.99' });
    const opening = layout === 'older' ? '<taux_AT>' : '<information>';
    const lines = document.split('\n').flatMap((text, index) => (text.startsWith(opening) ? [index + 1] : []));
    expect(read(document).notified.map(({ line }) => line)).toEqual(lines);
    expect(read(document.replaceAll('\n', '\r\n')).notified.map(({ line }) => line)).toEqual(lines);
  });

  it('attributes each rate to the declaration before it', () => {
    const { notified } = read(write({}, { rate: '3.00' }, { siret: GARAGE, code: '502ZE' }, { rate: '4.00' }));
    expect(notified.map(({ siret, rate }) => [siret, rate])).toEqual([
      [BAKERY, 235],
      [BAKERY, 300],
      [GARAGE, 235],
      [BAKERY, 400],
    ]);
  });

  it('keeps several calculations of one key', () => {
    const { notified } = read(write({}, { calculatedAt: '2026-01-15', rate: '2.10' }));
    expect(notified.map(({ calculatedAt }) => calculatedAt)).toEqual(['2025-12-30T00:00:00', '2026-01-15T00:00:00']);
  });

  it.each([
    ['O', true],
    ['true', true],
    ['1', true],
    ['N', false],
    ['FALSE', false],
    ['0', false],
    ['', false],
  ])('reads the témoin bureau « %s »', (office, expected) => {
    expect(read(write({ office })).notified[0]?.office).toBe(expected);
  });

  it.each([
    [{ office: 'P' }, 'TEMOIN_INCONNU'],
    [{ code: '452BEB' }, 'CODE_BUREAU_CONTRADICTOIRE'],
    [{ code: 'BOULANGER' }, 'CODE_ILLISIBLE'],
    [{ code: '' }, 'CODE_MANQUANT'],
    [{ rate: '' }, 'TAUX_MANQUANT'],
    [{ rate: '2.345' }, 'TAUX_ILLISIBLE'],
    [{ effectiveFrom: '2026-02-30' }, 'DATE_ILLISIBLE'],
    [{ calculatedAt: '2026-13-01' }, 'DATE_ILLISIBLE'],
  ])('reports %j and goes on', (change, code) => {
    const { faults, notified, end } = read(write(change, {}));
    expect(faults).toEqual([expect.objectContaining({ siret: BAKERY, siretAsWritten: null, code })]);
    expect(notified).toHaveLength(1);
    expect(end).toEqual({ format: 'CRM34', lines: 2, refusal: null });
  });

  it('reports every rate of an establishment whose SIRET is wrong', () => {
    const { faults } = read(write({ siret: '99887701300017' }, { siret: '99887701300017', section: '02' }));
    expect(faults.map(({ siret, siretAsWritten, code }) => [siret, siretAsWritten, code])).toEqual([
      [null, '99887701300017', 'SIRET_CLE'],
      [null, '99887701300017', 'SIRET_CLE'],
    ]);
  });

  it('reports a rate given twice for one key rather than choosing', () => {
    const once = layout === 'older' ? '<taux>2.35</taux>' : '<taux part="patronale">2.35</taux>';
    const { faults } = read(write({}).replace(once, once + once.replace('2.35', '2.36')));
    expect(faults).toEqual([expect.objectContaining({ siret: BAKERY, code: 'CHAMP_EN_DOUBLE' })]);
    expect(read(write({}).replace(once, once + once)).notified).toHaveLength(1);
  });

  it('takes the B of the code for the office when the témoin is silent', () => {
    expect(read(write({ code: '452BEB', office: '' })).notified[0]).toMatchObject({ code: '452BE', office: true });
  });

  it('ignores each establishment of a return of another type', () => {
    const document = writeCrm34({ type: '20', rates: [aRate(), aRate({ siret: GARAGE })] }, layout);
    const { notified, ignored, end } = read(document);
    expect(notified).toEqual([]);
    expect(ignored.map(({ siret }) => siret)).toEqual([BAKERY, GARAGE]);
    expect(ignored[0]?.reason).toContain('« 20 »');
    expect(end).toEqual({ format: 'CRM34', lines: 0, refusal: null });
  });

  it('reads 2 000 rates in pieces of any size', () => {
    const document = write(...Array.from({ length: 2_000 }, (_, at) => ({ section: String(at) })));
    for (const size of [1_000, 65_536, document.length]) {
      const { notified, end } = read(document, [size]);
      expect(end).toEqual({ format: 'CRM34', lines: 2_000, refusal: null });
      expect(notified.map(({ section }) => section)).toEqual(Array.from({ length: 2_000 }, (_, at) => String(at)));
    }
  });

  it('reads a value through comments, CDATA and character references', () => {
    const document = write({}).replace('>2.35<', '>2<!-- virgule -->.<![CDATA[3]]>&#53;<');
    expect(read(document).notified[0]?.rate).toBe(235);
  });

  it('takes no value from an element that holds others', () => {
    expect(read(write({}).replace('>2.35<', '>2<b>.3</b>5<')).faults[0]?.code).toBe('TAUX_MANQUANT');
  });
});

describe('a CRM 34', () => {
  const document = writeCrm34({ rates: [aRate()] }, 'current');

  it('accepts any prefix for its namespace', () => {
    const other = document.replaceAll('dsn:', 'gip:').replace('xmlns:dsn', 'xmlns:gip');
    expect(read(other).notified).toHaveLength(1);
  });

  it.each([
    ['bonus-malus, rate included', writeCrm34({ collective: 'bmcc', rates: [aRate()] }, 'current'), '« bmcc »'],
    ['a communication without type', document.replace(' type="atmp"', ''), 'sans type'],
    ['no communication', document.replace(/<communication>[^]*<\/communication>/, ''), 'sans taux'],
  ])('is ignored when it holds %s', (_what, other, words) => {
    const { notified, faults, ignored, end } = read(other);
    expect([notified, faults]).toEqual([[], []]);
    expect(ignored).toEqual([{ siret: BAKERY, line: 3, reason: expect.stringContaining(words) as string }]);
    expect(end.refusal).toBeNull();
  });

  it('is ignored when it names nobody', () => {
    const { ignored, end } = read('<r:rapport xmlns:r="http://www.gip-mds.fr/" type="34"/>');
    expect(ignored).toEqual([{ siret: null, line: 1, reason: 'Retour sans taux AT/MP.' }]);
    expect(end.refusal).toBeNull();
  });

  it('keeps the rates of an establishment that also has a bonus-malus', () => {
    const bonus =
      '<communication><information_collective type="bmcc"><calcul><information><donnees_paie><taux part="patronale">9.99</taux></donnees_paie></information></calcul></information_collective></communication>';
    const { notified, ignored } = read(document.replace('<communication>', `${bonus}<communication>`));
    expect(notified.map(({ rate }) => rate)).toEqual([235]);
    expect(ignored).toEqual([]);
  });

  it('reads only the employer part, and only the blocks that say what they are', () => {
    const part = document.replace(
      '<taux part="patronale">',
      '<taux part="salariale">1.00</taux><taux part="patronale">',
    );
    const complement =
      '<donnees_complement><rubriques><rubrique_string name="section">99</rubrique_string></rubriques></donnees_complement>';
    expect(read(part.replace('<donnees_paie>', `${complement}<donnees_paie>`)).notified).toMatchObject([
      { rate: 235, section: '01' },
    ]);
  });

  it('does not guess the establishment from the head office', () => {
    const { faults } = read(document.replace(/<nic_affectation>.*<\/nic_affectation>/, ''));
    expect(faults).toEqual([
      expect.objectContaining({ siret: null, siretAsWritten: '998877013', code: 'SIRET_ILLISIBLE' }),
    ]);
  });

  it('reports a communication that follows no declaration', () => {
    expect(read(document.replace(/<declaration>[^]*<\/declaration>/, '')).faults[0]?.code).toBe('SIRET_ILLISIBLE');
  });

  describe('in the encoding that it declares', () => {
    const named = document.replace('<calcul', '<!-- Société Hélène, 5 € --><calcul');

    it.each([
      ['UTF-8', Buffer.from(named)],
      ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${named}`)],
      ['ISO-8859-1', Buffer.from(named.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
      ['windows-1252', Buffer.from(named.replace('UTF-8', 'windows-1252'), 'latin1')],
      ['no declaration at all', Buffer.from(named.replace(/^.*\n/, ''))],
    ])('reads %s', (_encoding, bytes) => {
      expect(read(bytes).notified).toHaveLength(1);
    });

    it('is refused when it is not what it says', () => {
      expect(refusalOf(Buffer.from(named, 'latin1'))?.code).toBe('ENCODAGE_FAUX');
      expect(refusalOf(named.replace('UTF-8', 'EBCDIC-FR'))?.code).toBe('ENCODAGE_INCONNU');
    });
  });

  it.each([
    ['of another root', '<retours><flux/></retours>', 'RACINE_INCONNUE'],
    ['whose root has no namespace', document.replace(/ xmlns:dsn="[^"]*"/, ''), 'RACINE_INCONNUE'],
    ['whose root has another namespace', document.replace('www.gip-mds.fr', 'example.org'), 'RACINE_INCONNUE'],
    ['cut in the middle', document.slice(0, document.length / 2), 'XML_TRONQUE'],
    ['cut before its last tag', document.slice(0, -15), 'XML_TRONQUE'],
    ['with crossed tags', document.replace('</information>', '</calcul>'), 'XML_MAL_FORME'],
    ['with two roots', document + '<b/>', 'XML_MAL_FORME'],
    ['with a reference to a control character', document.replace('2.35', '2&#1;3'), 'XML_MAL_FORME'],
    [
      'with a document type',
      document.replace('<dsn:rapport', '<!DOCTYPE r SYSTEM "http://example.org/r.dtd"><dsn:rapport'),
      'DTD_REFUSEE',
    ],
    ['with an unknown entity', document.replace('2.35', '&taux;'), 'ENTITE_REFUSEE'],
    ['nested 65 deep', document.replace('2.35', '<a>'.repeat(58) + '</a>'.repeat(58)), 'PROFONDEUR_EXCESSIVE'],
    ['with a text of 11 000 characters', document.replace('2.35', '2'.repeat(11_000)), 'TEXTE_TROP_LONG'],
    ['with an attribute of 11 000 characters', document.replace('2025-12-30', '2'.repeat(11_000)), 'TEXTE_TROP_LONG'],
    ['with a comment of 10 MB', document.replace('2.35', `<!--${'-x'.repeat(5_000_000)}-->`), 'TEXTE_TROP_LONG'],
  ])('is refused as a whole %s', (_what, other, code) => {
    const refusal = refusalOf(other);
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toMatch(/^Le fichier « envoi » .*\.$/);
  });

  it('reads no external entity and expands no bomb', () => {
    const external = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>';
    const laughs = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>';
    for (const [dtd, entity] of [
      [external, '&x;'],
      [laughs, '&c;'],
    ] as const) {
      const hostile = document.replace('<dsn:rapport', `${dtd}<dsn:rapport`).replace('2.35', entity);
      const { end, notified } = read(hostile);
      expect(end.refusal?.code).toBe('DTD_REFUSEE');
      expect(notified).toEqual([]);
    }
  });

  it('never throws, wherever it is cut', () => {
    for (let length = 1; length < document.length - 2; length += 7) {
      expect(refusalOf(document.slice(0, length))).not.toBeNull();
    }
  });
});
