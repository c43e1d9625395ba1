import type { Tx } from '../database';

/** Where the plan of one stretch is written: tables of its own, as another process may be writing the next one. */
export class PlanTables {
  constructor(private readonly suffix: string) {}

  get verdicts(): string {
    return `staging.verdict_${this.suffix}`;
  }

  get profiles(): string {
    return `staging.profile_${this.suffix}`;
  }

  get consequences(): string {
    return `staging.consequence_${this.suffix}`;
  }

  /** Empty, whatever an earlier try left there. */
  async create(tx: Tx): Promise<void> {
    await tx.query(`DROP TABLE IF EXISTS ${this.verdicts}, ${this.profiles}, ${this.consequences}`);
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
  async index(tx: Tx): Promise<void> {
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
}
