import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { progressOfOpen } from '#storage/intake/progress';
import { FINISH_BATCHES, FinishBatches } from '../intake/finish-batches';
import { ALL, type Duty } from './duty';

@Injectable()
export class FinishBatchesDuty implements Duty {
  readonly job = FINISH_BATCHES;
  readonly everyMs = 10_000;
  readonly deadlineMs = 3_600_000;

  constructor(
    private readonly database: Database,
    private readonly finishBatches: FinishBatches,
  ) {}

  async wanted(): Promise<readonly string[]> {
    return (await this.finishBatches.isNeeded()) ? [ALL] : [];
  }

  async run(_subject: string, stop: AbortSignal): Promise<string | null> {
    const finished = await this.finishBatches.run(stop);
    return finished === 0 ? null : `${finished} lot(s) interrompu(s) terminé(s).`;
  }

  progress(): Promise<string> {
    return this.database.transaction('system', progressOfOpen);
  }
}
