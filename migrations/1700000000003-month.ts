import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the page of the month searches and counts. `folded` takes case, accents and punctuation off, so that
 * « forges de l'aubrac » finds « Forges de l’Aubrac » whatever the locale of the server.
 */
export class Month1700000000003 implements MigrationInterface {
  name = 'Month1700000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION folded(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN trim(regexp_replace(
        lower(regexp_replace(
          normalize(replace(replace(written, 'œ', 'oe'), 'Œ', 'oe'), NFKD), '[\\u0300-\\u036f]', '', 'g')),
        '[^a-z0-9]+', ' ', 'g'))`);
    await queryRunner.query(
      'ALTER TABLE company ADD COLUMN name_folded text GENERATED ALWAYS AS (folded(name)) STORED',
    );
    // BRIN: a national feed brings a million verdicts of one date; an ordinary index would cost its load a fortieth.
    await queryRunner.query('CREATE INDEX verdict_effective ON verdict USING brin (effective_from)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX verdict_effective');
    await queryRunner.query('ALTER TABLE company DROP COLUMN name_folded');
    await queryRunner.query('DROP FUNCTION folded');
  }
}
