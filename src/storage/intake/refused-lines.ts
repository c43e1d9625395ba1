import type { Tx } from '../database';
import { pagesOf } from '../pages';
import type { PlanTables } from './plan-tables';

export interface RefusedLine {
  readonly feed: number;
  readonly line: number;
  readonly siret: string | null;
  readonly code: string;
  readonly message: string;
}

/** Every refused line of a batch, in the order of its documents, page by page: a feed may be refused a million times. */
export function refusedLinesOf(tx: Tx, batchId: number): AsyncGenerator<readonly RefusedLine[]> {
  return pagesOf(
    tx,
    `SELECT r.feed_id AS feed, r.line, r.siret, r.code, r.message
     FROM feed f JOIN refused_line r ON r.feed_id = f.id WHERE f.batch_id = ${batchId} ORDER BY f.ordinal, r.line, r.code`,
  );
}

/** The same, of a dry run: from the plan, as nothing was applied. */
export function plannedRefusals(tx: Tx, { consequences }: PlanTables): AsyncGenerator<readonly RefusedLine[]> {
  return pagesOf(
    tx,
    `SELECT feed, (body->>'line')::integer AS line, siret, body->>'code' AS code, body->>'message' AS message
     FROM ${consequences} WHERE what = 'REFUSED' ORDER BY feed DESC, 2, 4`,
  );
}
