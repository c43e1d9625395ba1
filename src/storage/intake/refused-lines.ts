import type { Tx } from '../database';
import type { Staging } from './staging';

export interface RefusedLine {
  readonly feed: number;
  readonly line: number;
  readonly siret: string | null;
  readonly code: string;
  readonly message: string;
}

/** Every refused line of a batch, in the order of its documents. */
export async function refusedLinesOf(tx: Tx, batchId: number): Promise<RefusedLine[]> {
  return tx.query<RefusedLine>(
    `SELECT r.feed_id AS feed, r.line, r.siret, r.code, r.message
     FROM feed f JOIN refused_line r ON r.feed_id = f.id WHERE f.batch_id = $1 ORDER BY f.ordinal, r.line, r.code`,
    [batchId],
  );
}

/** The same, of a dry run: from the plan, as nothing was applied. */
export async function plannedRefusals(tx: Tx, staging: Staging): Promise<RefusedLine[]> {
  return tx.query<RefusedLine>(
    `SELECT feed, (body->>'line')::integer AS line, siret, body->>'code' AS code, body->>'message' AS message
     FROM ${staging.consequences} WHERE what = 'REFUSED' ORDER BY feed DESC, line, code`,
  );
}
