import { sheetText, verdictText, type RecordedSheet } from '#domain/audit/fact-text';
import type { LineFault } from '#domain/feed/feed';
import { calculationOf } from '#domain/reconciliation/document';
import { isApplied, type DatedFinding, type Decision } from '#domain/reconciliation/verdict';
import type { Siren, Siret } from '#domain/values/siret';
import type { RateProfile } from '#domain/rates/profile';
import { rawDigestOf } from '../audit';
import { CopyWriter } from '../copy';
import type { Connection, Database } from '../database';
import { ChunkSummary, type SummedDecision } from './chunk-summary';
import { ConsequenceWriter, type PlannedDecision } from './consequence-writer';
import type { PlanTables } from './plan-tables';

/** Writes the plan of a stretch in three COPY streams, each on its own connection. Chunks are cut by number of decisions. */
export class PlanWriter {
  private readonly verdicts: CopyWriter;
  private readonly profiles: CopyWriter;
  private readonly consequences: ConsequenceWriter;
  private chunk: number;
  private inChunk = 0;
  private summary = new ChunkSummary();
  private sheet: number;

  private constructor(
    private readonly connections: readonly Connection[],
    tables: PlanTables,
    private readonly chunks: { readonly first: number; readonly size: number },
    firstSheet: number,
  ) {
    const [a, b, c] = connections;
    if (a === undefined || b === undefined || c === undefined)
      throw new Error('A plan is written on three connections.');
    this.verdicts = new CopyWriter(
      a.tx,
      `${tables.verdicts} (feed, chunk, effective_from, calculated_at, siret, siren, verdict, reason, rule, facts, sheet, rate, line, office, code_risque, section)`,
    );
    this.profiles = new CopyWriter(
      b.tx,
      `${tables.profiles} (feed, sheet, chunk, effective_from, rate, line, position, office, siret, siren, code_risque, section, calculated_at)`,
    );
    this.consequences = new ConsequenceWriter(c.tx, tables);
    this.sheet = firstSheet;
    this.chunk = chunks.first;
  }

  static async open(
    database: Database,
    tables: PlanTables,
    chunks: { readonly first: number; readonly size: number },
    firstSheet: number,
  ): Promise<PlanWriter> {
    const connections = [await database.open(), await database.open(), await database.open()];
    return new PlanWriter(connections, tables, chunks, firstSheet);
  }

  /** The number behind that of the last chunk begun. */
  get endChunkNumber(): number {
    return this.chunk + 1;
  }

  /**
   * Everything decided on one establishment, in order of calculation. Chunks are applied in any order, so it is never
   * cut in two.
   */
  addCase(decisions: readonly PlannedDecision[]): void {
    this.roomForCase();
    this.inChunk += decisions.length;
    this.summary.add(decisions.map((planned) => this.add(planned)));
  }

  /** Lines without a readable SIRET: rejections, and nothing else. */
  addRefused(feed: number, faults: readonly LineFault[]): void {
    this.roomForCase();
    this.inChunk += faults.length;
    for (const fault of faults) this.consequences.addRefused(feed, fault, this.chunk);
  }

  async drain(): Promise<void> {
    await this.verdicts.drain();
    await this.profiles.drain();
    await this.consequences.drain();
  }

  async finish(): Promise<void> {
    this.endChunk();
    await this.verdicts.finish();
    await this.profiles.finish();
    await this.consequences.finish();
    for (const connection of this.connections) await connection.close('reuse');
  }

  async abandon(): Promise<void> {
    await Promise.allSettled(this.connections.map((connection) => connection.close('discard')));
  }

  private roomForCase(): void {
    if (this.inChunk < this.chunks.size) return;
    this.endChunk();
    this.chunk++;
    this.inChunk = 0;
  }

  private endChunk(): void {
    this.consequences.addSum(this.summary.sum(), this.chunk);
    this.summary = new ChunkSummary();
  }

  private add(planned: PlannedDecision): SummedDecision {
    const { decision, siren, document } = planned;
    const { siret, feed, verdict, reason, rule, effectiveFrom } = decision;
    const facts = JSON.stringify(decision.facts);
    const row = this.verdicts
      .number(feed)
      .number(this.chunk)
      .text(effectiveFrom)
      .text(calculationOf(document) || null);
    row.text(siret).text(siren).text(verdict).text(reason).text(rule).text(facts);
    const sheets = siren !== null && isApplied(verdict) ? this.addSheets(decision, siren) : this.addNoProfile();
    row.endRow();
    this.consequences.addOf(planned, this.chunk);
    const text = verdictText({ siret, feed, verdict, reason, rule, effectiveFrom, facts }) + sheets;
    return { siret, feed, rule, verdict, digest: rawDigestOf(text) };
  }

  /** The columns of a sheet with one profile, which stands beside its verdict. */
  private addNoProfile(): string {
    this.verdicts.number(null).number(null).number(null).flag(null).text(null).text(null);
    return '';
  }

  private addSheets(decision: Decision, siren: Siren): string {
    const { siret, feed, dated } = decision;
    const [finding] = dated;
    const profile = finding?.sheet[0];
    if (dated.length === 1 && finding?.sheet.length === 1 && profile !== undefined) {
      const sheet = this.nextSheet();
      const { code, section, office, rate } = profile;
      const line = lineOf(profile, finding);
      this.verdicts.number(sheet).number(rate).number(line).flag(office).text(code).text(section);
      return sheetLine({ sheet, siret, feed, finding, profiles: [{ code, section, office, rate, line }] });
    }
    this.addNoProfile();
    return dated.map((each) => this.addSheet(decision, siren, each)).join('');
  }

  private nextSheet(): number {
    const sheet = this.sheet++;
    this.summary.addSheet(sheet);
    return sheet;
  }

  private addSheet({ siret, feed }: Decision, siren: Siren, finding: DatedFinding): string {
    const sheet = this.nextSheet();
    const { effectiveFrom, calculatedAt } = finding;
    const profiles = finding.sheet.map((profile) => {
      const { code, section, office, rate } = profile;
      return { code, section, office, rate, line: lineOf(profile, finding) };
    });
    profiles.forEach(({ rate, line, office, code, section }, position) => {
      const row = this.profiles.number(feed).number(sheet).number(this.chunk).text(effectiveFrom).number(rate);
      row
        .number(line)
        .number(position + 1)
        .flag(office)
        .text(siret)
        .text(siren)
        .text(code)
        .text(section);
      row.text(calculatedAt).endRow();
    });
    return sheetLine({ sheet, siret, feed, finding, profiles });
  }
}

/** The line that notified a profile; null for one that was carried over. */
function lineOf({ code, section, office }: RateProfile, { notified }: DatedFinding): number | null {
  for (const n of notified) if (n.code === code && n.section === section && n.office === office) return n.line;
  return null;
}

function sheetLine(from: {
  readonly sheet: number;
  readonly siret: Siret;
  readonly feed: number;
  readonly finding: DatedFinding;
  readonly profiles: RecordedSheet['profiles'];
}): string {
  const { sheet, siret, feed, profiles } = from;
  const { effectiveFrom, calculatedAt } = from.finding;
  return `\n${sheetText({ sheet, siret, effectiveFrom, source: 'NOTIFIED', calculatedAt, feed, profiles })}`;
}
