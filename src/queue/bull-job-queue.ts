import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { JobQueue } from '#application/ports/job-queue';
import { QUEUE } from './job-processor';

@Injectable()
export class BullJobQueue extends JobQueue {
  constructor(@InjectQueue(QUEUE) private readonly queue: Queue) {
    super();
    // Each failure is told to whoever rings; without a listener it would also end the process.
    queue.on('error', () => undefined);
  }

  /** Job and subject are the id, so that a ring that waits swallows the next; once done or failed it must leave no trace. */
  async ring(job: string, subjects: readonly string[]): Promise<void> {
    await this.queue.addBulk(
      subjects.map((subject) => ({
        name: job,
        data: { subject },
        opts: { jobId: [job, subject].join('/'), removeOnComplete: true, removeOnFail: true },
      })),
    );
  }
}
