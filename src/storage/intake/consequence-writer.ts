import type { LineFault } from '#domain/feed/feed';
import { calculationOf, type NotifiedDocument } from '#domain/reconciliation/document';
import type { OpenTask } from '#domain/reconciliation/dossier';
import type { Decision } from '#domain/reconciliation/verdict';
import type { TaskToRaise } from '#domain/tasks/task';
import type { Siren, Siret } from '#domain/values/siret';
import { CopyWriter } from '../copy';
import type { Tx } from '../database';
import type { SummarizedChunk } from './chunk-summary';
import type { PlanTables } from './plan-tables';

/** A decision with what it leaves behind, ready to be planned. */
export interface PlannedDecision {
  readonly decision: Decision;
  readonly siren: Siren | null;
  readonly document: NotifiedDocument;
  readonly tasks: readonly TaskToRaise[];
  readonly ended: readonly OpenTask[];
}

/** What follows from a decision beside its verdict and sheets; each is applied by one statement per chunk. `ENTRY` sums the chunk up. */
export type Consequence = 'TASK' | 'END' | 'REFUSED' | 'ASIDE' | 'ENTRY';

/** Whom a consequence is about: a line without readable SIRET is about nobody, the sum of a chunk about no document. */
interface About {
  readonly feed: number | null;
  readonly siret: Siret | null;
  readonly siren: Siren | null;
}

/** Writes the part of a plan that few establishments have, one JSON body per row. */
export class ConsequenceWriter {
  private readonly copy: CopyWriter;

  constructor(tx: Tx, { consequences }: PlanTables) {
    this.copy = new CopyWriter(tx, `${consequences} (chunk, what, feed, siret, siren, body)`);
  }

  addOf({ decision, siren, document, tasks, ended }: PlannedDecision, chunk: number): void {
    const { siret, feed, facts } = decision;
    const add = (what: Consequence, body: unknown): void => {
      this.add(chunk, what, { feed, siret, siren }, body);
    };
    for (const { line, code, message } of decision.refusedLines) add('REFUSED', { line, code, message });
    for (const task of tasks) add('TASK', task);
    for (const { id } of ended) add('END', { id });
    const calculatedAt = calculationOf(document) || null;
    if (decision.verdict === 'HELD') {
      add('ASIDE', { cause: 'HELD', guards: facts.gardes, facts, calculatedAt, document });
    } else if (decision.rule === 'ETABLISSEMENT_INCONNU') {
      add('ASIDE', { cause: 'UNKNOWN_ESTABLISHMENT', guards: null, facts, calculatedAt, document });
    }
  }

  addRefused(feed: number, { line, code, message }: LineFault, chunk: number): void {
    this.add(chunk, 'REFUSED', { feed, siret: null, siren: null }, { line, code, message });
  }

  addSum(sum: SummarizedChunk, chunk: number): void {
    this.add(chunk, 'ENTRY', { feed: null, siret: null, siren: null }, sum);
  }

  drain = (): Promise<void> => this.copy.drain();

  finish = (): Promise<void> => this.copy.finish();

  private add(chunk: number, what: Consequence, { feed, siret, siren }: About, body: unknown): void {
    this.copy.number(chunk).text(what).number(feed).text(siret).text(siren).text(JSON.stringify(body)).endRow();
  }
}
