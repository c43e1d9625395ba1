import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the State publishes and when a campaign begins: of no company, and read by all of them. */
const PUBLIC_FACTS = ['campaign', 'national_table'] as const;

/** The companies of the transaction, hashed once per query (see 1700000000009-second-wall). */
const OWN = `SELECT unnest(string_to_array(current_setting('tj.companies', true), ','))`;

/**
 * What a company's own pages say beside its rows: the published tables, and the name and date of a document in which it
 * is named. The scope is asked first, so that jobs, which see all, never pay for the look into the verdicts.
 */
export class TenantReading1700000000010 implements MigrationInterface {
  name = 'TenantReading1700000000010';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of PUBLIC_FACTS)
      await queryRunner.query(`CREATE POLICY public_facts ON ${table} FOR SELECT TO tj_app USING (true)`);
    await queryRunner.query(`
      CREATE POLICY named_in ON feed FOR SELECT TO tj_app USING (
        (SELECT current_setting('tj.scope', true)) = 'tenant'
        AND EXISTS (
          SELECT 1 FROM establishment e JOIN verdict v ON v.siret = e.siret
          WHERE v.feed_id = feed.id AND e.siren = ANY (${OWN})))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP POLICY named_in ON feed');
    for (const table of PUBLIC_FACTS) await queryRunner.query(`DROP POLICY public_facts ON ${table}`);
  }
}
