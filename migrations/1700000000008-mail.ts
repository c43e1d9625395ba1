import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages to people. A message is written in the transaction of what it tells, once per key; it is sent afterwards,
 * as often as it takes. Its text leaves the table when it has been sent: an invitation's holds a link that lets in.
 */
export class Mail1700000000008 implements MigrationInterface {
  name = 'Mail1700000000008';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mail (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN ('INVITATION', 'DIGEST', 'REMINDER')),
        account_id bigint REFERENCES account,
        email text COLLATE "C" NOT NULL,
        letter jsonb,
        created_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        outcome text CHECK (outcome IN ('SENT', 'REFUSED', 'UNWANTED', 'GIVEN_UP')),
        ended_at timestamptz,
        last_error text,
        CHECK ((outcome IS NULL) = (ended_at IS NULL)),
        CHECK ((outcome IS NULL) = (letter IS NOT NULL)),
        CHECK (kind = 'INVITATION' OR account_id IS NOT NULL)
      );
      CREATE UNIQUE INDEX mail_key ON mail (key);
      CREATE INDEX mail_due ON mail (due_at) WHERE outcome IS NULL;
      CREATE TABLE mail_refusal (
        account_id bigint NOT NULL REFERENCES account,
        kind text NOT NULL CHECK (kind IN ('DIGEST', 'REMINDER')),
        at timestamptz NOT NULL,
        PRIMARY KEY (account_id, kind)
      );
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE mail_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON mail TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, DELETE ON mail_refusal TO tj_app');
    for (const table of ['mail', 'mail_refusal']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE mail_refusal, mail');
  }
}
