import type { LineFault, NotifiedLine } from '#domain/feed/feed';
import type { Siret } from '#domain/values/siret';
import { CopyWriter } from '../copy';
import type { Tx } from '../database';

/**
 * The working tables of one batch: unlogged, without index, dropped when the batch is done. What they hold can
 * always be made again from the received bytes.
 */
export class Staging {
  private constructor(readonly suffix: string) {}

  static forBatch = (batchId: number): Staging => new Staging(`b${batchId}`);

  /** A dry run is no batch: its tables are named after the process and never outlive the command. */
  static forDryRun = (processId: number): Staging => new Staging(`dry${processId}`);

  get lines(): string {
    return `staging.line_${this.suffix}`;
  }

  get verdicts(): string {
    return `staging.verdict_${this.suffix}`;
  }

  get profiles(): string {
    return `staging.profile_${this.suffix}`;
  }

  get consequences(): string {
    return `staging.consequence_${this.suffix}`;
  }

  async create(tx: Tx): Promise<void> {
    await this.drop(tx);
    await tx.query(`
      CREATE UNLOGGED TABLE ${this.lines} (
        feed bigint NOT NULL, line integer NOT NULL, rate integer, effective_from date, office boolean,
        siret text COLLATE "C" NOT NULL, code_risque text, section text, calculated_at text,
        fault_code text, fault_message text) WITH (autovacuum_enabled = false)`);
    await this.createPlan(tx);
  }

  async createPlan(tx: Tx): Promise<void> {
    await this.dropPlan(tx);
    await tx.query(`
      CREATE UNLOGGED TABLE ${this.verdicts} (
        feed bigint NOT NULL, chunk integer NOT NULL, effective_from date, calculated_at timestamp,
        siret text COLLATE "C" NOT NULL, siren text COLLATE "C", verdict text NOT NULL, reason text, rule text NOT NULL,
        facts json NOT NULL, sheet bigint, rate integer, line integer, office boolean, code_risque text, section text) WITH (autovacuum_enabled = false)`);
    await tx.query(`
      CREATE UNLOGGED TABLE ${this.profiles} (
        feed bigint NOT NULL, sheet bigint NOT NULL, chunk integer NOT NULL, effective_from date NOT NULL,
        rate integer NOT NULL, line integer, position smallint NOT NULL, office boolean NOT NULL,
        siret text COLLATE "C" NOT NULL, siren text COLLATE "C" NOT NULL, code_risque text NOT NULL,
        section text, calculated_at timestamp) WITH (autovacuum_enabled = false)`);
    await tx.query(`
      CREATE UNLOGGED TABLE ${this.consequences} (
        chunk integer NOT NULL, what text NOT NULL, feed bigint,
        siret text COLLATE "C", siren text COLLATE "C", body json NOT NULL)`);
  }

  /**
   * The plan was written chunk by chunk, so a block-range index finds a chunk at almost no cost. Every column is
   * analysed: knowing the chunks alone, the planner joins what was set aside row by row and takes five times as long.
   */
  async indexPlan(tx: Tx): Promise<void> {
    // Columns hold little that varies: a sample ten times smaller than the default tells the same.
    await tx.query('SET default_statistics_target = 10');
    for (const table of [this.verdicts, this.profiles, this.consequences]) {
      await tx.query(`CREATE INDEX ON ${table} USING brin (chunk) WITH (pages_per_range = 16)`);
      await tx.query(`ANALYZE ${table}`);
    }
    await tx.query('RESET default_statistics_target');
  }

  async exists(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
      this.consequences,
    ]);
    return row?.found === true;
  }

  async drop(tx: Tx): Promise<void> {
    await tx.query(`DROP TABLE IF EXISTS ${this.lines}`);
    await this.dropPlan(tx);
  }

  private async dropPlan(tx: Tx): Promise<void> {
    await tx.query(`DROP TABLE IF EXISTS ${this.verdicts}, ${this.profiles}, ${this.consequences}`);
  }
}

/** Puts the lines of a batch into its staging table, in one COPY. */
export class LineWriter {
  private readonly copy: CopyWriter;
  staged = 0;

  constructor(tx: Tx, staging: Staging) {
    this.copy = new CopyWriter(
      tx,
      `${staging.lines} (feed, line, rate, effective_from, office, siret, code_risque, section, calculated_at, fault_code, fault_message)`,
    );
  }

  notified(feed: number, line: NotifiedLine): void {
    this.staged++;
    const { rate, effectiveFrom, office, siret, code, section, calculatedAt } = line;
    this.copy.number(feed).number(line.line).number(rate).text(effectiveFrom).flag(office);
    this.copy.text(siret).text(code).text(section).text(calculatedAt).text(null).text(null).endRow();
  }

  /** A refused line whose SIRET could be read: it quarantines the establishment in this document. */
  fault(feed: number, siret: Siret, fault: LineFault): void {
    this.withoutRate(feed, siret, fault.line, { code: fault.code, message: printable(fault.message) });
  }

  /** An establishment named without any AT/MP rate. */
  ignored(feed: number, siret: Siret, line: number): void {
    this.withoutRate(feed, siret, line, { code: null, message: null });
  }

  drain = (): Promise<void> => this.copy.drain();

  finish = (): Promise<void> => this.copy.finish();

  private withoutRate(
    feed: number,
    siret: Siret,
    line: number,
    fault: { readonly code: string | null; readonly message: string | null },
  ): void {
    this.staged++;
    this.copy.number(feed).number(line).number(null).text(null).flag(null);
    this.copy.text(siret).text(null).text(null).text(null).text(fault.code).text(fault.message).endRow();
  }
}

/** Messages quote what the file holds; a NUL there cannot be stored and must not stop the other lines. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');

/** Lines of documents that turned out unreadable at their end. */
export async function dropLinesOf(tx: Tx, staging: Staging, feeds: readonly number[]): Promise<void> {
  if (feeds.length > 0) await tx.query(`DELETE FROM ${staging.lines} WHERE feed = ANY($1)`, [feeds]);
}
