import type { LineFault, NotifiedLine } from '#domain/feed/feed';
import type { Siret } from '#domain/values/siret';
import { CopyWriter } from '../copy';
import type { Tx } from '../database';
import { PlanTables } from './plan-tables';

/**
 * The working tables of one batch: unlogged, dropped when the batch is done. What they hold can
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

  /** The plan of one stretch of the batch. */
  plan(stretch: number): PlanTables {
    return new PlanTables(`${this.suffix}_${stretch}`);
  }

  async create(tx: Tx): Promise<void> {
    await this.drop(tx);
    await tx.query(`
      CREATE UNLOGGED TABLE ${this.lines} (
        feed bigint NOT NULL, line integer NOT NULL, rate integer, effective_from date, office boolean,
        siret text COLLATE "C" NOT NULL, code_risque text, section text, calculated_at text,
        fault_code text, fault_message text) WITH (autovacuum_enabled = false)`);
  }

  async holdsLines(tx: Tx): Promise<boolean> {
    const rows = await tx.query(`SELECT FROM ${this.lines} LIMIT 1`);
    return rows.length > 0;
  }

  /** With the plans of all its stretches, however many there came to be. */
  async drop(tx: Tx): Promise<void> {
    const tables = await tx.query<{ name: string }>(
      `SELECT 'staging.' || tablename AS name FROM pg_tables
       WHERE schemaname = 'staging' AND tablename ~ '^(line_${this.suffix}|(verdict|profile|consequence)_${this.suffix}_[0-9]+)$'`,
    );
    // One by one: all of them at once would be more locks than a server holds by default.
    for (const { name } of tables) await tx.query(`DROP TABLE IF EXISTS ${name}`);
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
