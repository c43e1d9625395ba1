import { Injectable } from '@nestjs/common';
import { FinishBatches } from '#application/intake/finish-batches';
import type { JobHandler } from './registry';

@Injectable()
export class FinishBatchesJob implements JobHandler {
  readonly job = 'finish-batches';

  constructor(private readonly finishBatches: FinishBatches) {}

  async run(): Promise<string | null> {
    const finished = await this.finishBatches.run();
    return finished === 0 ? null : `${finished} lot(s) interrompu(s) terminé(s).`;
  }
}

export const HANDLERS = [FinishBatchesJob] as const;
