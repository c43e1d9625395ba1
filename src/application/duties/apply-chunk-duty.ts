import { Injectable } from '@nestjs/common';
import { APPLY_CHUNK } from '../intake/apply-batch';
import { ApplyChunk } from '../intake/apply-chunk';
import type { Duty } from './duty';

@Injectable()
export class ApplyChunkDuty implements Duty {
  readonly job = APPLY_CHUNK;
  readonly everyMs = 10_000;
  readonly deadlineMs = 600_000;

  constructor(private readonly applyChunk: ApplyChunk) {}

  wanted(): Promise<readonly string[]> {
    return this.applyChunk.wanted();
  }

  run(subject: string, stop?: AbortSignal): Promise<string | null> {
    const [batch = NaN, chunk = NaN] = subject.split('-').map(Number);
    return this.applyChunk.run(batch, chunk, stop);
  }
}
