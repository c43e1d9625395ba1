import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { JobQueue, type JobName } from '#application/ports/job-queue';
import { QUEUE } from './job-processor';

@Injectable()
export class BullJobQueue extends JobQueue {
  constructor(@InjectQueue(QUEUE) private readonly queue: Queue) {
    super();
    // Each failure is told to whoever rings; without a listener it would also end the process.
    queue.on('error', () => undefined);
  }

  /** The job's name is its id, so that a ring that waits swallows the next; once done or failed it must leave no trace. */
  async ring(job: JobName): Promise<void> {
    await this.queue.add(job, {}, { jobId: job, removeOnComplete: true, removeOnFail: true });
  }
}
