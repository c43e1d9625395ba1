import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `as_of` is the last declared month that told these facts: an older DSN imported later does not undo them. */
const COMPANIES = `
  CREATE TABLE company (
    siren text COLLATE "C" PRIMARY KEY,
    name text,
    headcount_hundredths integer,
    client_since date,
    first_seen_on date NOT NULL,
    automation boolean,
    atmp_account boolean
  );
  CREATE TABLE establishment (
    siret text COLLATE "C" PRIMARY KEY,
    siren text COLLATE "C" NOT NULL REFERENCES company,
    postcode text,
    town text,
    address text,
    created_on date,
    first_seen_on date NOT NULL,
    as_of text COLLATE "C"
  );
  CREATE INDEX establishment_siren ON establishment (siren);
  CREATE TABLE employee (
    siren text COLLATE "C" NOT NULL REFERENCES company,
    matricule text COLLATE "C" NOT NULL,
    last_name text,
    first_name text,
    population text NOT NULL DEFAULT 'NORMAL' CHECK (population IN ('NORMAL', 'ARTIST', 'JOURNALIST')),
    as_of text COLLATE "C",
    PRIMARY KEY (siren, matricule)
  );
  CREATE TABLE contract (
    siret text COLLATE "C" NOT NULL REFERENCES establishment,
    siren text COLLATE "C" NOT NULL,
    matricule text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    nature text,
    job_title text,
    pcs text,
    regime text NOT NULL,
    as_of text COLLATE "C",
    PRIMARY KEY (siret, matricule, number)
  );
`;

/** No foreign key on the large tables: one per row costs three times the load (docs/decisions/0006). */
const DECLARED = `
  CREATE TABLE dsn (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    fraction_index smallint NOT NULL,
    fraction_of smallint NOT NULL,
    ord bigint NOT NULL,
    type text NOT NULL,
    file text NOT NULL,
    sha256 text NOT NULL,
    line integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_by bigint
  );
  CREATE UNIQUE INDEX dsn_current ON dsn (siret, period, fraction_index) WHERE superseded_by IS NULL;
  CREATE INDEX dsn_received ON dsn (siret, period, fraction_index, sha256);
  CREATE TABLE declared_contract (
    dsn_id bigint NOT NULL,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    matricule text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    regime text NOT NULL,
    code_risque text COLLATE "C" NOT NULL,
    office boolean NOT NULL,
    rate integer,
    base_cents bigint NOT NULL,
    line integer NOT NULL,
    superseded boolean NOT NULL DEFAULT false
  );
  CREATE INDEX declared_contract_month ON declared_contract (siret, period) WHERE NOT superseded;
  CREATE INDEX declared_contract_dsn ON declared_contract (dsn_id);
  CREATE TABLE declared_regularisation (
    dsn_id bigint NOT NULL,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    matricule text COLLATE "C",
    number text COLLATE "C",
    rubric text NOT NULL,
    base_cents bigint,
    rate integer,
    amount_cents bigint,
    line integer NOT NULL
  );
  CREATE INDEX declared_regularisation_month ON declared_regularisation (siret, period);
`;

const FEEDS = `
  CREATE TABLE batch (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor text NOT NULL,
    received_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('RECEIVED', 'DECIDED', 'DONE')),
    first_sheet bigint,
    withheld boolean NOT NULL DEFAULT false,
    compared integer NOT NULL DEFAULT 0,
    moved integer NOT NULL DEFAULT 0,
    again text,
    asides bigint[],
    guards_lifted boolean NOT NULL DEFAULT false,
    CHECK ((again IS NULL) = (asides IS NULL))
  );
  CREATE TABLE feed (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id bigint NOT NULL REFERENCES batch,
    ordinal integer NOT NULL,
    file text NOT NULL,
    sha256 text COLLATE "C" NOT NULL UNIQUE,
    size bigint NOT NULL,
    format text,
    lines integer NOT NULL DEFAULT 0,
    verdicts jsonb,
    received_at timestamptz NOT NULL,
    UNIQUE (batch_id, ordinal)
  );
  CREATE TABLE feed_bytes (
    feed_id bigint NOT NULL REFERENCES feed,
    part integer NOT NULL,
    gzipped bytea NOT NULL,
    PRIMARY KEY (feed_id, part)
  );
  ALTER TABLE feed_bytes ALTER COLUMN gzipped SET STORAGE EXTERNAL;
  CREATE TABLE batch_chunk (
    batch_id bigint NOT NULL REFERENCES batch,
    chunk integer NOT NULL,
    PRIMARY KEY (batch_id, chunk)
  );
  CREATE TABLE verdict (
    feed_id bigint NOT NULL,
    batch_id integer NOT NULL,
    effective_from date,
    attempt smallint NOT NULL,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C",
    verdict text NOT NULL,
    reason text,
    rule text NOT NULL,
    facts json NOT NULL,
    PRIMARY KEY (feed_id, siret, attempt)
  );
  CREATE TABLE refused_line (
    feed_id bigint NOT NULL,
    line integer NOT NULL,
    siret text COLLATE "C",
    siren text COLLATE "C",
    code text NOT NULL,
    message text NOT NULL
  );
  CREATE UNIQUE INDEX refused_line_feed ON refused_line (feed_id, line, code);
  CREATE TABLE set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed_id bigint NOT NULL,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C",
    cause text NOT NULL CHECK (cause IN ('HELD', 'UNKNOWN_ESTABLISHMENT')),
    guards text,
    facts json NOT NULL,
    document json NOT NULL,
    calculated_at timestamp,
    status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'RELEASED', 'REFUSED', 'SUPERSEDED')),
    since timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text,
    ended_reason text
  );
  CREATE UNIQUE INDEX set_aside_open ON set_aside (siret, feed_id) WHERE status = 'OPEN';
`;

const LEDGER = `
  CREATE SEQUENCE rate_sheet_number;
  CREATE FUNCTION reserve_sheets(wanted bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE first bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(7207001);
    first := nextval('rate_sheet_number');
    IF wanted > 1 THEN PERFORM setval('rate_sheet_number', first + wanted - 1); END IF;
    RETURN first;
  END $$;
  CREATE TABLE rate_profile (
    sheet bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    calculated_at timestamp,
    feed_id bigint,
    effective_from date NOT NULL,
    rate integer NOT NULL,
    line integer,
    position smallint NOT NULL,
    office boolean NOT NULL,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    code_risque text COLLATE "C" NOT NULL,
    section text COLLATE "C",
    source text COLLATE "C" NOT NULL,
    PRIMARY KEY (siret, effective_from, sheet, position)
  );
  CREATE TABLE affiliation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    matricule text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    since date NOT NULL,
    code_risque text COLLATE "C" NOT NULL,
    section text COLLATE "C",
    office boolean NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor text NOT NULL
  );
  CREATE INDEX affiliation_contract ON affiliation (siret, matricule, number, since, id);
`;

const TASKS = `
  CREATE TABLE campaign (
    year integer PRIMARY KEY,
    effective_from date NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
  );
  CREATE TABLE task (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('FIRST_PAYROLL', 'ANNUAL_RENEWAL', 'INCOHERENCE', 'EMPLOYEE_AFFILIATION')),
    cause text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    period text COLLATE "C" NOT NULL,
    status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'DONE', 'SUPERSEDED')),
    prefill jsonb NOT NULL,
    feed_id bigint,
    opened_at timestamptz NOT NULL,
    postponed_until text COLLATE "C",
    ended_at timestamptz,
    outcome jsonb,
    CHECK ((status = 'OPEN') = (ended_at IS NULL))
  );
  CREATE UNIQUE INDEX task_open ON task (siret, kind, cause) WHERE status = 'OPEN';
  CREATE INDEX task_siren ON task (siren, status);
  CREATE INDEX task_cause ON task (kind, cause, siret);
  CREATE TABLE task_postponement (
    task_id bigint NOT NULL REFERENCES task,
    siren text COLLATE "C" NOT NULL,
    until text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX task_postponement_task ON task_postponement (task_id);
  CREATE TABLE payroll_run (
    siret text COLLATE "C" NOT NULL,
    siren text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (siret, period)
  );
  CREATE TABLE national_table (
    year integer PRIMARY KEY,
    effective_from date,
    file text NOT NULL,
    sha256 text NOT NULL,
    content jsonb NOT NULL,
    imported_at timestamptz NOT NULL
  );
`;

/** The head says how long the chain is, so that an end cut off by hand is seen; it holds nothing of a company. */
const AUDIT = `
  CREATE TABLE audit_entry (
    seq bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    siren text COLLATE "C",
    siret text COLLATE "C",
    body text NOT NULL,
    covers bytea,
    previous bytea NOT NULL,
    hash bytea NOT NULL
  );
  CREATE INDEX audit_entry_siret ON audit_entry (siret, seq);
  CREATE TABLE audit_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    hash bytea NOT NULL
  );
  INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));
`;

export class Ground1700000000000 implements MigrationInterface {
  name = 'Ground1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [COMPANIES, DECLARED, FEEDS, LEDGER, TASKS, AUDIT]) await queryRunner.query(statements);
    await queryRunner.query('CREATE SCHEMA staging');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA staging CASCADE');
    await queryRunner.query(
      'DROP TABLE company, establishment, employee, contract, dsn, declared_contract, declared_regularisation, batch, feed, feed_bytes, batch_chunk, verdict, refused_line, set_aside, rate_profile, affiliation, campaign, task, task_postponement, payroll_run, national_table, audit_entry, audit_head CASCADE',
    );
    await queryRunner.query('DROP FUNCTION reserve_sheets');
    await queryRunner.query('DROP SEQUENCE rate_sheet_number');
  }
}
