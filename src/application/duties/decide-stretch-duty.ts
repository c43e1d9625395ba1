import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { progressOfBatch } from '#storage/intake/progress';
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

  async run(subject: string, stop?: AbortSignal): Promise<string | null> {
    const [batchId, stretch] = stretchOf(subject);
    await this.tryStretch.run({ batchId, staging: Staging.forBatch(batchId) }, stretch, stop);
    return null;
  }

  /** That of its batch: while other stretches are decided, it may be anything that ends processes. */
  progress(subject: string): Promise<string> {
    const [batchId] = stretchOf(subject);
    return this.database.transaction('system', (tx) => progressOfBatch(tx, batchId));
  }
}

function stretchOf(subject: string): [batch: number, stretch: number] {
  const [batch = NaN, stretch = NaN] = subject.split('-').map(Number);
  return [batch, stretch];
}
