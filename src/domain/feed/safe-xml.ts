import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Refusal } from '#domain/values/result';
import { isAscii, latin1, windowsText } from '#domain/values/windows-1252';

export interface XmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a document is told as; `text` is that of a leaf, empty for an element that holds others. */
export interface XmlSink {
  open(tag: XmlTag, depth: number): void;
  close(name: string, text: string, depth: number): void;
}

const DEEPEST = 64;
/** In characters, from the end of a tag to the end of the next: its attributes, and whatever stands before it. */
const LONGEST_PIECE = 10_240;

/** By the name that a document declares; ISO-8859-1 is read as windows-1252, which it often is. */
const ENCODINGS: ReadonlyMap<string, 'utf-8' | 'iso-8859-15' | 'windows-1252'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  ['windows-1252', 'windows-1252'],
]);
const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]{1,40})["']/;

/**
 * Streams an XML document that may be hostile: document types, entities other than XML's own five, deep nesting and
 * pieces that never end refuse it, as does whatever saxes finds ill formed. Nothing outside the document is ever fetched.
 */
export class SafeXml {
  refusal: Refusal | null = null;

  private readonly parser = new SaxesParser({
    xmlns: false,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  /** Null for windows-1252. */
  private readonly decoder: TextDecoder | null;
  private midCharacter = false;
  private ending = false;
  private depth = 0;
  private leaf = false;
  private text = '';
  private received = 0;
  private pieceStart = 0;
  private pieceLine = 1;

  /** `head`: the first bytes, read as Latin-1, where the declared encoding stands. */
  constructor(
    private readonly name: string,
    head: string,
    private readonly sink: XmlSink,
  ) {
    const declared = DECLARED.exec(head)?.[1] ?? 'utf-8';
    const encoding = ENCODINGS.get(declared.toLowerCase());
    if (encoding === undefined) {
      this.refuse('ENCODAGE_INCONNU', `annonce l'encodage « ${declared} » : redemandez-le en UTF-8 ou ISO-8859-1`);
    }
    this.decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.listen();
  }

  push(bytes: Uint8Array): void {
    if (!this.isRefused()) this.write(this.decode(bytes, true));
  }

  end(): void {
    if (this.midCharacter) this.write(this.decode(new Uint8Array(0), false));
    this.ending = true;
    if (!this.isRefused()) this.parser.close();
  }

  /** The line of the tag being told, from 1; of its end when it spans several. */
  line(): number {
    return this.parser.line;
  }

  /** Ends the reading with one sentence: « Le fichier … `what`. » */
  refuse(code: string, what: string): void {
    this.refusal ??= { code, message: `Le fichier « ${this.name} » ${what}.` };
  }

  private isRefused(): boolean {
    return this.refusal !== null;
  }

  private write(text: string): void {
    if (text === '' || this.isRefused()) return;
    this.parser.write(text);
    // Between two writes the parser's own position is not to be trusted: it counts the last one twice.
    this.received += text.length;
    this.isShort(this.received);
  }

  private decode(bytes: Uint8Array, more: boolean): string {
    const latin = latin1(bytes);
    if (!this.midCharacter && isAscii(latin)) return latin;
    if (this.decoder === null) return windowsText(latin);
    this.midCharacter = (bytes[bytes.length - 1] ?? 0) > 0x7f;
    try {
      return this.decoder.decode(bytes, { stream: more });
    } catch {
      this.refuse('ENCODAGE_FAUX', `n'est pas dans l'encodage qu'il annonce : ${ASK_AGAIN}`);
      return '';
    }
  }

  /** Few handlers: saxes keeps each as a property, and with eight V8 makes a dictionary of the parser, seven times slower. */
  private listen(): void {
    const { parser } = this;
    const read = (text: string): void => this.read(text);
    parser.on('opentag', (tag) => this.opened(tag));
    parser.on('closetag', (tag) => this.closed(tag));
    parser.on('text', read);
    parser.on('cdata', read);
    parser.on('doctype', () => this.refuseDoctype());
    parser.on('error', ({ message }) => this.failed(message));
  }

  private refuseDoctype(): void {
    if (!this.isShort()) return;
    this.refuse('DTD_REFUSEE', `contient à la ligne ${this.pieceLine} une DTD, ${NEVER} : ${ASK_AGAIN}`);
  }

  private opened(tag: SaxesTagPlain): void {
    if (!this.endPiece()) return;
    this.depth++;
    if (this.depth > DEEPEST) {
      this.refuse('PROFONDEUR_EXCESSIVE', `imbrique plus de ${DEEPEST} éléments, ${NEVER} : ${ASK_AGAIN}`);
      return;
    }
    this.leaf = true;
    this.text = '';
    this.sink.open(tag, this.depth);
  }

  private closed(tag: SaxesTagPlain): void {
    if (!this.endPiece()) return;
    this.sink.close(tag.name, this.leaf ? this.text : '', this.depth);
    this.leaf = false;
    this.depth--;
  }

  private read(text: string): void {
    if (this.leaf) this.text = this.text === '' ? text : this.text + text;
  }

  /** Whether to go on. */
  private endPiece(): boolean {
    if (!this.isShort()) return false;
    this.pieceStart = this.parser.position;
    this.pieceLine = this.parser.line;
    return true;
  }

  /** Refuses a piece longer than allowed, whether it has ended or is still growing chunk after chunk. */
  private isShort(position = this.parser.position): boolean {
    if (position - this.pieceStart > LONGEST_PIECE) this.tooLong();
    return this.refusal === null;
  }

  private tooLong(): void {
    this.refuse(
      'TEXTE_TROP_LONG',
      `contient à la ligne ${this.pieceLine} un texte ou une balise de plus de ${LONGEST_PIECE} caractères, ${NEVER} : ${ASK_AGAIN}`,
    );
  }

  private failed(reason: string): void {
    if (!this.isShort()) return;
    const where = `à la ligne ${this.parser.line}`;
    if (this.ending) this.refuse('XML_TRONQUE', `est tronqué ${where} : ${ASK_AGAIN}`);
    else if (reason === 'undefined entity.')
      this.refuse('ENTITE_REFUSEE', `emploie ${where} une entité qui n'est pas de XML, ${NEVER} : ${ASK_AGAIN}`);
    else this.refuse('XML_MAL_FORME', `n'est pas un XML bien formé ${where} : ${ASK_AGAIN}`);
  }
}

const ASK_AGAIN = 'redemandez-le à votre source';
const NEVER = "ce qu'aucun retour de taux ne fait";
