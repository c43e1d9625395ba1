import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What those who run the program look at: which processes live, and counts that survive them. `tally` adds up documents
 * once, up to the one it names, so that nobody ever counts a million lines to draw a curve.
 */
export class Operations1700000000018 implements MigrationInterface {
  name = 'Operations1700000000018';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE running_process (
        id uuid PRIMARY KEY,
        role text NOT NULL CHECK (role IN ('PAGES', 'WORKER')),
        machine text NOT NULL,
        pid integer NOT NULL,
        started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        doing jsonb NOT NULL
      );
      CREATE TABLE tally (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        up_to_feed bigint NOT NULL,
        lines bigint NOT NULL,
        verdicts jsonb NOT NULL,
        refusals jsonb NOT NULL
      );
      INSERT INTO tally (up_to_feed, lines, verdicts, refusals) VALUES (0, 0, '{}', '{}');
      CREATE INDEX task_waiting ON task (kind, opened_at) WHERE status = 'OPEN';
      CREATE INDEX batch_open ON batch (id) WHERE status <> 'DONE';
    `);
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON running_process TO tj_app');
    await queryRunner.query('GRANT SELECT, UPDATE ON tally TO tj_app');
    for (const table of ['running_process', 'tally']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX batch_open, task_waiting');
    await queryRunner.query('DROP TABLE running_process, tally');
  }
}
