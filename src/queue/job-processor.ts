import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { carriedOn, type Carrier } from '#application/carrier';
import { Duties } from '#application/duties/duties';
import { Occupations } from '#application/operations/occupations';
import { refusalOfFailure } from '#application/failure';
import { QUEUE } from './connection';
import { measured } from './duty-metrics';

/** What a job holds: whose turn it is, and on whose behalf. */
export interface Ring extends Carrier {
  readonly subject: string;
}

/** Hands each ring to the duty of its job. A job that fails is forgotten: the sweeper rings again. */
@Processor(QUEUE)
export class JobProcessor extends WorkerHost {
  private readonly logger = new Logger('travaux');
  private lastLoss: string | null = null;

  constructor(
    private readonly duties: Duties,
    private readonly occupations: Occupations,
  ) {
    super();
  }

  override process(job: Job<Ring>): Promise<void> {
    return carriedOn(job.data, job.name, () =>
      this.occupations.during(job.name, () => measured(job.name, () => this.answer(job))),
    );
  }

  private async answer(job: Job<Ring>): Promise<void> {
    this.lastLoss = null;
    const duty = this.duties.of(job.name);
    if (duty === null) {
      this.logger.warn(`Le travail « ${job.name} » est inconnu de cette version : laissé de côté.`);
      return;
    }
    const report = await duty.run(job.data.subject, AbortSignal.timeout(duty.deadlineMs));
    if (report !== null) this.logger.log(`${job.name} : ${report}`);
  }

  @OnWorkerEvent('failed')
  failed(job: Job | undefined, error: Error): void {
    this.logger.error(`${job?.name ?? '?'} : ${refusalOfFailure(error).message}`);
  }

  /** Without a listener the loss of the queue would end the process; it is tried again many times a second and told once. */
  @OnWorkerEvent('error')
  lost(error: Error): void {
    const { message } = refusalOfFailure(error);
    if (message === this.lastLoss) return;
    this.lastLoss = message;
    this.logger.error(message);
  }
}
