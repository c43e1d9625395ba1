import { applyChunk } from '#storage/intake/apply-chunk';
import { allDone } from './all-done';
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

/** The first chunk that fails stops the others; none is still being written when this rejects. */
export async function applyBatch(database: Database, { chunks, staging, ...context }: BatchToApply): Promise<void> {
  const waiting = [...chunks];
  const applier = async (): Promise<void> => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      try {
        await applyChunk(database, staging, { ...context, chunk });
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await allDone(Array.from({ length: APPLIERS }, applier));
}
