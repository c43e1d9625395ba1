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

/** How far the batch of a deposit is, in chunks. */
export interface DepositProgress {
  /** None until it is decided. */
  readonly planned: number;
  readonly applied: number;
  /** Left out after several failures, until somebody asks for another try. */
  readonly quarantined: number;
}

/** Of the deposits that have a batch, by number. */
export async function progressOfDeposits(
  tx: Tx,
  deposits: readonly number[],
): Promise<ReadonlyMap<number, DepositProgress>> {
  const rows = await tx.query<DepositProgress & { readonly deposit: number }>(
    `SELECT b.deposit_id AS deposit, count(c.chunk) AS planned,
       count(*) FILTER (WHERE c.state = 'APPLIED') AS applied,
       count(*) FILTER (WHERE c.state = 'QUARANTINED') AS quarantined
     FROM batch b LEFT JOIN batch_chunk c ON c.batch_id = b.id
     WHERE b.deposit_id = ANY($1) GROUP BY b.deposit_id`,
    [deposits],
  );
  return new Map(rows.map(({ deposit, ...progress }) => [deposit, progress]));
}
