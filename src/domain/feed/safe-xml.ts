import type { Refusal } from '#domain/values/result';
import { asBuffer, isAscii } from './text';
import { DEEPEST, LONGEST_PIECE, XmlScanner, type XmlSink } from './xml-scanner';
import { FlawedXml, type XmlFlaw } from './xml-syntax';

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

  private readonly scanner: XmlScanner;
  private readonly decoder: TextDecoder | null;
  private midCharacter = false;

  /** `head`: the first bytes, read as Latin-1, where the declared encoding stands. */
  constructor(
    private readonly name: string,
    head: string,
    sink: XmlSink,
  ) {
    this.scanner = new XmlScanner(sink);
    const declared = DECLARED.exec(head)?.[1] ?? 'utf-8';
    const encoding = ENCODINGS.get(declared.toLowerCase());
    this.decoder = encoding === undefined ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    if (encoding === undefined) {
      this.refuse('ENCODAGE_INCONNU', `annonce l'encodage « ${declared} » : redemandez-le en UTF-8 ou ISO-8859-1`);
    }
  }

  push(bytes: Uint8Array): void {
    this.scan(() => {
      const text = this.decode(bytes, true);
      if (text !== '') this.scanner.push(text);
    });
  }

  end(): void {
    this.scan(() => {
      if (this.midCharacter) this.decode(new Uint8Array(0), false);
      this.scanner.end();
    });
  }

  /** The line of what is being told, from 1. */
  line(): number {
    return this.scanner.currentLine();
  }

  /** Ends the reading with one sentence: « Le fichier … `what`. » */
  refuse(code: string, what: string): void {
    this.refusal ??= { code, message: `Le fichier « ${this.name} » ${what}.` };
  }

  private scan(read: () => void): void {
    if (this.refusal !== null) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof FlawedXml)) throw error;
      const [code, what] = REFUSALS[error.flaw];
      this.refuse(code, what.replace('%line', String(this.scanner.currentLine())));
    }
  }

  private decode(bytes: Uint8Array, more: boolean): string {
    if (!this.midCharacter) {
      const latin1 = asBuffer(bytes).toString('latin1');
      if (isAscii(latin1)) return latin1;
    }
    this.midCharacter = (bytes[bytes.length - 1] ?? 0) > 0x7f;
    try {
      return this.decoder?.decode(bytes, { stream: more }) ?? '';
    } catch {
      throw new FlawedXml('ENCODING');
    }
  }
}

const ASK_AGAIN = 'redemandez-le à votre source';
const NEVER = "ce qu'aucun retour de taux ne fait";

const REFUSALS: Readonly<Record<XmlFlaw, readonly [code: string, what: string]>> = {
  ILL_FORMED: ['XML_MAL_FORME', `n'est pas un XML bien formé à la ligne %line : ${ASK_AGAIN}`],
  TRUNCATED: ['XML_TRONQUE', `est tronqué à la ligne %line : ${ASK_AGAIN}`],
  ENCODING: ['ENCODAGE_FAUX', `n'est pas dans l'encodage qu'il annonce : ${ASK_AGAIN}`],
  DOCTYPE: ['DTD_REFUSEE', `contient à la ligne %line une DTD, ${NEVER} : ${ASK_AGAIN}`],
  ENTITY: ['ENTITE_REFUSEE', `emploie à la ligne %line une entité qui n'est pas de XML, ${NEVER} : ${ASK_AGAIN}`],
  TOO_DEEP: ['PROFONDEUR_EXCESSIVE', `imbrique plus de ${DEEPEST} éléments, ${NEVER} : ${ASK_AGAIN}`],
  TOO_LONG: [
    'TEXTE_TROP_LONG',
    `contient à la ligne %line un texte ou une balise de plus de ${LONGEST_PIECE} caractères, ${NEVER} : ${ASK_AGAIN}`,
  ],
};
