import type { DeclaredEmployee, DeclaredEstablishment, Regularisation } from '#domain/dsn/declared';
import { CopyWriter, field } from '../copy';
import type { Tx } from '../database';

/** Rows are handed to the server when about this many characters wait: what the reader holds of a file stays small. */
const HANDFUL = 2 * 1024 * 1024;

const TABLES = {
  incoming_dsn: `ordinal integer NOT NULL, siren text COLLATE "C" NOT NULL, siret text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL, type text NOT NULL, fraction_index smallint NOT NULL,
    fraction_of smallint NOT NULL, ord bigint NOT NULL, postcode text, town text, address text, line integer NOT NULL`,
  incoming_contract: `ordinal integer NOT NULL, matricule text COLLATE "C" NOT NULL, last_name text, first_name text,
    number text COLLATE "C" NOT NULL, started_on date NOT NULL, ended_on date, nature text, job_title text, pcs text,
    regime text NOT NULL, code_risque text COLLATE "C" NOT NULL, office boolean NOT NULL, rate integer,
    base_cents bigint NOT NULL, line integer NOT NULL`,
  incoming_regularisation: `ordinal integer NOT NULL, matricule text, number text, period text NOT NULL,
    rubric text NOT NULL, base_cents bigint, rate integer, amount_cents bigint, line integer NOT NULL`,
  incoming_left_out: `ordinal integer NOT NULL, matricule text COLLATE "C" NOT NULL`,
} as const;

type Table = keyof typeof TABLES;
const NAMES = Object.keys(TABLES) as Table[];

/**
 * What one DSN file says, in temporary tables of its transaction: written without log, seen by nobody else, and gone
 * with the transaction, whether it ends well, badly or by a crash. The reader fills it synchronously.
 */
export class IncomingDsn {
  private readonly rows: Record<Table, string[]> = {
    incoming_dsn: [],
    incoming_contract: [],
    incoming_regularisation: [],
    incoming_left_out: [],
  };
  private waiting = 0;
  private ordinal = 0;

  private constructor(private readonly tx: Tx) {}

  static async open(tx: Tx): Promise<IncomingDsn> {
    for (const name of NAMES) await tx.query(`CREATE TEMP TABLE ${name} (${TABLES[name]}) ON COMMIT DROP`);
    return new IncomingDsn(tx);
  }

  establishment(declared: DeclaredEstablishment): void {
    const { siren, siret, period, type, fraction, order, postcode, town, address, line } = declared;
    this.ordinal++;
    this.add('incoming_dsn', [
      this.ordinal,
      siren,
      siret,
      period,
      type,
      fraction.index,
      fraction.of,
      order,
      postcode,
      town,
      address,
      line,
    ]);
    for (const one of declared.regularisations) this.regularisation(null, one);
  }

  /** An employee of the last establishment given. */
  employee({ matricule, lastName, firstName, contracts, regularisations }: DeclaredEmployee): void {
    for (const contract of contracts) {
      this.add('incoming_contract', [
        this.ordinal,
        matricule,
        lastName,
        firstName,
        contract.number,
        contract.startedOn,
        contract.endedOn,
        contract.nature,
        contract.jobTitle,
        contract.pcs,
        contract.regime,
        contract.code,
        contract.office,
        contract.rate,
        contract.base,
        contract.line,
      ]);
    }
    for (const one of regularisations) this.regularisation(matricule, one);
  }

  leftOut(matricule: string): void {
    this.add('incoming_left_out', [this.ordinal, matricule]);
  }

  /** Resolves at once unless a handful waits. */
  async drain(): Promise<void> {
    if (this.waiting >= HANDFUL) await this.send();
  }

  /** Nothing more is given: the tables are whole, and measured for the statements that read them. */
  async finish(): Promise<void> {
    await this.send();
    for (const name of NAMES) await this.tx.query(`ANALYZE ${name}`);
  }

  private regularisation(matricule: string | null, one: Regularisation): void {
    const { contract, period, rubric, base, rate, amount, line } = one;
    this.add('incoming_regularisation', [this.ordinal, matricule, contract, period, rubric, base, rate, amount, line]);
  }

  private add(table: Table, values: readonly (string | number | boolean | null)[]): void {
    const row = values.map(field).join('\t');
    this.rows[table].push(row);
    this.waiting += row.length;
  }

  /** One connection carries one COPY at a time, so the tables are written in turn. */
  private async send(): Promise<void> {
    for (const name of NAMES) {
      if (this.rows[name].length === 0) continue;
      const writer = new CopyWriter(this.tx, name);
      for (const row of this.rows[name]) writer.add(row);
      this.rows[name] = [];
      await writer.finish();
    }
    this.waiting = 0;
  }
}
