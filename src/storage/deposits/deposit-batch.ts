import type { Tx } from '../database';
import { pagesOf } from '../pages';

/** What of a deposit's batch is asked: it holds the documents that the deposit was the first to bring. */
export interface DepositBatch {
  readonly id: number;
  readonly done: boolean;
}

/** Null when nothing of the deposit was new, or nothing was read yet. */
export async function batchOfDeposit(tx: Tx, deposit: number): Promise<DepositBatch | null> {
  const [row] = await tx.query<DepositBatch>(
    `SELECT id, status = 'DONE' AS done FROM batch WHERE deposit_id = $1 ORDER BY id DESC LIMIT 1`,
    [deposit],
  );
  return row ?? null;
}

/** The digests of the documents that a deposit was the first to bring. */
export async function firstBroughtBy(tx: Tx, deposit: number): Promise<ReadonlySet<string>> {
  const brought = new Set<string>();
  const pages = pagesOf<{ sha256: string }>(
    tx,
    `SELECT f.sha256 FROM batch b JOIN feed f ON f.batch_id = b.id WHERE b.deposit_id = ${deposit}`,
  );
  for await (const page of pages) for (const { sha256 } of page) brought.add(sha256);
  return brought;
}
