import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people say of automatic updates and what support did about it. A request keeps what its author saw (`context`),
 * as pages change; an update is undone once, by a new sheet.
 */
export class Support1700000000006 implements MigrationInterface {
  name = 'Support1700000000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE support_request (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        feed_id bigint NOT NULL,
        siret text COLLATE "C" NOT NULL,
        siren text COLLATE "C" NOT NULL,
        words text NOT NULL,
        context jsonb NOT NULL,
        asked_by text NOT NULL,
        asked_at timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'ANSWERED')),
        answer text,
        answered_by text,
        answered_at timestamptz,
        CHECK ((status = 'ANSWERED') = (answer IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX support_request_open ON support_request (siret, feed_id) WHERE status = 'OPEN';
      CREATE INDEX support_request_siren ON support_request (siren, id);
      CREATE TABLE update_undone (
        siret text COLLATE "C" NOT NULL,
        feed_id bigint NOT NULL,
        siren text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        actor text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (siret, feed_id)
      );
    `);
    await queryRunner.query('GRANT USAGE ON SEQUENCE support_request_id_seq TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON support_request TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT ON update_undone TO tj_app');
    for (const table of ['support_request', 'update_undone']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY tenant ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system'
          OR siren = ANY (string_to_array((SELECT current_setting('tj.companies', true)), ',')))`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE update_undone, support_request');
  }
}
