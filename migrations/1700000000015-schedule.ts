import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What runs by itself at an hour, as rows: one per item and slot, whoever finds it missing and however many ask. Beside
 * it what the schedule needs elsewhere: messages to support, the return of a postponed task, and what may be erased.
 */
export class Schedule1700000000015 implements MigrationInterface {
  name = 'Schedule1700000000015';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE schedule_run (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        slot text COLLATE "C" NOT NULL,
        due_at timestamptz NOT NULL,
        planned_at timestamptz NOT NULL,
        replaces integer NOT NULL DEFAULT 0,
        started_at timestamptz,
        ended_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        outcome text CHECK (outcome IN ('BASELINE', 'DONE', 'ALERT', 'REPLACED')),
        report text,
        error text,
        alert boolean NOT NULL DEFAULT false,
        told_at timestamptz,
        CHECK ((outcome IS NULL) = (ended_at IS NULL))
      );
      CREATE UNIQUE INDEX schedule_run_slot ON schedule_run (name, slot);
      CREATE INDEX schedule_run_due ON schedule_run (name, due_at);
      CREATE INDEX schedule_run_open ON schedule_run (due_at, id) WHERE ended_at IS NULL;
      CREATE INDEX schedule_run_untold ON schedule_run (id) WHERE alert AND told_at IS NULL;
      ALTER TABLE task_postponement ADD COLUMN returned_at timestamptz;
      CREATE INDEX task_postponement_out ON task_postponement (until) WHERE returned_at IS NULL;
      ALTER TABLE mail DROP CONSTRAINT mail_kind_check;
      ALTER TABLE mail ADD CONSTRAINT mail_kind_check
        CHECK (kind IN ('INVITATION', 'DIGEST', 'REMINDER', 'ALERT'));
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE schedule_run_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON schedule_run TO tj_app');
    await queryRunner.query('GRANT DELETE ON invitation, mail, work TO tj_app');
    await queryRunner.query('ALTER TABLE schedule_run ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY system_only ON schedule_run TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE DELETE ON invitation, mail, work FROM tj_app');
    await queryRunner.query(`DELETE FROM mail WHERE kind = 'ALERT'`);
    await queryRunner.query(`
      ALTER TABLE mail DROP CONSTRAINT mail_kind_check;
      ALTER TABLE mail ADD CONSTRAINT mail_kind_check CHECK (kind IN ('INVITATION', 'DIGEST', 'REMINDER'));
      DROP INDEX task_postponement_out;
      ALTER TABLE task_postponement DROP COLUMN returned_at;
      DROP TABLE schedule_run;
    `);
  }
}
