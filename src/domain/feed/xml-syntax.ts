import { detached } from './text';

export interface XmlTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly selfClosing: boolean;
}

export type XmlFlaw = 'ILL_FORMED' | 'ENTITY' | 'DOCTYPE' | 'TOO_LONG' | 'TOO_DEEP' | 'TRUNCATED' | 'ENCODING';

/** Thrown inside the scanner only, which turns it into a refusal: a document stops at its first flaw. */
export class FlawedXml extends Error {
  constructor(readonly flaw: XmlFlaw) {
    super(flaw);
  }
}

/** A name, near enough: the standard's own list of characters is longer and of no use here. */
export const NAME = String.raw`[:_\p{L}\u{10000}-\u{effff}][:_\p{L}\p{M}\p{N}\u{10000}-\u{effff}.·-]*`;
const TAG_NAME = new RegExp(`^${NAME}`, 'u');
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy');
const TAG_END = /^\s*(\/?)$/;
const REFERENCE = /&(?:#x([0-9a-fA-F]{1,8});|#([0-9]{1,10});|([^\s;&<]{1,100});)?/g;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
/** The five entities that XML itself has. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** A return uses some dozens of distinct tags, millions of times. */
const REMEMBERED_TAGS = 500;

/** Reads what stands between `<` and `>` of a start tag; a tag written the same way again is not read again. */
export class TagReader {
  private readonly known = new Map<string, XmlTag>();

  read(written: string): XmlTag {
    const before = this.known.get(written);
    if (before !== undefined) return before;
    const copy = detached(written);
    const tag = parseTag(copy);
    if (this.known.size < REMEMBERED_TAGS) this.known.set(copy, tag);
    return tag;
  }
}

function parseTag(written: string): XmlTag {
  const name = TAG_NAME.exec(written)?.[0];
  if (name === undefined) throw new FlawedXml('ILL_FORMED');
  const attributes = new Map<string, string>();
  let end = name.length;
  ATTRIBUTE.lastIndex = end;
  for (let match = ATTRIBUTE.exec(written); match !== null; match = ATTRIBUTE.exec(written)) {
    const [, attribute = '', quoted, apostrophed = ''] = match;
    if (attributes.has(attribute)) throw new FlawedXml('ILL_FORMED');
    attributes.set(attribute, unescaped((quoted ?? apostrophed).replace(/\r\n|[\t\n\r]/g, ' ')));
    end = ATTRIBUTE.lastIndex;
  }
  const close = TAG_END.exec(written.slice(end));
  if (close === null) throw new FlawedXml('ILL_FORMED');
  return { name, attributes: attributes.size === 0 ? NO_ATTRIBUTES : attributes, selfClosing: close[1] === '/' };
}

/** Text as it is meant: references resolved, line ends normalised. */
export function meantText(written: string): string {
  if (written.includes(']]>')) throw new FlawedXml('ILL_FORMED');
  return unescaped(withPlainLineEnds(written));
}

/** Whether every text in it is already what `meantText` would give. */
export const isPlain = (text: string): boolean => !text.includes('&') && !text.includes('\r') && !text.includes(']]>');

export const withPlainLineEnds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_, hexadecimal?: string, decimal?: string, name?: string) => {
    if (hexadecimal !== undefined) return character(Number.parseInt(hexadecimal, 16));
    if (decimal !== undefined) return character(Number(decimal));
    const known = ENTITIES.get(name ?? '');
    if (known !== undefined) return known;
    throw new FlawedXml(name !== undefined && TAG_NAME.exec(name)?.[0] === name ? 'ENTITY' : 'ILL_FORMED');
  });
}

function character(code: number): string {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new FlawedXml('ILL_FORMED');
  const text = String.fromCodePoint(code);
  if (hasForbiddenCharacter(text)) throw new FlawedXml('ILL_FORMED');
  return text;
}

/** XML 1.0 §2.2: no control character but tab, line feed and return. */
export const hasForbiddenCharacter = (text: string): boolean => FORBIDDEN.test(text);

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
