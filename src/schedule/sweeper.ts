import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { WantedWork } from '#application/dead-letters/wanted-work';
import { Duties } from '#application/duties/duties';
import type { Duty } from '#application/duties/duty';
import { refusalOfFailure } from '#application/failure';
import { JobQueue } from '#application/ports/job-queue';

/** Rings for every duty that rows call for, at the start and then again and again: a lost ring costs one interval. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap {
  private readonly logger = new Logger('veille');
  private readonly underWay = new Set<Duty>();

  constructor(
    private readonly timers: SchedulerRegistry,
    private readonly queue: JobQueue,
    private readonly duties: Duties,
    private readonly wantedWork: WantedWork,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const duty of this.duties.all) {
      this.timers.addInterval(
        duty.job,
        setInterval(() => void this.sweep(duty), duty.everyMs),
      );
      await this.sweep(duty);
    }
  }

  /** One look at a time: a database that answers slowly must not be asked twice. */
  private async sweep(duty: Duty): Promise<void> {
    if (this.underWay.has(duty)) return;
    this.underWay.add(duty);
    try {
      const wanted = await this.wantedWork.run(duty);
      if (wanted.length > 0) await this.queue.ring(duty.job, wanted);
    } catch (error) {
      this.logger.error(`${duty.job} : ${refusalOfFailure(error).message}`);
    } finally {
      this.underWay.delete(duty);
    }
  }
}
