import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that a person sends wait in the base for a worker, as deposits do, and no longer in a folder of the pages: a
 * document each, bare of what may not be kept, until its work is over. On whose behalf stands with the work. What the
 * former release had under way lay in its memory: it is told as interrupted.
 */
export class KeptImports1700000000022 implements MigrationInterface {
  name = 'KeptImports1700000000022';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE work SET state = 'INTERRUPTED', ended_at = seen_at WHERE ended_at IS NULL`);
    await queryRunner.query(`
      DROP INDEX work_open;
      ALTER TABLE work
        DROP COLUMN folder,
        DROP COLUMN seen_at,
        ADD COLUMN actor text,
        ADD COLUMN admission jsonb,
        ADD CONSTRAINT work_behalf CHECK (ended_at IS NOT NULL OR (actor IS NOT NULL AND admission IS NOT NULL));
      CREATE INDEX work_open ON work (id) WHERE ended_at IS NULL;

      CREATE TABLE work_document (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        work_id bigint NOT NULL REFERENCES work ON DELETE CASCADE,
        file integer NOT NULL,
        name text NOT NULL,
        sha256 text,
        size_bytes bigint NOT NULL DEFAULT 0,
        code text,
        message text,
        CHECK ((code IS NULL) = (message IS NULL))
      );
      CREATE INDEX work_document_work ON work_document (work_id, id);

      CREATE TABLE work_bytes (
        document_id bigint NOT NULL REFERENCES work_document ON DELETE CASCADE,
        part integer NOT NULL,
        gzipped bytea NOT NULL,
        PRIMARY KEY (document_id, part)
      );
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE work_document_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON work_document TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, DELETE ON work_bytes TO tj_app');
    for (const table of ['work_document', 'work_bytes']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE work_bytes, work_document');
    await queryRunner.query(`UPDATE work SET state = 'INTERRUPTED', ended_at = created_at WHERE ended_at IS NULL`);
    await queryRunner.query(`
      DROP INDEX work_open;
      ALTER TABLE work
        DROP CONSTRAINT work_behalf,
        DROP COLUMN actor,
        DROP COLUMN admission,
        ADD COLUMN folder text NOT NULL DEFAULT '',
        ADD COLUMN seen_at timestamptz NOT NULL DEFAULT 'epoch';
      ALTER TABLE work ALTER COLUMN folder DROP DEFAULT, ALTER COLUMN seen_at DROP DEFAULT;
      CREATE INDEX work_open ON work (seen_at) WHERE ended_at IS NULL;
    `);
  }
}
