import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Batches that several workers decide. While it is decided a batch has a row per stretch of SIRETs, with the terms it is
 * decided on and, once somebody has decided it, what came of it; afterwards each chunk says whose plan holds it.
 */
export class SharedDeciding1700000000023 implements MigrationInterface {
  name = 'SharedDeciding1700000000023';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE batch_stretch (
        batch_id bigint NOT NULL REFERENCES batch,
        stretch integer NOT NULL,
        from_siret text COLLATE "C",
        to_siret text COLLATE "C",
        first_chunk integer NOT NULL,
        first_sheet bigint NOT NULL,
        terms jsonb NOT NULL,
        result jsonb,
        PRIMARY KEY (batch_id, stretch)
      );
      ALTER TABLE batch_chunk ADD COLUMN stretch integer NOT NULL DEFAULT 0;
    `);
    // The plan of a batch that the former release left decided lies in tables of other names: it is made again.
    await queryRunner.query(`
      DELETE FROM batch_chunk c USING batch b WHERE b.id = c.batch_id AND b.status = 'DECIDED' AND c.state <> 'APPLIED';
      UPDATE batch SET status = 'REOPENED' WHERE status = 'DECIDED';
      ALTER TABLE batch_chunk ALTER COLUMN stretch DROP DEFAULT;
    `);
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON batch_stretch TO tj_app');
    await queryRunner.query('ALTER TABLE batch_stretch ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY system_only ON batch_stretch TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM batch_chunk c USING batch b WHERE b.id = c.batch_id AND b.status = 'DECIDED' AND c.state <> 'APPLIED';
      UPDATE batch SET status = 'REOPENED' WHERE status = 'DECIDED';
      ALTER TABLE batch_chunk DROP COLUMN stretch;
      DROP TABLE batch_stretch;
    `);
  }
}
