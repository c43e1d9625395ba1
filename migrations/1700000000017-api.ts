import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys of programs, and the answers to their writes. Both are of the program and not of a company: a key may open
 * several of them, and an answer is read by nobody but the key that asked.
 */
const SYSTEM_TABLES = ['api_key', 'idempotency'] as const;

/**
 * Whose companies a key opens: all of them (neither column), those of a list, those that an account has today, or what
 * both have in common.
 */
const KEYS = `
  CREATE TABLE api_key (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    shown text NOT NULL,
    secret bytea NOT NULL,
    account_id bigint REFERENCES account,
    companies text[],
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    CHECK (companies IS NULL OR cardinality(companies) > 0),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
  );
  CREATE UNIQUE INDEX api_key_secret ON api_key (secret);
  CREATE INDEX api_key_account ON api_key (account_id) WHERE account_id IS NOT NULL;
`;

/** An answer is either there, or somebody holds the lease to find it; `body` is unknown until the file was read. */
const ANSWERS = `
  CREATE TABLE idempotency (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    api_key_id bigint NOT NULL REFERENCES api_key,
    value text COLLATE "C" NOT NULL,
    request bytea NOT NULL,
    body bytea,
    attempt text NOT NULL,
    leased_until timestamptz,
    status integer,
    headers jsonb,
    answer text,
    created_at timestamptz NOT NULL,
    CHECK ((status IS NULL) = (leased_until IS NOT NULL)),
    CHECK (status IS NULL OR body IS NOT NULL)
  );
  CREATE UNIQUE INDEX idempotency_value ON idempotency (api_key_id, value);
  CREATE INDEX idempotency_created ON idempotency (created_at);
`;

/** Programs come in by a key of their own, and what they send twice is done once. */
export class Api1700000000017 implements MigrationInterface {
  name = 'Api1700000000017';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(KEYS);
    await queryRunner.query(ANSWERS);
    for (const table of SYSTEM_TABLES) {
      await queryRunner.query(`GRANT USAGE ON SEQUENCE ${table}_id_seq TO tj_app`);
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO tj_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
    await queryRunner.query('GRANT DELETE ON idempotency TO tj_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE idempotency, api_key');
  }
}
