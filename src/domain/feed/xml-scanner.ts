import { detached } from './text';
import {
  FlawedXml,
  hasForbiddenCharacter,
  isPlain,
  meantText,
  NAME,
  TagReader,
  withPlainLineEnds,
  type XmlTag,
} from './xml-syntax';

/** What a document is told as; `text` is that of a leaf, empty for an element that holds others. */
export interface XmlSink {
  open(tag: XmlTag, depth: number): void;
  close(name: string, text: string, depth: number): void;
}

export const DEEPEST = 64;
/** In characters, for a text, a tag with its attributes, a comment or an instruction. */
export const LONGEST_PIECE = 10_240;

const LESS = 60;
const GREATER = 62;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const BANG = 33;
const QUESTION = 63;
const COMMENT = '<!--';
const CDATA = '<![CDATA[';
const DOCTYPE = '<!DOCTYPE';
const BLANK = /^[ \t\r\n]*$/;
const DECLARATION = /^xml\s+version\s*=\s*(["'])1\.[0-9]\1[^<&]*$/;
const INSTRUCTION = new RegExp(String.raw`^(?!xml(?:\s|$))${NAME}(?:\s|$)`, 'iu');

/**
 * A small XML scanner. A general one (saxes, its yardstick in the tests) reads character by character and takes
 * several times longer on a national file. This one knows elements, attributes, texts, CDATA, comments, instructions
 * and XML's own five entities; a document type is a flaw. It throws `FlawedXml` at the first flaw.
 */
export class XmlScanner {
  private readonly tags = new TagReader();
  private readonly path: string[] = [];
  private text = '';
  /** Where the piece being read begins. */
  private at = 0;
  /** Whether texts mean what they say, without reference nor carriage return. */
  private plain = true;
  private leaf = false;
  private leafText = '';
  private sawAnything = false;
  private sawRoot = false;
  private line = 1;
  private lineCountedTo = 0;

  constructor(private readonly sink: XmlSink) {}

  push(chunk: string): void {
    if (hasForbiddenCharacter(chunk)) throw new FlawedXml('ILL_FORMED');
    this.text = detached(this.text.slice(this.at) + chunk);
    this.at = 0;
    this.lineCountedTo = 0;
    this.plain = isPlain(this.text);
    while (this.at < this.text.length) {
      const end = this.pieceEnd();
      if ((end < 0 ? this.text.length : end) - this.at > LONGEST_PIECE) throw new FlawedXml('TOO_LONG');
      if (end < 0) break;
      this.take(end);
      this.at = end;
      this.sawAnything = true;
    }
    this.currentLine();
  }

  end(): void {
    const rest = this.text.slice(this.at);
    if (!this.sawRoot || this.path.length > 0 || !BLANK.test(rest)) throw new FlawedXml('TRUNCATED');
  }

  /** The line where the piece being read begins, from 1. */
  currentLine(): number {
    let newline = this.text.indexOf('\n', this.lineCountedTo);
    while (newline >= 0 && newline < this.at) {
      this.line++;
      newline = this.text.indexOf('\n', newline + 1);
    }
    this.lineCountedTo = this.at;
    return this.line;
  }

  /** Where the piece ends, or -1 when that has not come yet. */
  private pieceEnd(): number {
    if (this.text.charCodeAt(this.at) !== LESS) return this.text.indexOf('<', this.at);
    switch (this.text.charCodeAt(this.at + 1)) {
      case BANG:
        return this.declarationEnd();
      case QUESTION:
        return this.after('?>', 2);
      case SLASH:
        return this.after('>', 2);
      default:
        return this.tagEnd();
    }
  }

  private declarationEnd(): number {
    if (this.text.startsWith(COMMENT, this.at)) return this.after('-->', COMMENT.length);
    if (this.text.startsWith(CDATA, this.at)) return this.after(']]>', CDATA.length);
    if (this.text.startsWith(DOCTYPE, this.at)) throw new FlawedXml('DOCTYPE');
    const begun = this.text.slice(this.at, this.at + CDATA.length);
    if ([COMMENT, CDATA, DOCTYPE].some((opening) => opening.startsWith(begun))) return -1;
    throw new FlawedXml('ILL_FORMED');
  }

  private after(mark: string, skip: number): number {
    const found = this.text.indexOf(mark, this.at + skip);
    return found < 0 ? -1 : found + mark.length;
  }

  /** A `>` inside an attribute does not end its tag. */
  private tagEnd(): number {
    let quote = 0;
    for (let at = this.at + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (quote !== 0) {
        if (code === quote) quote = 0;
      } else if (code === GREATER) return at + 1;
      else if (code === QUOTE || code === APOSTROPHE) quote = code;
      else if (code === LESS) throw new FlawedXml('ILL_FORMED');
    }
    return -1;
  }

  private take(end: number): void {
    if (this.text.charCodeAt(this.at) !== LESS) this.takeWrittenText(end);
    else if (this.text.charCodeAt(this.at + 1) === SLASH) this.takeEndTag(end);
    else if (this.text.charCodeAt(this.at + 1) === QUESTION) this.takeInstruction(end);
    else if (this.text.charCodeAt(this.at + 1) === BANG) this.takeDeclaration(end);
    else this.takeStartTag(end);
  }

  /** Half of all texts are the line ends between elements: these are not even cut out. */
  private takeWrittenText(end: number): void {
    if (this.leafText === '' && this.isBlank(end)) return;
    const written = this.text.slice(this.at, end);
    this.takeText(this.plain ? written : meantText(written));
  }

  private isBlank(end: number): boolean {
    for (let at = this.at; at < end; at++) {
      const code = this.text.charCodeAt(at);
      if (code !== 10 && code !== 32 && code !== 13 && code !== 9) return false;
    }
    return true;
  }

  private takeText(text: string): void {
    if (this.path.length === 0) {
      if (!BLANK.test(text)) throw new FlawedXml('ILL_FORMED');
    } else if (this.leaf) {
      this.leafText = this.leafText === '' ? text : this.leafText + text;
      if (this.leafText.length > LONGEST_PIECE) throw new FlawedXml('TOO_LONG');
    }
  }

  private takeStartTag(end: number): void {
    const tag = this.tags.read(this.text.slice(this.at + 1, end - 1));
    if (this.path.length === 0 && this.sawRoot) throw new FlawedXml('ILL_FORMED');
    if (this.path.length === DEEPEST) throw new FlawedXml('TOO_DEEP');
    this.sawRoot = true;
    this.path.push(tag.name);
    this.leaf = true;
    this.leafText = '';
    this.sink.open(tag, this.path.length);
    if (tag.selfClosing) this.close(tag.name);
  }

  private takeEndTag(end: number): void {
    const name = this.path[this.path.length - 1];
    if (name === undefined || !this.text.startsWith(name, this.at + 2)) throw new FlawedXml('ILL_FORMED');
    const nameEnd = this.at + 2 + name.length;
    if (nameEnd !== end - 1 && !BLANK.test(this.text.slice(nameEnd, end - 1))) throw new FlawedXml('ILL_FORMED');
    this.close(name);
  }

  private close(name: string): void {
    this.sink.close(name, this.leaf ? this.leafText : '', this.path.length);
    this.leaf = false;
    this.leafText = '';
    this.path.pop();
  }

  private takeInstruction(end: number): void {
    const written = this.text.slice(this.at + 2, end - 2);
    const isDeclaration = DECLARATION.test(written) && !this.sawAnything;
    if (!isDeclaration && !INSTRUCTION.test(written)) throw new FlawedXml('ILL_FORMED');
  }

  private takeDeclaration(end: number): void {
    if (this.text.startsWith(COMMENT, this.at)) {
      const comment = this.text.slice(this.at + COMMENT.length, end - 3);
      if (comment.includes('--') || comment.endsWith('-')) throw new FlawedXml('ILL_FORMED');
      return;
    }
    if (this.path.length === 0) throw new FlawedXml('ILL_FORMED');
    this.takeText(withPlainLineEnds(this.text.slice(this.at + CDATA.length, end - 3)));
  }
}
