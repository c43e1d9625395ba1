import { Logger } from '@nestjs/common';
import { Queue } from 'bullmq';
import { carrierOfNow } from '#application/carrier';
import { JobQueue, type QueueState } from '#application/ports/job-queue';
import { connectionTo, QUEUE, saidOfLoss, type QueuePlace } from './connection';

/** Whoever rings waits no longer than this for a queue that does not answer, in milliseconds. */
const PATIENCE_MS = 1_000;

/** The doorbell alone: it rings the workers of other processes and answers nobody. */
export class Bell extends JobQueue {
  private readonly logger = new Logger('sonnette');
  private lastLoss: string | null = null;

  private constructor(
    private readonly queue: Queue,
    private readonly place: QueuePlace,
  ) {
    super();
    // Without a listener a failure would end the process; each is told to whoever rings.
    queue.on('error', () => undefined);
  }

  static open(place: QueuePlace): Bell {
    return new Bell(new Queue(QUEUE, { connection: connectionTo(place) }), place);
  }

  async ring(job: string, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    let bored: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      bored = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([this.attempt(job, subjects), patience]);
    clearTimeout(bored);
  }

  async state(): Promise<QueueState> {
    const counts = await this.queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active');
    const [oldest] = await this.queue.getJobs(['waiting'], 0, 0, true);
    return {
      backend: this.place.redisUrl === null ? 'PostgreSQL' : 'Redis',
      waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
      delayed: counts.delayed ?? 0,
      active: counts.active ?? 0,
      oldestAt: oldest === undefined ? null : new Date(oldest.timestamp).toISOString(),
    };
  }

  /** By force: a Redis that has gone would be waited for, to be told good-bye. */
  close(): Promise<void> {
    return this.queue.getBackend().close(true);
  }

  /** A queue that is gone is told once, and told again only once it has been back. */
  private async attempt(job: string, subjects: readonly string[]): Promise<void> {
    try {
      await this.queue.addBulk(subjects.map((subject) => ringOf(job, subject)));
      this.lastLoss = null;
    } catch (error) {
      const message = saidOfLoss(error, this.place);
      if (message !== this.lastLoss) this.logger.error(message);
      this.lastLoss = message;
    }
  }
}

/** What fails is tried again after 2 s, then 4, 8 and 16: rows say when it has been tried enough. */
const BACKOFF = { attempts: 10, backoff: { type: 'exponential', delay: 2_000 } };

/** Job and subject are the id, so that a ring that waits swallows the next; once done or failed it must leave no trace. */
const ringOf = (job: string, subject: string) => ({
  name: job,
  data: { subject, ...carrierOfNow() },
  opts: { ...BACKOFF, jobId: [job, subject].join('/'), removeOnComplete: true, removeOnFail: true },
});
