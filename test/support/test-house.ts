import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { House } from '#application/house';
import { Clock, WallClock } from '#application/ports/clock';
import { DEFAULT_POLICY, type Policy } from '#domain/reconciliation/policy';
import { createDataSource, Database } from '#storage/database';

/** A clock that a test sets. */
export class TestClock extends Clock {
  constructor(public instant: string) {
    super();
  }

  now(): string {
    return new Date(this.instant).toISOString();
  }
}

/** The application on a database of its own, real and migrated. */
export interface TestHouse {
  readonly database: Database;
  readonly clock: TestClock;
  /** Of sessions, links and limits. */
  readonly wallClock: TestClock;
  /** Of the test's own database, for processes that a test starts. */
  readonly url: string;
  readonly verb: <Verb>(type: Type<Verb>) => Verb;
  /** SQL as the owner, who sees everything: for looking and for tampering. */
  sql<Row>(statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openTestHouse(
  now = '2026-01-06T09:00:00.000Z',
  policy: Policy = DEFAULT_POLICY,
): Promise<TestHouse> {
  const server = process.env.TJ_TEST_SERVER;
  if (server === undefined) throw new Error('The global setup did not start a server.');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE tj_template`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const source = await createDataSource(url.toString()).initialize();
  const database = new Database(source);
  const clock = new TestClock(now);
  const wallClock = new TestClock(now);
  const settings = { dataDir: '', databaseUrl: url.toString(), now: null, policy };
  const module = await Test.createTestingModule({
    imports: [House.of({ database, url: url.toString(), settings, close: () => Promise.resolve() })],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(WallClock)
    .useValue(wallClock)
    .compile();
  return {
    database,
    clock,
    wallClock,
    url: url.toString(),
    verb: <Verb>(type: Type<Verb>) => module.get<Verb>(type),
    sql: async <Row>(statement: string, parameters: readonly unknown[] = []) =>
      source.query<Row[]>(statement, [...parameters]),
    close: async () => {
      await module.close();
      await source.destroy();
      await asAdmin(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
