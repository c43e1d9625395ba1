import type { Tx } from '../database';

/**
 * Working tables that no unfinished batch needs: what a crash left of a reception that never came to be, of a dry run,
 * or of a batch between its end and its tidying. Meaningful only while no bulk verb is at work.
 */
export async function orphanTables(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `SELECT t.tablename AS name FROM pg_tables t
     WHERE t.schemaname = 'staging' AND t.tablename ~ '^(line|verdict|profile|consequence)_(b|dry)[0-9]+(_[0-9]+)?$'
       AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.status <> 'DONE' AND split_part(t.tablename, '_', 2) = 'b' || b.id)
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** One by one, as whoever ended a batch may be dropping the same ones. */
export async function dropOrphans(tx: Tx): Promise<void> {
  for (const name of await orphanTables(tx)) await tx.query(`DROP TABLE IF EXISTS staging.${name}`);
}
