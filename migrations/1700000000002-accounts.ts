import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that hold persons and secrets: no tenant reads them, whatever its companies. */
const SYSTEM_TABLES = [
  'account',
  'account_company',
  'session',
  'invitation',
  'sign_in_attempt',
  'program_secret',
] as const;

/** No foreign key to `company`: a person may be invited before the first DSN of their company has come in. */
const ACCOUNTS = `
  CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text COLLATE "C" NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')),
    password_hash text,
    created_at timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    disabled_at timestamptz,
    demo boolean NOT NULL DEFAULT false,
    CHECK (email = lower(email))
  );
  CREATE UNIQUE INDEX account_email ON account (email);
  CREATE TABLE account_company (
    account_id bigint NOT NULL REFERENCES account,
    siren text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, siren)
  );
  CREATE INDEX account_company_siren ON account_company (siren);
  CREATE TABLE invitation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token bytea NOT NULL,
    account_id bigint REFERENCES account,
    email text COLLATE "C" NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')),
    companies text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    CHECK (email = lower(email))
  );
  CREATE UNIQUE INDEX invitation_token ON invitation (token);
  CREATE UNIQUE INDEX invitation_open ON invitation (email) WHERE used_at IS NULL AND revoked_at IS NULL;
`;

/** `id` is the SHA-256 of what the browser holds; `ends_at` is the idle limit, never later than `expires_at`. */
const SESSIONS = `
  CREATE TABLE session (
    id bytea PRIMARY KEY,
    account_id bigint REFERENCES account,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    agent text,
    data jsonb NOT NULL,
    CHECK (ends_at <= expires_at)
  );
  CREATE INDEX session_account ON session (account_id);
  CREATE INDEX session_ends ON session (ends_at);
  CREATE TABLE sign_in_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account, at);
  CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address, at);
  CREATE TABLE program_secret (
    name text PRIMARY KEY,
    value text NOT NULL
  );
`;

/** Who may come in, and who is in. */
export class Accounts1700000000002 implements MigrationInterface {
  name = 'Accounts1700000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ACCOUNTS);
    await queryRunner.query(SESSIONS);
    for (const table of SYSTEM_TABLES) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO tj_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
    await queryRunner.query('GRANT DELETE ON session, sign_in_attempt, account_company TO tj_app');
    await queryRunner.query('GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA public TO tj_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE session, sign_in_attempt, program_secret, invitation, account_company, account',
    );
  }
}
