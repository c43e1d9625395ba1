import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which process has a job in hand, and how many ended without a word while they had it: what kills whoever does it must
 * be told from what merely fails, and the queue that could count it may be lost.
 */
export class JobUnderWay1700000000020 implements MigrationInterface {
  name = 'JobUnderWay1700000000020';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE job_under_way (
        job text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        process uuid,
        begun_at timestamptz NOT NULL,
        progress text COLLATE "C" NOT NULL,
        deaths integer NOT NULL,
        PRIMARY KEY (job, subject)
      )`);
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON job_under_way TO tj_app');
    await queryRunner.query('ALTER TABLE job_under_way ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY system_only ON job_under_way TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE job_under_way');
  }
}
