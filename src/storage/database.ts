import 'reflect-metadata';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { types as pgTypes } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { correlationId } from './correlation';

/** Whose rows a transaction may see: a job sees all, a door only the companies of its user (row-level security is the second wall). */
export type Scope = 'system' | { readonly companies: readonly string[] };

/** One transaction: the only way SQL reaches the tables. */
export interface Tx {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** For COPY only. */
  readonly client: PoolClient;
}

export interface Connection {
  readonly tx: Tx;
  close(then: 'reuse' | 'discard'): Promise<void>;
}

/** Advisory locks of the whole database, by name. */
export const LOCKS = {
  bulk: 7207000,
  sheets: 7207001,
  audit: 7207002,
  signIn: 7207003,
  invitation: 7207004,
  run: 7207015,
} as const;

const INT8 = 20;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const POOL_SIZE = 14;
const PROGRAM = 'taux-juste';
/** PostgreSQL cuts it there by itself, with a warning. */
const LONGEST_NAME = 63;
const CONNECT_MS = 20_000;
const KEEPALIVE = '-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** Dates stay text and moments become ISO text: no driver Date ever reaches the program. */
const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: Number,
  [DATE]: (text) => text,
  [TIMESTAMP]: (text) => text.replace(' ', 'T'),
  [TIMESTAMPTZ]: isoInstant,
};

/** `2026-01-05 09:00:00.5+00` (the session is in UTC) as `2026-01-05T09:00:00.500Z`. */
export function isoInstant(text: string): string {
  const [day = '', rest = ''] = text.split(' ');
  const [clock = '', fraction = ''] = rest.replace(/\+00(:00)?$/, '').split('.');
  return `${day}T${clock}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** The driver's own, whose declared type names each oid it knows. */
const driverParser = pgTypes.getTypeParser as (oid: number, format?: string) => (text: string) => unknown;

export function createDataSource(url: string, poolSize = POOL_SIZE): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [join(__dirname, '..', 'migrations', '*.js')],
    migrationsTransactionMode: 'all',
    poolSize,
    applicationName: PROGRAM,
    // A server behind a wall that swallows packets would otherwise be waited for during minutes.
    connectTimeoutMS: CONNECT_MS,
    // Without a listener a restart of the database would end the process; the next query reports the loss.
    poolErrorHandler: () => undefined,
    extra: {
      // A machine that vanishes without a word is missed within a minute, and gives back its lock and its chunk.
      options: `-c timezone=UTC -c client_encoding=UTF8 ${KEEPALIVE}`,
      types: {
        getTypeParser: (oid: number, format?: string) => parsers[oid] ?? driverParser(oid, format),
      },
    },
  });
}

export class Database {
  private lastInLine: Promise<void> = Promise.resolve();

  constructor(readonly source: DataSource) {}

  /** Runs `work` in one transaction, bound to a role that row-level security applies to. */
  async transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.withRunner(async (runner, client) => {
      await runner.startTransaction();
      try {
        await bind(client, scope);
        const result = await work(txOf(client));
        await runner.commitTransaction();
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    });
  }

  /** A connection of its own, outside any transaction, as the same bound role: for staging and COPY. */
  async open(): Promise<Connection> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    const name = client.escapeLiteral(shownName());
    await client.query(
      `SET ROLE tj_app; SELECT set_config('tj.scope', 'system', false), set_config('application_name', ${name}, false)`,
    );
    return {
      tx: txOf(client),
      close: async (then) => {
        if (then === 'reuse')
          await client.query("RESET ROLE; RESET application_name; SELECT set_config('tj.scope', '', false)");
        // A COPY left in the middle cannot be taken up again: its connection is thrown away.
        else await new Promise<void>((resolve) => client.end(() => resolve()));
        await runner.release();
      },
    };
  }

  async session<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = await this.open();
    let sound = false;
    try {
      const result = await work(connection.tx);
      sound = true;
      return result;
    } finally {
      await connection.close(sound ? 'reuse' : 'discard').catch(() => undefined);
    }
  }

  /** One bulk verb at a time on one database: what a batch was decided on stays true until it is applied. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    // Within a process they queue here, without a connection: a pool full of those who wait would starve the one at work.
    const before = this.lastInLine;
    const { promise: done, resolve } = signal();
    this.lastInLine = done;
    await before;
    try {
      return await this.withRunner(async (_runner, client) => {
        await client.query('SELECT pg_advisory_lock($1)', [LOCKS.bulk]);
        return unlockedAfter(client, work);
      });
    } finally {
      resolve();
    }
  }

  /** The same for work that may as well be done later: null, at once, while another bulk verb is at work. */
  async exclusivelyIfFree<T>(work: () => Promise<T>): Promise<T | null> {
    return this.withRunner(async (_runner, client) => {
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [LOCKS.bulk]);
      return rows[0]?.free === true ? unlockedAfter(client, work) : null;
    });
  }

  /** One at a time for one number, on one database: null, at once, while another process is at it. A crash lets go. */
  async aloneIfFree<T>(lock: number, id: number, work: () => Promise<T>): Promise<T | null> {
    return this.withRunner(async (_runner, client) => {
      const name = [lock, id];
      const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS free', name);
      if (rows[0]?.free !== true) return null;
      try {
        return await work();
      } finally {
        await client.query('SELECT pg_advisory_unlock($1, $2)', name).catch(() => undefined);
      }
    });
  }

  private async withRunner<T>(work: (runner: QueryRunner, client: PoolClient) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      return await work(runner, client);
    } finally {
      await runner.release();
    }
  }
}

function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

async function unlockedAfter<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCKS.bulk]).catch(() => undefined);
  }
}

/** As pg_stat_activity shows it: whose request a statement serves is read there without a word in the statement. */
function shownName(): string {
  const id = correlationId();
  return id === null ? PROGRAM : `${PROGRAM} ${id}`.slice(0, LONGEST_NAME);
}

/** Both settings are always said, so that a tenant's transaction never inherits what a connection was left with. */
async function bind(client: PoolClient, scope: Scope): Promise<void> {
  const [name, companies] = scope === 'system' ? ['system', ''] : ['tenant', scope.companies.join(',')];
  await client.query(
    `SELECT set_config('role', 'tj_app', true), set_config('tj.scope', $1, true), set_config('tj.companies', $2, true),
       set_config('application_name', $3, true)`,
    [name, companies, shownName()],
  );
}

const txOf = (client: PoolClient): Tx => ({
  client,
  query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
    const result = await client.query(sql, [...parameters]);
    return result.rows as Row[];
  },
});
