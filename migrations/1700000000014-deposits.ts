import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents of rates that arrive by themselves, kept on the doorstep until a worker takes them in. The same bytes for
 * the same companies are one deposit, unless they were refused. A deposit bound to companies may name any of them:
 * only who sees them all sees it. A batch says which deposit it comes from, and returns seen elsewhere are remembered.
 */
export class Deposits1700000000014 implements MigrationInterface {
  name = 'Deposits1700000000014';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE deposit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        origin text NOT NULL CHECK (origin IN ('API', 'FOLDER', 'CRM')),
        actor text NOT NULL,
        companies text[],
        bound_to text NOT NULL,
        sha256 text NOT NULL,
        size_bytes bigint NOT NULL,
        state text NOT NULL DEFAULT 'RECEIVED' CHECK (state IN ('RECEIVED', 'IN_PROGRESS', 'TAKEN', 'REFUSED')),
        report jsonb,
        received_at timestamptz NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        CHECK ((companies IS NULL) = (bound_to = '')),
        CHECK (cardinality(companies) > 0),
        CHECK ((state IN ('TAKEN', 'REFUSED')) = (ended_at IS NOT NULL)),
        CHECK ((state IN ('TAKEN', 'REFUSED')) = (report IS NOT NULL))
      );
      CREATE UNIQUE INDEX deposit_once ON deposit (sha256, bound_to) WHERE state <> 'REFUSED';
      CREATE INDEX deposit_open ON deposit (id) WHERE ended_at IS NULL;

      CREATE TABLE deposit_bytes (
        deposit_id bigint NOT NULL REFERENCES deposit,
        part integer NOT NULL,
        gzipped bytea NOT NULL,
        PRIMARY KEY (deposit_id, part)
      );

      ALTER TABLE batch ADD COLUMN deposit_id bigint REFERENCES deposit;
      CREATE INDEX batch_deposit ON batch (deposit_id) WHERE deposit_id IS NOT NULL;

      CREATE TABLE source_return (
        origin text NOT NULL CHECK (origin IN ('FOLDER', 'CRM')),
        key text NOT NULL,
        look text,
        outcome text CHECK (outcome IN ('KEPT', 'REFUSED')),
        deposit_id bigint REFERENCES deposit,
        reason text,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (origin, key),
        CHECK ((outcome IS NOT DISTINCT FROM 'KEPT') = (deposit_id IS NOT NULL)),
        CHECK ((outcome IS NOT DISTINCT FROM 'REFUSED') = (reason IS NOT NULL))
      );
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE deposit_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON deposit TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, DELETE ON deposit_bytes TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON source_return TO tj_app');
    await queryRunner.query('ALTER TABLE deposit ENABLE ROW LEVEL SECURITY');
    await queryRunner.query(`
      CREATE POLICY bound ON deposit TO tj_app
      USING ((SELECT current_setting('tj.scope', true)) = 'system'
        OR companies <@ (SELECT string_to_array(current_setting('tj.companies', true), ',')))`);
    for (const table of ['deposit_bytes', 'source_return']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE batch DROP COLUMN deposit_id');
    await queryRunner.query('DROP TABLE source_return, deposit_bytes, deposit');
  }
}
