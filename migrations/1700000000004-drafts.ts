import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Answers that are being typed, one row per saving: they outlive a sign-out, another device and a release, and the row
 * that a page was made from tells what two people have changed since.
 */
export class Drafts1700000000004 implements MigrationInterface {
  name = 'Drafts1700000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE task_draft (
        task_id bigint NOT NULL REFERENCES task,
        version integer NOT NULL CHECK (version > 0),
        siren text COLLATE "C" NOT NULL,
        answers jsonb NOT NULL,
        actor text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (task_id, version)
      )`);
    await queryRunner.query('GRANT SELECT, INSERT ON task_draft TO tj_app');
    await queryRunner.query('ALTER TABLE task_draft ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY tenant ON task_draft TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system'
        OR siren = ANY (string_to_array((SELECT current_setting('tj.companies', true)), ',')))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE task_draft');
  }
}
