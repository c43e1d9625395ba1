import type { MigrationInterface, QueryRunner } from 'typeorm';

const SCOPE = `(SELECT current_setting('tj.scope', true)) = 'system'`;
const OWN = `siren IN (SELECT unnest(string_to_array(current_setting('tj.companies', true), ',')))`;

/**
 * Facts told to other programs. An event is written in the transaction of its fact, only when an endpoint wants it, and
 * has one delivery per endpoint. What an endpoint wants is apart from its address and secrets: whoever changes a fact of
 * a company must know whom to tell, and may know no more.
 */
export class Events1700000000016 implements MigrationInterface {
  name = 'Events1700000000016';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ENDPOINTS);
    await queryRunner.query(EVENTS);
    for (const table of ['webhook_endpoint', 'webhook_secret', 'event'])
      await queryRunner.query(`GRANT USAGE ON SEQUENCE ${table}_id_seq TO tj_app`);
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE ON webhook_endpoint, webhook_subscription TO tj_app');
    await queryRunner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_secret, event, event_delivery TO tj_app');
    await this.walls(queryRunner);
    // Handed over wholly without an answer: nobody knows whether it arrived, and it is not sent twice.
    await queryRunner.query(`
      ALTER TABLE mail ADD COLUMN handed_at timestamptz;
      ALTER TABLE mail DROP CONSTRAINT mail_outcome_check;
      ALTER TABLE mail ADD CONSTRAINT mail_outcome_check
        CHECK (outcome IN ('SENT', 'REFUSED', 'UNWANTED', 'GIVEN_UP', 'UNCLEAR'));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE event_delivery, event, webhook_secret, webhook_subscription, webhook_endpoint;
      UPDATE mail SET outcome = 'GIVEN_UP' WHERE outcome = 'UNCLEAR';
      ALTER TABLE mail DROP CONSTRAINT mail_outcome_check;
      ALTER TABLE mail ADD CONSTRAINT mail_outcome_check
        CHECK (outcome IN ('SENT', 'REFUSED', 'UNWANTED', 'GIVEN_UP'));
      ALTER TABLE mail DROP COLUMN handed_at;
    `);
  }

  private async walls(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['webhook_endpoint', 'webhook_subscription', 'webhook_secret', 'event', 'event_delivery'])
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    for (const table of ['webhook_endpoint', 'webhook_subscription', 'webhook_secret'])
      await queryRunner.query(`CREATE POLICY system_only ON ${table} TO tj_app USING (${SCOPE})`);
    await queryRunner.query(`
      CREATE POLICY to_tell ON webhook_subscription FOR SELECT TO tj_app USING (siren IS NULL OR ${OWN})`);
    for (const table of ['event', 'event_delivery'])
      await queryRunner.query(`CREATE POLICY tenant ON ${table} TO tj_app USING (${SCOPE} OR ${OWN})`);
  }
}

const ENDPOINTS = `
  CREATE TABLE webhook_endpoint (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    disabled_at timestamptz,
    disabled_because text CHECK (disabled_because IN ('PERSON', 'GONE')),
    failing_since timestamptz,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_error text,
    lease_owner text,
    lease_until timestamptz,
    CHECK ((disabled_at IS NULL) = (disabled_because IS NULL)),
    CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
  );
  CREATE TABLE webhook_subscription (
    endpoint_id bigint PRIMARY KEY REFERENCES webhook_endpoint,
    siren text COLLATE "C",
    types text[] NOT NULL CHECK (types <@ ARRAY['rate.changed', 'task.raised', 'task.done', 'feed.completed']),
    active boolean NOT NULL DEFAULT true
  );
  CREATE TABLE webhook_secret (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id bigint NOT NULL REFERENCES webhook_endpoint,
    sealed text NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at timestamptz
  );
  CREATE INDEX webhook_secret_endpoint ON webhook_secret (endpoint_id);
`;

const EVENTS = `
  CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key uuid NOT NULL DEFAULT gen_random_uuid(),
    type text NOT NULL CHECK (type IN ('rate.changed', 'task.raised', 'task.done', 'feed.completed')),
    siren text COLLATE "C",
    at timestamptz NOT NULL,
    data json NOT NULL
  );
  CREATE INDEX event_at ON event USING brin (at);
  CREATE TABLE event_delivery (
    endpoint_id bigint NOT NULL,
    event_id bigint NOT NULL,
    siren text COLLATE "C",
    due_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    first_attempt_at timestamptz,
    outcome text CHECK (outcome IN ('DELIVERED', 'GIVEN_UP')),
    ended_at timestamptz,
    last_error text,
    PRIMARY KEY (endpoint_id, event_id),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
  );
  CREATE INDEX event_delivery_waiting ON event_delivery (endpoint_id, event_id) WHERE outcome IS NULL;
`;
