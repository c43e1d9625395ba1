import { sheetText, verdictText } from '#domain/audit/fact-text';
import type { LineFault } from '#domain/feed/feed';
import type { NotifiedDocument } from '#domain/reconciliation/document';
import { calculationOf } from '#domain/reconciliation/document';
import { isApplied, type DatedFinding, type Decision } from '#domain/reconciliation/verdict';
import type { OpenTask } from '#domain/reconciliation/dossier';
import type { TaskToRaise } from '#domain/tasks/task';
import type { Siren } from '#domain/values/siret';
import { digestOf } from '../audit';
import { CopyWriter, field } from '../copy';
import type { Connection, Database } from '../database';
import type { Staging } from './staging';

/** A decision with what it leaves behind, ready to be planned. */
export interface PlannedDecision {
  readonly decision: Decision;
  readonly siren: Siren | null;
  readonly document: NotifiedDocument;
  readonly tasks: readonly TaskToRaise[];
  readonly ended: readonly OpenTask[];
}

/** What follows from a decision beside its verdict and sheets; each is applied by one statement per chunk. */
export type Consequence = 'TASK' | 'END' | 'REFUSED' | 'ASIDE';

/** Writes the plan of a batch in three COPY streams, each on its own connection. Chunks are cut by number of decisions. */
export class PlanWriter {
  private readonly verdicts: CopyWriter;
  private readonly profiles: CopyWriter;
  private readonly consequences: CopyWriter;
  private chunk: number;
  private inChunk = 0;
  private sheet: number;

  private constructor(
    private readonly connections: readonly Connection[],
    staging: Staging,
    private readonly chunks: { readonly first: number; readonly size: number },
    firstSheet: number,
  ) {
    const [a, b, c] = connections;
    if (a === undefined || b === undefined || c === undefined)
      throw new Error('A plan is written on three connections.');
    this.verdicts = new CopyWriter(
      a.tx,
      `${staging.verdicts} (feed, chunk, effective_from, calculated_at, siret, siren, verdict, reason, rule, facts, digest)`,
    );
    this.profiles = new CopyWriter(
      b.tx,
      `${staging.profiles} (feed, sheet, chunk, effective_from, rate, line, position, office, siret, siren, code_risque, section, calculated_at)`,
    );
    this.consequences = new CopyWriter(c.tx, `${staging.consequences} (chunk, what, feed, siret, siren, body)`);
    this.sheet = firstSheet;
    this.chunk = chunks.first;
  }

  static async open(
    database: Database,
    staging: Staging,
    chunks: { readonly first: number; readonly size: number },
    firstSheet: number,
  ): Promise<PlanWriter> {
    const connections = [await database.open(), await database.open(), await database.open()];
    return new PlanWriter(connections, staging, chunks, firstSheet);
  }

  /** Number of chunks begun so far, the earlier ones of a resumed batch included. */
  get chunkCount(): number {
    return this.chunk + 1;
  }

  /** What follows belongs to one establishment: chunks are applied in any order, so it is never cut in two. */
  beginCase(): void {
    if (this.inChunk < this.chunks.size) return;
    this.chunk++;
    this.inChunk = 0;
  }

  add({ decision, siren, document, tasks, ended }: PlannedDecision): void {
    const { chunk } = this;
    this.inChunk++;
    const { siret, feed, verdict, reason, rule, effectiveFrom } = decision;
    const facts = JSON.stringify(decision.facts);
    let text = verdictText({ siret, feed, verdict, reason, rule, effectiveFrom, facts });
    if (siren !== null && isApplied(verdict)) {
      for (const finding of decision.dated) text += this.addSheet(chunk, decision, siren, finding);
    }
    this.verdicts.add(
      `${feed}\t${chunk}\t${effectiveFrom ?? '\\N'}\t${calculationOf(document) || '\\N'}\t${siret}\t${siren ?? '\\N'}\t${verdict}\t${reason ?? '\\N'}\t${rule}\t${field(facts)}\t\\\\x${digestOf(text)}`,
    );
    this.addConsequences(chunk, { decision, siren, document, tasks, ended });
  }

  /** Lines without a readable SIRET: rejections, and nothing else. */
  addRefused(feed: number, faults: readonly LineFault[]): void {
    this.inChunk += faults.length;
    for (const { line, code, message } of faults) {
      this.consequences.add(
        `${this.chunk}\tREFUSED\t${feed}\t\\N\t\\N\t${field(JSON.stringify({ line, code, message }))}`,
      );
    }
  }

  async drain(): Promise<void> {
    await this.verdicts.drain();
    await this.profiles.drain();
    await this.consequences.drain();
  }

  async finish(): Promise<void> {
    await this.verdicts.finish();
    await this.profiles.finish();
    await this.consequences.finish();
    for (const connection of this.connections) await connection.close('reuse');
  }

  async abandon(): Promise<void> {
    await Promise.allSettled(this.connections.map((connection) => connection.close('discard')));
  }

  private addSheet(chunk: number, { siret, feed }: Decision, siren: Siren, finding: DatedFinding): string {
    const sheet = this.sheet++;
    const { effectiveFrom, calculatedAt, notified } = finding;
    // Written out member by member: this runs once per establishment of a batch, and an object spread costs more than the rest.
    const profiles = finding.sheet.map(({ code, section, office, rate }) => {
      const line = notified.find((n) => n.code === code && n.section === section && n.office === office)?.line ?? null;
      return { code, section, office, rate, line };
    });
    profiles.forEach(({ rate, line, office, code, section }, position) => {
      this.profiles.add(
        `${feed}\t${sheet}\t${chunk}\t${effectiveFrom}\t${rate}\t${line ?? '\\N'}\t${position + 1}\t${office ? 't' : 'f'}\t${siret}\t${siren}\t${code}\t${field(section)}\t${calculatedAt ?? '\\N'}`,
      );
    });
    return `\n${sheetText({ sheet, siret, effectiveFrom, source: 'NOTIFIED', calculatedAt, feed, profiles })}`;
  }

  private addConsequences(chunk: number, { decision, siren, document, tasks, ended }: PlannedDecision): void {
    const { siret, feed, facts } = decision;
    const add = (what: Consequence, body: unknown): void => {
      this.consequences.add(`${chunk}\t${what}\t${feed}\t${siret}\t${siren ?? '\\N'}\t${field(JSON.stringify(body))}`);
    };
    for (const { line, code, message } of decision.refusedLines) add('REFUSED', { line, code, message });
    for (const task of tasks) add('TASK', task);
    for (const { id } of ended) add('END', { id });
    const calculatedAt = calculationOf(document) || null;
    if (decision.verdict === 'HELD') {
      add('ASIDE', { cause: 'HELD', guards: facts.gardes, facts: decision.facts, calculatedAt, document });
    } else if (decision.rule === 'ETABLISSEMENT_INCONNU') {
      add('ASIDE', { cause: 'UNKNOWN_ESTABLISHMENT', guards: null, facts: decision.facts, calculatedAt, document });
    }
  }
}
