import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is told once. A batch that came to its end has completed its documents, and what a person then has tried again
 * is no second end. A message that may have arrived keeps its text until a person says whether it is to go out again.
 */
export class ToldOnce1700000000021 implements MigrationInterface {
  name = 'ToldOnce1700000000021';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE batch ADD COLUMN completed boolean NOT NULL DEFAULT false;
      UPDATE batch SET completed = true WHERE status = 'DONE';
      ALTER TABLE mail DROP CONSTRAINT mail_check1;
      ALTER TABLE mail ADD CONSTRAINT mail_letter_check
        CHECK (CASE WHEN letter IS NULL THEN outcome IS NOT NULL ELSE outcome IS NULL OR outcome = 'UNCLEAR' END);
      CREATE INDEX mail_unclear ON mail (id) WHERE outcome = 'UNCLEAR' AND letter IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX mail_unclear;
      UPDATE mail SET letter = NULL WHERE outcome IS NOT NULL;
      ALTER TABLE mail DROP CONSTRAINT mail_letter_check;
      ALTER TABLE mail ADD CONSTRAINT mail_check1 CHECK ((outcome IS NULL) = (letter IS NOT NULL));
      ALTER TABLE batch DROP COLUMN completed;
    `);
  }
}
