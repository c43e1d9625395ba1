import { applyChunk } from '#storage/intake/apply-chunk';
import type { Staging } from '#storage/intake/staging';
import type { Database } from '#storage/database';

/** As many chunks at once as keep two cores of a database busy; the audit chain serialises only their last statement. */
const APPLIERS = 2;

export interface BatchToApply {
  readonly batchId: number;
  readonly actor: string;
  readonly at: string;
  readonly staging: Staging;
  readonly again: string | null;
  readonly chunks: readonly number[];
}

export async function applyBatch(database: Database, { chunks, staging, ...context }: BatchToApply): Promise<void> {
  const waiting = [...chunks];
  const applier = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      await applyChunk(database, staging, { ...context, chunk });
    }
  };
  await Promise.all(Array.from({ length: APPLIERS }, applier));
}
