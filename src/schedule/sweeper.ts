import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { refusalOfFailure } from '#application/failure';
import { FinishBatches } from '#application/intake/finish-batches';
import { PostMail } from '#application/mail/post-mail';
import { JobQueue, type JobName } from '#application/ports/job-queue';
import { SWEEPS } from './sweeps';

/** Rings for every job that has something to do, at the start and then again and again: a lost ring costs one interval. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap {
  private readonly logger = new Logger('veille');
  private readonly underWay = new Set<JobName>();
  private readonly isNeeded: Readonly<Record<JobName, () => Promise<boolean>>>;

  constructor(
    private readonly timers: SchedulerRegistry,
    private readonly queue: JobQueue,
    finishBatches: FinishBatches,
    postMail: PostMail,
  ) {
    this.isNeeded = {
      'finish-batches': () => finishBatches.isNeeded(),
      'post-mail': () => Promise.resolve(postMail.isNeeded()),
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { job, everyMs } of SWEEPS) {
      this.timers.addInterval(
        job,
        setInterval(() => void this.sweep(job), everyMs),
      );
      await this.sweep(job);
    }
  }

  /** One look at a time: a database that answers slowly must not be asked twice. */
  private async sweep(job: JobName): Promise<void> {
    if (this.underWay.has(job)) return;
    this.underWay.add(job);
    try {
      if (await this.isNeeded[job]()) await this.queue.ring(job);
    } catch (error) {
      this.logger.error(`${job} : ${refusalOfFailure(error).message}`);
    } finally {
      this.underWay.delete(job);
    }
  }
}
