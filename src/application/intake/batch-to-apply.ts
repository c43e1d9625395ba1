import type { Batch } from '#storage/intake/batches';
import { Staging } from '#storage/intake/staging';

/** What its chunks need of a batch: the same for whoever applies one. */
export interface BatchToApply {
  readonly batchId: number;
  readonly actor: string;
  readonly at: string;
  readonly staging: Staging;
  /** Set when documents that were set aside are decided again: why they are. */
  readonly again: string | null;
}

export const toApply = ({ id, actor, receivedAt, again }: Batch): BatchToApply => ({
  batchId: id,
  actor,
  at: receivedAt,
  staging: Staging.forBatch(id),
  again: again?.why ?? null,
});
