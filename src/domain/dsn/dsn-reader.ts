import { BlockReader, type BlockSink, type DsnBlock } from './block-reader';
import { fieldOf } from './complaints';
import type { Knows } from './contract';
import { DeclarationWalk } from './declaration-walk';
import type { DsnEnd, DsnSink } from './declared';
import { LineSplitter } from './line-splitter';
import { DECLARATION, ENVELOPE, TRAILER } from './rubrics';
import { shown } from './text';
import type { Refusal } from '#domain/values/result';

export interface DsnReaderOptions {
  /** Is the code (with its office form) in the table on that day? */
  readonly knows: Knows;
  /** Accept envois de test (S10.G00.00.005 = 01) instead of refusing the file. */
  readonly acceptTestSends?: boolean;
}

export interface DsnReader {
  push(bytes: Uint8Array): void;
  end(): DsnEnd;
}

const TEST = '01';
const REAL = '02';

/**
 * Reads a DSN file (norm P26V01) chunk by chunk, cut anywhere; keeps one employee in memory. Never throws on
 * what the file holds: a bad rubrique is a rejection, a file that cannot be used is the refusal of `end()`.
 */
export function createDsnReader(options: DsnReaderOptions, sink: DsnSink): DsnReader {
  return new FileReading(options, sink);
}

class FileReading implements DsnReader, BlockSink {
  private readonly blocks = new BlockReader(this);
  private readonly splitter = new LineSplitter(this.blocks);
  private walk: DeclarationWalk;
  private envelope: DsnBlock | null = null;
  private declarations = 0;
  private complete = false;
  private strayTold = false;
  private countMismatch = false;
  private refusal: Refusal | null = null;

  constructor(
    private readonly options: DsnReaderOptions,
    private readonly sink: DsnSink,
  ) {
    this.walk = new DeclarationWalk(options.knows, false, sink);
  }

  push(bytes: Uint8Array): void {
    if (this.refusal === null) this.splitter.push(bytes);
  }

  end(): DsnEnd {
    this.splitter.end();
    if (this.refusal === null) this.concludeFile(this.blocks.end());
    const { complete, countMismatch, refusal } = this;
    return { complete: complete && refusal === null, lines: this.splitter.lines, countMismatch, refusal };
  }

  block(block: DsnBlock): void {
    if (this.refusal !== null) return;
    if (block.id === ENVELOPE.id) this.openEnvelope(block);
    else if (this.complete) this.afterTrailer(block);
    else if (block.id === TRAILER.id) this.closeEnvelope(block);
    else {
      if (block.id === DECLARATION.id) this.declarations++;
      this.walk.take(block);
    }
  }

  notText(line: number): void {
    this.refuse(
      'ENCODAGE',
      `Ligne ${line} : le fichier contient des octets nuls, il est sans doute en UTF-16 ; enregistrez-le en ISO-8859-1, comme la norme DSN le demande.`,
    );
  }

  notDsn(line: number): void {
    this.refuse(
      'FICHIER_ILLISIBLE',
      `Aucune des ${line} premières lignes n'a la forme S21.G00.11.001,'valeur' : ce fichier n'est pas une DSN ; vérifiez que c'est le bon.`,
    );
  }

  private openEnvelope(block: DsnBlock): void {
    this.walk.close();
    this.complete = false;
    this.strayTold = false;
    this.envelope = block;
    const sending = fieldOf(block, ENVELOPE.testOrReal);
    const isTest = sending?.value === TEST;
    if (isTest && this.options.acceptTestSends !== true) {
      this.refuse(
        'ENVOI_DE_TEST',
        `Ligne ${sending.line} : ce fichier est un envoi de test (S10.G00.00.005 = 01) ; déposez l'envoi réel, ou demandez l'essai (--essai).`,
      );
    } else if (sending !== null && !isTest && sending.value !== REAL) {
      this.refuse(
        'ENVOI_INCONNU',
        `Ligne ${sending.line} : le type d'envoi ${shown(sending.value)} (S10.G00.00.005) n'est ni 01 (test) ni 02 (réel) ; faites produire de nouveau le fichier.`,
      );
    }
    for (const fault of block.faults) this.sink.rejection(fault);
    this.walk = new DeclarationWalk(this.options.knows, isTest, this.sink);
  }

  private closeEnvelope(trailer: DsnBlock): void {
    this.walk.close();
    for (const fault of trailer.faults) this.sink.rejection(fault);
    const announced = fieldOf(trailer, TRAILER.rubrics);
    if (announced === null) return;
    this.complete = true;
    const held = trailer.last - (this.envelope?.first ?? 1) + 1;
    if (Number(announced.value) !== held) this.countMismatch = true;
  }

  private afterTrailer(block: DsnBlock): void {
    if (this.strayTold) return;
    this.strayTold = true;
    const message = `Ligne ${block.line} : des rubriques suivent la fin du fichier (S90) et ne sont pas lues ; faites produire de nouveau le fichier.`;
    this.sink.rejection({ line: block.line, code: 'LIGNE_APRES_FIN', message });
  }

  private concludeFile(anyRubric: boolean): void {
    if (this.refusal !== null) return;
    if (!anyRubric) {
      this.refuse(
        'FICHIER_ILLISIBLE',
        "Le fichier est vide ou aucune ligne n'a la forme d'une DSN ; vérifiez que c'est le bon fichier.",
      );
    } else if (!this.complete) {
      this.refuse(
        'FICHIER_COUPE',
        `Le fichier s'arrête à la ligne ${this.splitter.lines} sans ses totaux (S90.G00.90.001) : il est coupé et rien n'en est retenu ; déposez-le de nouveau, entier.`,
      );
    } else if (this.declarations === 0) {
      this.refuse(
        'AUCUNE_DECLARATION',
        "Le fichier ne porte aucune déclaration (S20.G00.05) ; vérifiez que c'est une DSN.",
      );
    }
  }

  private refuse(code: string, message: string): void {
    this.refusal = { code, message };
    this.splitter.stop();
  }
}
