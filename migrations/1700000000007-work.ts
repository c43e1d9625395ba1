import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that a person sent, being read: how far it is, and what came of it. A row outlives the process that works on
 * it, so that a restart is told and not taken for work that goes on. Rows belong to a person: no tenant reads them.
 */
export class Work1700000000007 implements MigrationInterface {
  name = 'Work1700000000007';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE work (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id bigint NOT NULL REFERENCES account,
        state text NOT NULL DEFAULT 'WAITING'
          CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'INTERRUPTED')),
        step text CHECK (step IN ('COMPANIES', 'DSN', 'RATES')),
        files jsonb NOT NULL,
        folder text NOT NULL,
        size_bytes bigint NOT NULL,
        read_bytes bigint NOT NULL DEFAULT 0,
        report jsonb,
        failure text,
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ended_at timestamptz,
        CHECK ((state IN ('WAITING', 'RUNNING')) = (ended_at IS NULL)),
        CHECK ((state = 'DONE') = (report IS NOT NULL)),
        CHECK ((state = 'FAILED') = (failure IS NOT NULL))
      );
      CREATE INDEX work_account ON work (account_id, id);
      CREATE INDEX work_open ON work (seen_at) WHERE ended_at IS NULL;
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE work_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON work TO tj_app');
    await queryRunner.query('ALTER TABLE work ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY system_only ON work TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE work');
  }
}
