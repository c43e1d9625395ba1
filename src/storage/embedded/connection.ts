import { Client, DatabaseError } from 'pg';
import { SUPERUSER } from './cluster';

export const DATABASE = 'taux_juste';

/** `sslmode` is said because a PGSSLMODE of the user's would otherwise be obeyed, and our server speaks no TLS. */
export const urlOf = (port: number, password: string): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${String(port)}/${DATABASE}?sslmode=disable`;

export type Greeting = 'ready' | 'not-yet' | 'wrong-password';

const INVALID_CATALOG_NAME = '3D000';
const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';
const INVALID_PASSWORD = '28P01';

/** Connects once; creates our database where it is missing, so that a start killed after initdb is made good by the next. */
export async function greet(port: number, password: string): Promise<Greeting> {
  try {
    await query(port, password, DATABASE, 'SELECT 1');
    return 'ready';
  } catch (error) {
    const code = codeOf(error);
    if (code === INVALID_PASSWORD) return 'wrong-password';
    if (code !== INVALID_CATALOG_NAME) return 'not-yet';
  }
  try {
    await query(port, password, 'postgres', `CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    const code = codeOf(error);
    if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error;
  }
  return 'ready';
}

async function query(port: number, password: string, database: string, sql: string): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // A server that stops in mid-query shows as the query's own failure.
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const codeOf = (error: unknown): string | undefined => (error instanceof DatabaseError ? error.code : undefined);
