import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that hold rows of a company: all carry `siren` and are closed by row-level security from the start. */
const TENANT_TABLES = [
  'company',
  'establishment',
  'employee',
  'contract',
  'dsn',
  'declared_contract',
  'declared_regularisation',
  'rate_profile',
  'verdict',
  'refused_line',
  'set_aside',
  'task',
  'task_postponement',
  'affiliation',
  'payroll_run',
  'audit_entry',
] as const;

const SYSTEM_TABLES = ['feed', 'feed_bytes', 'batch', 'batch_chunk', 'campaign', 'national_table'] as const;

/**
 * The second wall between companies: the program works as `tj_app`, which owns nothing and sees only the rows of the
 * companies that its transaction names, or all of them in the `system` scope of jobs.
 */
export class Access1700000000001 implements MigrationInterface {
  name = 'Access1700000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        CREATE ROLE tj_app NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- roles belong to the whole server
      END $$`);
    await queryRunner.query('GRANT tj_app TO CURRENT_USER');
    await queryRunner.query('GRANT USAGE ON SCHEMA public TO tj_app');
    await queryRunner.query('GRANT USAGE, CREATE ON SCHEMA staging TO tj_app');
    await queryRunner.query('GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA public TO tj_app');
    for (const table of [...TENANT_TABLES, ...SYSTEM_TABLES]) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO tj_app`);
    }
    await queryRunner.query('GRANT SELECT, UPDATE ON audit_head TO tj_app');
    await queryRunner.query('GRANT DELETE ON payroll_run, batch, feed, feed_bytes TO tj_app');
    for (const table of TENANT_TABLES) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY tenant ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system'
          OR siren = ANY (string_to_array((SELECT current_setting('tj.companies', true)), ',')))`);
    }
    for (const table of SYSTEM_TABLES) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await queryRunner.query(`
        CREATE POLICY system_only ON ${table} TO tj_app
        USING ((SELECT current_setting('tj.scope', true)) = 'system')`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TENANT_TABLES) await this.open(queryRunner, table, 'tenant');
    for (const table of SYSTEM_TABLES) await this.open(queryRunner, table, 'system_only');
    await queryRunner.query('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tj_app');
    await queryRunner.query('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM tj_app');
    await queryRunner.query('REVOKE ALL ON SCHEMA public, staging FROM tj_app');
  }

  private async open(queryRunner: QueryRunner, table: string, policy: string): Promise<void> {
    await queryRunner.query(`DROP POLICY ${policy} ON ${table}`);
    await queryRunner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
  }
}
