import type { Tx } from './database';

/** Rows that one page holds. */
const PAGE = 2_000;

/**
 * The rows of a query, page by page and in its order, however many: the server keeps the rest. One at a time in a
 * transaction.
 */
export async function* pagesOf<Row>(
  tx: Tx,
  query: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<readonly Row[]> {
  await tx.query(`DECLARE page NO SCROLL CURSOR FOR ${query}`, parameters);
  for (;;) {
    const rows = await tx.query<Row>(`FETCH ${PAGE} FROM page`);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) break;
  }
  await tx.query('CLOSE page');
}
