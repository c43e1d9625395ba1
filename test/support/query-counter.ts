import type { Database, Scope, Tx } from '#storage/database';

export interface Counted<T> {
  readonly result: T;
  /** The SQL of each query, in order; what opens and closes a transaction is not counted. */
  readonly queries: readonly string[];
}

/** Runs `work` and keeps what it asks of the database, which answers as ever. */
export async function countQueries<T>(database: Database, work: () => Promise<T>): Promise<Counted<T>> {
  const queries: string[] = [];
  const open = database.transaction.bind(database);
  const noting = (tx: Tx): Tx => ({
    client: tx.client,
    query: (sql, parameters) => {
      queries.push(sql);
      return tx.query(sql, parameters);
    },
  });
  database.transaction = <R>(scope: Scope, inside: (tx: Tx) => Promise<R>) => open(scope, (tx) => inside(noting(tx)));
  try {
    return { result: await work(), queries };
  } finally {
    database.transaction = open;
  }
}
