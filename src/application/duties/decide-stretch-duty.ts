import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { refusalOfFailure, UNFORESEEN } from '#storage/failures';
import { Staging } from '#storage/intake/staging';
import { stretchesToDecide } from '#storage/intake/stretches';
import { RINGS } from '../intake/apply-batch';
import { DECIDE_STRETCH, stretchSubject } from '../intake/decide-together';
import { TryStretch } from '../intake/try-stretch';
import type { Duty } from './duty';

/** One worker's part in deciding a batch. Whoever received the batch keeps the turn at the base, and sums it up. */
@Injectable()
export class DecideStretchDuty implements Duty {
  readonly job = DECIDE_STRETCH;
  readonly everyMs = 10_000;
  readonly deadlineMs = 600_000;

  constructor(
    private readonly database: Database,
    private readonly tryStretch: TryStretch,
  ) {}

  async wanted(): Promise<readonly string[]> {
    const stretches = await this.database.transaction('system', (tx) => stretchesToDecide(tx, RINGS));
    return stretches.map(stretchSubject);
  }

  /** Any stretch of its batch: by the time that a ring is heard, the one it was for may be decided. */
  async run(subject: string, stop?: AbortSignal): Promise<string | null> {
    const [batchId = NaN] = subject.split('-').map(Number);
    try {
      await this.tryStretch.run({ batchId, staging: Staging.forBatch(batchId) }, stop);
      return null;
    } catch (error) {
      const { code, message } = refusalOfFailure(error);
      if (code !== UNFORESEEN) throw error;
      // No failure of its own: whoever received the batch meets it too, and its job says so until it is mended.
      return `Une partie du lot ${batchId} n’a pas pu être décidée ici : ${message}`;
    }
  }
}
