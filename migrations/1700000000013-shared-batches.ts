import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Batches that several workers apply, and work that keeps failing. A chunk has a row from the moment that it is
 * planned; a batch whose plan is void is REOPENED. A failing duty has a row of ours, as the queue may be lost.
 */
export class SharedBatches1700000000013 implements MigrationInterface {
  name = 'SharedBatches1700000000013';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE batch DROP CONSTRAINT batch_status_check,
        ADD CONSTRAINT batch_status_check CHECK (status IN ('RECEIVED', 'DECIDED', 'REOPENED', 'DONE'));
      ALTER TABLE batch_chunk
        ADD COLUMN state text NOT NULL DEFAULT 'APPLIED' CHECK (state IN ('WAITING', 'APPLIED', 'QUARANTINED')),
        ADD COLUMN attempts smallint NOT NULL DEFAULT 0,
        ADD COLUMN retry_at timestamptz,
        ADD COLUMN last_error text,
        ADD CHECK ((attempts = 0) = (last_error IS NULL));
      ALTER TABLE batch_chunk ALTER COLUMN state DROP DEFAULT;
      CREATE INDEX batch_chunk_unapplied ON batch_chunk (batch_id, chunk) WHERE state <> 'APPLIED';
      CREATE TABLE dead_letter (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        job text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        attempts integer NOT NULL,
        first_failed_at timestamptz NOT NULL,
        last_failed_at timestamptz NOT NULL,
        quiet_until timestamptz,
        last_error text NOT NULL,
        outcome text CHECK (outcome IN ('SUCCEEDED', 'RETRIED')),
        ended_at timestamptz,
        ended_by text,
        CHECK ((outcome IS NULL) = (ended_at IS NULL)),
        CHECK ((outcome = 'RETRIED') = (ended_by IS NOT NULL))
      );
      CREATE UNIQUE INDEX dead_letter_open ON dead_letter (job, subject) WHERE outcome IS NULL;
    `);
    // What an earlier release left decided has rows for its applied chunks only: the rest of it is planned anew.
    await queryRunner.query(`UPDATE batch SET status = 'REOPENED' WHERE status = 'DECIDED'`);
    await queryRunner.query('GRANT DELETE ON batch_chunk TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON dead_letter TO tj_app');
    await queryRunner.query('GRANT USAGE ON SEQUENCE dead_letter_id_seq TO tj_app');
    await queryRunner.query('ALTER TABLE dead_letter ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY system_only ON dead_letter TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE dead_letter;
      DELETE FROM batch_chunk WHERE state <> 'APPLIED';
      DROP INDEX batch_chunk_unapplied;
      ALTER TABLE batch_chunk DROP COLUMN state, DROP COLUMN attempts, DROP COLUMN retry_at, DROP COLUMN last_error;
      UPDATE batch SET status = 'DECIDED' WHERE status = 'REOPENED';
      ALTER TABLE batch DROP CONSTRAINT batch_status_check,
        ADD CONSTRAINT batch_status_check CHECK (status IN ('RECEIVED', 'DECIDED', 'DONE'));
      REVOKE DELETE ON batch_chunk FROM tj_app;
    `);
  }
}
