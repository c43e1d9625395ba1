import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { progressOfBatch } from '#storage/intake/progress';
import { APPLY_CHUNK } from '../intake/apply-batch';
import { ApplyChunk } from '../intake/apply-chunk';
import { LeaveOutChunk } from '../intake/leave-out-chunk';
import type { Duty } from './duty';

@Injectable()
export class ApplyChunkDuty implements Duty {
  readonly job = APPLY_CHUNK;
  readonly everyMs = 10_000;
  readonly deadlineMs = 600_000;

  constructor(
    private readonly database: Database,
    private readonly applyChunk: ApplyChunk,
    private readonly leaveOutChunk: LeaveOutChunk,
  ) {}

  wanted(): Promise<readonly string[]> {
    return this.applyChunk.wanted();
  }

  run(subject: string, stop?: AbortSignal): Promise<string | null> {
    return this.applyChunk.run(...chunkOf(subject), stop);
  }

  /** That of its batch: while other chunks are applied, it may be anything that ends processes. */
  progress(subject: string): Promise<string> {
    const [batch] = chunkOf(subject);
    return this.database.transaction('system', (tx) => progressOfBatch(tx, batch));
  }

  /** In quarantine at once: each try cost a process. */
  leaveOut(subject: string, error: string): Promise<void> {
    return this.leaveOutChunk.run(...chunkOf(subject), error);
  }
}

function chunkOf(subject: string): [batch: number, chunk: number] {
  const [batch = NaN, chunk = NaN] = subject.split('-').map(Number);
  return [batch, chunk];
}
