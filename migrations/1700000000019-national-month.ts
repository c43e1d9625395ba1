import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gives a month of everybody page by page: open tasks by kind and reason, ended ones by kind and period, each list in the
 * order in which it is shown. Few tasks wait for a month.
 */
export class NationalMonth1700000000019 implements MigrationInterface {
  name = 'NationalMonth1700000000019';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX task_urgent ON task (kind, reason, period, siret, id) WHERE status = 'OPEN';
      CREATE INDEX task_ended ON task (kind, period, ended_at DESC, siret, id) WHERE status <> 'OPEN';
      CREATE INDEX task_awaited ON task (postponed_until) WHERE status = 'OPEN' AND postponed_until IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX task_urgent, task_ended, task_awaited');
  }
}
