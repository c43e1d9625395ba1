import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { batchById } from '#storage/intake/batches';
import { recordFailedTry } from '#storage/intake/chunks';
import { toApply } from './batch-to-apply';
import { endIfApplied } from './try-chunk';

/** Puts a chunk in quarantine that ends whoever applies it, so that the rest of its batch completes. */
@Injectable()
export class LeaveOutChunk {
  constructor(private readonly database: Database) {}

  async run(batchId: number, chunk: number, error: string): Promise<void> {
    const found = await this.database.transaction('system', async (tx) => {
      await recordFailedTry(tx, { batchId, chunk }, { allowed: 1, error });
      return batchById(tx, batchId);
    });
    if (found?.status === 'DECIDED') await endIfApplied(this.database, toApply(found));
  }
}
