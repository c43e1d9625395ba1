import type { Tx } from '../database';

/** Each batch with where it stands and how many of its chunks are behind it. */
const STANDING = `SELECT coalesce(string_agg(concat_ws(':', b.id, b.status, c.behind), ' ' ORDER BY b.id), '') AS standing
  FROM batch b, LATERAL (SELECT count(*) AS behind FROM batch_chunk WHERE batch_id = b.id AND state <> 'WAITING') c`;

/** How far the work on open batches is: changes with every chunk and every batch that ends. */
export const progressOfOpen = (tx: Tx): Promise<string> => standing(tx, `b.status <> 'DONE'`, []);

export const progressOfBatch = (tx: Tx, batchId: number): Promise<string> => standing(tx, 'b.id = $1', [batchId]);

/** How far a deposit is: nothing until its batch is received. */
export const progressOfDeposit = (tx: Tx, deposit: number): Promise<string> =>
  standing(tx, 'b.deposit_id = $1', [deposit]);

async function standing(tx: Tx, of: string, parameters: readonly unknown[]): Promise<string> {
  const [row] = await tx.query<{ standing: string }>(`${STANDING} WHERE ${of}`, parameters);
  return row?.standing ?? '';
}
