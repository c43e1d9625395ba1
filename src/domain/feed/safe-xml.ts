import { isAscii } from 'node:buffer';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Refusal } from '#domain/values/result';

/** What a document is told as; `text` is that of a leaf, empty for an element that holds others. */
export interface XmlSink {
  open(tag: SaxesTagPlain, depth: number, line: number): void;
  close(name: string, text: string, depth: number): void;
}

export const DEEPEST = 64;
/** In characters, for a text, a tag with its attributes, a comment or an instruction. */
export const LONGEST_PIECE = 10_240;

const ENCODINGS: ReadonlyMap<string, string> = new Map([
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
 * pieces that never end refuse it, as does whatever is ill formed. Nothing outside the document is ever fetched.
 */
export class SafeXml {
  refusal: Refusal | null = null;

  private readonly parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  private readonly decoder: TextDecoder | null;
  private midCharacter = false;
  private depth = 0;
  private text = '';
  private leaf = false;
  private pieceStart = 0;
  /** Characters given to the parser, whose own `position` is right only while it parses. */
  private written = 0;
  private ending = false;

  /** `head`: the first bytes, read as Latin-1, where the declared encoding stands. */
  constructor(
    private readonly name: string,
    head: string,
    private readonly sink: XmlSink,
  ) {
    const declared = DECLARED.exec(head)?.[1] ?? 'utf-8';
    const encoding = ENCODINGS.get(declared.toLowerCase());
    this.decoder = encoding === undefined ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    if (encoding === undefined) {
      this.refuse('ENCODAGE_INCONNU', `annonce l'encodage « ${declared} » : redemandez-le en UTF-8 ou ISO-8859-1`);
    }
    this.listen();
  }

  push(bytes: Uint8Array): void {
    if (this.isRefused()) return;
    const text = this.decode(bytes, true);
    if (text !== null && text !== '') this.write(text);
  }

  end(): void {
    if (this.isRefused()) return;
    const text = this.decode(new Uint8Array(0), false);
    if (text !== null && text !== '') this.write(text);
    this.ending = true;
    if (!this.isRefused()) this.parser.close();
  }

  /** Ends the reading with one sentence: « Le fichier … `what`. » */
  refuse(code: string, what: string): void {
    this.refusal ??= { code, message: `Le fichier « ${this.name} » ${what}.` };
  }

  private isRefused(): boolean {
    return this.refusal !== null;
  }

  private write(text: string): void {
    this.parser.write(text);
    this.written += text.length;
    this.checkPiece(this.written);
  }

  private decode(bytes: Uint8Array, more: boolean): string | null {
    if (!this.midCharacter && isAscii(bytes)) return asBuffer(bytes).toString('latin1');
    this.midCharacter = (bytes[bytes.length - 1] ?? 0) > 0x7f;
    try {
      return this.decoder?.decode(bytes, { stream: more }) ?? null;
    } catch {
      this.refuse('ENCODAGE_FAUX', "n'est pas dans l'encodage qu'il annonce : redemandez-le à votre source");
      return null;
    }
  }

  /**
   * Seven handlers at most: with the eighth V8 turns the parser into a dictionary and reading takes ten times longer.
   * Comments and instructions therefore have none and count in the piece around them.
   */
  private listen(): void {
    const { parser } = this;
    parser.on('error', (error) => this.fail(error.message));
    parser.on('doctype', () =>
      this.refuse('DTD_REFUSEE', "contient une DTD, ce qu'aucun retour de taux ne fait : redemandez-le à votre source"),
    );
    parser.on('opentag', (tag) => this.opened(tag));
    parser.on('closetag', (tag) => this.closed(tag.name));
    parser.on('text', (text) => this.read(text));
    parser.on('cdata', (text) => this.read(text));
  }

  private opened(tag: SaxesTagPlain): void {
    this.endPiece();
    if (this.isRefused()) return;
    this.depth++;
    if (this.depth > DEEPEST) {
      this.refuse('PROFONDEUR_EXCESSIVE', `imbrique plus de ${DEEPEST} éléments, ce qu'aucun retour de taux ne fait`);
      return;
    }
    this.text = '';
    this.leaf = true;
    this.sink.open(tag, this.depth, this.parser.line);
  }

  private closed(name: string): void {
    this.endPiece();
    if (this.isRefused()) return;
    this.sink.close(name, this.leaf ? this.text : '', this.depth);
    this.text = '';
    this.leaf = false;
    this.depth--;
  }

  private read(text: string): void {
    this.endPiece();
    this.text = this.text === '' ? text : this.text + text;
    if (this.text.length > LONGEST_PIECE) this.tooLong();
  }

  private endPiece(): void {
    const { position } = this.parser;
    this.checkPiece(position);
    this.pieceStart = position;
  }

  /** Refuses a piece longer than allowed, whether it has ended or is still growing chunk after chunk. */
  private checkPiece(position: number): void {
    if (position - this.pieceStart > LONGEST_PIECE) this.tooLong();
  }

  private tooLong(): void {
    this.refuse(
      'TEXTE_TROP_LONG',
      `contient un texte ou une balise de plus de ${LONGEST_PIECE} caractères, ce qu'aucun retour de taux ne fait`,
    );
  }

  private fail(reason: string): void {
    this.checkPiece(this.parser.position);
    const where = `à la ligne ${this.parser.line}`;
    if (this.ending) this.refuse('XML_TRONQUE', `est tronqué ${where} : redemandez-le à votre source`);
    else if (reason.includes('undefined entity'))
      this.refuse('ENTITE_REFUSEE', `emploie ${where} une entité inconnue : seules celles de XML sont admises`);
    else this.refuse('XML_MAL_FORME', `n'est pas un XML bien formé ${where} : redemandez-le à votre source`);
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
