import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { XmlScanner } from '#domain/feed/xml-scanner';
import { FlawedXml } from '#domain/feed/xml-syntax';

/** What a document tells, one word per event; null when it is not well formed. */
type Told = readonly string[] | null;

const opening = (name: string, attributes: Iterable<[string, string]>) =>
  `<${name}${Array.from(attributes, ([key, value]) => ` ${key}=${JSON.stringify(value)}`).join('')}`;

function scanned(document: string): Told {
  const told: string[] = [];
  const scanner = new XmlScanner({
    open: (tag) => told.push(opening(tag.name, tag.attributes)),
    close: (name, text) => told.push(`${text.trim()}</${name}`),
  });
  try {
    for (const piece of document.match(/[^]{1,9}/gu) ?? []) scanner.push(piece);
    scanner.end();
    return told;
  } catch (error) {
    if (error instanceof FlawedXml) return null;
    throw error;
  }
}

/** The yardstick: a general and widely used parser, told to count leaves as the scanner does. */
function parsed(document: string): Told {
  const told: string[] = [];
  const seen = { flaw: false, leaf: false, text: '' };
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => (seen.flaw = true));
  parser.on('doctype', () => (seen.flaw = true));
  parser.on('opentag', (tag) => {
    told.push(opening(tag.name, Object.entries(tag.attributes)));
    Object.assign(seen, { leaf: true, text: '' });
  });
  parser.on('text', (text) => (seen.text += text));
  parser.on('cdata', (text) => (seen.text += text));
  parser.on('closetag', (tag) => {
    told.push(`${seen.leaf ? seen.text.trim() : ''}</${tag.name}`);
    seen.leaf = false;
  });
  parser.write(document).close();
  return seen.flaw ? null : told;
}

const TOKENS = [
  ...['<a>', '</a>', '<b x="1">', '</b>', '<c/>', "<d y='>' z=\"'\" />", '<e\n x = "a&amp;b\t"\n>', '</e >'],
  ...[
    'taux',
    ' ',
    '\r\n',
    '\n',
    '2,35 %',
    'é',
    '😀',
    '&lt;',
    '&#233;',
    '&#xE9;',
    '&apos;',
    '<![CDATA[<a>&]]>',
    '<!-- x -->',
  ],
  ...[
    '<?pi y?>',
    '&taux;',
    '&',
    '&;',
    '&#0;',
    '&#xD800;',
    '<',
    '>',
    ']]>',
    '--',
    '"',
    '=',
    '<!-- -- -->',
    '<!DOCTYPE a>',
  ],
  ...[
    '<b x=1>',
    '<b x>',
    '<b x="1" x="2">',
    '<b x="<">',
    '<b x="1"y="2">',
    '<1>',
    '</>',
    '< a>',
    '</ a>',
    '<?xml?>',
    '\u0001',
  ],
  ...[
    '<a:b c:d="e">',
    '</a:b>',
    '<é>',
    '</é>',
    '<a.b-c>',
    '</a.b-c>',
    '<!ELEMENT a>',
    '<a/ >',
    '<b/x>',
    '<?',
    '<!--',
    '?>',
  ],
];
const SOUND = TOKENS.slice(0, 22);

/** The same documents each time: the yardstick, too, has its slips (it takes `<?p?<a>y?>` for an instruction). */
const SEED = 20_260_101;

/** An element around anything sound: most such documents are well formed. */
const element: fc.Arbitrary<string> = fc.letrec<{ node: string; text: string }>((tie) => ({
  text: fc.constantFrom(...SOUND.slice(8)),
  node: fc
    .tuple(
      fc.constantFrom('a', 'b', 'taux_AT', 'a:b'),
      fc.array(fc.oneof({ maxDepth: 4 }, tie('text'), tie('node')), { maxLength: 4 }),
    )
    .map(([name, children]) => `<${name} part="p&gt;">${children.join('')}</${name}>`),
})).node;

it.each([
  ['<a/>', ['<a', '</a']],
  ['<a>1<!-- --> 2</a>', ['<a', '1 2</a']],
  ['<a><b>1</b>2</a>', ['<a', '<b', '1</b', '</a']],
  ["<a b='>'/>", ['<a b=">"', '</a']],
  ['<a>&lt;&#50;</a>', ['<a', '<2</a']],
  ['<?xml version="1.0" encoding="UTF-8"?>\n<a></a>\n', ['<a', '</a']],
  ['<a>&b;</a>', null],
  ['<a></b>', null],
  ['<a><b></a></b>', null],
  ['<a>]]></a>', null],
  [' <?xml version="1.0"?><a/>', null],
  ['<a/><?xml version="1.0"?>', null],
  ['<a>', null],
  ['', null],
])('%s is told as the standard says', (document, expected) => {
  expect(scanned(document)).toEqual(expected);
  expect(parsed(document)).toEqual(expected);
});

it('what is well formed is told as the yardstick tells it', () => {
  fc.assert(
    fc.property(element, (document) => {
      const told = scanned(document);
      expect(told).not.toBeNull();
      expect(told).toEqual(parsed(document));
    }),
    { seed: SEED, numRuns: 300 },
  );
});

it('what a slip of the hand made of it is refused or told as the yardstick does', () => {
  const slips = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom(...TOKENS)), {
    minLength: 1,
    maxLength: 2,
  });
  fc.assert(
    fc.property(element, slips, (document, made) => {
      // Character by character: no decoder ever gives half of one.
      const characters = Array.from(document);
      for (const [position, removed, added] of made) {
        characters.splice(position % (characters.length + 1), removed, ...Array.from(added));
      }
      const slipped = characters.join('');
      expect(scanned(slipped)).toEqual(parsed(slipped));
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

it('any pile of tokens is refused or told as the yardstick does', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 6 }), (tokens) => {
      for (const document of [tokens.join(''), `<a>${tokens.join('')}</a>`]) {
        expect(scanned(document)).toEqual(parsed(document));
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});
