import type { Client } from 'pg';
import { contentsBy, type Contents } from '#bench/contents';

export type { Contents };

/** Count and content of everything an ingestion leaves. */
export const contentsOf = (client: Client): Promise<Contents> =>
  contentsBy(async (sql) => (await client.query<{ sum: string }>(sql)).rows[0]?.sum ?? '');

/** Where a batch stands: null before its first commit. */
export interface Standing {
  readonly status: string;
  /** Applied chunks with the transaction that applied each. */
  readonly chunks: Readonly<Record<string, string>>;
}

export async function standingOf(client: Client): Promise<Standing | null> {
  const { rows } = await client.query<Standing>(
    `SELECT b.status, (SELECT coalesce(json_object_agg(chunk, xmin::text), '{}') FROM batch_chunk WHERE state = 'APPLIED') AS chunks FROM batch b`,
  );
  return rows[0] ?? null;
}

export async function leftInStaging(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'staging' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
