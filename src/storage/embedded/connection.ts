import { Client, DatabaseError } from 'pg';
import { SUPERUSER } from './cluster';

export const DATABASE = 'taux_juste';

/** What the user's PGSSLMODE and PGOPTIONS would otherwise decide: our server speaks no TLS and its sessions run in UTC. */
const SETTLED = `sslmode=disable&options=${encodeURIComponent('-c timezone=UTC')}`;

export const urlOf = (port: number, password: string, database = DATABASE): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${String(port)}/${database}?${SETTLED}`;

/** How the server answers at this moment; `said` is its reason for not being ready. */
export type Greeting =
  { readonly state: 'ready' | 'wrong-password' } | { readonly state: 'not-yet'; readonly said: string };

const INVALID_CATALOG_NAME = '3D000';
const DUPLICATE_DATABASE = '42P04';
const INVALID_PASSWORD = '28P01';

/** Connects once; creates our database where it is missing, so that a start killed after initdb is made good by the next. */
export async function greet(port: number, password: string): Promise<Greeting> {
  const refusal = await attempt(urlOf(port, password), 'SELECT 1');
  if (refusal?.code !== INVALID_CATALOG_NAME) return greetingOf(refusal);
  const creation = await attempt(urlOf(port, password, 'postgres'), `CREATE DATABASE ${DATABASE}`);
  return creation?.code === DUPLICATE_DATABASE ? { state: 'ready' } : greetingOf(creation);
}

function greetingOf(refusal: { code: string; message: string } | null): Greeting {
  if (refusal === null) return { state: 'ready' };
  if (refusal.code === INVALID_PASSWORD) return { state: 'wrong-password' };
  return { state: 'not-yet', said: `error: ${refusal.message}` };
}

async function attempt(url: string, sql: string): Promise<{ code: string; message: string } | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // A server that stops in mid-query shows as the query's own failure.
  try {
    await client.connect();
    await client.query(sql);
    return null;
  } catch (error) {
    return error instanceof DatabaseError
      ? { code: error.code ?? '', message: error.message }
      : { code: '', message: String(error) };
  } finally {
    await client.end();
  }
}
